"""The windows and modifiers as data."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeError
from bot.knowledge.sources import load_sources
from bot.knowledge.windows import load_modifiers, load_windows

WINDOWS, MODIFIERS = load_windows(), load_modifiers()
FIGURES = {
    "swimming_pool": (48, 72),
    "hot_tub": (48, 144),
    "sea": (48, 72),
    "sauna": (48, 72),
    "hard_exercise": (48, 72),
    "walking": (0, None),
    "direct_sun": (24, 72),
    "sunscreen": (24, 48),
    "head_covering": (0, 24),
    "tight_cap": (72, None),
    "helmet": (24, 48),
    "wig": (72, 168),
    "hair_fibres": (168, None),
    "minoxidil": (48, 72),
    "hair_serum": (48, 168),
    "topical_finasteride": (48, 72),
    "hair_loss_tablets": (0, None),
    "retinoid": (168, 336),
    "acids": (168, 336),
    "chemical_peel": (336, None),
    "vitamin_c": (168, 336),
    "makeup": (24, 48),
    "hairline_makeup": (48, None),
    "face_makeup": (0, None),
    "shampoo": (24, 48),
    "plain_water": (24, 48),
    "wudu": (0, 24),
    "body_shower": (0, None),
    "styling_products": (72, 168),
    "conditioner_lengths": (48, None),
    "medicated_shampoo": (72, 168),
    "hair_dye": (336, 672),
    "chemical_straightening": (336, 672),
    "hot_dryer": (72, 168),
    "hair_irons": (168, None),
    "hair_oil": (168, None),
    "oil_lengths": (48, None),
    "head_massage": (72, 168),
    "combing_lengths": (24, None),
    "haircut": (72, None),
    "razor": (168, None),
    "hair_transplant": (4320, 8760),
    "prp_session": (672, None),
    "botox": (336, None),
    "filler": (4320, None),
    "laser": (336, None),
    "tattoo": (2160, None),
    "alcohol": (48, 72),
    "smoking": (72, 672),
    "anti_inflammatory": (72, None),
    "paracetamol": (0, None),
    "sleep": (72, 168),
    "touching": (168, None),
    "antiseptic": (240, 336),
    "numbing_cream": (24, None),
    "kitchen_heat": (48, 72),
    "hijama": (672, None),
    "reuse_device": (None, None),
}


def test_every_row_of_the_evidence_has_a_window() -> None:
    told = {row for window in WINDOWS.values() for row in window.evidence if row.startswith("T")}
    assert told == {f"T{number:02}" for number in range(1, 44)}


@pytest.mark.parametrize(("name", "hours"), FIGURES.items())
def test_the_figures_are_those_of_the_evidence(name: str, hours: tuple[float | None, float | None]) -> None:
    assert (WINDOWS[name].hours, WINDOWS[name].extended_hours) == hours


def test_every_source_is_known() -> None:
    known = load_sources()
    assert all(source in known for window in WINDOWS.values() for source in window.sources)


def test_no_word_names_two_windows() -> None:
    words = [word for window in WINDOWS.values() for word in window.words]
    assert len(words) == len(set(words))


def test_the_words_keep_to_the_plain_syntax() -> None:
    rows = [*WINDOWS.values(), *MODIFIERS.values()]
    words = [word for row in rows for word in (*row.words, *row.not_words)]
    assert [word for word in words if word != word.lower() or any(mark in word for mark in "'’,;!()-")] == []


def test_what_is_asked_about_has_a_question() -> None:
    asked = {window.ask_modifier for window in WINDOWS.values() if window.ask_modifier}
    assert [name for name in asked if MODIFIERS[name].question is None] == []


def test_everything_says_that_nobody_has_reviewed_it() -> None:
    assert {row.review for row in (*WINDOWS.values(), *MODIFIERS.values())} == {"none"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("hours: 48", "hours: -1"), "negative"),
        (("hours: 48", "hour: 48"), "'hours' are needed"),
        (("rule: wait", "rule: maybe"), "'rule' should be one of"),
        (("[prp]", "[moonlight]"), "'moonlight' is not in modifiers.yml"),
        (("extended_hours: 72", "extended_hours: 24"), "never shortens"),
        (("extended_if: [prp]", "other: 1"), "belong together"),
    ],
)
def test_a_broken_record_is_named_with_what_to_do(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    text = """windows:
- {id: a, label: a, category: b, evidence: [T01], rule: wait, hours: 48, extended_hours: 72, extended_if: [prp],
   confidence: low, after: a, already: a, instead: a, why: a, words: [a], date: 2026-11-23, review: none}
"""
    file = tmp_path / "windows.yml"
    file.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=rf"windows.yml, record a: .*{problem}"):
        load_windows(file)
