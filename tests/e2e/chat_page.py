"""The widget in a page, and the patient's hands at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 860}}


@dataclass
class Chat:
    """A page with the widget on it, and the patient's hands."""

    page: Page
    size: str
    scheme: str
    shots: Path
    errors: list[str] = field(default_factory=list)

    def visit(self, url: str) -> Chat:
        """Goes to a page and waits for the launcher."""
        self.page.goto(url)
        self.launcher.wait_for()
        return self

    def open(self, url: str) -> Chat:
        """Goes to a page and opens the chat."""
        self.visit(url)
        self.launcher.click()
        self.answered()
        return self

    def say(self, text: str, wait: bool = True) -> None:
        """Types and presses Enter."""
        self.field.fill(text)
        self.field.press("Enter")
        if wait:
            self.answered()

    def choose(self, title: str) -> None:
        """Presses a choice."""
        self.panel.get_by_role("button", name=title).last.click()
        self.answered()

    def answered(self) -> None:
        """Waits until nothing is under way."""
        self.page.locator("needling-chat .typing").wait_for(state="detached", timeout=30_000)

    @property
    def launcher(self) -> Locator:
        return self.page.get_by_role("button", name="Ask a question")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def last(self) -> Locator:
        """The last message of the assistant."""
        return self.log.locator(".bot").last

    def shoot(self, name: str) -> None:
        """A picture in pytest's --output folder (test-results/), to be looked at."""
        self.page.screenshot(path=self.shots / f"{name}-{self.size}-{self.scheme}.png")

    @contextmanager
    def unrolled(self) -> Iterator[None]:
        """A window as tall as the conversation, the page moved out from under it: axe cannot judge text that is
        half scrolled away, or that lies over different parts of a page."""
        if not self.log.count():
            yield
            return
        size = SIZES[self.size]
        height = max(self.log.evaluate("log => log.scrollHeight") + 400, size["height"])
        self.page.set_viewport_size({**size, "height": height + 100})
        self.panel.evaluate("(panel, height) => { panel.style.minHeight = height + 'px' }", height)
        self.page.evaluate("height => { document.body.style.paddingTop = height + 200 + 'px' }", height)
        self.log.evaluate("log => { log.scrollTop = 0 }")
        yield
        self.panel.evaluate("panel => { panel.style.minHeight = '' }")
        self.page.evaluate("document.body.style.paddingTop = ''")
        self.page.set_viewport_size(size)

    def assert_accessible(self) -> None:
        """No violation of any axe rule, and contrast judged everywhere, not left undecided."""
        with self.unrolled():
            found: dict[str, Any] = Axe().run(self.page).response
        problems = [f"{rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found["violations"]]
        problems += [
            f"undecided contrast: {node['target']}"
            for rule in found["incomplete"]
            if rule["id"] == "color-contrast"
            for node in rule["nodes"]
        ]
        assert problems == []
