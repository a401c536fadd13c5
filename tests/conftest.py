"""The running assistant, shared by all tests of one run that need it."""
from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.patches import no_tensorflow

no_tensorflow.apply()  # spaCy would load it into every test run

from tests.stack import Stack  # noqa: E402


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Real servers over a fresh database; the model must be trained (`make test` does it)."""
    started = Stack(tmp_path_factory.mktemp("stack"))
    try:
        yield started.start()
    finally:
        started.stop()


@pytest.fixture(scope="session")
def chat_url(request: pytest.FixtureRequest) -> str:
    """CHAT_URL when an assistant is running already, else a stack of our own."""
    return os.environ.get("CHAT_URL") or request.getfixturevalue("stack").url


@pytest.fixture
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]
