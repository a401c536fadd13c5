"""Our changes to Rasa: they do what they say, and what they replace is still what they were written for."""
from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import ValidationError

from bot.patches import apply_patches
from bot.patches.no_tensorflow import STAND_INS, StandIn

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

ROOT = Path(__file__).resolve().parents[2]

# What our patches replace or rely on, by the hash of its source in rasa 3.6.21 and thinc 8.1.
UPSTREAM = {
    "rasa/core/actions/action.py RemoteAction._action_call_format": "b8da18ca9f78d3ae",
    "rasa/core/actions/action.py RemoteAction._validate_action_result": "24da0f6bdeb2d44f",
    "rasa/core/actions/action.py RemoteAction.action_response_format_spec": "6f492274727ebb10",
    "rasa/shared/core/events.py Event.resolve_by_type": "ffabe9999fc8f7f3",
    "rasa/shared/core/events.py Event.from_parameters": "f7acda6ba6377444",
    "rasa/shared/core/trackers.py DialogueStateTracker.current_state": "653e065543ece9c9",
    "rasa/core/processor.py MessageProcessor._has_session_expired": "43037aef2d706f9b",
    "rasa/core/processor.py MessageProcessor._update_tracker_session": "b93694b80142d40c",
    "rasa/core/actions/action.py ActionSessionStart": "3cc145bba9025f28",
    "rasa/engine/storage/storage.py ModelMetadata.from_dict": "503a1d15d6b3d371",
    "rasa/engine/graph.py GraphSchema.from_dict": "87fb4a7ca726b1a0",
    "thinc/compat.py": "e4ce073417f9539e",
}

WITHOUT_TENSORFLOW = """
import sys
from bot.patches import apply_patches
apply_patches()
import rasa.core.run, rasa.engine.recipes.default_recipe, rasa.core.policies.rule_policy
import bot.channel.web, bot.nlu.classifier, bot.nlu.router
assert "spacy" in sys.modules
loaded = {"tensorflow", "keras", "jax", "torch"} & set(sys.modules)
assert not loaded, loaded
"""


def source(where: str) -> str:
    """The source of a function of an installed package, or a whole file."""
    file, _, names = where.partition(" ")
    package, _, rest = file.partition("/")
    found = importlib.util.find_spec(package)
    assert found and found.origin
    text = (Path(found.origin).parent / rest).read_text()
    node: ast.AST = ast.parse(text)
    for name in filter(None, names.split(".")):
        node = next(each for each in node.body if getattr(each, "name", "") == name)  # type: ignore[attr-defined]
    return ast.get_source_segment(text, node) or text


@pytest.mark.parametrize("where", UPSTREAM)
def test_what_we_patch_is_unchanged_upstream(where: str) -> None:
    found = hashlib.sha256(source(where).encode()).hexdigest()[:16]
    assert found == UPSTREAM[where], "look at bot/patches: does the patch still hold, is it still needed?"


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in STAND_INS.items() for name in names]
)
def test_a_stand_in_has_the_names_of_the_module(module: str, name: str) -> None:
    assert source(f"{module.replace('.', '/')}.py {name}").startswith("class ")


def test_rasa_imports_from_the_modules_with_stand_ins_only_what_these_have() -> None:
    for module, names in STAND_INS.items():
        assert f"\nfrom {module} import {', '.join(names)}\n" in source("rasa/utils/train_utils.py")


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A stand-in for a module that can be seen loading."""
    code = "class Known:\n    def __init__(self, n):\n        self.n = n\nOTHER = 3\n"
    (tmp_path / "late_module.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    stand_in = StandIn("late_module", ("Known",))
    monkeypatch.setitem(sys.modules, "late_module", stand_in)
    return stand_in


def test_an_import_of_a_known_name_does_not_load_the_module(late: StandIn) -> None:
    from late_module import Known  # type: ignore[import-not-found]

    assert isinstance(Known, type)
    assert sys.modules["late_module"] is late


def test_use_of_a_known_name_loads_the_module(late: StandIn) -> None:
    from late_module import Known

    made = Known(7)
    assert made.n == 7
    assert type(made) is sys.modules["late_module"].Known
    assert sys.modules["late_module"] is not late


def test_an_import_of_another_name_loads_the_module(late: StandIn) -> None:
    from late_module import OTHER

    assert OTHER == 3
    assert sys.modules["late_module"] is not late


def test_the_chat_server_loads_no_tensorflow() -> None:
    run(WITHOUT_TENSORFLOW)


def run(code: str, *arguments: str) -> str:
    """The output of a fresh interpreter, because which modules are loaded is the question."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def patched() -> None:
    apply_patches()


def test_patching_twice_changes_nothing() -> None:
    from rasa.shared.core.events import Event

    before = Event.resolve_by_type
    apply_patches()
    assert Event.resolve_by_type is before


def test_each_event_is_found_as_rasa_finds_it() -> None:
    from rasa.shared.core.events import Event
    from rasa.shared.utils.common import all_subclasses

    first: dict[str, type[Event]] = {}
    for cls in all_subclasses(Event):
        first.setdefault(cls.type_name, cls)
    for name, cls in first.items():
        assert Event.resolve_by_type(name) is cls
        assert Event.resolve_by_type(name) is cls


def test_an_unknown_event_is_still_an_error_and_a_default_is_not_remembered() -> None:
    from rasa.shared.core.events import Event, SlotSet

    assert Event.resolve_by_type("made_up", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="made_up"):
        Event.resolve_by_type("made_up")
    assert Event.resolve_by_type("topic") is None


