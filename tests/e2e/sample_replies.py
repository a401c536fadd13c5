"""Replies of every kind, made up for looking at the widget; none of them is medical advice."""

from __future__ import annotations

from typing import Any

from tests.e2e.fake_server import button, message

SOURCES = [
    {"id": "a", "title": "Aftercare leaflet of a sample clinic", "url": "https://example.org/leaflet"},
    {"id": "b", "title": "A sample review of aftercare", "url": "https://example.org/review"},
    {"id": "c", "title": "A book without an address", "url": ""},
]
ASK_WHEN = message(
    "When was your treatment?",
    "ask_treatment_time",
    buttons=[
        button("Today", "treated:today"),
        button("Yesterday", "treated:yesterday"),
        button("Pick a date and time", "treated:pick"),
        button("I have not had it yet", "treated:none"),
    ],
)
WAIT = message(
    "Not yet. Please stay out of the pool until the time below.\nIf water got in, rinse with clean water and pat dry.",
    "timing",
    verdict="wait",
    clear_at="2026-11-24T18:00:00+05:00",
    sources=SOURCES[:1],
    buttons=[button("Show my recovery plan", "plan:show"), button("Why?", "why:last")],
)
CLEAR = message("The minimum has passed, if your scalp is calm.", "timing", verdict="clear", sources=SOURCES)
ALLOWED = message("There is no wait for that.", "timing", verdict="allowed")
ASK = message("No safe figure exists. Please ask a dermatologist first.", "timing", verdict="ask_dermatologist")
EMERGENCY = message(
    "Call 1122 now, or 115 or 911, or go to the nearest emergency department.\nDo not drive yourself.",
    "red_flag",
    level="emergency",
    sources=SOURCES[:1],
)
SAME_DAY = message(
    "Please see a doctor today.\nFor help with finding one, call 03171777509.",
    "red_flag",
    level="same_day",
)
URDU = message("آج تیراکی نہ کریں۔ کل شام کے بعد دوبارہ پوچھیں۔")
PLAN = message(
    "This is your plan.",
    card={
        "type": "timeline",
        "now": "2026-11-23T20:00:00+05:00",
        "treated": "2026-11-22T18:00:00+05:00",
        "calendar_url": "/chat/calendar/abc.ics",
        "steps": [
            {"at": "2026-11-22T22:00:00+05:00", "label": "First wash", "passed": True},
            {"at": "2026-11-23T18:00:00+05:00", "label": "Head covering", "passed": True, "detail": "Clean and loose."},
            {"at": "2026-11-24T18:00:00+05:00", "label": "Swimming pool", "passed": False},
            {"at": "2026-11-29T18:00:00+05:00", "label": "Direct sun", "passed": False, "detail": "With cover."},
        ],
    },
)
OPENINGS = message(
    "These times are free.",
    "openings",
    card={
        "type": "openings",
        "title": "Free times in Lahore",
        "items": [
            {"title": "Wednesday 25 November, 4:00 pm", "subtitle": "Sample Clinic, Gulberg", "payload": "opening:1"},
            {
                "title": "Thursday 26 November, 11:30 am",
                "subtitle": "Sample Clinic, Model Town",
                "payload": "opening:2",
            },
        ],
        "more": [button("Later times", "openings:later")],
    },
)
APPOINTMENT = message(
    "Your request is noted.",
    "appointment",
    card={
        "type": "appointment",
        "reference": "MN-7K4Q-22",
        "title": "We will call you back",
        "lines": ["City: Lahore", "Phone: ends in 509", "Helpline: 03171777509"],
        "calendar_url": "/chat/calendar/def.ics",
    },
)
SCREENING = message(
    "Please see a dermatologist first.",
    "screening_result",
    verdict="see_dermatologist_first",
    card={
        "type": "screening",
        "verdict": "see_dermatologist_first",
        "rows": [
            {
                "label": "Isotretinoin",
                "said": "I'm on it now",
                "reason": "Skin may heal differently.",
                "verdict": "see_dermatologist_first",
            },
            {"label": "Blood thinners", "said": "not that I know", "reason": "", "verdict": "none_found"},
            {"label": "Active acne", "said": "a few spots", "reason": "Wait until calm.", "verdict": "wait"},
        ],
    },
)
REFERENCES = message("These are the sources.", card={"type": "sources", "items": SOURCES})

EVERY_KIND: dict[str, list[dict[str, Any]]] = {
    "can I swim today?": [ASK_WHEN],
    "treated:yesterday": [WAIT],
    "plan:show": [PLAN],
    "why:last": [CLEAR, ALLOWED, ASK],
    "help me": [EMERGENCY],
    "is it bad?": [SAME_DAY],
    "urdu": [URDU],
    "book": [OPENINGS],
    "opening:1": [APPOINTMENT],
    "check me": [SCREENING],
    "sources": [REFERENCES],
}
