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

__all__ = [
    "TargetTable",
    "in_force",
    "indicator",
    "province",
    "reporter_table",
    "reporters",
    "target_line",
    "targets",
    "unit",
    "unit_of_agency",
    "units",
]
