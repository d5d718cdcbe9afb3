"""Ethnic groups by code, from the editable table ``data/ethnic_groups.csv``.

Source: the list of the 54 peoples of Việt Nam, QĐ 121-TCTK/PPCĐ (1979), with 55 for foreigners as registers use it.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).parent.parent / "data" / "ethnic_groups.csv"


@cache
def ethnic_groups() -> dict[str, str]:
    """Code → name, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


def ethnic_name(code: str) -> str:
    """The name of a code; the code itself when the table lacks it."""
    return ethnic_groups().get(code, code)
