"""How likely a message is about something, by the probabilities of the classifier's labels."""
from __future__ import annotations

from typing import Mapping

from bot.dialogue.turn import Ranking, Turn
from bot.knowledge.answers import Answer

QUESTION = "question/"
SURE = 0.40
"""From this probability on, a topic is answered without asking back."""
LEAD = 0.18
"""The least probability of a topic whose whole category is likely."""
STRONG = 0.60
"""From this probability on, a topic outweighs an activity that the sentence also names."""
FOREIGN = 0.70
"""From this probability of being out of scope on, a message is about something else: rollers are for walls."""
CERTAIN = 0.90
"""From this probability on, not even our own words beyond doubt make it ours."""
TIMING = 0.25
"""From this probability on, a message asks about a time."""
BELONGS = 0.05
"""The least share of the whole message's probability that the category of a part must have."""
CONDITIONS = ("contraindication", "red_flag")
HEALTH = (*CONDITIONS, "candidates")


def is_foreign(turn: Turn) -> bool:
    """About something else, whatever words it shares with us."""
    return turn.chance("out_of_scope") >= FOREIGN


def surely_foreign(turn: Turn) -> bool:
    """About something else although it names the treatment, or comes while a question of ours is open."""
    return turn.chance("out_of_scope") >= CERTAIN


def timing_chance(turn: Turn, answers: Mapping[str, Answer]) -> float:
    """Of asking about a time."""
    return turn.chance("ask_timing") + _share(turn.ranking, answers, "timing_")


def health_chance(turn: Turn, answers: Mapping[str, Answer]) -> float:
    """Of speaking about somebody's health."""
    return turn.chance("state_condition", "start_screening", "symptom") + _share(turn.ranking, answers, *HEALTH)


def belongs(topic: str, ranking: Ranking, answers: Mapping[str, Answer]) -> bool:
    """A part's topic counts when the whole message is about its category too; a part alone is easily misread."""
    return _share(ranking, answers, answers[topic].category) >= BELONGS


def likely_topic(ranking: Ranking, answers: Mapping[str, Answer], sure: bool = False) -> str | None:
    """The best topic, when it and its neighbours of the same category are likely enough together."""
    if not ranking:
        return None
    label, chance = ranking[0]
    category = category_of(label, answers)
    if not category:
        return None
    likely = chance >= LEAD and max(chance, _share(ranking, answers, category)) >= SURE
    return label.removeprefix(QUESTION) if sure or likely else None


def category_of(label: str, answers: Mapping[str, Answer]) -> str:
    """The category of a topic's label, empty for a label of the dialogue."""
    answer = answers.get(label.removeprefix(QUESTION)) if label.startswith(QUESTION) else None
    return answer.category if answer else ""


def _share(ranking: Ranking, answers: Mapping[str, Answer], *beginnings: str) -> float:
    """The summed probability of the topics whose category begins like one of these."""
    return sum(chance for name, chance in ranking if category_of(name, answers).startswith(beginnings))
