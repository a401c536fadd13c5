"""A message read once: what the steps of the planner look at."""
from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan
from bot.dialogue.turn import Turn
from bot.language.reading import Reading
from bot.screening.finding import Finding
from bot.triage.alert import Alert

NEEDLING = "microneedling"
PERMISSION = re.compile(
    r"\b(can|could|may|shall|should|must) (i|we|he|she|they|you|it|u|my|one)\b|\bis it (ok|okay|fine|safe|allowed|alright)"
    r"|\b(allowed|suitable|eligible|ok(ay)?|fine|safe|good|risky?|problem|any issue|advis\w+|permitted|banned)\b"
    r"|\bam i\b|\bdo i\b|\bwill it\b|\bdoes it (?:need|have) to\b|\bwould it\b|\b(sakt[aie]|karwa ?(lun|loon|na|sak)|kar lun|kab|theek hai)\b"
    r"|\b(jana|karna|karni|karwana|karwani|krwana|lagana|nahana|dhona|pehnna|khelna) (hai|he|hay|h|chaht[aie])\b"
    r"|\bgo ahead\b|\b(want|planning|thinking|booked|going) (to|for|of|on)?\b|\bhow (soon|long|many)\b|\bwhen\b"
)
ABOUT_IT = re.compile(
    r"\b(get|have|do|try|start|doing|getting|having) (it|this|that|one)\b|\b(ok|okay|fine|safe|suitable|right|good) for (me|him|her|us)\b"
    r"|\b(allowed|suitable|eligible|any issue|any problem|is it (ok|okay|safe|fine)|should i|go ahead|karwa \w+|kar ?wa\w*)\b"
    r"|\b(session|procedure|clinic)\b"
)
NAMED = re.compile(r"needl|derma ?(pen|roll|stamp)|micro ?needl|roller|rolling|\brolled\b|mnrf|prp")
CLAIM = re.compile(
    r"\b(i|we) (?:only |just |also |do |daily |still )?(have|had|got|get|am on|take|took|use|was on|suffer|reacted|react)\b|\b(gave|gives|given) me\b|\ballerg|\b(im|i m|i'm|ive|i've) (a|an|on|taking|having|got|been|pregnant|\w+ic)\b"
    r"|\b(my|mera|meri|mere|mujhe|mujhay|hamein)\b|^(on|taking|have|had|with|got|reacted|allergic)\b"
)
"""Words with which people claim a condition as their own or a relative's."""
ANYWAY = re.compile(r"\bnothing happened\b|\b(?:friend|cousin|brother|sister|he|she|they|others|people|dost|bhai) (?:did|went|swam|used|washed|trained|never waited)\b|\b(?:do|put|use|go|start|apply|wash) (?:it|that|them) (?:too |a bit |bit )?(?:early|earlier|sooner|before)\b|\banyway\b|\b(?:only|just|even) (?:for |)(?:an? |\d+ |one |five |ten )?(?:min\w*|hour|sec\w*|quick|little|small|tiny|thora|thori|bit|drop|drops)\b|\b(?:a|one|very|only|just) (?:little|small|tiny) (?:bit|amount|quantity|drop)\b|\b(?:thora|thori) (?:sa|si)\b")
"""Haggling over the last answer."""
SHORT = 12
"""Words up to which haggling is about the last answer."""
BARGAIN = re.compile(
    r"\b(?:ignore|overlook|anyway|secretly|just once|only once|nobody|no one|without telling|dont tell|so small|very small|only small|its small"
    r"|tiny|mild|minor|i will (?:still|do|use|roll|go)|choti si|chota sa|thori si|thora sa|mamooli)\b"
)
"""Haggling over what was said of a condition."""
QUESTION = re.compile(
    r"\?|^(what|when|why|how|who|where|which|is|are|am|do|does|did|can|could|should|will|would|may|kya|kab|kaise|kitn\w+)\b"
    r"|\bhow (?:common|likely|often|bad|big|risky|safe|dangerous|serious|painful|deep|rare|frequent)\b|\b(what|how|why|when|which|where|who) (is|are|do|does|did|should|can|could|will|would|about|if|soon|long|much|many|happens)\b|\bkya\b|\bkab\b"
)


@dataclass(frozen=True)
class Context:
    """The turn, its reading, the memory after it and what triage says; `supposed` are flags spoken of as "if"."""

    turn: Turn
    reading: Reading
    memory: Memory
    alert: Alert | None = None
    supposed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The message in lower case."""
        return self.turn.text.lower()

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.turn.text.split())

    @property
    def needling(self) -> bool:
        """True when the treatment itself is mentioned."""
        return any(mention.id == NEEDLING for mention in self.reading.of("treatment"))

    @property
    def names_needling(self) -> bool:
        """True when it is named beyond doubt; "session" and "treatment" are said of many things."""
        return bool(NAMED.search(self.text))

    @property
    def about_it(self) -> bool:
        """True when it asks whether the treatment suits, without naming it: "can i get it done", "allowed?"."""
        return bool(ABOUT_IT.search(self.text))

    @property
    def asks(self) -> bool:
        """True when it is worded as a question; a question mark alone may end a statement."""
        return bool(QUESTION.search(self.text.replace("?", " ")))

    @property
    def other_treatment(self) -> bool:
        """True when only another procedure is mentioned ("after my lip fillers")."""
        return not self.needling and any(m.id != NEEDLING for m in self.reading.of("treatment"))

    @property
    def permission(self) -> bool:
        """True when it asks whether or when something may be done."""
        return bool(PERMISSION.search(self.text))

    @property
    def question(self) -> bool:
        """True when it asks anything."""
        return bool(QUESTION.search(self.text))

    @property
    def claims(self) -> bool:
        """True when somebody says to have, take or be something."""
        return bool(CLAIM.search(self.text))

    @property
    def mentions_condition(self) -> bool:
        """True when any contraindication is named, whatever is said of it."""
        return bool(self.reading.of("contraindication"))

    @property
    def told_when(self) -> bool:
        """True when the message tells or changes when the treatment was."""
        return self.memory.treated != self.turn.memory.treated

    @property
    def newest(self) -> str:
        """The kind of the newest topic before this message: activity, condition, answer, flag or none."""
        return self.turn.memory.topics[0].partition(":")[0] if self.turn.memory.topics else ""

    @property
    def another_time(self) -> bool:
        """True when a planned time is named right after an answer about one: "if we go on Thursday instead"."""
        return self.newest == "activity" and self.reading.times.target is not None

    @property
    def haggles(self) -> bool:
        """True for "and if i go anyway, for five minutes" after an answer about a time."""
        return self.newest == "activity" and bool(ANYWAY.search(self.text))

    @property
    def bargains(self) -> bool:
        """True for "but it is very small, can we ignore it" after an answer about a condition."""
        return self.newest == "condition" and self.words <= SHORT and bool(BARGAIN.search(self.text))

    def plan(self, intent: str, *acts: Act, memory: Memory | None = None, **slots: object) -> Plan:
        """A plan for this message."""
        return Plan(
            intent, acts, memory or self.memory, slots, tuple(one.to_json() for one in self._told()), self.turn.now
        )

    def _told(self) -> list[Finding]:
        """The findings of this message, and earlier ones that it dates, takes back or gives to a relative."""
        told = list(self.reading.findings())
        spoken = {finding.concept for finding in told}
        before = self.turn.memory.findings
        moved = [one for one in self.memory.findings if one not in before and one.concept not in spoken]
        return [*told, *moved]
