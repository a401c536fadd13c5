"""The custom actions, one thin module a concern; rasa_sdk finds the classes here."""
from actions.booked import ActionBookingStatus, ActionCancelBooking, ActionFindBooking, ActionReschedule
from actions.booking import (
    ActionAskCity,
    ActionAskConsent,
    ActionAskName,
    ActionAskOpening,
    ActionAskPhone,
    ActionBook,
)
from actions.check_contraindications import ActionCheckContraindications
from actions.check_timing_window import ActionCheckTimingWindow
from actions.recovery_plan import ActionRecoveryPlan

__all__ = [
    "ActionAskCity",
    "ActionAskConsent",
    "ActionAskName",
    "ActionAskOpening",
    "ActionAskPhone",
    "ActionBook",
    "ActionBookingStatus",
    "ActionCancelBooking",
    "ActionCheckContraindications",
    "ActionCheckTimingWindow",
    "ActionFindBooking",
    "ActionRecoveryPlan",
    "ActionReschedule",
]
