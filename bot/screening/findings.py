"""Keeping what was said: the latest statement of each thing, corrections, answers that point back."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Collection, Iterable, Mapping

from bot.moment import Moment
from bot.screening.finding import Assertion, Finding

_NOT_OWN = ("family", "hypothetical")
_OPEN = ("possible", "unknown")
PREGNANCY = "C44"


def merge_findings(old: Iterable[Finding], new: Iterable[Finding], correction: bool = False) -> tuple[Finding, ...]:
    """The latest statement of each concept, oldest first.

    What somebody else has, or what is only supposed, replaces nothing that was said of the patient,
    unless it is a `correction` ("sorry, that is my father's").
    """
    kept = {finding.concept: finding for finding in old}
    for finding in new:
        before = kept.pop(finding.concept, None)
        kept[finding.concept] = finding if before is None else _later(before, finding, correction)
    return tuple(kept.values())


def disown(findings: Iterable[Finding], assertion: Assertion = "family") -> tuple[Finding, ...]:
    """ "sorry thats my father's medicine": the newest own finding is somebody else's."""
    return _newest(findings, ("present", "past", "possible"), lambda one: replace(one, assertion=assertion))


def cleared_by_test(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """ "did the test, its negative": the newest open question is answered with no."""
    return _newest(findings, _OPEN, lambda one: replace(one, assertion="absent", details=frozenset()))


def planned(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """ "but we are planning for next month", once pregnancy was spoken of."""
    return _newest(
        findings,
        ("absent", "possible", "unknown", "hypothetical"),
        lambda one: replace(one, assertion="possible", details=one.details | {"planning"}),
        only=(PREGNANCY,),
    )


def dated(findings: Iterable[Finding], moment: Moment, since: str | None = None) -> tuple[Finding, ...]:
    """The answer to "when did it end": the newest past finding gets its time."""
    return _newest(findings, ("past",), lambda one: replace(one, when=moment, since=since))


def ended(findings: Iterable[Finding], rows: Collection[str], moment: Moment, since: str | None = None) -> tuple[Finding, ...]:
    """ "I finished it two months ago": the newest finding among these rows is over since then."""
    return _newest(
        findings,
        ("present", "past"),
        lambda one: replace(one, assertion="past", when=moment, since=since),
        only=rows,
    )


def detailed(findings: Iterable[Finding], qualifiers: Mapping[str, frozenset[str]]) -> tuple[Finding, ...]:
    """Present findings with the qualifiers that were told of their rows afterwards."""
    return tuple(
        replace(one, details=one.details | qualifiers[one.concept])
        if one.concept in qualifiers and one.assertion == "present"
        else one
        for one in findings
    )


def undated(findings: Iterable[Finding]) -> Finding | None:
    """The newest past finding whose time is not known."""
    return next((one for one in reversed(tuple(findings)) if one.assertion == "past" and one.when is None), None)


def _later(before: Finding, after: Finding, correction: bool) -> Finding:
    own = before.assertion not in (*_NOT_OWN, "absent")
    if not correction and own and after.assertion in _NOT_OWN:
        return before
    if after.assertion == "hypothetical" and not correction:
        return before
    if before.assertion == after.assertion:
        dateless = after.when is None and after.since is None
        times = {"when": before.when, "since": before.since} if dateless else {}
        return replace(after, details=before.details | after.details, **times)  # type: ignore[arg-type]
    return after


def _newest(
    findings: Iterable[Finding],
    assertions: Collection[str],
    change: Callable[[Finding], Finding],
    only: Collection[str] = (),
) -> tuple[Finding, ...]:
    kept = list(findings)
    for index in range(len(kept) - 1, -1, -1):
        one = kept[index]
        if one.assertion in assertions and (not only or one.concept in only) and one.concept.startswith("C"):
            kept.append(change(kept.pop(index)))
            break
    return tuple(kept)
