"""Chromium, contexts for phone and desktop, and the fake server. Run these tests as a command of their own:
a Playwright test leaves an event loop running that an asyncio test in the same process would meet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.chat_page import SIZES, Chat
from tests.e2e.fake_server import FakeServer, start

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is not installed; set CHROMIUM to its path."
    return {"executable_path": path, "args": ARGUMENTS, "headless": True}


@pytest.fixture
def make_chat(browser: Browser, pytestconfig: pytest.Config) -> Iterator[Any]:
    """Makes a Chat of a size and colour scheme; fails on any error that a page reports."""
    made: list[Chat] = []

    def make(size: str = "desktop", scheme: str = "light", **options: Any) -> Chat:
        context = browser.new_context(
            viewport=SIZES[size],
            has_touch=size == "phone",
            device_scale_factor=2 if size == "phone" else 1,
            color_scheme=scheme,
            locale="en-GB",
            **{"reduced_motion": "reduce", "timezone_id": "Asia/Karachi", **options},
        )
        chat = Chat(context.new_page(), size, scheme, Path(pytestconfig.getoption("--output")))
        chat.page.on("pageerror", lambda error: chat.errors.append(str(error)))
        chat.page.on("console", lambda said: chat.errors.append(said.text) if is_fault(said) else None)
        made.append(chat)
        return chat

    yield make
    errors = [error for chat in made for error in chat.errors]
    for chat in made:
        chat.page.context.close()
    assert errors == []


def is_fault(said: Any) -> bool:
    """An error on the console, other than the browser's own note of an HTTP status."""
    return said.type in ("error", "warning") and "Failed to load resource" not in said.text


@pytest.fixture
def chat(make_chat: Any) -> Chat:
    """A desktop in light colours."""
    return make_chat()


@pytest.fixture(params=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    server = FakeServer()
    running = start(server)
    yield server
    server.hold.set()
    running.shutdown()
    running.server_close()
