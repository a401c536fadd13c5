"""The supervisor, with small programs in the places of the real ones."""
from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from bot.environment import quiet_environment
from bot.preflight import Problem, check_port, check_writable
from bot.serving import programs
from bot.settings import Settings
from bot.supervisor import _parts_down, health

ROOT = Path(__file__).resolve().parents[2]
READY = "Ready: here"
LIVES = "import signal, time; print('up', flush=True); time.sleep(60)"
DIES = "import os, time; print('up', os.getpid(), flush=True); time.sleep(60)"
WITHOUT = {"spare": "The rest goes on.", "other": "Nobody misses it."}
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def start(programs: dict[str, str], check: str = "lambda: 'ok'", **options: float) -> subprocess.Popen[str]:
    """A supervisor of Python one-liners, in a process of its own because it takes over the signals."""
    script = f"""
        import sys
        from bot.supervisor import Program, Supervisor
        programs = [
            Program(name, (sys.executable, "-c", code), without={WITHOUT!r}.get(name, ""))
            for name, code in {programs!r}.items()
        ]
        sys.exit(Supervisor(programs, {check}, {READY!r}, **{options!r}).run())
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def read_until(process: subprocess.Popen[str], *texts: str) -> str:
    """All that was printed up to the line that completes the texts."""
    seen = ""
    for line in process.stdout or ():
        seen += line
        if all(text in seen for text in texts):
            return seen
    raise AssertionError(f"{texts} never came: {seen}")


def finish(process: subprocess.Popen[str]) -> tuple[int, list[str]]:
    with process:
        rest, _ = process.communicate(timeout=20)
    return process.returncode, rest.splitlines()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_soon_and_is_no_failure(number: signal.Signals) -> None:
    process = start({"one": LIVES, "two": LIVES})
    read_until(process, READY)
    process.send_signal(number)
    began = time.monotonic()
    status, lines = finish(process)
    assert (status, lines[-1]) == (0, "Stopped.")
    assert time.monotonic() - began < 3


def test_a_signal_at_the_very_beginning_leaves_nobody_behind() -> None:
    process = start({"one": LIVES, "two": LIVES})
    time.sleep(0.25)
    process.send_signal(signal.SIGTERM)
    finish(process)
    assert process.returncode in (0, -signal.SIGTERM)


def test_a_program_that_will_not_stop_is_killed() -> None:
    process = start({"stubborn": STUBBORN}, grace=0.5)
    read_until(process, "up", READY)
    process.send_signal(signal.SIGINT)
    assert finish(process)[0] == 0


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import sys; sys.exit(3)", "exit code 3"),
        ("pass", "exit code 0"),
        ("import os; os.kill(os.getpid(), 9)", "killed by signal 9"),
    ],
)
def test_a_program_that_ends_by_itself_stops_the_rest_and_is_named(code: str, how: str) -> None:
    status, lines = finish(start({"lives": LIVES, "dies": code}, check="lambda: 'not yet'"))
    assert (status, lines[-1]) == (1, f"Stopped: dies ended by itself ({how}); its last lines are above.")
    assert sum(text.startswith("Stopped") for text in lines) == 1


def kill_one(process: subprocess.Popen[str], name: str, seen: str) -> None:
    """Kills the child that `DIES` has announced."""
    announced = re.search(rf"{name}\s+\| up (\d+)", seen)
    assert announced
    os.kill(int(announced[1]), signal.SIGKILL)


def test_the_death_of_a_needed_program_stops_everything_also_later() -> None:
    process = start({"lives": DIES, "spare": LIVES})
    kill_one(process, "lives", read_until(process, "lives  | up", READY))
    status, lines = finish(process)
    assert (status, lines[-1]) == (1, "Stopped: lives ended by itself (killed by signal 9); its last lines are above.")


def test_a_spare_program_may_die_once_all_were_ready_and_the_rest_goes_on() -> None:
    process = start({"lives": LIVES, "spare": DIES})
    kill_one(process, "spare", read_until(process, "lives  | up", "spare  | up", READY))
    read_until(process, "spare ended by itself (killed by signal 9). The rest goes on.")
    time.sleep(0.5)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert finish(process) == (1, ["Stopped; spare had ended before."])


def test_every_spare_program_that_died_is_named_at_the_end() -> None:
    process = start({"lives": LIVES, "spare": DIES, "other": DIES})
    seen = read_until(process, "spare  | up", "other  | up", "lives  | up", READY)
    kill_one(process, "spare", seen)
    read_until(process, "The rest goes on.")
    kill_one(process, "other", seen)
    read_until(process, "Nobody misses it.")
    process.send_signal(signal.SIGTERM)
    assert finish(process) == (1, ["Stopped; spare and other had ended before."])


def test_a_spare_program_that_dies_before_all_are_ready_stops_everything() -> None:
    status, lines = finish(start({"lives": LIVES, "spare": "import sys; sys.exit(3)"}, check="lambda: 'not yet'"))
    assert (status, lines[-1]) == (1, "Stopped: spare ended by itself (exit code 3); its last lines are above.")


def test_only_the_chat_server_is_needed_once_all_are_ready() -> None:
    settings = Settings("sqlite://", "http://127.0.0.1:5055/webhook", "secret")
    assert {program.name: bool(program.without) for program in programs(settings)} == {
        "actions": True,
        "chat": False,
        "delivery": True,
    }


def test_what_never_gets_ready_is_stopped_with_the_reason() -> None:
    status, lines = finish(start({"lives": LIVES}, check="lambda: 'model: not loaded'", patience=0.5))
    assert (status, lines[-1]) == (1, "Stopped: not ready after 0 seconds (model: not loaded).")


def test_ready_is_said_once_and_only_when_all_is_ready() -> None:
    process = start({"lives": LIVES}, check="iter(['no', 'no', 'ok', 'ok']).__next__")
    before = read_until(process, READY)
    process.send_signal(signal.SIGINT)
    _, lines = finish(process)
    assert (before + "\n".join(lines)).count(READY) == 1


def test_each_line_of_a_program_begins_with_its_name() -> None:
    process = start({"talks": LIVES})
    assert re.search(r"talks\s+\| up\n", read_until(process, "up", READY))
    process.send_signal(signal.SIGINT)
    finish(process)


def test_a_taken_port_is_told_with_the_setting_that_changes_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} is in use.*CHAT_PORT"):
            check_port(port, "CHAT_PORT")
    check_port(port, "CHAT_PORT")


def test_an_impossible_port_is_told() -> None:
    with pytest.raises(Problem, match="at most 65535"):
        check_port(70000, "CHAT_PORT")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file in the place of a folder")
    with pytest.raises(Problem, match=r"var cannot be written \("):
        check_writable(tmp_path / "var")


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    check_writable(tmp_path / "var" / "deep")
    assert (tmp_path / "var" / "deep").is_dir()


def test_a_server_that_is_not_there_is_not_healthy() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert health(f"http://127.0.0.1:{port}/health") == "the server does not answer yet"


def test_a_server_with_a_part_down_names_the_part() -> None:
    body = b'{"status": "down", "down": ["model"], "parts": {"model": "not loaded", "database": "ok"}}'
    assert _parts_down(body) == "model: not loaded"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"parts": 3}', b"<html>"])
def test_a_server_that_answers_something_else_names_no_part(body: bytes) -> None:
    assert _parts_down(body) == ""


def test_what_somebody_set_on_purpose_stays() -> None:
    environ = {"LOG_LEVEL": "DEBUG"}
    quiet_environment(environ)
    assert environ["LOG_LEVEL"] == "DEBUG"
    assert environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_help_names_every_command_without_loading_rasa() -> None:
    code = "import sys\nfrom bot.cli import parser\nprint(parser().format_help())\nassert 'rasa' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in ("serve", "train", "check", "explain", "clinics", "outbox", "forget", "retention"):
        assert f"\n    {command}" in done.stdout
