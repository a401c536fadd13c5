"""Of whom something was said: the writer, a relative, or another person who is the patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.language.lexicon import Hit
from bot.language.reading import Subject
from bot.language.scope import JOINERS, SELF_WORDS, Span
from bot.language.tokens import PUNCTUATION

_PRONOUNS = frozenset(
    {"he", "she", "his", "her", "him", "hers", "hes", "shes", "unko", "unhein", "uski", "unki", "they"}
)
_SPEECH = frozenset(
    [
        "says",
        "said",
        "told",
        "tells",
        "thinks",
        "suggested",
        "gave",
        "give",
        "bought",
        "asked",
        "asks",
        "wants",
        "recommended",
        "insisted",
        "forced",
        "doctor",
        "physician",
        "planning",
        "friend",
        "brought",
        "will",
        "advised",
        "saying",
        "think",
        "say",
        "kehti",
        "kehta",
        "kehte",
        "kaha",
    ]
)
_LINKS = frozenset(
    [
        "in",
        "runs",
        "run",
        "on",
        "of",
        "?",
        ":",
        "my",
        "the",
        "our",
        "both",
        "is",
        "are",
        "side",
        "meri",
        "mere",
        "mera",
        "ki",
        "ka",
        "ke",
        ",",
        "has",
        "have",
        "also",
        "only",
        "to",
        "hai",
        "and",
        "mein",
        "me",
        "family",
        "history",
        "wali",
        "walay",
        "ko",
    ]
)
_VERBS = frozenset(["has", "have", "had", "gets", "get", "ko", "suffers", "got", "ki", "ka", "mein", "hai", "side"])
_BODILY = ("contraindication", "symptom")
_BEFORE = frozenset({"with", "like", "as", "after", "feeding", "breastfeeding", "delivering", "pregnant"})
_GIVERS = frozenset({"from", "by", "than", "unlike", "with", "after", "delivering", "feeding", "nursing"})
"""Before "my brother" they make him no bearer: "a kidney from my brother"."""
_POSSESSIVES = frozenset({"my", "our", "meri", "mere", "mera", "apni", "apne"})
_MAY_I = frozenset({"can", "should", "could", "may", "am"})
_BRINGING = frozenset({"book", "bring", "take", "get", "let", "send"})
_CALLED = frozenset({"bhai", "bhaiya", "bhaijan", "bro", "brother", "baji", "api", "aapi", "behen", "behn", "sister", "sis", "uncle", "aunty", "auntie"})
_OWN_THINGS = frozenset({"session", "sessions", "sitting", "treatment", "hair", "head", "scalp", "needling"})
_I_AM = SELF_WORDS | {"hun", "hoon", "hu", "my", "meri", "mera", "mere", "me"}
_GREETINGS = frozenset({"hi", "hello", "hey", "salam", "salaam", "aoa", "acha", "ok", "please", "dear", "yar", "yaar", ",", "."})
_TOLD_OF = frozenset({"ko", "ka", "ki", "ke", "k", "kay", "ne", "nay", "se", "and", "aur", "who", "also", "bhi"})
"""Behind a relative they begin something that is told of them: "bhai ko sugar hai"."""
_RELATIVE_CLAUSE = frozenset({"who", "whos", "whose", "has", "have", "had", "he", "she", "jinko", "jin"})


@dataclass(frozen=True)
class Person:
    """Whose body a target is on; `near` is False for people who are no blood relatives."""

    subject: Subject = "self"
    near: bool = True
    cue: Hit | None = None


class Experiencers:
    """Finds the person for every target of one message."""

    def __init__(
        self,
        words: Sequence[str],
        sentences: Sequence[Span],
        relatives: Sequence[Hit],
        patients: Sequence[Hit],
        targets: Sequence[Hit],
    ) -> None:
        self._words, self._sentences, self._targets = words, sentences, targets
        self._named = [hit for hit in relatives if not self._speaks(hit) and not self._is_called(hit)]
        self.other_patient = self._is_patient(relatives, patients)
        self._people = sorted([*self._named, *self._pronouns()], key=lambda hit: hit.start)

    def of(self, target: Hit) -> Person:
        """The nearest person before the target, or one named right behind it."""
        sentence = next((span for span in self._sentences if span.holds(target)), Span(0, len(self._words)))
        person = self._inside(target) or self._before(target, sentence) or self._behind(target, sentence)
        if person is None:
            alone = self.other_patient and not self._own(sentence, target)
            return Person("other") if alone else Person()
        if self.other_patient and not self._relative_of_patient(person):
            return Person("other", True, person)
        return Person("family", person.id == "blood", person)

    def aged(self, age: Hit) -> Person:
        """Whose age it is; "my 6 yr old" and "son 6" name the bearer in the age itself."""
        named = next((person for person in self._named if person.overlaps(age)), None)
        return Person("family", True, named) if named and not self.other_patient else self.of(age)

    def _inside(self, target: Hit) -> Hit | None:
        """ "wife is expecting" names the bearer itself; the child in "bachay ko doodh pilati" is none."""
        return next((p for p in self._named if p.id == "spouse" and target.covers(p) and p.start == target.start), None)

    def _before(self, target: Hit, sentence: Span) -> Hit | None:
        people = [p for p in self._people if sentence.start <= p.start and p.end <= target.start]
        if not people:
            return None
        person = people[-1]
        between = self._words[person.end : target.start + 1]
        if any(word in SELF_WORDS for word in between) or self._crosses_my(between):
            return None
        return None if self._no_bearer(person) else person

    def _no_bearer(self, person: Hit) -> bool:
        """True for "like dad" and "a kidney from my brother"; not for "with my dad who has it"."""
        before = self._words[person.start - 1] if person.start else ""
        if before in _BEFORE:
            return True
        further = self._words[person.start - 2] if person.start > 1 else ""
        if before in _POSSESSIVES and further in JOINERS and self._words[person.start - 3 : person.start - 2][0:1] == ["me"]:
            return True  # "me and my husband are planning a baby"
        after = self._words[person.end] if person.end < len(self._words) else ""
        return before in _POSSESSIVES and further in _GIVERS and after not in _RELATIVE_CLAUSE

    @staticmethod
    def _crosses_my(between: Sequence[str]) -> bool:
        """ "my mother has sugar, my bp is high": the second "my" begins the writer's own."""
        return "my" in between or "meri" in between or "mera" in between

    def _behind(self, target: Hit, sentence: Span) -> Hit | None:
        if self._own(sentence, target):
            return None
        people = [p for p in self._named if target.end <= p.start < sentence.end]
        if not people:
            return None
        person = people[0]
        others = [t for t in self._targets if t.kind in _BODILY and t.start >= target.end]
        if any(other.start < person.start for other in others):
            return None
        between = self._words[target.end : person.start]
        after = self._words[person.end] if person.end < len(self._words) else ""
        if not all(word in _LINKS for word in between) or between[:2] == ["in", "me"]:
            return None
        runs = self._words[person.start] in ("runs", "run")
        linked = runs or (bool(between) and between[0] in ("in", "runs", "run", "on", "of", "family"))
        owns = bool(between) and between[0] in ("is", "are") and self._words[person.end - 1].endswith("s")
        own_object = any(sentence.holds(other) for other in others)
        return person if linked or owns or (after in _VERBS and not own_object) else None

    def _own(self, sentence: Span, target: Hit) -> bool:
        return any(word in SELF_WORDS for word in self._words[sentence.start : target.start])

    def _speaks(self, hit: Hit) -> bool:
        after = self._words[hit.end : hit.end + 2]
        return bool(after) and (after[0] in _SPEECH or ("me" in after and after[0] != "and"))

    def _is_called(self, hit: Hit) -> bool:
        """ "bhai, when can i go to the gym": the one who is spoken to, not spoken of."""
        before, after = self._words[: hit.start], self._words[hit.end : hit.end + 1]
        if hit.end - hit.start > 1 or self._words[hit.start] not in _CALLED or not _GREETINGS.issuperset(before):
            return False
        told_of = _TOLD_OF | _VERBS | _SPEECH | {"is", "was", "did", "does", "takes"}
        return not told_of.intersection(after) and not _I_AM.isdisjoint(self._words[hit.end :])

    def _pronouns(self) -> list[Hit]:
        """he, she, her … stand for the relative named last, else for a stranger who is the patient."""
        found = []
        for index, word in enumerate(self._words):
            if word in _PRONOUNS:
                named = [hit for hit in self._named if hit.start < index]
                if named or self.other_patient:
                    found.append(Hit("relative", named[-1].id if named else "blood", index, index + 1))
        return found

    def _is_patient(self, relatives: Sequence[Hit], patients: Sequence[Hit]) -> bool:
        if self._asks_for_self():
            return False
        pronoun = any(word in _PRONOUNS for word in self._words)
        for hit in patients:
            if (
                self._words[hit.start : hit.end] == ["is", "my"]
                and hit.start
                and self._words[hit.start - 1] not in PUNCTUATION
            ):
                continue
            if "they" in self._words[hit.start : hit.end] and not relatives:
                continue  # "can they numb it": the clinic
            last = self._words[hit.end - 1]
            followed = any(hit.end - 1 <= person.start <= hit.end + 2 for person in relatives)
            if followed or (last not in ("my", "a", "our", "for", "about", "regarding") and (relatives or pronoun)):
                return True
        return False

    def _asks_for_self(self) -> bool:
        """ "can i do it", "my own sessions"; in "can i book her" somebody else is the patient."""
        for at, pair in enumerate(zip(self._words, self._words[1:], strict=False)):
            if pair in (("for", "me"), ("for", "myself")):
                return True
            if pair == ("my", "own") and _OWN_THINGS.intersection(self._words[at + 2 : at + 3]):
                return True
            if pair[1] == "i" and pair[0] in _MAY_I and not (
                self._words[at + 2 : at + 3] and self._words[at + 2] in _BRINGING and self._words[at + 3 : at + 4]
                and self._words[at + 3] in (*_PRONOUNS, *_POSSESSIVES, "them")
            ):
                return True
        return False

    def _relative_of_patient(self, person: Hit) -> bool:
        """ "her mother has it": family of the person who is the patient."""
        return (
            person.end - person.start >= 1
            and person.start > 0
            and (self._words[person.start - 1] in ("his", "her", "their") and person in self._named)
        )
