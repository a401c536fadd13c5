"""What a patient types about themselves: a name and a phone number, cleaned or refused with a reason."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

NAME_LENGTH = 80
_MOBILE_DIGITS = 10
_DIGIT_RUN = re.compile(r"[+(]?\d[\d\s().\-/]*\d")
_LEAD_IN = re.compile(
    r"^(?:(?:hi|hello|salam|assalam[ou] ?alaikum|ok|okay|yes|sure|please|sorry)[\s,.!]+)*"
    r"(?:(?:(?:my|the|full|patient'?s?|mera|apna)\s+)*(?:name|naam)\s*(?:is|hai|:|=|-)?\s+|i\s*am\s+|i'?m\s+|it'?s\s+|this\s+is\s+|"
    r"call\s+me\s+|mera\s+naam\s+|main?\s+(?=\w+\s+(?:hoon|hun|hu)\b))?",
    re.IGNORECASE,
)
_LEAD_OUT = re.compile(r"\s+(?:hai|he|hoon|hun|hu|here|is my name|please|plz)\s*[.!]*$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'\u2019\-\u200c])*")


class BadName(ValueError):
    """A name that cannot be used; `kind` is empty, too_long, no_letters or characters."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class BadPhone(ValueError):
    """A number that cannot be called; `kind` is missing, too_short, too_long or unknown."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class Phone:
    """A callable number. `kind` is mobile, landline or other; `region` a country code such as PK."""

    e164: str
    kind: str
    region: str

    def __str__(self) -> str:
        """As people of the number's country write it; with the country code when it is not Pakistan."""
        shape = phonenumbers.PhoneNumberFormat
        style = shape.NATIONAL if self.region == "PK" else shape.INTERNATIONAL
        return phonenumbers.format_number(phonenumbers.parse(self.e164), style)


@dataclass(frozen=True)
class Person:
    """Whom the clinic calls: a cleaned name and an E.164 number; neither shows in a log of this object."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


def clean_name(text: str) -> str:
    """The name without lead-in words, odd spaces and control characters; raises BadName."""
    plain = _visible(text)
    if len(plain) > NAME_LENGTH * 2:
        raise BadName("too_long")
    name = _LEAD_OUT.sub("", _LEAD_IN.sub("", plain, count=1)).strip(" .,!-'\"")
    if not name:
        raise BadName("empty")
    if not any(letter.isalpha() for letter in name):
        raise BadName("no_letters")
    if len(name) > NAME_LENGTH:
        raise BadName("too_long")
    if not _NAME.fullmatch(_without_marks(name)):
        raise BadName("characters")
    return name.title() if name.isascii() and name.islower() else name


def parse_phone(text: str, region: str = "PK") -> Phone:
    """The first callable number in the text, read as dialled in `region`; raises BadPhone."""
    problems: list[str] = []
    for written in _written_numbers(text):
        problem, phone = _read(written, region)
        if phone:
            return phone
        problems.append(problem)
    raise BadPhone(problems[0] if problems else "missing")


def _visible(text: str) -> str:
    """NFC, spaces made one, controls, format marks and symbols such as emoji dropped."""
    normal = unicodedata.normalize("NFC", text)
    kept = (" " if unicodedata.category(c) in {"Cc", "Zs", "Zl", "Zp"} else c for c in normal)
    shown = (c for c in kept if unicodedata.category(c) not in {"Cf", "Co", "Cs", "Cn", "So", "Sk"})
    return " ".join("".join(shown).split())


def _without_marks(name: str) -> str:
    return "".join(c for c in name if not unicodedata.category(c).startswith("M"))


def _written_numbers(text: str) -> list[str]:
    """Runs of digits with the signs people put between them; a letter O between digits is a zero."""
    latin = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text[:500])
    latin = latin.replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-").replace("\u00a0", " ")
    zeros = re.sub(r"\b(?=[oO]*\d)[\doO]{2,}\b", lambda run: re.sub("[oO]", "0", run.group()), latin)
    return [found.group() for found in _DIGIT_RUN.finditer(zeros)]


def _read(written: str, region: str) -> tuple[str, Phone | None]:
    """A problem and nothing, or no problem and the number."""
    for spelled in _spellings(written):
        try:
            number = phonenumbers.parse(spelled, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return "", _phone(number)
    return _problem(written, region), None


def _spellings(written: str) -> list[str]:
    """As typed, and with the plus that people leave out before 92."""
    digits = re.sub(r"\D", "", written)
    plus = [f"+{digits}"] if digits.startswith("92") else []
    return [written, digits, *plus]


def _phone(number: PhoneNumber) -> Phone:
    kinds = {
        PhoneNumberType.MOBILE: "mobile",
        PhoneNumberType.FIXED_LINE: "landline",
        PhoneNumberType.FIXED_LINE_OR_MOBILE: "mobile",
    }
    return Phone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        kinds.get(phonenumbers.number_type(number), "other"),
        phonenumbers.region_code_for_number(number) or "",
    )


def _problem(written: str, region: str) -> str:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        return "too_long" if error.error_type == error.TOO_LONG else "too_short"
    digits = str(number.national_number)
    if number.country_code == 92:
        mobile = digits.startswith("3")
        if len(digits) < (_MOBILE_DIGITS if mobile else 9):
            return "too_short"
        return "too_long" if len(digits) > _MOBILE_DIGITS else "unknown"
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return "too_short"
    return "too_long" if reason == ValidationResult.TOO_LONG else "unknown"
