"""PUBLIC writes of indicators. Each is one transaction with audit row and event (see ``kernel.writing``)."""

from dean06.steering.indicators.catalogue.acts import (
    add_indicator,
    add_target,
    change_indicator,
    end_indicator,
    withdraw_target,
)
from dean06.steering.indicators.catalogue.importing import import_catalogue
from dean06.steering.indicators.catalogue.loading import load_catalogue
from dean06.steering.indicators.catalogue.settings_acts import add_facility, edit_unit, set_period_rule
from dean06.steering.indicators.computed.refreshing import refresh_computed
from dean06.steering.indicators.computed.registry import Fact, Figure, register_figure
from dean06.steering.indicators.from_documents.acts import (
    Decision,
    NotTaken,
    change_mapping,
    forget_mapping,
    reopen_figure,
    take_figures,
)
from dean06.steering.indicators.types import Entry, ImportedRow, Refused
from dean06.steering.indicators.values.saving import import_values, save_values
from dean06.steering.indicators.values.states import lock_period, open_period, set_state

__all__ = [
    "Decision",
    "Entry",
    "Fact",
    "Figure",
    "ImportedRow",
    "NotTaken",
    "Refused",
    "add_facility",
    "add_indicator",
    "add_target",
    "change_indicator",
    "change_mapping",
    "edit_unit",
    "end_indicator",
    "forget_mapping",
    "import_catalogue",
    "import_values",
    "load_catalogue",
    "lock_period",
    "open_period",
    "refresh_computed",
    "register_figure",
    "reopen_figure",
    "save_values",
    "set_period_rule",
    "set_state",
    "take_figures",
    "withdraw_target",
]
