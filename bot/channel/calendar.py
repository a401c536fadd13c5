"""Calendar files behind signed, expiring links: the link names a conversation, the data stay here."""
from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from bot.aftercare.calendar import make_calendar
from bot.booking.calendar import calendar_file as appointment_file
from bot.channel.request import DEFAULT_ZONE, ChatError
from bot.channel.tokens import TokenError, verify_link
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.dialogue.render import Renderer
from bot.knowledge.content import load_knowledge
from bot.replies.booking_phrases import load_phrases
from bot.replies.timing_words import phrases
from bot.store.desk import Desk

PLAN, APPOINTMENT = "plan", "appointment"
GONE = ChatError(404, "not_found", "There is nothing to put into a calendar any more.")


async def calendar_file(link: str, secret: str, agent: Any, database_url: str) -> bytes:
    """The .ics of a link; raises ChatError 401 for a bad link, 404 when the conversation has nothing."""
    try:
        kind, _, conversation = verify_link(link, secret).partition(":")
    except TokenError as error:
        raise ChatError(401, "unauthorized", "This link is not valid any more.") from error
    if kind == PLAN:
        return await _plan(conversation, agent)
    return await asyncio.get_running_loop().run_in_executor(None, _appointment, conversation, database_url)


async def _plan(conversation: str, agent: Any) -> bytes:
    tracker = await agent.tracker_store.retrieve(conversation)
    memory = Memory.from_json(tracker.get_slot("memory") if tracker else None)
    zone = _zone(tracker)
    made = Renderer(load_knowledge()).plan_of(Plan("recovery_plan", memory=memory, now=datetime.now(timezone.utc).astimezone(zone)))
    if made is None:
        raise GONE
    glue = phrases()
    return make_calendar(
        made,
        name=glue.say("calendar_name", "en"),
        title=glue.texts["calendar_title"]["en"],
        note=glue.say("calendar_note", "en"),
        key=conversation[:8],
    )


def _appointment(conversation: str, database_url: str) -> bytes:
    desk = Desk(database_url)
    try:
        booked = next((one for one in desk.find(conversation) if one.appointment), None)
    finally:
        desk.close()
    if booked is None:
        raise GONE
    title = load_phrases().say("calendar_title")
    return appointment_file(booked, datetime.now(timezone.utc), title)


def _zone(tracker: Any) -> ZoneInfo:
    events = reversed(list(tracker.events)) if tracker else ()
    metadata = next((event.metadata for event in events if event.type_name == "user" and event.metadata), {})
    return ZoneInfo(metadata.get("timezone") or DEFAULT_ZONE)
