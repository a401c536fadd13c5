"""Who may import whom, read from the source."""
from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator

import pytest

ROOT = Path(__file__).resolve().parents[2]

BASE = {"bot.moment", "bot.knowledge"}
DOMAIN = {"bot.aftercare", "bot.screening", "bot.triage", "bot.booking"}
SERVICES = {"bot.language", "bot.replies", "bot.store"}
DIALOGUE = {"bot.dialogue"}

# The packages of the project that each may use, besides itself.
MAY_USE = {
    "bot.moment": set(),
    "bot.knowledge": {"bot.moment"},
    "bot.aftercare": BASE,
    "bot.screening": BASE,
    "bot.triage": {*BASE, "bot.screening.finding"},
    "bot.booking": BASE,
    "bot.language": {*BASE, *DOMAIN},
    "bot.replies": {*BASE, *DOMAIN, "bot.language.reading"},
    "bot.store": {*BASE, *DOMAIN},
    "bot.dialogue": {*BASE, *DOMAIN, "bot.language", "bot.replies"},
}
PURE = ("bot.knowledge", "bot.aftercare", "bot.screening", "bot.triage", "bot.booking", "bot.replies", "bot.dialogue")
FRAMEWORKS = {"rasa", "rasa_sdk", "sqlalchemy", "spacy", "sanic", "aiohttp", "alembic"}


def sources(package: str) -> list[Path]:
    path = ROOT / package.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports(path: Path) -> Iterator[str]:
    """Full names of all that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.relative_to(ROOT)}:{node.lineno} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("package", MAY_USE)
def test_a_package_imports_only_from_below_itself(package: str) -> None:
    allowed = {package, *MAY_USE[package]}
    used = [(path, name) for path in sources(package) for name in imports(path)]
    ours = [(path, name) for path, name in used if name.split(".")[0] in ("bot", "actions")]
    wrong = [f"{path.relative_to(ROOT)}: {name}" for path, name in ours if not within(name, allowed)]
    assert not wrong


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_knows_no_framework(package: str) -> None:
    used = {name.split(".")[0] for path in sources(package) for name in imports(path)}
    assert not used & FRAMEWORKS


def test_actions_use_the_sdk_and_never_rasa_itself() -> None:
    used = {name.split(".")[0] for path in sources("actions") for name in imports(path)}
    assert "rasa" not in used


def test_the_rule_sees_an_import_that_breaks_it(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("def late():\n    from bot.store import unit\n")
    assert [name for name in imports(file) if not within(name, {"bot.aftercare", *BASE})] == ["bot.store.unit"]
