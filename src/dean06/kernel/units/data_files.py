"""PRIVATE. Reads the tables in ``data/``; their sources and dates are in ``data/SOURCES.md``."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"

#: Conventional first day of units whose real one is not in the source.
BEGINNING = dt.date(2004, 1, 1)

UNIT_FILES = ("provinces.csv", "districts.csv", "communes.csv", "communes_before_2025_07.csv")

#: Files of agencies by code of the province they describe.
AGENCY_FILES = {"42": "agencies_ha_tinh.csv"}


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of one CSV file as dictionaries."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def day(text: str) -> dt.date | None:
    """An ISO date, or ``None`` for an empty cell."""
    return dt.date.fromisoformat(text) if text else None


def number(text: str) -> float | None:
    """A decimal number, or ``None`` for an empty cell."""
    return float(text) if text else None
