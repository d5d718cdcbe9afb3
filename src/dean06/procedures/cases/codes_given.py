"""Giving codes: one number after the other for each agency and day, also when many are given at once."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from dean06.kernel.units import queries as units
from dean06.procedures.cases.models import CodePrefix, CodeSequence
from dean06.procedures.cases.rules import codes


def next_code(agency: str, day: dt.date) -> str:
    """The next code of an agency on a day, inside the caller's transaction (which keeps the sequence locked)."""
    prefix = prefix_of(agency)
    number = _raise_by_one(prefix, day)
    if number is None:
        CodeSequence.objects.bulk_create([CodeSequence(prefix=prefix, day=day, last=0)], ignore_conflicts=True)
        number = _raise_by_one(prefix, day)
    return codes.code(prefix, day, number or 0)


def _raise_by_one(prefix: str, day: dt.date) -> int | None:
    """The next number in one statement; the row stays locked until the transaction ends. ``None``: no row yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_codesequence SET last = last + 1 WHERE prefix = %s AND day = %s RETURNING last",
            [prefix, day],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def prefix_of(agency: str) -> str:
    """What stands before the date: an edited row, the agency's own identifier, or a made-up one that stays.

    Raises ``ValueError`` when more agencies than there are made-up identifiers need one.
    """
    known = CodePrefix.objects.filter(agency=agency).values_list("prefix", flat=True).first()
    if known is not None:
        return known
    identifier = units.agency_identifiers([agency]).get(agency, "")
    if codes.is_prefix(identifier) and _keep(agency, identifier, is_fallback=False):
        return identifier
    province = settings.PROVINCE_IDENTIFIER
    for number in range(CodePrefix.objects.filter(is_fallback=True).count(), codes.MOST_FALLBACKS):
        made = codes.fallback_prefix(province, number)
        if _keep(agency, made, is_fallback=True):
            return made
        known = CodePrefix.objects.filter(agency=agency).values_list("prefix", flat=True).first()
        if known is not None:
            return known
    raise ValueError("no made-up identifier of an agency is left")


def _keep(agency: str, prefix: str, *, is_fallback: bool) -> bool:
    """Take the prefix for the agency; false when another agency (or another process) was first."""
    try:
        with transaction.atomic():
            CodePrefix.objects.create(agency=agency, prefix=prefix, is_fallback=is_fallback)
    except IntegrityError:
        return False
    return True
