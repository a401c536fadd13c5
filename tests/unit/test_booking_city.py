"""Cities in free text."""

from __future__ import annotations

import pytest

from bot.booking.city import distance, load_gazetteer, nearest

GAZETTEER = load_gazetteer()


def ids(text: str, asked: bool = False) -> list[str]:
    return [place.city.id for place in GAZETTEER.find(text, asked) if place.city]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("need a skin doctor in Multan", ["multan"]),
        ("LAHORE!!", ["lahore"]),
        ("isb", ["islamabad"]),
        ("pindi me koi doctor", ["rawalpindi"]),
        ("faisal abad", ["faisalabad"]),
        ("کراچی میں", ["karachi"]),
        ("اسلام آباد", ["islamabad"]),
        ("d g khan", ["dera_ghazi_khan"]),
        ("from Quetta but book in Karachi", ["quetta", "karachi"]),
        ("anyone near Panjgur", ["panjgur"]),
        ("in swat", ["swat"]),
        ("not Lahore, Karachi", ["karachi"]),
        ("lahore nahi, multan", ["multan"]),
        ("not in lahore", []),
    ],
)
def test_a_city_is_found_by_any_of_its_names(text, found):
    assert ids(text) == found


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("lahroe", "lahore"),
        ("karahci", "karachi"),
        ("islamabd", "islamabad"),
        ("ravalpindi", "rawalpindi"),
        ("fasalabad", "faisalabad"),
        ("pesawar", "peshawar"),
        ("gujranwla", "gujranwala"),
        ("abotabbad", "abbottabad"),
    ],
)
def test_a_slip_is_understood_but_marked_as_a_guess(text, city):
    (place,) = GAZETTEER.find(text, asked=True)
    assert place.city and place.city.id == city and not place.certain


@pytest.mark.parametrize(
    "text",
    [
        "i have a hub of pimples on my head",
        "it went from bad to worse and now i am nowhere",
        "heart attack last year",
        "my scalp is dir ty",
        "for bukhar and gardan pain",
        "at the medical store",
        "sweat and swelling after the session",
        "i want to cancel the booking please",
        "none of these",
        "doctor in hospital said wait",
        "pain in the morning",
        "there was a change in my hair",
        "",
    ],
)
def test_everyday_words_are_no_cities(text):
    assert ids(text) == []


@pytest.mark.parametrize(
    "text", ["yes", "no", "not sure", "any", "cancel", "what is the fee", "please", "whichever", "idk"]
)
def test_an_answer_that_is_no_place_is_no_city(text):
    assert ids(text, asked=True) == []


def test_the_nearest_city_comes_first():
    at = {name: GAZETTEER.cities[name] for name in ("gwadar", "lahore", "karachi", "islamabad")}
    near = nearest(at["gwadar"], [at["lahore"], at["karachi"], at["islamabad"]])
    assert near[0].id == "karachi"


def test_a_place_abroad_leaves_the_order_as_it_is():
    cities = [GAZETTEER.cities["lahore"], GAZETTEER.cities["karachi"]]
    assert nearest(GAZETTEER.cities["dubai"], cities) == tuple(cities)


def test_distances_are_those_of_a_map():
    lahore, karachi = GAZETTEER.cities["lahore"], GAZETTEER.cities["karachi"]
    assert distance(lahore, karachi) == pytest.approx(1030, abs=30)


def test_no_two_cities_share_a_name():
    names = [spelling for city in GAZETTEER.cities.values() for spelling in {city.name.lower(), *city.spellings}]
    assert len(names) == len(set(names))
