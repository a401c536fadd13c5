"""From findings to an outcome. Pure: no clock, no I/O; what is not known never counts as absent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Iterable, Mapping

from bot.knowledge.contraindications import Contraindication, VerdictRule
from bot.knowledge.screening import Group, load_groups
from bot.screening.finding import Finding
from bot.screening.outcome import ORDER, Outcome, Reason
from bot.screening.since import after, at_least, ended

NOT_RELATED = "not_related"
"""Detail of a finding about somebody who is no blood relative."""


def assess(
    findings: Iterable[Finding],
    rules: Mapping[str, Contraindication],
    setting: str | None,
    now: datetime,
    groups: Mapping[str, Group] | None = None,
) -> Outcome:
    """The strictest verdict over all findings; `setting` is "home", "clinic" or None, `now` is aware.

    A plain "yes" or "not sure" to a question of the interview is a finding on the group's slot.
    """
    groups = load_groups() if groups is None else groups
    by_slot = {group.slot: group for group in groups.values()}
    reasons = [
        reason
        for finding in findings
        if (reason := _weigh(finding, rules, setting, now, by_slot.get(finding.concept))) is not None
    ]
    reasons.sort(key=lambda reason: (ORDER.index(reason.verdict), reason.concept))
    return Outcome(reasons[0].verdict if reasons else "none_found", tuple(reasons))


def verdict_of(finding: Finding, row: Contraindication, setting: str | None, now: datetime) -> str:
    """One finding's verdict: of the rules that hold the most particular, of equals the strictest."""
    rule = _deciding(finding, row, setting, now)
    if rule is not None:
        return rule.verdict
    silent = finding.assertion in ("absent", "hypothetical", "family")
    return "none" if silent else _unsure(row)


def not_before(finding: Finding, row: Contraindication, setting: str | None, now: datetime) -> date | None:
    """The day from which the rule that says wait or do not no longer holds, where it is a matter of time."""
    rule = _deciding(finding, row, setting, now)
    instant = ended(finding, now)
    if rule is None or rule.since_under is None or instant is None or rule.verdict not in ("wait", "do_not"):
        return None
    return after(instant, rule.since_under).date()


def _deciding(finding: Finding, row: Contraindication, setting: str | None, now: datetime) -> VerdictRule | None:
    if finding.assertion in ("absent", "hypothetical") or _of_no_relative(finding):
        return None
    holding = [rule for rule in row.verdicts if _holds(rule, finding, finding.assertion, setting, now)]
    if not holding and finding.assertion in ("possible", "past"):
        holding = [rule for rule in row.verdicts if _holds(rule, finding, "present", setting, now)]
    if not holding:
        return None
    most = max(rule.conditions for rule in holding)
    return min((rule for rule in holding if rule.conditions == most), key=lambda rule: _strictness(rule.verdict))


def _weigh(
    finding: Finding,
    rules: Mapping[str, Contraindication],
    setting: str | None,
    now: datetime,
    group: Group | None,
) -> Reason | None:
    if group is not None:
        return _group_reason(finding, group)
    row = rules.get(finding.concept)
    if row is None:
        return None
    verdict = verdict_of(finding, row, setting, now)
    if verdict == "none":
        return None
    return Reason(
        row.id,
        verdict,
        finding,
        row.name,
        row.reason,
        row.until,
        row.bring,
        row.category,
        row.evidence,
        row.sources,
        not_before(finding, row, setting, now),
    )


def _group_reason(finding: Finding, group: Group) -> Reason | None:
    verdict = {"possible": group.if_yes, "present": group.if_yes, "unknown": group.if_unsure}.get(finding.assertion)
    if verdict is None:
        return None
    return Reason(
        group.slot, verdict, finding, group.name, group.reason, group.until, group.bring, group.category, group.evidence
    )


def _holds(rule: VerdictRule, finding: Finding, assertion: str, setting: str | None, now: datetime) -> bool:
    if rule.assertion != assertion or not rule.details <= finding.details:
        return False
    if rule.setting is not None and rule.setting != setting:
        return False
    if rule.since_under is None and rule.since_over is None:
        return True
    instant = ended(finding, now)
    if instant is None:
        return False
    passed = [since for since in (rule.since_over,) if since is not None and not at_least(instant, now, since)]
    under = rule.since_under is None or not at_least(instant, now, rule.since_under)
    return under and not passed


def _of_no_relative(finding: Finding) -> bool:
    return finding.assertion == "family" and NOT_RELATED in finding.details


def _strictness(verdict: str) -> int:
    return len(ORDER) if verdict == "none" else ORDER.index(verdict)


def _unsure(row: Contraindication) -> str:
    """Nothing in the row fits: somebody has to look, unless the row never asks for more than care."""
    worst = min((rule.verdict for rule in row.verdicts), key=_strictness)
    return "caution" if worst == "caution" else "see_dermatologist_first"
