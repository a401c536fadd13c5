"""Conversations on the real stack; the files beside this one say what is expected."""
from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.conversation.scenario import Scenario, load_scenarios, run

FILES = sorted(Path(__file__).parent.glob("*.yml"))
SCENARIOS = [scenario for file in FILES for scenario in load_scenarios(file)]


@pytest.mark.stack
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_a_scenario_goes_as_written(scenario: Scenario, chat_url: str) -> None:
    result = run(scenario, chat_url)
    assert not result.problems, "\n".join([*result.problems, *result.transcript])
