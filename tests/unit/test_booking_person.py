"""Names and phone numbers as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.person import BadName, BadPhone, Person, clean_name, parse_phone
from bot.booking.reference import ALPHABET, find_reference, new_reference


@pytest.mark.parametrize(
    ("text", "e164", "kind"),
    [
        ("0321 7654321", "+923217654321", "mobile"),
        ("0321-765-4321", "+923217654321", "mobile"),
        ("(0321) 765 4321", "+923217654321", "mobile"),
        ("+92 321 7654321", "+923217654321", "mobile"),
        ("92 321 7654321", "+923217654321", "mobile"),
        ("0092 321 7654321", "+923217654321", "mobile"),
        ("321 7654321", "+923217654321", "mobile"),
        ("O321 76543Z1 no 0321 7654321", "+923217654321", "mobile"),
        ("o321 7654321", "+923217654321", "mobile"),
        ("my no is 0321.765.4321 thanks", "+923217654321", "mobile"),
        ("۰۳۲۱۷۶۵۴۳۲۱", "+923217654321", "mobile"),
        ("042 35761999", "+924235761999", "landline"),
        ("021-111-222-333", "+9221111222333", "other"),
        ("+44 20 7946 0958", "+442079460958", "landline"),
        ("+971 50 123 4567", "+971501234567", "mobile"),
    ],
)
def test_a_number_is_read_however_it_is_spaced(text, e164, kind):
    phone = parse_phone(text)
    assert (phone.e164, phone.kind) == (e164, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "missing"),
        ("later", "missing"),
        ("7", "missing"),
        ("54321", "too_short"),
        ("0321 765", "too_short"),
        ("1122", "too_short"),
        ("0321 7654321 999", "too_long"),
        ("9" * 3000, "too_long"),
        ("0999 1234567", "unknown"),
        ("+44 123", "too_short"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(text, kind):
    with pytest.raises(BadPhone) as error:
        parse_phone(text)
    assert error.value.kind == kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("sana tariq", "Sana Tariq"),
        ("My name is Sana Tariq.", "Sana Tariq"),
        ("mera naam Sana hai", "Sana"),
        ("ok, it's Sana here", "Sana"),
        ("name: Sana", "Sana"),
        ("Sana\x00\u202e   Tariq", "Sana Tariq"),
        ("ثنا طارق", "ثنا طارق"),
        ("Anne-Marie O'Neill", "Anne-Marie O'Neill"),
        ("Dr. Sana 🌸", "Dr. Sana"),
    ],
)
def test_a_name_is_cleaned(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("\x00\n", "empty"),
        ("🙂", "empty"),
        ("12345", "no_letters"),
        ("x" * 81, "too_long"),
        ("x" * 5000, "too_long"),
        ("a b " * 1250, "too_long"),
        ("<script>alert(1)</script>", "characters"),
        ("Sana {slot}", "characters"),
        ("sana@mail.example", "characters"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(text, kind):
    with pytest.raises(BadName) as error:
        clean_name(text)
    assert error.value.kind == kind


@given(st.text(max_size=300))
def test_any_text_is_a_clean_name_or_refused(text):
    try:
        name = clean_name(text)
    except BadName:
        return
    assert 0 < len(name) <= 80 and not set(name) & set("<>{}\n\r\t\x00")


@given(st.text(max_size=100))
def test_any_text_is_a_number_or_refused(text):
    try:
        assert parse_phone(text).e164.startswith("+")
    except BadPhone as error:
        assert error.kind in ("missing", "too_short", "too_long", "unknown")


def test_a_person_in_a_log_line_tells_nothing():
    assert "Sana" not in repr(Person("Sana", "+923217654321")) and "321" not in repr(Person("S", "+923217654321"))


def test_references_differ_and_use_letters_that_cannot_be_mixed_up():
    references = {new_reference() for _ in range(2000)}
    assert len(references) == 2000
    assert not set("01ILOU") & set(ALPHABET)


@pytest.mark.parametrize("text", ["MN-7KQ4-W2RD", "ref mn7kq4w2rd pls", "mn 7kq4 w2rd", "it is MN-7KQ4W2RD."])
def test_a_reference_is_found_however_it_is_typed(text):
    assert find_reference(text) == "MN-7KQ4-W2RD"


@pytest.mark.parametrize("text", ["", "MN-7KQ4", "MN-7KQ4-W2RDX", "XX-7KQ4-W2RD", "MN-O000-IIII"])
def test_what_is_no_reference_is_none(text):
    assert find_reference(text) is None
