"""The answer of the action server is checked with one prepared validator.

Reason: `jsonschema.validate` first checks the schema itself, which never changes: nine tenths of the time
of a call to the action server, and all other patients wait meanwhile.
Upstream: rasa/core/actions/action.py, RemoteAction._validate_action_result.
Here: the same check of the answer against the same schema, with the same error.
"""
from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def apply() -> None:
    """Puts the check in the place of Rasa's."""
    RemoteAction._validate_action_result = validate_action_result


def validate_action_result(action: RemoteAction, result: dict[str, Any]) -> bool:
    """True; raises jsonschema's ValidationError, which Rasa's processor expects."""
    error = best_match(prepared().iter_errors(result))
    if error is None:
        return True
    error.message += ". The action server's answer has another form than Rasa's custom actions have."
    raise error


@lru_cache(maxsize=1)
def prepared() -> Any:
    """Rasa's schema, checked once."""
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)
