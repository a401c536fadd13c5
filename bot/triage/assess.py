"""From symptoms, time and context to an Alert or None; no I/O, no clock.

Rules of the road: what may be so counts as so when it is urgent; an unknown time never makes a sign
milder; a sign that is expected after a treatment is only raised when there was one.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Collection, Iterable, Sequence

from bot.knowledge.red_flags import Atom, Case, RedFlag, RedFlags
from bot.triage.alert import Alert, Raised, urgency
from bot.triage.symptom import Symptom

Hours = tuple["float | None", "float | None"]
"""Time since the treatment: least and most hours it can be; None where not known."""

LONG_AGO = "long_ago"
DENIALS = {"pain_denied": "pain", "redness_denied": "redness"}
"""Words that are a denial as they stand ("dard nahi"), and of what."""
UNKNOWN_TIME: Hours = (None, None)
TREATED, NEEDLED = "was_treated", "needled"
"""The words that tell of a treatment, and a sign's detail that does: "where they needled" needs no time."""
LATE = frozenset({"not_settling", "redness_stays", "pain_stays"})
"""What is said of signs that should have gone by now: where the time is not known it is taken as late."""
MAX_REMEMBERED = 12


@dataclass(frozen=True)
class Context:
    """What is known besides symptoms. `treated` None means nobody said.

    `hair_medicine` is True for somebody who uses or used minoxidil, finasteride or the like.
    """

    treated: bool | None = None
    pregnant: bool = False
    hair_medicine: bool = False


def assess(
    symptoms: Sequence[Symptom],
    rules: RedFlags,
    hours: Hours = UNKNOWN_TIME,
    context: Context = Context(),
    earlier: Sequence[Symptom] = (),
    told: Collection[str] = (),
) -> Alert | None:
    """The most urgent reading of this message together with the conversation's earlier symptoms.

    None when nothing that this message says takes part in a danger sign. `told` names flags that
    rest on the context alone (R40) and were told already.
    """
    now = _counted(symptoms, rules)
    known = now + _counted(earlier, rules)
    if not context.treated and any(symptom.name == TREATED or NEEDLED in symptom.details for symptom in now):
        context = replace(context, treated=True)
    held = [found for flag in rules.flags.values() if (found := _held(flag, known, hours, context, told))]
    if not any(_concerns(_case(rules, one), now) for cases in held for one in cases):
        return None
    raised = [max(cases, key=lambda one: urgency(one.level)) for cases in held]
    return _alert(raised, rules, now, known)


def hypothetical(symptoms: Sequence[Symptom], rules: RedFlags) -> tuple[str, ...]:
    """The flags that symptoms spoken of as "if it happens" would raise, most urgent first."""
    supposed = [
        replace(symptom, assertion="present") for symptom in symptoms if symptom.assertion == "hypothetical"
    ]
    alert = assess(supposed, rules, context=Context(treated=True))
    return alert.flags if alert else ()


def remember(earlier: Sequence[Symptom], new: Sequence[Symptom], rules: RedFlags) -> tuple[Symptom, ...]:
    """The present symptoms to keep for later turns; what is now said to be absent or past is dropped."""
    over = {symptom.name for symptom in new if symptom.assertion in ("absent", "past")}
    present = _counted(new, rules)
    renewed = {symptom.name for symptom in present}
    kept = [symptom for symptom in earlier if symptom.name not in over | renewed]
    return (*kept, *present)[-MAX_REMEMBERED:]


def _counted(symptoms: Iterable[Symptom], rules: RedFlags) -> tuple[Symptom, ...]:
    """Those that are so now, with `no_pain` and the like as details."""
    symptoms = tuple(symptoms)
    denied = frozenset(
        f"no_{DENIALS.get(symptom.name, symptom.name)}"
        for symptom in symptoms
        if symptom.assertion == "absent" or symptom.name in DENIALS
    )
    return tuple(
        replace(symptom, details=symptom.details | denied)
        for symptom in symptoms
        if symptom.name in rules.symptoms and _counts(symptom, rules.symptoms[symptom.name].counts)
    )


def _counts(symptom: Symptom, counts: Collection[str]) -> bool:
    """What was years ago or in childhood is over, even where the recent past counts."""
    return symptom.assertion in counts and LONG_AGO not in symptom.details


def _held(
    flag: RedFlag, symptoms: Sequence[Symptom], hours: Hours, context: Context, told: Collection[str]
) -> list[Raised]:
    """Each case of the flag that holds; the most urgent of them is told."""
    return [
        Raised(flag.id, case.level, number)
        for number, case in enumerate(flag.cases)
        if _holds(case, symptoms, hours, context) and (case.atoms or flag.id not in told)
    ]


def _holds(case: Case, symptoms: Sequence[Symptom], hours: Hours, context: Context) -> bool:
    return (
        _applies(case, context)
        and all(getattr(context, name) for name in case.context)
        and all(_said(atom, symptoms) for atom in case.all)
        and (not case.any or any(_said(atom, symptoms) for atom in case.any))
        and _in_time(case, hours)
    )


def _applies(case: Case, context: Context) -> bool:
    """An urgent sign counts for people without a treatment too; a mild one does not."""
    if case.only_treated:
        return context.treated is True
    return context.treated is not False or urgency(case.level) >= urgency("same_day")


def _said(atom: Atom, symptoms: Sequence[Symptom]) -> bool:
    return any(_fits(atom, symptom) for symptom in symptoms)


def _fits(atom: Atom, symptom: Symptom) -> bool:
    return (
        symptom.name == atom.symptom
        and atom.with_details <= symptom.details
        and not atom.without_details & symptom.details
    )


def _in_time(case: Case, hours: Hours) -> bool:
    """An urgent case holds when it may hold; a mild one at the latest reading of the time."""
    least, most = hours
    if case.known_time and hours == UNKNOWN_TIME:
        return False
    below = float("inf") if case.below_hours is None else case.below_hours
    if urgency(case.level) >= urgency("same_day"):
        return (least or 0) < below and (most is None or most >= case.from_hours)
    cautious = most if most is not None else least
    if cautious is None:
        return case.from_hours == 0 or any(atom.symptom in LATE for atom in case.all or case.any)
    return case.from_hours <= cautious < below


def _case(rules: RedFlags, raised: Raised) -> Case:
    return rules.flags[raised.flag].cases[raised.case]


def _concerns(case: Case, now: Sequence[Symptom]) -> bool:
    """True when this message takes part in the case, or the case needs no symptom."""
    return not case.atoms or any(_fits(atom, symptom) for atom in case.atoms for symptom in now)


def _alert(
    raised: Sequence[Raised], rules: RedFlags, now: Sequence[Symptom], known: Sequence[Symptom]
) -> Alert:
    ordered = sorted(raised, key=lambda found: (-urgency(found.level), found.flag))
    urgent = [found for found in ordered if urgency(found.level) >= urgency("same_day")]
    atoms = [atom for found in raised for atom in _case(rules, found).atoms]
    part = [symptom for symptom in known if any(_fits(atom, symptom) for atom in atoms)]
    return Alert(
        ordered[0].level,
        tuple(urgent or ordered),
        tuple(dict.fromkeys(symptom.name for symptom in part)),
        any(symptom.other_person for symptom in part if symptom in now),
    )
