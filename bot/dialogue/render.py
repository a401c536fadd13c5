"""From a plan to messages: the one place where acts become replies, for the NLG and for the actions."""
from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from bot.dialogue.plan import Act, Plan
from bot.knowledge.content import Knowledge
from bot.knowledge.base import Localised
from bot.replies import red_flag, talk
from bot.replies.message import Message
from bot.triage.alert import Alert

MORE_BUTTONS = ("start:screening", "start:booking")


class Renderer:
    """Says a plan's acts from the reviewed content."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def answers(self, plan: Plan) -> list[Message]:
        """The facts and the mild signs of a plan; those of other kinds are the actions' to say."""
        return [self._said(act) for act in plan.acts if act.kind in ("answer", "flag")]

    def flags(self, plan: Plan) -> list[Message]:
        """The danger signs of a plan."""
        return [self._flag(act) for act in plan.of("flag")]

    def follow_ups(self, plan: Plan) -> list[Message]:
        """Why, more, source or women: about the newest topic, whatever its kind."""
        return [self._follow_up(act) for act in plan.acts] or [talk.say("help")]

    def clarify(self, plan: Plan) -> list[Message]:
        """Did you mean one of these."""
        answers = self._knowledge.answers
        return [talk.clarify([(act.id, answers[act.id].label["en"]) for act in plan.of("option")])]

    def forget(self, plan: Plan) -> list[Message]:
        """Asks before deleting; `forget` in the meta tells the channel to delete."""
        confirmed = next((act.id for act in plan.of("confirmed")), "")
        if confirmed == "yes":
            return [replace(talk.say("forgotten"), extra={"forget": True})]
        if confirmed == "no":
            return [talk.say("kept")]
        return [talk.say("forget_me", buttons=talk.offers("say:yes", "say:no"))]

    def _said(self, act: Act) -> Message:
        return self._flag(act) if act.kind == "flag" else self._answer(act)

    def _answer(self, act: Act) -> Message:
        answer = self._knowledge.answers[act.id]
        part = str(act.options.get("part", "text"))
        texts: Localised = getattr(answer, part, None) or answer.text
        return Message(
            text=texts["en"],
            kind="answer",
            category=answer.category,
            topic=answer.id,
            evidence=answer.evidence,
            sources=self._sources(answer.evidence),
        )

    def _flag(self, act: Act) -> Message:
        rules, sources = self._knowledge.red_flags, self._knowledge.sources
        if act.id == "after":
            return red_flag.after_emergency_message(rules)
        if act.options.get("hypothetical"):
            return red_flag.hypothetical_message(act.options["hypothetical"], rules, sources)
        return red_flag.red_flag_message(Alert.from_json(act.options["alert"]), rules, sources)

    def _follow_up(self, act: Act) -> Message:
        raise NotImplementedError

    def _sources(self, evidence: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
        """The sources of every row that an answer rests on, whichever table the row is in."""
        return self._knowledge.sources_of(one for row in evidence for one in self._row_sources(row))

    def _row_sources(self, row: str) -> tuple[str, ...]:
        tables: tuple[Mapping[str, Any], ...] = (
            self._knowledge.evidence,
            self._knowledge.contraindications,
            self._knowledge.red_flags.flags,
        )
        for table in tables:
            if row in table:
                sources: tuple[str, ...] = table[row].sources
                return sources
        return next((w.sources for w in self._knowledge.windows.values() if row in w.evidence[:1]), ())
