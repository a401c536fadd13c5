"""What must never be in a tracked file: a registry's address, a path of one machine, a secret."""
from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINARY = {".png", ".jpg", ".ico", ".woff2", ".gz", ".onnx"}

# Written in halves so that this file does not hold what it looks for.
REGISTRIES = ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com")
PLACES = ("wo" + "rk", r"home/\w+", "root", r"Users/\w+", "tm" + "p", "opt/py" + "pi", "opt/whe" + "els")
MACHINE = re.compile(rf"(?<![\w./:-])/(?:{'|'.join(PLACES)})(?:/|\b)|\.lib" + "rary/")
SECRETS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "an access key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{32,})\b"),
    "a password in an address": re.compile(r"\w://[^\s:/@${}<>]+:(?!password|secret)[^\s:/@${}<>]{8,}@(?!localhost)"),
}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    files = [path for path in tracked() if path.suffix not in BINARY]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_the_host_of_a_package_registry(texts: dict[str, str], host: str) -> None:
    assert not [name for name, text in texts.items() if host in text]


def test_no_file_holds_a_path_of_one_machine(texts: dict[str, str]) -> None:
    found = {name: match[0] for name, text in texts.items() if (match := MACHINE.search(text))}
    assert not found


@pytest.mark.parametrize("kind", SECRETS)
def test_no_file_holds_a_secret(texts: dict[str, str], kind: str) -> None:
    assert not [name for name, text in texts.items() if SECRETS[kind].search(text)]


def test_there_is_no_lock_file_that_names_hosts() -> None:
    assert "uv.lock" not in {path.name for path in tracked()}


def test_what_is_made_or_private_is_not_tracked() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert not tops & {"var", "models", ".venv", ".venv-tools", ".uv", ".rasa", ".env"}


@pytest.mark.parametrize("name", ["run", "test", "tools", "uv", "weights"])
def test_every_requirement_has_a_version_and_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[\w.\-\[\]]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


def test_the_weights_come_without_torch() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "requirements").glob("*.txt"))
    assert not re.search(r"^(torch|sentence-transformers)\b", text, re.MULTILINE)


def test_the_tests_environment_has_the_very_versions_that_run() -> None:
    files = [ROOT / "requirements" / f"{name}.txt" for name in ("run", "test")]
    run, test = (set(re.findall(r"^[\w.\-]+==\S+", file.read_text(encoding="utf-8"), re.MULTILINE)) for file in files)
    assert run <= test
