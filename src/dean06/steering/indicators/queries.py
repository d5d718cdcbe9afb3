"""PUBLIC reads of indicators. The catalogue is no secret; values are filtered by the actor who asks."""

from dean06.steering.indicators.aggregation.reading import (
    Forecast,
    Table,
    cells,
    cells_of,
    cells_over,
    forecast,
    ranking,
    ranks,
    series,
)
from dean06.steering.indicators.catalogue.owing import owed_over
from dean06.steering.indicators.catalogue.reading import TargetTable, in_force, indicator, target_line, targets
from dean06.steering.indicators.catalogue.units import (
    province,
    reporter_table,
    reporters,
    unit,
    unit_of_agency,
    units,
)
from dean06.steering.indicators.computed.registry import Figure, figures
from dean06.steering.indicators.feeding import FeedPage, FeedRow, accepted
from dean06.steering.indicators.from_documents.reading import Source
from dean06.steering.indicators.from_documents.reading import sources as document_sources
from dean06.steering.indicators.rules.ranking import change, percent, reached
from dean06.steering.indicators.values.periods import period, period_on, periods_back, previous, recent
from dean06.steering.indicators.values.reading import changes, filled, values_of, values_over

__all__ = [
    "FeedPage",
    "FeedRow",
    "Figure",
    "Forecast",
    "Source",
    "Table",
    "TargetTable",
    "accepted",
    "cells",
    "cells_of",
    "cells_over",
    "change",
    "changes",
    "document_sources",
    "figures",
    "filled",
    "forecast",
    "in_force",
    "indicator",
    "owed_over",
    "percent",
    "period",
    "period_on",
    "periods_back",
    "previous",
    "province",
    "ranking",
    "ranks",
    "reached",
    "recent",
    "reporter_table",
    "reporters",
    "series",
    "target_line",
    "targets",
    "unit",
    "unit_of_agency",
    "units",
    "values_of",
    "values_over",
]
