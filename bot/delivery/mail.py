"""E-mail to a clinic: plain and HTML, with the appointment as a calendar file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from urllib.parse import unquote, urlsplit

import aiosmtplib

from bot.booking.calendar import calendar_file
from bot.delivery.failure import Failure
from bot.delivery.summary import lines, subject
from bot.replies.booking_phrases import load_phrases
from bot.store.outbox import Parcel

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Smtp:
    """A mail server; `starttls` None means when the server offers it."""

    host: str
    port: int
    tls: bool
    starttls: bool | None
    user: str | None
    password: str | None
    sender: str

    @classmethod
    def from_environment(cls) -> Smtp:
        """CHAT_SMTP_URL, such as smtp://user:password@mail.example:587 or smtps://…, and CHAT_MAIL_FROM.

        `?starttls=required` refuses a server that would take the mail unencrypted.
        """
        url, sender = os.environ.get("CHAT_SMTP_URL", ""), os.environ.get("CHAT_MAIL_FROM", "")
        if not url or not sender:
            raise Failure("CHAT_SMTP_URL and CHAT_MAIL_FROM are not set", ours=True)
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise Failure("CHAT_SMTP_URL should look like smtp://user:password@host:587", ours=True)
        return cls(
            parts.hostname,
            parts.port or _PORTS[parts.scheme],
            parts.scheme == "smtps",
            True if "starttls=required" in parts.query else None,
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            sender,
        )


def letter(parcel: Parcel, sender: str) -> EmailMessage:
    """The message; its Message-ID is the parcel's key, the same at every try."""
    handoff = parcel.handoff
    rows = lines(handoff)
    note = load_phrases().say("staff_note")
    message = EmailMessage()
    message["From"] = sender
    message["To"] = handoff.clinic.channels.email if handoff.clinic else ""
    message["Subject"] = subject(parcel.event, handoff)
    message["Date"] = parcel.at
    message["Message-ID"] = f"<{parcel.key}@{sender.rpartition('@')[2].strip('> ') or 'localhost'}>"
    message.set_content(
        "\n".join([message["Subject"], "", *(f"{name}: {value}" for name, value in rows), "", note, ""])
    )
    message.add_alternative(_html(message["Subject"], rows, note), subtype="html")
    if handoff.appointment:
        data = calendar_file(handoff, parcel.at, load_phrases().say("calendar_title"))
        message.add_attachment(data, maintype="text", subtype="calendar", filename=f"{handoff.reference}.ics")
    return message


async def send_mail(parcel: Parcel, smtp: Smtp, timeout: float) -> None:
    """Hands the letter to the mail server; raises Failure."""
    try:
        await aiosmtplib.send(
            letter(parcel, smtp.sender),
            hostname=smtp.host,
            port=smtp.port,
            use_tls=smtp.tls,
            start_tls=smtp.starttls,
            username=smtp.user,
            password=smtp.password,
            timeout=timeout,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        refused = [answer.code for answer in error.recipients]
        raise Failure(f"mail address refused with {refused}", final=all(code >= 500 for code in refused)) from error
    except aiosmtplib.SMTPResponseException as error:
        raise Failure(f"mail server answered {error.code}") from error
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Failure(f"mail server: {type(error).__name__}") from error


def _html(title: str, rows: tuple[tuple[str, str], ...], note: str) -> str:
    cells = "".join(
        f"<tr><th align='left' style='padding:4px 12px 4px 0'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return (
        f"<!doctype html><html lang='en'><body style='font-family:sans-serif'><h1 style='font-size:18px'>"
        f"{escape(title)}</h1><table>{cells}</table><p>{escape(note)}</p></body></html>"
    )
