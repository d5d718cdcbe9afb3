"""PUBLIC writes of collecting. Each act stands in ``acts``; other apps and the pages call them from here."""

from dean06.steering.collection.acts.deciding import accept, accept_many, reopen, return_to_unit
from dean06.steering.collection.acts.entering import (
    CellConflict,
    CellInput,
    CellRefused,
    CellSaved,
    Entered,
    enter_values,
)
from dean06.steering.collection.acts.exempting import exempt, withdraw_exemption
from dean06.steering.collection.acts.filing import take_file
from dean06.steering.collection.acts.locking import lock_period, unlock_period
from dean06.steering.collection.acts.reminding import remind, remind_by_timer
from dean06.steering.collection.acts.sending import send

__all__ = [
    "CellConflict",
    "CellInput",
    "CellRefused",
    "CellSaved",
    "Entered",
    "accept",
    "accept_many",
    "enter_values",
    "exempt",
    "lock_period",
    "remind",
    "remind_by_timer",
    "reopen",
    "return_to_unit",
    "send",
    "take_file",
    "unlock_period",
    "withdraw_exemption",
]
