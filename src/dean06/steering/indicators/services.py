"""PUBLIC writes of indicators. Each is one transaction with audit row and event (see ``kernel.writing``)."""

from dean06.steering.indicators.types import Entry, Refused
from dean06.steering.indicators.values.saving import save_values
from dean06.steering.indicators.values.states import lock_period, open_period, set_state

__all__ = ["Entry", "Refused", "lock_period", "open_period", "save_values", "set_state"]
