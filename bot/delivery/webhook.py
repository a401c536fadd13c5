"""A signed POST to a clinic's system.

The receiver checks `X-Signature: sha256=HMAC(secret, timestamp + "." + body)`, refuses an old
`X-Timestamp` (seconds since 1970), and drops an `Idempotency-Key` that it has seen.
"""

from __future__ import annotations

import hmac
import json
import os
from datetime import datetime
from hashlib import sha256

import aiohttp

from bot.delivery.failure import Failure
from bot.delivery.fhir import bundle
from bot.delivery.summary import payload
from bot.store.outbox import Parcel

_FINAL = {400, 410, 413, 415, 422}


def body_of(parcel: Parcel) -> tuple[str, bytes]:
    """Content type and bytes, the same for every try."""
    fhir = parcel.handoff.clinic is not None and parcel.handoff.clinic.channels.body == "fhir"
    content = bundle(parcel) if fhir else payload(parcel)
    kind = "application/fhir+json" if fhir else "application/json"
    return kind, json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of X-Signature."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, sha256).hexdigest()


def headers_of(parcel: Parcel, kind: str, body: bytes, now: datetime) -> dict[str, str]:
    """All headers; raises Failure when the clinic's secret is not in the environment."""
    name = parcel.handoff.clinic.channels.secret if parcel.handoff.clinic else ""
    secret = os.environ.get(name, "")
    if not secret:
        raise Failure(f"the webhook secret {name} is not set", ours=True)
    timestamp = str(int(now.timestamp()))
    return {
        "Content-Type": kind,
        "Idempotency-Key": parcel.key,
        "X-Timestamp": timestamp,
        "X-Signature": sign(secret, timestamp, body),
    }


async def send_webhook(parcel: Parcel, session: aiohttp.ClientSession, now: datetime, timeout: float) -> None:
    """Posts the parcel; any 2xx is delivered. Redirects are not followed. Raises Failure."""
    url = parcel.handoff.clinic.channels.webhook if parcel.handoff.clinic else ""
    kind, body = body_of(parcel)
    headers = headers_of(parcel, kind, body, now)
    limit = aiohttp.ClientTimeout(total=timeout)
    try:
        async with session.post(url, data=body, headers=headers, timeout=limit, allow_redirects=False) as answer:
            status = answer.status
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Failure(f"webhook: {type(error).__name__}") from error
    if not 200 <= status < 300:
        raise Failure(f"webhook answered {status}", final=status in _FINAL)
