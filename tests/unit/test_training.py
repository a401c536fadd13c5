"""When the model is trained anew, without training one."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot import training
from bot.preflight import Problem


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("config.yml", "domain.yml", "data/nlu/topic.yml", "data/rules/talk.yml", "data/knowledge/facts.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in that says two steps, as Rasa does, and writes a model."""
    code = (
        "print('x - Starting to train component \\'Counter\\'.'); print('a secret sentence');"
        "open('models/chat.tar.gz', 'w').close()"
    )
    monkeypatch.setattr(training, "train_command", lambda: (sys.executable, "-c", code))


def trained(project: Path) -> list[str]:
    said: list[str] = []
    (project / "models").mkdir(exist_ok=True)
    training.train(project, said.append)
    return said


@pytest.mark.usefixtures("rasa")
def test_a_trained_model_is_current_until_what_it_learnt_from_changes(project: Path) -> None:
    assert not training.is_current(project)
    trained(project)
    assert training.is_current(project)
    (project / "data/nlu/topic.yml").write_text("other", encoding="utf-8")
    assert not training.is_current(project)
    assert training.is_trained(project)


@pytest.mark.usefixtures("rasa")
def test_a_changed_answer_text_needs_no_training(project: Path) -> None:
    trained(project)
    (project / "data/knowledge/facts.yml").write_text("other", encoding="utf-8")
    assert training.is_current(project)


@pytest.mark.usefixtures("rasa")
def test_a_renamed_file_needs_training(project: Path) -> None:
    trained(project)
    (project / "data/nlu/topic.yml").rename(project / "data/nlu/other.yml")
    assert not training.is_current(project)


@pytest.mark.usefixtures("rasa")
def test_progress_names_the_steps_and_nothing_else_of_the_output(project: Path) -> None:
    said = trained(project)
    assert "  Counter" in said
    assert not any("secret" in line for line in said)
    assert "a secret sentence" in (project / training.LOG).read_text(encoding="utf-8")


def test_a_failed_training_is_one_line_and_is_tried_again_next_time(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "train_command", lambda: (sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(Problem, match=r"^Training failed; .*var/train\.log\.$"):
        trained(project)
    assert not training.is_current(project)


def test_the_model_always_has_the_same_name() -> None:
    command = training.train_command()
    assert command[command.index("--fixed-model-name") + 1] == "chat"
