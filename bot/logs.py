"""What the chat server writes down: one line for each trouble, and never what a patient said.

Rasa's debug and info lines quote slots and messages, and the text of an exception can quote what it failed
on (jsonschema prints the whole value); both are health data.
"""
from __future__ import annotations

import logging
import traceback
from pathlib import Path


def quiet_logs() -> None:
    """Sets up logging for the process; call it before Rasa is imported."""
    import structlog

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(OneLine())
    # What our dependencies tell each other's developers is no news for a clinic.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    # Rasa's structured lines, errors among them, carry messages and slots as values.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


class OneLine(logging.Filter):
    """Puts the kind and the place of an exception in the place of its text and traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: nothing is dropped, only shortened."""
        said = " ".join(record.getMessage().split())
        if isinstance(record.exc_info, tuple) and record.exc_info[1]:
            said = f"{said} ({described(record.exc_info[1])})"
        record.msg, record.args = said, ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def described(error: BaseException) -> str:
    """For example "KeyError at render.py:84"."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