@pytest.mark.parametrize(
    "answer",
    [
        {"events": [], "responses": []},
        {},
        {"events": [{"event": "slot", "name": "memory", "value": {"a": [1]}}], "responses": [{"text": "Hello"}]},
        {"events": [{"event": "followup", "name": "action_listen"}]},
    ],
)
def test_a_good_answer_of_the_action_server_passes(answer: dict[str, object]) -> None:
    from rasa.core.actions.action import RemoteAction

    assert RemoteAction("action_x", None)._validate_action_result(answer)


@pytest.mark.parametrize(
    "answer",
    [None, [], {"events": {}}, {"events": [{"name": "x"}]}, {"responses": ["text"]}, {"events": [{"event": 3}]}],
)
def test_a_bad_answer_of_the_action_server_is_refused_as_jsonschema_refuses_it(answer: object) -> None:
    import jsonschema
    from rasa.core.actions.action import RemoteAction

    with pytest.raises(ValidationError) as theirs:
        jsonschema.validate(answer, RemoteAction.action_response_format_spec())
    with pytest.raises(ValidationError) as ours:
        RemoteAction("action_x", None)._validate_action_result(answer)
    assert ours.value.message.startswith(theirs.value.message)
    assert ours.value.path == theirs.value.path


def conversation(turns: int) -> DialogueStateTracker:
    from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
    from rasa.shared.core.slots import AnySlot
    from rasa.shared.core.trackers import DialogueStateTracker

    events = []
    for turn in range(turns):
        said = UserUttered(f"message {turn}", {"name": "timing", "confidence": 1.0}, parse_data={"plan": {"acts": []}})
        events += [ActionExecuted("action_listen"), said, SlotSet("memory", {"turn": turn}), BotUttered("Not yet.")]
    slots = [AnySlot(name, [], influence_conversation=False) for name in ("memory", "requested_slot")]
    return DialogueStateTracker.from_events("c", events[:-1], slots=slots)


def request(turns: int, selective: bool = True) -> dict[str, object]:
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.domain import Domain
    from rasa.utils.endpoints import EndpointConfig

    action = RemoteAction("action_x", EndpointConfig("http://localhost", enable_selective_domain=selective))
    return action._action_call_format(conversation(turns), Domain.empty())


def test_a_call_of_an_action_does_not_grow_with_the_conversation() -> None:
    assert abs(len(json.dumps(request(200))) - len(json.dumps(request(2)))) < 50


def test_a_call_of_an_action_holds_the_last_message_and_what_came_after() -> None:
    events = request(3)["tracker"]["events"]  # type: ignore[index]
    assert [event["event"] for event in events] == ["user", "slot"]
    assert events[0]["text"] == "message 2"


def test_a_call_of_an_action_holds_all_else_that_rasa_sends() -> None:
    replaced = json.loads(run(REQUEST_OF_RASA).splitlines()[-1])
    ours = request(1, selective=False)
    assert set(ours) == set(replaced["request"])
    assert set(ours["tracker"]) == set(replaced["tracker"])  # type: ignore[call-overload]


REQUEST_OF_RASA = """
from bot.patches import no_tensorflow
no_tensorflow.apply()
import json
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
request = RemoteAction("action_x", None)._action_call_format(DialogueStateTracker("c", ()), Domain.empty())
print(json.dumps({"request": sorted(request), "tracker": sorted(request["tracker"])}))
"""


def test_a_session_ends_after_some_messages() -> None:
    from bot.patches.short_sessions import MESSAGES, is_long

    assert not is_long(conversation(MESSAGES - 1))
    assert is_long(conversation(MESSAGES))


def test_a_session_does_not_end_inside_a_form() -> None:
    from rasa.shared.core.events import ActiveLoop

    from bot.patches.short_sessions import MESSAGES, is_long

    tracker = conversation(MESSAGES + 5)
    tracker.update(ActiveLoop("screening_form"))
    assert not is_long(tracker)
    tracker.update(ActiveLoop(None))
    assert is_long(tracker)


def test_only_the_messages_of_this_session_count() -> None:
    from rasa.shared.core.events import SessionStarted

    from bot.patches.short_sessions import MESSAGES, is_long

    tracker = conversation(MESSAGES)
    tracker.update(SessionStarted())
    assert not is_long(tracker)


def test_a_new_session_takes_over_the_last_value_of_each_slot_once() -> None:
    from rasa.core.actions.action import ActionSessionStart

    assert [(e.key, e.value) for e in ActionSessionStart._slot_set_events_from_tracker(conversation(9))] == [
        ("memory", {"turn": 8})
    ]


def test_a_new_session_does_not_take_over_the_question_of_a_form() -> None:
    from rasa.core.actions.action import ActionSessionStart
    from rasa.shared.core.events import SlotSet

    tracker = conversation(2)
    tracker.update(SlotSet("requested_slot", "booking_name"))
    assert [e.key for e in ActionSessionStart._slot_set_events_from_tracker(tracker)] == ["memory"]


def test_a_served_model_has_all_but_its_training() -> None:
    from bot.patches.serving_model import serving

    def whole(serialized: dict[str, object]) -> dict[str, object]:
        return serialized

    written = {"model_id": "m", "train_schema": {"nodes": {"a": 1}}, "predict_schema": {"nodes": {"b": 2}}}
    assert serving(whole)(written) == {**written, "train_schema": {"nodes": {}}}  # type: ignore[arg-type]
    assert written["train_schema"] == {"nodes": {"a": 1}}
