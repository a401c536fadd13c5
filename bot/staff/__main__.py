"""`python -m bot.staff add LOGIN [--clinic ID]`: makes an account or gives it a new password."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Sequence

from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.staff import StaffError, add_staff


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code. The password is asked for, or read from standard input when that is a pipe."""
    parser = argparse.ArgumentParser(prog="python -m bot.staff")
    parser.add_argument("command", choices=["add"])
    parser.add_argument("login")
    parser.add_argument("--clinic", help="the clinic's id; without it the account sees every clinic")
    chosen = parser.parse_args(arguments)
    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    engine = open_engine()
    migrate(engine)
    try:
        add_staff(engine, chosen.login, password, chosen.clinic)
    except StaffError as error:
        print(f"No account was made: {error}.", file=sys.stderr)
        return 1
    print(f"{chosen.login} can sign in at /staff/ and sees {chosen.clinic or 'every clinic'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
