"""`bot check`: the shipped content passes, and each check can fail."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
import yaml

from bot.check import check, problems
from bot.knowledge.base import KnowledgeError
from bot.knowledge.never_say import load_never_say

ANSWER = {
    "id": "soak",
    "category": "cleaning_device",
    "label": "How long does it soak?",
    "evidence": ["S01"],
    "text": "Twenty minutes, says the article.",
    "date": "2026-11-23",
    "review": "none",
}
Edit = Callable[[dict[str, Any]], None]


def tree() -> dict[str, Any]:
    """A whole small content: file by file, nothing wrong with it."""
    row = {"id": "S01", "section": "a", "claim": "b", "question": "c", "sources": ["SEED"]}
    return {
        "knowledge/answers/cleaning_device.yml": {"answers": [dict(ANSWER)]},
        "knowledge/evidence.yml": {"evidence": [row]},
        "knowledge/sources.yml": {"sources": [{"id": "SEED", "title": "The article", "url": "https://example.org/a"}]},
        "knowledge/phrases.yml": {"phrases": [{"id": "thank", "text": "You are welcome."}]},
        "knowledge/never_say.yml": {
            "excuses": [{"id": "denial", "pattern": r"\bnot\b"}],
            "never_say": [{"id": "N01", "rule": "No promise.", "patterns": [r"\bcured?\b"], "excused_by": ["denial"]}],
        },
        "nlu/cleaning_device.yml": {"nlu": [{"intent": "question/soak", "examples": examples("soak", 10)}]},
    }


def examples(word: str, count: int) -> str:
    return "".join(f"- {word} sentence {number}\n" for number in range(count))


def write(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(content, allow_unicode=True).replace("'2026-11-23'", "2026-11-23")
        path.write_text(text, encoding="utf-8")
    return folder


def answer(files: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = files["knowledge/answers/cleaning_device.yml"]["answers"][0]
    return first


def add_twin(files: dict[str, Any], text: str) -> None:
    files["knowledge/answers/cleaning_device.yml"]["answers"].append({**ANSWER, "id": "twin", "text": text})
    files["nlu/cleaning_device.yml"]["nlu"].append({"intent": "question/twin", "examples": examples("twin", 10)})


LONG_SENTENCE = "The article says that both parts lie in the same dish for as long as that."

BROKEN: dict[str, tuple[Edit, str]] = {
    "a long answer": (lambda f: answer(f).update(text="Yes. " * 91), "has 91 words"),
    "a long label": (lambda f: answer(f).update(label="x" * 46), "more than 45 letters"),
    "an answer in the wrong file": (lambda f: answer(f).update(category="cost"), "move it to answers/cost.yml"),
    "a learned text": (
        lambda f: answer(f).update(text="Percutaneous sterilisation methodologies necessitate institutional supervision."),
        "reads at grade",
    ),
    "an orphan row": (lambda f: answer(f).update(evidence=["S01", "S99"]), "rests on S99"),
    "an unknown source": (
        lambda f: f["knowledge/evidence.yml"]["evidence"][0].update(sources=["NOBODY"]),
        "names the source NOBODY",
    ),
    "a row nobody tells": (
        lambda f: f["knowledge/evidence.yml"]["evidence"].append(
            {"id": "Q01", "section": "a", "claim": "b", "question": "d"}
        ),
        "no answer and no window rests on it",
    ),
    "a missing field": (lambda f: answer(f).pop("text"), "'text' is missing"),
    "a blank line": (lambda f: answer(f).update(text="One line.\n\nAnother line."), "line break or a blank line"),
    "an undeclared placeholder": (lambda f: answer(f).update(text="Ring {helpline} now."), "['helpline'] in braces"),
    "a single brace": (lambda f: answer(f).update(text="Twenty } minutes."), "single brace"),
    "a forbidden sentence": (lambda f: answer(f).update(text="You will be cured."), "breaks N01"),
    "a forbidden follow-up": (lambda f: answer(f).update(more="This can cure it."), "breaks N01"),
    "a forbidden button": (
        lambda f: f["knowledge/phrases.yml"]["phrases"].append({"id": "b", "text": "Get cured now"}),
        "breaks N01",
    ),
    "a forbidden text in a file and field nobody has thought of": (
        lambda f: f.update({"knowledge/new.yml": {"things": [{"id": "n", "deep": [{"advice": "Be cured soon."}]}]}}),
        "breaks N01",
    ),
    "a sentence in two answers": (
        lambda f: (answer(f).update(text=LONG_SENTENCE), add_twin(f, LONG_SENTENCE))[0],
        "has a sentence of soak",
    ),
    "an intent without an answer": (
        lambda f: f["nlu/cleaning_device.yml"]["nlu"].append({"intent": "question/ghost", "examples": "- boo\n"}),
        "there is no answer with this id",
    ),
    "an answer that is not taught": (
        lambda f: f["nlu/cleaning_device.yml"].update(nlu=[{"intent": "greet", "examples": "- hi\n"}]),
        "has 0 training sentences",
    ),
    "an answer that is hardly taught": (
        lambda f: f["nlu/cleaning_device.yml"]["nlu"][0].update(examples=examples("soak", 9)),
        "has 9 training sentences",
    ),
    "a training sentence under two intents": (
        lambda f: f["nlu/cleaning_device.yml"]["nlu"].append({"intent": "greet", "examples": "- Soak sentence 1\n"}),
        "also stands under question/soak",
    ),
}


def test_the_shipped_content_is_in_order() -> None:
    assert [str(problem) for problem in problems()] == []


def test_a_small_whole_content_is_in_order(tmp_path: Path) -> None:
    assert problems(write(tmp_path, tree())) == []


@pytest.mark.parametrize("case", BROKEN)
def test_each_check_can_fail(tmp_path: Path, case: str) -> None:
    files = tree()
    edit, expected = BROKEN[case]
    edit(files)
    found = [str(problem) for problem in problems(write(tmp_path, files))]
    assert any(expected in problem for problem in found), found


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    write(tmp_path, tree())
    (tmp_path / "knowledge/answers/cleaning_device.yml").write_text("answers: [", encoding="utf-8")
    assert any("cleaning_device.yml" in str(problem) for problem in problems(tmp_path))


def test_a_field_that_stands_twice_is_named_and_not_lost(tmp_path: Path) -> None:
    write(tmp_path, tree())
    file = tmp_path / "knowledge/answers/cleaning_device.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("  label:", "  label: twice\n  label:", 1), encoding="utf-8")
    assert any("'label' stands twice" in str(problem) for problem in problems(tmp_path))


def test_a_denial_is_no_promise(tmp_path: Path) -> None:
    files = tree()
    answer(files).update(text="It does not cure anything.")
    assert problems(write(tmp_path, files)) == []


def test_a_denial_in_the_sentence_before_excuses_nothing(tmp_path: Path) -> None:
    files = tree()
    answer(files).update(text="That is not all. It can cure this.")
    assert any("N01" in problem.what for problem in problems(write(tmp_path, files)))


def test_a_short_stock_sentence_may_stand_in_two_answers(tmp_path: Path) -> None:
    files = tree()
    answer(files).update(text="I can help you book a dermatologist.")
    add_twin(files, "I can help you book a dermatologist.")
    assert problems(write(tmp_path, files)) == []


def test_the_exit_status_and_the_output_tell_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tree()
    assert check(write(tmp_path, files)) == 0
    answer(files).update(text="You will be cured.")
    assert check(write(tmp_path, files)) == 1
    assert "answers/cleaning_device.yml, soak.text: breaks N01" in capsys.readouterr().out


def test_a_rule_that_names_an_unknown_excuse_is_refused(tmp_path: Path) -> None:
    files = tree()
    files["knowledge/never_say.yml"]["never_say"][0]["excused_by"] = ["luck"]
    with pytest.raises(KnowledgeError, match="luck"):
        load_never_say(write(tmp_path, files) / "knowledge/never_say.yml")


def test_a_rule_without_a_pattern_says_what_keeps_it() -> None:
    rules = load_never_say().values()
    assert len(rules) == 25
    assert all(rule.kept_by for rule in rules if not rule.patterns)


# One sentence that breaks each rule, and one near it that keeps it.
NEVER = [
    ("N01", "It facilitates hair loss.", "It may help against hair loss."),
    ("N02", "At home use a 0.5 mm roller.", "The article gives 0.5 to 2 mm for home use."),
    ("N02", "Do 10 passes on each side.", "I give no number of passes."),
    ("N02", "It must be done often.", "It must not be done daily."),
    ("N03", "The alcohol makes the roller sterile.", "Alcohol does not make needles sterile."),
    ("N03", "It is fine to share it in a family.", "It is not fine to share it."),
    ("N04", "This is safe for you.", "I cannot say whether it is safe for you."),
    ("N04", "You are a good candidate.", "Are you a good candidate?"),
    ("N05", "The article is silent on it, so it is fine.", "The article is silent on it, so ask a doctor."),
    ("N06", "Stop taking aspirin two days before.", "Do not stop taking aspirin."),
    ("N07", "After isotretinoin it is fine at once.", "After isotretinoin, wait for the dermatologist's word."),
    ("N08", "It is safe during pregnancy.", "It is not known to be safe in pregnancy."),
    ("N09", "You have folliculitis.", "If you have folliculitis, it waits."),
    ("N10", "Take 500 mg.", "Take it as the pack says."),
    ("N10", "Put it on twice a day.", "Once a day has passed, wash gently."),
    ("N11", "Rub castor oil into the freshly needled scalp.", "Never rub oil into a freshly needled scalp."),
    ("N12", "Put numbing cream on 30 minutes before.", "Please do not put numbing cream on at home."),
    ("N13", "It will regrow your hair.", "Nobody can promise that it will regrow your hair."),
    ("N13", "80 per cent of people see new hair.", "A strength of 70 per cent is usual."),
    ("N14", "The pooled effect was 15.82.", "One pooled figure is too large to be plausible."),
    ("N15", "PRP is proven to be better.", "PRP is not proven to be better."),
    ("N16", "In an emergency ring 03171777509.", "For a booking ring 03171777509."),
    ("N18", "You may ride without a helmet.", "Do not ride without a helmet."),
    ("N19", "Your wudu is valid.", "Washing for prayer may wet the scalp, so ask a scholar about the rest."),
    ("N20", "You should be ashamed.", "Many people have this."),
    ("N21", "Call 115.", "Call 1122 or 115."),
    ("N21", "1122 works in every district.", "1122 does not work in every district."),
    ("N22", "Pyrilutamide is available online.", "Pyrilutamide is not an approved treatment."),
    ("N23", "Redness that is spreading is normal.", "Redness that is spreading is not normal."),
    ("N24", "The article was written by a doctor.", "I do not know that the article was written by a doctor."),
]


@pytest.mark.parametrize(("rule", "broken", "kept"), NEVER)
def test_a_rule_catches_what_breaks_it_and_nothing_beside_it(rule: str, broken: str, kept: str) -> None:
    assert load_never_say()[rule].broken_by(broken) == broken
    assert load_never_say()[rule].broken_by(kept) is None
