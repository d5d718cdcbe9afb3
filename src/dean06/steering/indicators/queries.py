"""PUBLIC reads of indicators. The catalogue is no secret; values are filtered by the actor who asks."""

from dean06.steering.indicators.catalogue.reading import TargetTable, in_force, indicator, target_line, targets
from dean06.steering.indicators.catalogue.units import (
    province,
    reporter_table,
    reporters,
    unit,
    unit_of_agency,
    units,
)
from dean06.steering.indicators.values.periods import period, period_on, periods_back, previous, recent
from dean06.steering.indicators.values.reading import changes, filled, values_of, values_over

__all__ = [
    "TargetTable",
    "changes",
    "filled",
    "in_force",
    "indicator",
    "period",
    "period_on",
    "periods_back",
    "previous",
    "province",
    "recent",
    "reporter_table",
    "reporters",
    "target_line",
    "targets",
    "unit",
    "unit_of_agency",
    "units",
    "values_of",
    "values_over",
]
