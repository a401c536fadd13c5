"""The pages beside the chat, on the real server."""
from __future__ import annotations

import gzip
import urllib.request

import pytest

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [("/", "text/html", "widget.js"), ("/demo.css", "text/css", "{"), ("/widget.js", "text/javascript", "needling-chat")],
)
def test_the_demo_page_and_the_widget_are_served(chat_url: str, path: str, kind: str, words: str) -> None:
    with urllib.request.urlopen(chat_url + path, timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith(kind)
        assert words in answer.read().decode()


def test_the_widget_is_sent_compressed_to_who_takes_it(chat_url: str) -> None:
    request = urllib.request.Request(chat_url + "/widget.js", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"needling-chat" in gzip.decompress(answer.read())
