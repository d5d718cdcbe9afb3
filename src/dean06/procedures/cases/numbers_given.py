"""Numbers of papers and of the registers of civil status: one after the other for each agency, year and kind."""

from __future__ import annotations

from django.db import connection

from dean06.procedures.cases.models import PaperNumber


def next_number(agency: str, year: int, kind: str) -> int:
    """The next number, inside the caller's transaction, which keeps the row locked: none is given twice, and none is
    lost when the transaction is taken back. ``kind``: symbol of the kind of paper ("GXN"), or name of a register."""
    number = _raise_by_one(agency, year, kind)
    if number is None:
        PaperNumber.objects.bulk_create(
            [PaperNumber(agency=agency, year=year, kind=kind, last=0)], ignore_conflicts=True
        )
        number = _raise_by_one(agency, year, kind)
    return number or 0


def _raise_by_one(agency: str, year: int, kind: str) -> int | None:
    """In one statement; ``None``: no row yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_papernumber SET last = last + 1 WHERE agency = %s AND year = %s AND kind = %s RETURNING last",
            [agency, year, kind],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None
