"""What every process of the assistant finds in its environment, said in one place."""
from __future__ import annotations

import os
from typing import MutableMapping

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TOKENIZERS_PARALLELISM": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUNBUFFERED": "1",
}


def quiet_environment(environ: MutableMapping[str, str] = os.environ) -> None:
    """Telemetry and the graphics card off, libraries quiet; what somebody set on purpose stays.

    Call it before Rasa or TensorFlow is imported.
    """
    for name, value in QUIET.items():
        environ.setdefault(name, value)
