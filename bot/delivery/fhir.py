"""A handoff as a FHIR R4 transaction bundle, checked by fhir.resources before it leaves.

Every entry is a conditional PUT on our identifier, so that a server that gets it twice keeps one.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from fhir.resources.bundle import Bundle

from bot.booking.handoff import Handoff
from bot.delivery.summary import label
from bot.store.outbox import Parcel

SYSTEM = "urn:microneedling-assistant:handoff"
_PRIORITY = {"emergency": "stat", "same_day": "urgent"}


def bundle(parcel: Parcel) -> dict[str, Any]:
    """Patient, ServiceRequest, Appointment and QuestionnaireResponse; raises ValueError when not valid R4."""
    handoff, cancelled = parcel.handoff, parcel.event == "cancelled"
    resources = [
        _patient(handoff),
        _request(handoff, cancelled),
        _appointment(handoff, cancelled),
        _answers(handoff),
    ]
    content = {
        "resourceType": "Bundle",
        "type": "transaction",
        "timestamp": parcel.at.isoformat(),
        "identifier": {"system": SYSTEM, "value": parcel.key},
        "entry": [_entry(handoff, resource) for resource in resources],
    }
    checked: dict[str, Any] = json.loads(Bundle.parse_obj(content).json())
    return checked


def _patient(handoff: Handoff) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "identifier": _identifier(handoff, "Patient"),
        "name": [{"text": handoff.person.name}],
        "telecom": [{"system": "phone", "value": handoff.person.phone}],
    }


def _request(handoff: Handoff, cancelled: bool) -> dict[str, Any]:
    reason = [{"text": handoff.summary.reason}] if handoff.summary.reason else []
    return _filled(
        {
            "resourceType": "ServiceRequest",
            "identifier": _identifier(handoff, "ServiceRequest"),
            "status": "revoked" if cancelled else "active",
            "intent": "proposal",
            "priority": _PRIORITY.get(handoff.summary.level, "routine"),
            "code": {"text": "Dermatology consultation"},
            "subject": _reference(handoff, "Patient"),
            "authoredOn": handoff.created.isoformat(),
            "reasonCode": reason,
            "supportingInfo": [_reference(handoff, "QuestionnaireResponse")],
        }
    )


def _appointment(handoff: Handoff, cancelled: bool) -> dict[str, Any]:
    """A callback is an appointment that is only proposed and has no time yet."""
    made = handoff.appointment
    participants = [{"actor": _reference(handoff, "Patient"), "status": "accepted"}]
    if made:
        participants.append({"actor": {"display": made.opening.provider.name}, "status": "accepted"})
    if handoff.clinic:
        participants.append({"actor": {"display": handoff.clinic.name}, "status": "accepted"})
    times = {"start": made.opening.start.isoformat(), "end": made.opening.end.isoformat()} if made else {}
    return {
        "resourceType": "Appointment",
        "identifier": _identifier(handoff, "Appointment"),
        "status": "cancelled" if cancelled else "booked" if made else "proposed",
        **times,
        "created": handoff.created.isoformat(),
        "basedOn": [_reference(handoff, "ServiceRequest")],
        "participant": participants,
    }


def _answers(handoff: Handoff) -> dict[str, Any]:
    items = [
        {"linkId": field, "text": label(field), "answer": [{"valueString": text} for text in _texts(value)]}
        for field, value in handoff.summary.to_json().items()
        if value
    ]
    return _filled(
        {
            "resourceType": "QuestionnaireResponse",
            "identifier": _identifier(handoff, "QuestionnaireResponse")[0],
            "status": "completed",
            "subject": _reference(handoff, "Patient"),
            "authored": handoff.created.isoformat(),
            "item": items,
        }
    )


def _entry(handoff: Handoff, resource: dict[str, Any]) -> dict[str, Any]:
    kind = resource["resourceType"]
    where = f"{kind}?identifier={SYSTEM}|{handoff.reference}-{kind}"
    return {"fullUrl": _url(handoff, kind), "resource": resource, "request": {"method": "PUT", "url": where}}


def _identifier(handoff: Handoff, kind: str) -> list[dict[str, str]]:
    return [{"system": SYSTEM, "value": f"{handoff.reference}-{kind}"}]


def _reference(handoff: Handoff, kind: str) -> dict[str, str]:
    return {"reference": _url(handoff, kind), "type": kind}


def _url(handoff: Handoff, kind: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{SYSTEM}:{handoff.reference}:{kind}')}"


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _filled(resource: dict[str, Any]) -> dict[str, Any]:
    """FHIR allows no empty lists."""
    return {key: value for key, value in resource.items() if value}
