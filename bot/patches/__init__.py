"""Changes to what our dependencies do, each a small module with its reason and the upstream file.

tests/upstream/test_patches.py fails when the patched source changes upstream.
"""
from __future__ import annotations


def apply_patches() -> None:
    """Call it before Rasa is imported; a second call changes nothing."""
    from bot.patches import no_tensorflow

    no_tensorflow.apply()  # first, because the others import Rasa

    from bot.patches import action_request, action_response, event_types, serving_model, short_sessions

    for patch in (action_request, action_response, event_types, serving_model, short_sessions):
        patch.apply()
