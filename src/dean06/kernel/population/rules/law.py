"""Ages and terms that the law sets, from the editable table ``data/legal_limits.csv`` with source and validity."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "legal_limits.csv"


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure of the law over the period in which it is in force."""

    code: str
    value: int
    valid_from: dt.date
    valid_to: dt.date | None
    certainty: str
    source: str

    def holds_on(self, day: dt.date) -> bool:
        """True from ``valid_from`` to ``valid_to``, both included."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def limits() -> tuple[Limit, ...]:
    """The whole table. Raises ``ValueError`` when two rows of one code overlap."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = tuple(
            Limit(
                row["code"],
                int(row["value"]),
                dt.date.fromisoformat(row["valid_from"]),
                dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                row["certainty"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )
    for row in rows:
        if sum(other.code == row.code and other.holds_on(row.valid_from) for other in rows) > 1:
            raise ValueError(f"two rows of {row.code} hold on {row.valid_from}")
    return rows


def limit(code: str, on: dt.date) -> Limit | None:
    """The row of ``code`` in force on a day; ``None`` before the first. Raises ``KeyError`` for an unknown code."""
    rows = [row for row in limits() if row.code == code]
    if not rows:
        raise KeyError(code)
    return next((row for row in rows if row.holds_on(on)), None)
