"""The committed build. `bot/widget/build.sh check` shows that a rebuild changes nothing; it needs npm's registry."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

WIDGET = Path(__file__).resolve().parents[2] / "bot" / "widget"


def test_the_compressed_widget_is_the_widget() -> None:
    assert gzip.decompress((WIDGET / "widget.js.gz").read_bytes()) == (WIDGET / "widget.js").read_bytes()


def test_the_widget_stays_small() -> None:
    assert len((WIDGET / "widget.js.gz").read_bytes()) < 22_000


def test_the_lock_file_names_no_host() -> None:
    packages = json.loads((WIDGET / "package-lock.json").read_text())["packages"]
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_versions_are_pinned() -> None:
    pinned = json.loads((WIDGET / "package.json").read_text())["devDependencies"]
    assert all(version[0].isdigit() for version in pinned.values())
