"""The chat server answers without TensorFlow, which Rasa and spaCy load in any case.

Reason: no component of ours uses it, and it is more than half of the processor time and memory of a start.
Upstream: rasa/utils/tensorflow/callback.py and rasa/utils/tensorflow/data_generator.py, helpers for training
that rasa/utils/train_utils.py imports; thinc/compat.py, which takes every framework that it finds.
Here: stand-ins for Rasa's two modules that load the real one as soon as something of it is used, so that a
configuration with a TensorFlow component works as before, only later; and thinc is told there is none.
"""
from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, Mapping

# What train_utils imports by name.
STAND_INS: Mapping[str, tuple[str, ...]] = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def apply() -> None:
    """Call it before Rasa and spaCy are imported; what is loaded already stays as it is."""
    for name, classes in STAND_INS.items():
        sys.modules.setdefault(name, StandIn(name, classes))
    if "tensorflow" not in sys.modules:
        import_without("tensorflow", "thinc.compat")


def import_without(absent: str, name: str) -> ModuleType:
    """Imports `name` while `absent` seems not to be installed."""
    sys.modules[absent] = None  # type: ignore[assignment]  # the import system's sign for this
    try:
        return importlib.import_module(name)
    finally:
        del sys.modules[absent]


class StandIn(ModuleType):
    """Looks like the module `name` to those who only import `classes` from it."""

    def __init__(self, name: str, classes: tuple[str, ...]) -> None:
        super().__init__(name)
        for each in classes:
            setattr(self, each, _late_class(self, each))

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):  # the import system's own questions
            raise AttributeError(attribute)
        return getattr(self.real(), attribute)

    def real(self) -> ModuleType:
        """The module itself, which takes this one's place."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)


def _late_class(module: StandIn, name: str) -> type:
    def create(cls: type, *args: Any, **kwargs: Any) -> Any:
        return getattr(module.real(), name)(*args, **kwargs)

    return type(name, (), {"__new__": create, "__doc__": f"Makes a {name} of the real module."})
