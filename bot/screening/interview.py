"""The check as questions and answers: what to ask next, and what an answer means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Protocol

from bot.knowledge.contraindications import Contraindication, load_contraindications
from bot.knowledge.screening import Group, Item, load_groups
from bot.screening.finding import Assertion, Finding

AGE = "C46"
YES, NO, NOT_SURE, ADULT, MINOR = "yes", "no", "not_sure", "adult", "minor"
_SPOKEN = frozenset({"present", "absent", "past", "possible", "unknown"})
_HELD = frozenset({"present", "past", "possible"})
_MEANT: Mapping[str, Assertion] = {YES: "possible", NO: "absent", NOT_SURE: "unknown"}


class Said(Protocol):
    """What the language layer hands over: findings and the moves of the message."""

    @property
    def cues(self) -> frozenset[str]:
        """ "yes", "no", "not_sure" and others."""

    def findings(self) -> tuple[Finding, ...]:
        """The contraindications spoken of."""


@dataclass(frozen=True)
class Answer:
    """`value` is yes, no or not_sure; the findings hold what was named and what the answer means."""

    value: str
    findings: tuple[Finding, ...] = ()


class Interview:
    """The question groups in their order; a group is named by its id or its slot."""

    def __init__(
        self, rules: Mapping[str, Contraindication] | None = None, groups: Mapping[str, Group] | None = None
    ) -> None:
        self.groups = load_groups() if groups is None else groups
        unknown = {concept for group in self.groups.values() for concept in group.concepts} - set(
            rules or load_contraindications()
        )
        if unknown:
            raise ValueError(f"the screening asks for {sorted(unknown)}, which contraindications.yml does not have")

    def group(self, name: str) -> Group:
        """By id or slot; raises KeyError."""
        return self.groups[name.removeprefix("screening_")]

    def question_text(
        self, name: str, findings: Iterable[Finding] = (), locale: str = "en", error: bool = False
    ) -> str:
        """The question with the items that were not spoken of yet; `error` asks again, otherwise."""
        group = self.group(name)
        text = group.error if error else group.question
        items = [item.text.get(locale, item.text["en"]) for item in _open_items(group, findings)]
        return text.get(locale, text["en"]).replace("{items}", _listed(items))

    def is_answered(self, name: str, findings: Iterable[Finding]) -> bool:
        """True when the group was answered, or everything in it was spoken of."""
        findings, group = tuple(findings), self.group(name)
        return any(one.concept == group.slot for one in findings) or not _unspoken(group, findings)

    def next_group(self, findings: Iterable[Finding]) -> Group | None:
        """The first group that is still open."""
        findings = tuple(findings)
        return next((group for name, group in self.groups.items() if not self.is_answered(name, findings)), None)

    def interpret(self, said: Said, name: str, known: Iterable[Finding] = ()) -> Answer | None:
        """What a typed answer means for the open question; None when it does not answer it.

        "no diabetes" answers for diabetes alone: the rest is asked again. "yes, as I said" names what is `known`.
        """
        group, known = self.group(name), tuple(known)
        mentioned = said.findings()
        if group.id == "age":
            return _age(said, mentioned)
        here = [one for one in mentioned if one.concept in group.concepts]
        if any(one.assertion in _HELD for one in here):
            return Answer(YES, (*mentioned, _general(group, NO)))
        plain = next((value for value in (NOT_SURE, YES, NO) if value in said.cues), None)
        if plain == YES and any(one.concept in group.concepts and one.assertion in _HELD for one in known):
            return Answer(YES, (*mentioned, _general(group, NO)))
        if plain is not None:
            return Answer(plain, (*mentioned, _general(group, plain)))
        if here and not _unspoken(group, (*known, *mentioned)):
            unsure = any(one.assertion == "unknown" for one in here)
            return Answer(NOT_SURE if unsure else NO, (*mentioned, _general(group, NO)))
        return None

    def chosen(self, value: str, name: str) -> Answer | None:
        """The meaning of a pressed button: yes, no, not_sure, adult or minor; None when it does not fit."""
        group = self.group(name)
        if value in (ADULT, MINOR):
            return _button_age(value)
        if group.id == "age":
            return Answer(NOT_SURE, (Finding(AGE, "unknown"),)) if value == NOT_SURE else None
        return Answer(value, (_general(group, value),)) if value in _MEANT else None

    def findings_from_answers(self, answers: Mapping[str, str | None]) -> tuple[Finding, ...]:
        """The findings of plain answers by slot or id, for example {"screening_skin": "no"}."""
        found: list[Finding] = []
        for group in self.groups.values():
            value = answers.get(group.slot) or answers.get(group.id)
            answer = self.chosen(value, group.id) if value else None
            found += answer.findings if answer else ()
        return tuple(found)


def _age(said: Said, mentioned: tuple[Finding, ...]) -> Answer | None:
    age = next((one for one in mentioned if one.concept == AGE and one.assertion in ("present", "absent")), None)
    if age is not None:
        return Answer(YES if age.assertion == "present" else NO, mentioned)
    if NOT_SURE in said.cues:
        return Answer(NOT_SURE, (*mentioned, Finding(AGE, "unknown")))
    return None


def _button_age(value: str) -> Answer:
    minor = value == MINOR
    finding = (
        Finding(AGE, "present", "under 18", details=frozenset({"under_18"}))
        if minor
        else Finding(AGE, "absent", "18 or over")
    )
    return Answer(YES if minor else NO, (finding,))


def _general(group: Group, value: str) -> Finding:
    """The answer for everything in the group that was not named; said of the group's slot."""
    return Finding(group.slot, _MEANT[value], value.replace("_", " "))


def _concepts(findings: Iterable[Finding]) -> set[str]:
    return {one.concept for one in findings if one.assertion in _SPOKEN}


def _unspoken(group: Group, findings: Iterable[Finding]) -> set[str]:
    return set(group.concepts) - _concepts(findings)


def _open_items(group: Group, findings: Iterable[Finding]) -> list[Item]:
    open_concepts = _unspoken(group, findings)
    return [item for item in group.items if set(item.concepts) & open_concepts] or list(group.items)


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + ", or " + items[-1]
