"""PRIVATE. Search of units and agencies, with and without accents; one query each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dean06.kernel.units.models import AdminUnit, Agency, AgencyAlias, valid_on
from dean06.kernel.units.naming import fold_words, has_accents, name_key
from dean06.kernel.units.types import AgencyKind, UnitLevel

Row = TypeVar("Row")

#: Among equally good hits those that are most often meant.
_FIRST_KINDS = (
    AgencyKind.COMMITTEE_PROVINCE,
    AgencyKind.OFFICE,
    AgencyKind.DEPARTMENT,
    AgencyKind.POLICE_PROVINCE,
    AgencyKind.COMMITTEE_COMMUNE,
    AgencyKind.COMMITTEE_DISTRICT,
)

#: Rows looked at for each one returned, so that accents can reorder what the database found.
_MARGIN = 4
_LONGEST_QUERY = 100
_MOST_WORDS = 8

_KINDS = {"tp": "thanh pho", "tx": "thi xa", "tt": "thi tran", "h": "huyen", "p": "phuong", "x": "xa", "q": "quan"}


def find_units(
    q: str, *, limit: int, level: str | None = None, on: dt.date | None = None, province: str | None = None
) -> Sequence[AdminUnit]:
    """Units whose path has all words of ``q``, the last perhaps half typed; today's before former ones."""
    key = _query_key(q)
    if not key:
        return []
    units = AdminUnit.objects.select_related("parent__parent").filter(is_stand_in=False)
    if level:
        units = units.filter(level=level)
    if on:
        units = units.filter(valid_on(on))
    if province:
        units = units.filter(Q(parent__code=province) | Q(parent__parent__code=province) | Q(code=province))
    if key.replace(" ", "").isdigit():
        units = units.filter(code__startswith=key.replace(" ", ""))
    else:
        units = units.filter(_has_words("path_key", key))
    home = str(settings.PROVINCE_CODE)
    units = units.annotate(
        fit=_first_true(
            Q(code=key), Q(name_key=key) | Q(short_key=key), Q(short_key__startswith=f"{key} "),
            Q(short_key__startswith=key) | Q(name_key__startswith=key),
        ),
        away=_first_true(Q(parent__code=home) | Q(parent__parent__code=home) | Q(code=home)),
        former=_first_true(Q(valid_to__isnull=True)),
        rank=Case(When(level=UnitLevel.PROVINCE, then=Value(0)), default=Value(1), output_field=IntegerField()),
    ).order_by("fit", "rank", "former", "away", "name_key", "code", "-valid_from")  # fmt: skip
    found = list(units[: limit * _MARGIN])
    return _accents_first(q, found, lambda unit: ((unit.fit,), unit.name))[:limit]


def find_agencies(
    q: str, *, limit: int, on: dt.date | None = None, kinds: Collection[str] | None = None
) -> Sequence[Agency]:
    """Agencies whose names have all words of ``q``, the last perhaps half typed, or whose abbreviation begins so."""
    key = _query_key(q)
    if not key:
        return []
    words = _has_words("search_key", key)
    short = name_key(q)
    by_alias = AgencyAlias.objects.filter(key__startswith=short).values("agency_id") if len(short) >= 2 else None
    agencies: QuerySet[Agency] = Agency.objects.defer("search_key").select_related("unit")
    agencies = agencies.filter(words | Q(pk__in=by_alias) if by_alias is not None else words)
    if on:
        agencies = agencies.filter(valid_on(on))
    if kinds:
        agencies = agencies.filter(kind__in=kinds)
    exact = AgencyAlias.objects.filter(key=short).values("agency_id")
    agencies = agencies.annotate(
        exact=_first_true(Q(name_key=key) | Q(pk__in=exact)),
        fit=_first_true(Q(search_key__contains=f" {key} |"), Q(name_key__startswith=key)),
        former=_first_true(Q(valid_to__isnull=True)),
        weight=Case(
            When(kind__in=_FIRST_KINDS, then=Value(0)),
            When(kind=AgencyKind.CENTRAL, then=Value(2)),
            When(kind=AgencyKind.GROUP, then=Value(3)),
            default=Value(1),
            output_field=IntegerField(),
        ),
    ).order_by("exact", "former", "fit", "weight", "name_key", "code")
    found = list(agencies[: limit * _MARGIN])
    ranked = _accents_first(q, found, lambda row: ((row.exact, row.former, row.fit), f"{row.name} {row.short_name}"))
    return ranked[:limit]


def _has_words(column: str, key: str) -> Q:
    """All words of ``key`` occur; the last one may still be half typed."""
    *whole, last = key.split()[:_MOST_WORDS]
    condition = Q(**{f"{column}__contains": f" {last}"})
    for word in whole:
        condition &= Q(**{f"{column}__contains": f" {word} "})
    return condition


def _query_key(q: str) -> str:
    words = fold_words(q[:_LONGEST_QUERY]).split()
    if len(words) > 1 and words[0] in _KINDS:
        words[0] = _KINDS[words[0]]
    return " ".join(words)


def _first_true(*conditions: Q) -> Case:
    """0 for the first condition that holds, 1 for the second, …"""
    return Case(
        *(When(condition, then=Value(number)) for number, condition in enumerate(conditions)),
        default=Value(len(conditions)),
        output_field=IntegerField(),
    )


def _accents_first(q: str, rows: list[Row], printed: Callable[[Row], tuple[tuple[int, ...], str]]) -> list[Row]:
    """Among rows of equal rank those with the words of ``q`` as typed come first (only if accents were typed)."""
    if not has_accents(q):
        return rows
    words = q.lower().split()

    def order(row: Row) -> tuple[tuple[int, ...], int]:
        rank, text = printed(row)
        return rank, sum(word not in text.lower() for word in words)

    return sorted(rows, key=order)
