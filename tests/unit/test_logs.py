"""A log line says what went wrong and where, in one line and without a patient's words."""
from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import OneLine

SAID = "my scalp has plum coloured boils"


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger such as Rasa's with our filter on its handler."""
    written, logger = io.StringIO(), logging.getLogger("test.rasa.core.processor")
    handler = logging.StreamHandler(written)
    handler.addFilter(OneLine())
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, written
    logger.removeHandler(handler)


def test_an_exception_is_one_line_without_its_text(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        raise ValueError(SAID)
    except ValueError:
        logger.exception("Encountered an exception while running action 'x'.\nMore of it.")
    line = written.getvalue()
    assert line.startswith("Encountered an exception while running action 'x'. More of it. (ValueError at test_logs")
    assert line.count("\n") == 1
    assert "boils" not in line


def test_an_exception_behind_another_one_is_not_told_either(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        try:
            raise KeyError(SAID)
        except KeyError as error:
            raise RuntimeError(SAID) from error
    except RuntimeError:
        logger.error("failed", exc_info=True)
    assert "RuntimeError" in written.getvalue()
    assert "boils" not in written.getvalue()


def test_a_line_without_an_exception_stays_as_it_is(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%s of %s", 1, 2)
    assert written.getvalue() == "1 of 2\n"
