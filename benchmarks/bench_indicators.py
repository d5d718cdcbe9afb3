"""The data behind the board: 69 communes × 100 indicators × 24 months, and the same with ten years in the table.

    python benchmarks/bench_indicators.py [--runs 7]

Three ways in one run, each in milliseconds (median):

- dean06: cells, changes against last month and the province's series, with who reported, provisional marks, the tree of
  units, definitions by date and what the actor may see;
- the same numbers written plainly in SQL (the speed peer: no tree, no marks, no rights);
- the same rates made by averaging and by adding up ratios, as a chart of Apache Superset does whose metric is
  ``AVG(rate)`` or ``SUM(rate)``: shown to give a wrong rate of the province where ours is right.

Uses SQLite in a temporary file, or the server of ``DATABASE_URL`` (a test database is made and dropped there).
Exits with 1 when the board takes 300 ms or more, or when any number differs from the plain SQL.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "dean06.config.settings.test"

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from measuring import timed

from dean06.config import wsgi  # noqa: F401 - the process starts as the server's do
from dean06.kernel.common.actors import system_actor
from dean06.steering.indicators import queries
from dean06.steering.indicators.models import (
    Indicator,
    IndicatorVersion,
    ReportingPeriod,
    ReportingUnit,
    Value,
)
from dean06.steering.indicators.types import Level, PeriodKind, PeriodRef

BUDGET_MS = 300
COMMUNES, INDICATORS, MONTHS, YEARS = 69, 100, 24, 10
TODAY = dt.date(2026, 10, 31)
TABLE = Value._meta.db_table
ACTOR = system_actor("bench_indicators")


def main() -> int:
    """Fill, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(folder) / "bench.sqlite3")
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            return run(given.runs)
        finally:
            connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def run(runs: int) -> int:
    """Both sizes of the table; the exit code."""
    make_catalogue()
    history = queries.recent(PeriodKind.MONTH, YEARS * 12, TODAY)
    months = history[-MONTHS:]
    fill(months)
    good = measure(f"{MONTHS} months", months, runs)
    show_ratios(months[-1])
    fill(history[:-MONTHS])
    return 0 if measure(f"{YEARS} years", months, runs) and good else 1


def make_catalogue() -> None:
    """A province with its communes and departments, and indicators that communes report; some departments too."""
    top = ReportingUnit.objects.create(code="tinh", name="Tỉnh", level=Level.PROVINCE)
    for level, number in ((Level.COMMUNE, COMMUNES), (Level.AGENCY, 20)):
        for place in range(number):
            ReportingUnit.objects.create(code=f"{level}-{place}", name=f"Đơn vị {place}", level=level, parent=top)
    for place in range(INDICATORS):
        indicator = Indicator.objects.create(code=f"CT-{place:03}", order=place)
        IndicatorVersion.objects.create(
            indicator=indicator,
            number=1,
            valid_from=dt.date(2010, 1, 1),
            name=f"Chỉ tiêu {place}",
            short_name=f"Chỉ tiêu {place}",
            group=place % 5 + 1,
            numerator="tử số",
            denominator="mẫu số",
            counted="person",
            direction="higher",
            accumulation="stock",
            frequency="month",
            levels="commune",
            breakdown=[],
        )


def fill(periods: list[PeriodRef]) -> None:
    """A value for every commune, indicator and month, but one late commune in the last month; the same on every run."""
    numerator = "(i.id * 7919 + u.id * 104729 + p.id * 1299709) %% 997"
    denominator = f"({numerator}) + (i.id * 31 + u.id * 17 + p.id * 13) %% 401"
    late = ReportingUnit.objects.filter(level=Level.COMMUNE).values_list("pk", flat=True).last()
    last = ReportingPeriod.objects.filter(kind=PeriodKind.MONTH).order_by("last").values_list("pk", flat=True).last()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (indicator_id, unit_id, period_id, breakdown, numerator, denominator, state, origin,"
            f" stated, comment, updated_at, updated_by_name) SELECT i.id, u.id, p.id, '', {numerator}, {denominator},"
            " CASE WHEN u.id %% 10 = 0 AND p.id = %s THEN 'sent' ELSE 'accepted' END, 'entered', %s, '', %s, ''"
            " FROM indicators_indicator i CROSS JOIN indicators_reportingunit u CROSS JOIN indicators_reportingperiod p"
            f" WHERE u.level = 'commune' AND p.id IN ({ids(periods)}) AND NOT (u.id = %s AND p.id = %s)",
            [last, False, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), late, last],
        )
        if connection.vendor == "postgresql":
            cursor.execute(f"VACUUM ANALYZE {TABLE}")
        cursor.execute("ANALYZE")


