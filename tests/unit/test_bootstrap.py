"""The bootstrap's own decisions; nothing is downloaded here."""
from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts" / "bootstrap.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder of its own, with an environment that looks installed."""
    (tmp_path / "requirements").mkdir()
    for name in ("pyproject.toml", *(f"requirements/{name}.txt" for name in ("run", "test", "tools", "uv", "weights"))):
        (tmp_path / name).write_text(name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    return tmp_path


def executable(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return path


def look_in(monkeypatch: pytest.MonkeyPatch, path: Path, pyenv: Path) -> None:
    monkeypatch.setenv("PATH", str(path))
    monkeypatch.setenv("PYENV_ROOT", str(pyenv))


def test_a_python_on_the_path_is_found(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = executable(tmp_path / "bin" / "python3.10", "echo 3.10")
    look_in(monkeypatch, tmp_path / "bin", tmp_path / "no-pyenv")
    assert bootstrap.find_python() == str(python)


def test_a_shim_that_answers_127_is_passed_over_for_pyenvs_own_folder(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path / "shims" / "python3.10", "exit 127")
    python = executable(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python3.10", "echo 3.10")
    look_in(monkeypatch, tmp_path / "shims", tmp_path / "pyenv")
    assert bootstrap.find_python() == str(python)


def test_another_version_is_no_substitute(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    executable(tmp_path / "bin" / "python3", "echo 3.11")
    look_in(monkeypatch, tmp_path / "bin", tmp_path / "no-pyenv")
    assert bootstrap.find_python() is None


def test_without_any_python_3_10_uv_is_asked_to_fetch_it(
    bootstrap: ModuleType, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = executable(tmp_path / "uv", 'echo "$@" > called')
    look_in(monkeypatch, tmp_path / "empty", tmp_path / "no-pyenv")
    bootstrap.make_venv(str(uv), ".venv")
    assert "--python 3.10 " in (checkout / "called").read_text()


def test_an_environment_with_a_stamp_of_todays_inputs_is_current(bootstrap: ModuleType, checkout: Path) -> None:
    (checkout / ".venv" / "stamp").write_text(f"run {bootstrap.fingerprint('run')}\n")
    assert bootstrap.is_current("run")
    assert not bootstrap.is_current("test")


def test_an_environment_for_tests_serves_for_running_as_well(bootstrap: ModuleType, checkout: Path) -> None:
    (checkout / ".venv" / "stamp").write_text(f"test {bootstrap.fingerprint('test')}\n")
    assert bootstrap.is_current("run")
    assert bootstrap.is_current("test")


@pytest.mark.parametrize("changed", ["requirements/run.txt", "requirements/weights.txt", "pyproject.toml"])
def test_a_changed_input_is_noticed(bootstrap: ModuleType, checkout: Path, changed: str) -> None:
    (checkout / ".venv" / "stamp").write_text(f"run {bootstrap.fingerprint('run')}\n")
    (checkout / changed).write_text("changed")
    assert not bootstrap.is_current("run")


def test_a_broken_stamp_is_no_stamp(bootstrap: ModuleType, checkout: Path) -> None:
    (checkout / ".venv" / "stamp").write_text("half")
    assert not bootstrap.is_current("run")


def test_a_python_without_venv_is_one_clear_line(
    bootstrap: ModuleType,
    checkout: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = executable(tmp_path / "python3", "echo 'No module named venv' >&2; exit 1")
    look_in(monkeypatch, tmp_path / "empty", tmp_path / "no-pyenv")
    monkeypatch.setattr(bootstrap.sys, "executable", str(broken))
    assert bootstrap.main(["run"]) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert "cannot make a virtual environment; install its venv module" in last


def test_a_wrong_word_is_one_clear_line() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "bootstrap.py"), "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "bootstrap: say one of: run, test, tools, uv\n")


def test_rasa_can_be_imported_with_the_locked_versions() -> None:
    """It cannot when something has moved `packaging` past 21."""
    from packaging.version import LegacyVersion  # noqa: F401
