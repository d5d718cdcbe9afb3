"""Indicators for the body of the agency roles, in the database that the server of the browser tests serves:

    DATABASE_URL=sqlite:///… python figures_form.py

Reporting units as an installation loads them, and a form of twelve monthly indicators with one month before.
"""

from __future__ import annotations

import datetime as dt
import os
from typing import Any


def month_to_collect(today: dt.date) -> Any:
    """The month that is over and whose figures are past due, with the reporting units as an installation loads them."""
    from dean06.steering.indicators import queries
    from dean06.steering.indicators.catalogue.loading_units import load_units
    from dean06.steering.indicators.models import PeriodRule
    from dean06.steering.indicators.tests import factories
    from dean06.steering.indicators.types import PeriodKind

    load_units("42", "Hà Tĩnh", today)
    if not PeriodRule.objects.exists():
        factories.period_rules()
    month = queries.previous(queries.period_on(PeriodKind.MONTH, today))
    while month.due_on >= today:
        month = queries.previous(month)
    return month


def main() -> None:
    """Fill the database that ``DATABASE_URL`` names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings.test"
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone
    from province import AGENCY

    from dean06.kernel.common.actors import system_actor
    from dean06.steering.collection import services
    from dean06.steering.collection.services import CellInput
    from dean06.steering.indicators import queries
    from dean06.steering.indicators.tests import factories
    from dean06.steering.indicators.types import Accumulation

    today = timezone.localdate()
    with transaction.atomic():
        month = month_to_collect(today)
        of_department = {"levels": "agency", "kinds": "department"}
        for number in range(1, 9):
            factories.indicator(f"TYLE-{number:02}", **of_department, group=1 + number % 3)
        for number in range(1, 4):
            factories.indicator(f"DEM-{number:02}", rate=False, **of_department, group=4)
        factories.indicator("LUYKE-01", rate=False, accumulation=Accumulation.CUMULATIVE, **of_department, group=5)
        factories.target("TYLE-01", 80, level="agency")
        system = system_actor("browser tests")
        before = queries.previous(month)
        cells = [CellInput(f"TYLE-{number:02}", 40 + number, 60) for number in range(1, 9)]
        cells += [CellInput("DEM-01", 1200), CellInput("LUYKE-01", 500)]
        came = services.enter_values(actor=system, unit=AGENCY, period=before.code, cells=cells)
        assert not came.refused
    print(month.code)


if __name__ == "__main__":
    main()