def ids(periods: list[PeriodRef]) -> str:
    """Ids for SQL."""
    return ",".join(str(period.id) for period in periods)


Matrix = dict[tuple[str, int, str], tuple[int, int]]


def board(months: list[PeriodRef]) -> tuple[Matrix, int]:
    """Ours: the matrix of this and last month with every mark, and the province's series; numbers and marks."""
    codes, units = catalogue()
    tables = queries.cells_over(ACTOR, codes, units, months[-2:])
    cells = [table.get(code, unit) for table in tables.values() for code in codes for unit in units]
    lines = queries.series(ACTOR, codes, units[0], months)
    changes = sum(
        queries.change(tables[months[-2].code].get(code, unit).pair, tables[months[-1].code].get(code, unit).pair)
        is not None
        for code in codes
        for unit in units
    )
    numbers = numbers_of([*cells, *(cell for line in lines.values() for cell in line)])
    return numbers, changes


def numbers_of(cells: list[Any]) -> Matrix:
    """Counts by indicator, unit, period."""
    return {
        (cell.indicator, cell.unit_id, cell.period): (cell.pair.numerator, cell.pair.denominator)
        for cell in cells
        if cell.pair
    }


def plain_board(months: list[PeriodRef]) -> Matrix:
    """The same numbers in plain SQL."""
    recent = f"v.period_id IN ({ids(months[-2:])})"
    by_unit = (
        f"SELECT i.code, v.unit_id, p.code, SUM(v.numerator), SUM(v.denominator) {_FROM} AND {recent} GROUP BY 1, 2, 3"
    )
    by_month = (
        f"SELECT i.code, p.code, SUM(v.numerator), SUM(v.denominator) {_FROM} AND v.period_id IN ({ids(months)})"
        " GROUP BY 1, 2"
    )
    return _plain(by_unit, by_month)


def cube(months: list[PeriodRef]) -> Matrix:
    """Ours: every cell of every unit over all months, with every mark."""
    codes, units = catalogue()
    tables = queries.cells_over(ACTOR, codes, units, months)
    return numbers_of([table.get(code, unit) for table in tables.values() for code in codes for unit in units])


def plain_cube(months: list[PeriodRef]) -> Matrix:
    """The same numbers in plain SQL."""
    within = f"AND v.period_id IN ({ids(months)})"
    return _plain(
        f"SELECT i.code, v.unit_id, p.code, SUM(v.numerator), SUM(v.denominator) {_FROM} {within} GROUP BY 1, 2, 3",
        f"SELECT i.code, p.code, SUM(v.numerator), SUM(v.denominator) {_FROM} {within} GROUP BY 1, 2",
    )


_FROM = (
    f"FROM {TABLE} v JOIN indicators_indicator i ON i.id = v.indicator_id"
    " JOIN indicators_reportingperiod p ON p.id = v.period_id WHERE v.breakdown = '' AND v.state <> 'draft'"
)


def _plain(by_unit: str, by_month: str) -> Matrix:
    top = ReportingUnit.objects.get(level=Level.PROVINCE).pk
    with connection.cursor() as cursor:
        cursor.execute(by_unit)
        found = {(code, unit, period): (int(n), int(d)) for code, unit, period, n, d in cursor.fetchall()}
        cursor.execute(by_month)
        found |= {(code, top, period): (int(n), int(d)) for code, period, n, d in cursor.fetchall()}
    return found


