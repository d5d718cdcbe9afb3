"""PRIVATE. Names and codes of communes, of today and before 01/7/2025, by which a column of places is recognised."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from dean06.ecosystem.datasets.reading.headers import heading_key
from dean06.kernel.units import queries as units

_LAST_DAY_OF_OLD_LIST = dt.date(2025, 6, 30)


def commune_keys() -> frozenset[str]:
    """Keys of the names of the province's communes, with and without "Xã", "Phường"."""
    return _keys(timezone.localdate())


@lru_cache(maxsize=2)
def _keys(today: dt.date) -> frozenset[str]:
    found = set()
    for day in (today, _LAST_DAY_OF_OLD_LIST):
        for unit in units.current_units(on=day, province=settings.PROVINCE_CODE):
            found |= {heading_key(unit.name), heading_key(_without_kind(unit.name)), unit.code}
    return frozenset(found)


def _without_kind(name: str) -> str:
    for kind in ("Xã ", "Phường ", "Thị trấn ", "Đặc khu "):
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name
