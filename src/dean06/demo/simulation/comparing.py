"""Printed cells of the appendices against what our own figures say, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dean06.demo.simulation.counts import ServiceCounts
from dean06.kernel.common.actors import system_actor
from dean06.procedures.figures import queries
from dean06.procedures.figures.types import AppendixRow, Period

#: Cells of a row, with their headings.
CELLS = (
    ("total", "Tổng hồ sơ"),
    ("online", "Trực tuyến"),
    ("rate", "Tỷ lệ"),
    ("on_time", "Đúng hạn"),
    ("late", "Quá hạn"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed cell that is not what the dossiers say; ``why``: the contradiction inside the printed row, if any."""

    listing: str
    cell: str
    printed: str
    generated: str
    why: str


def compare(wanted: Iterable[ServiceCounts], period: Period) -> tuple[list[Difference], int]:
    """Differences, and how many cells were compared. An empty printed cell says nothing and equals 0 or empty."""
    actor = system_actor("demo.simulate_month")
    rows = {
        f"{listing}-{row.number}": row
        for listing, number in (("QD06", "II"), ("QD422", "III"))
        for row in queries.appendix_rows(actor, number, period)
    }
    found, cells = [], 0
    for printed in wanted:
        row = rows.get(printed.listing)
        for cell, heading in CELLS:
            cells += 1
            said, ours = _printed(printed, cell), _ours(row, cell, printed)
            if said != ours and not (said in ("", "0") and ours in ("", "0")):
                found.append(Difference(printed.listing, heading, said, ours, contradiction(printed, cell)))
    return found, cells


def contradiction(row: ServiceCounts, cell: str) -> str:
    """What in the printed row itself cannot be, as far as it concerns a cell; empty when nothing."""
    if cell == "total" and row.total is None and row.online:
        return "Có hồ sơ trực tuyến nhưng ô tổng để trống."
    if cell == "rate" and row.rate and row.total and row.online is not None:
        digits = len(row.rate.rstrip("%").partition(",")[2])
        true = _percent(row.online, row.total, digits)
        if true != row.rate:
            return f"{row.online}/{row.total} là {true}, không phải {row.rate}."
    if cell == "rate" and row.rate is None and row.online:
        return "Có hồ sơ trực tuyến nhưng không ghi tỷ lệ."
    ended = (row.on_time or 0) + (row.late or 0)
    if cell in ("on_time", "late") and row.online is not None and ended > row.online:
        return f"Đã xử lý {ended} hồ sơ trực tuyến, nhiều hơn {row.online} hồ sơ đã nộp."
    return ""


def _printed(row: ServiceCounts, cell: str) -> str:
    if cell == "rate":
        return row.rate or ""
    value = getattr(row, cell)
    return "" if value is None else str(value)


def _ours(row: AppendixRow | None, cell: str, printed: ServiceCounts) -> str:
    if row is None:
        return ""
    if cell != "rate":
        value = getattr(row, cell)
        return "" if value is None else str(value)
    if not row.total or row.online is None:
        return ""
    digits = len((printed.rate or "0,00").rstrip("%").partition(",")[2])
    return _percent(row.online, row.total, digits)


def _percent(numerator: int, denominator: int, digits: int) -> str:
    """Rounded half up to ``digits`` places, as tables are printed; ``100%`` without decimals."""
    scale = 10**digits
    parts = (numerator * 100 * scale * 2 + denominator) // (denominator * 2)
    whole, rest = divmod(parts, scale)
    return f"{whole},{rest:0{digits}d}%" if digits else f"{whole}%"