def catalogue() -> tuple[list[str], list[int]]:
    """All indicators; the province and its communes."""
    codes = list(Indicator.objects.values_list("code", flat=True))
    top = ReportingUnit.objects.filter(level=Level.PROVINCE).values_list("pk", flat=True)
    return codes, [*top, *ReportingUnit.objects.filter(level=Level.COMMUNE).values_list("pk", flat=True)]


def measure(label: str, months: list[PeriodRef], runs: int) -> bool:
    """Time the ways, print the table; whether the board stays within its budget and all numbers agree."""
    with CaptureQueriesContext(connection) as captured:
        ours, _ = board(months)
    same = ours == plain_board(months) and cube(months) == plain_cube(months)
    codes, units = catalogue()
    last = months[-1]
    print(f"\n{connection.vendor}, {label}: {Value.objects.count()} values, median of {runs} runs")
    print(f"{'':58}{'dean06':>11}{'plain SQL':>12}")
    line(
        "board: 2 months x 70 units x 100, province's 24 months",
        lambda: board(months),
        lambda: plain_board(months),
        runs,
    )
    milliseconds = timed(lambda: board(months), runs)
    line(
        "whole cube: 168,000 cells, each with its marks",
        lambda: cube(months),
        lambda: plain_cube(months),
        max(3, runs // 2),
    )
    line("ranking of 69 communes with change and target", lambda: queries.ranking(ACTOR, codes[0], last), None, runs)
    line("one commune, 100 indicators, 24 months", lambda: queries.series(ACTOR, codes, units[1], months), None, runs)
    line("ranks of one commune in 100 indicators", lambda: queries.ranks(ACTOR, codes, units[1], last), None, runs)
    print(f"board: {milliseconds:.1f} ms of {BUDGET_MS} ms, {len(captured)} queries; numbers agree with SQL: {same}")
    return same and milliseconds < BUDGET_MS


def line(label: str, ours: Callable[[], object], peer: Callable[[], object] | None, runs: int) -> None:
    """One row of the table."""
    theirs = f"{timed(peer, runs):>9.1f} ms" if peer else ""
    print(f"{label:58}{timed(ours, runs):>8.1f} ms{theirs}", flush=True)


def show_ratios(period: PeriodRef) -> None:
    """The province's rate in three ways, and for how many indicators the others are wrong on paper."""
    codes, units = catalogue()
    table = queries.cells(ACTOR, codes, units, period)
    rate = "CAST(v.numerator AS double precision) / v.denominator"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT i.code, AVG({rate}), SUM({rate}), CAST(SUM(v.numerator) AS double precision) / SUM(v.denominator)"
            f" {_FROM} AND v.period_id = {period.id} AND v.denominator > 0 GROUP BY 1 ORDER BY 1"
        )
        rows = cursor.fetchall()
    wrong = 0
    for code, averaged, _, right in rows:
        pair = table.get(code, units[0]).pair
        assert pair is not None and pair.rate is not None and abs(float(pair.rate) - right) < 1e-12
        wrong += round(100 * averaged, 1) != round(100 * right, 1)
    code, averaged, added, right = max(rows, key=lambda row: abs(row[1] - row[3]))
    pair = table.get(code, units[0]).pair
    assert pair is not None
    print(f"\nThe province's rate of {code}, {period.label}:")
    print(f"  {'dean06':28}{100 * float(pair.rate or 0):>10.2f} %   = {pair.numerator} / {pair.denominator} (right)")
    print(f"  {'average of ratios, AVG(rate)':28}{100 * averaged:>10.2f} %")
    print(f"  {'sum of ratios, SUM(rate)':28}{100 * added:>10.2f} %")
    print(f"  AVG(rate) is wrong in the first decimal for {wrong} of {len(rows)} indicators, SUM(rate) for all.")


if __name__ == "__main__":
    sys.exit(main())
