"""Cities in what patients type: other spellings, Urdu, misspellings, and the nearest one with a clinic."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.knowledge.base import Record, read_records

PATH = Path(__file__).resolve().parents[2] / "data" / "clinics" / "cities.yml"
_ARABIC = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "أ": "ا", "إ": "ا"})
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 4
"""Words in the longest name."""
_ANSWER = 12
"""Words in an answer that may be nothing but a place; in longer ones a slip needs a cue."""


@dataclass(frozen=True)
class City:
    """A place. `at` is latitude and longitude in degrees, None abroad; `wordlike` names need a cue before them."""

    id: str
    name: str
    spellings: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    wordlike: bool = False


@dataclass(frozen=True)
class Place:
    """What the text says about a place: `city` is None when the words were given but are unknown."""

    city: City | None
    text: str
    certain: bool = True


@dataclass(frozen=True)
class Locality:
    """A place as the desk sees it: whether it has a clinic, and the cities that have one, nearest first."""

    place: Place
    has_clinic: bool
    others: tuple[City, ...]

    @property
    def name(self) -> str:
        """The city's name, else the words that were typed."""
        return self.place.city.name if self.place.city else self.place.text

    @property
    def city(self) -> str:
        """The city's id, empty when it is unknown."""
        return self.place.city.id if self.place.city else ""

    @property
    def nearest(self) -> City | None:
        """The nearest city with a clinic, None when distances are unknown."""
        known = self.place.city is not None and self.place.city.at is not None
        return self.others[0] if known and self.others else None


class Gazetteer:
    """Finds cities in text; built once from `data/clinics/cities.yml`."""

    def __init__(self, cities: Iterable[City], cues: Iterable[str], never: Iterable[str]) -> None:
        self.cities: Mapping[str, City] = {city.id: city for city in cities}
        self._cues = frozenset(cues)
        self._never = frozenset(never)
        self._names = {
            " ".join(words(name)): city for city in self.cities.values() for name in (city.name, *city.spellings)
        }

    def find(self, text: str, asked: bool = False) -> tuple[Place, ...]:
        """The places a text names, in order; `asked` when the text answers "which city?".

        A name in other letters or with a slip is found when it stands alone, answers the question or
        follows a word such as "in". What is denied ("not Lahore", "Lahore nahi") is left out.
        """
        tokens = words(text[:2000])
        alone = len(tokens) <= (_ANSWER if asked else 2)
        places: list[Place] = []
        position = 0
        while position < len(tokens):
            size, place = self._at(tokens, position, alone)
            if place and not _denied(tokens, position, size):
                places.append(place)
            position += size
        if not any(place.certain for place in places):
            return tuple(places)
        return tuple(place for place in places if place.certain)

    def _at(self, tokens: Sequence[str], position: int, alone: bool) -> tuple[int, Place | None]:
        cue = alone or (position > 0 and tokens[position - 1] in self._cues)
        cue = cue or (position + 1 < len(tokens) and tokens[position + 1] in {"mein", "mai", "city", "shehar"})
        for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
            phrase = tokens[position : position + size]
            city = self._names.get(" ".join(phrase)) or (size > 1 and self._names.get("".join(phrase))) or None
            if city and (cue or not city.wordlike):
                return size, Place(city, " ".join(phrase))
        if cue:
            near = self._nearly(tokens[position])
            if near:
                return 1, Place(near, tokens[position], certain=False)
        return 1, None

    def _nearly(self, word: str) -> City | None:
        """The one city whose name is one slip away, or two when it is long and begins alike."""
        if word in self._never:
            return None
        ranked = sorted((slips, name) for name in self._names if (slips := _slips(word, name)) is not None)
        best = [self._names[name] for distance, name in ranked if distance == ranked[0][0]]
        return best[0] if best and all(city == best[0] for city in best) else None


def words(text: str) -> list[str]:
    """Lower-case words without signs; Arabic letter forms as Urdu writes them."""
    plain = unicodedata.normalize("NFKC", text).lower().translate(_ARABIC)
    bare = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _WORD.findall(unicodedata.normalize("NFC", bare))


def nearest(city: City, others: Sequence[City]) -> tuple[City, ...]:
    """The others by distance from the city; in their own order when one has no position."""
    if city.at is None or any(other.at is None for other in others):
        return tuple(others)
    return tuple(sorted(others, key=lambda other: distance(city, other)))


def distance(one: City, other: City) -> float:
    """Great-circle distance in kilometres; infinite when a position is unknown."""
    if one.at is None or other.at is None:
        return math.inf
    lat, lon, lat2, lon2 = map(math.radians, (*one.at, *other.at))
    half = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def _slips(word: str, name: str) -> int | None:
    """How many letters lie between the two, None when too many to be the same word."""
    shorter = min(len(word), len(name))
    allowed = 1 if shorter < 8 else 2
    if shorter < 5 or len(name) < 6 or abs(len(name) - len(word)) > allowed:
        return None
    slips = int(DamerauLevenshtein.distance(word, name, score_cutoff=allowed))
    return slips if slips <= allowed and (slips < 2 or name[0] == word[0]) else None


def _denied(tokens: Sequence[str], position: int, size: int) -> bool:
    before = [token for token in tokens[max(position - 2, 0) : position] if token not in {"in", "at", "from"}][-1:]
    after = tokens[position + size : position + size + 1]
    return bool({"not", "except", "without"} & set(before)) or after in (["nahi"], ["nahin"], ["nhi"])


@lru_cache(maxsize=4)
def load_gazetteer(path: Path = PATH) -> Gazetteer:
    """Reads the cities; raises KnowledgeError naming the record."""
    records = read_records(path, "cities")
    cues, never = (read_records(path, key)[0].strings("words") for key in ("cues", "never"))
    return Gazetteer([_city(record) for record in records], cues, never)


def _city(record: Record) -> City:
    at = record.get("at", list, [])
    if at and len(at) != 2:
        raise record.error("'at' should be latitude and longitude")
    position = (float(at[0]), float(at[1])) if at else None
    return City(
        record.id,
        record.get("name", str),
        record.strings("spellings"),
        position,
        record.get("wordlike", bool, False),
    )
