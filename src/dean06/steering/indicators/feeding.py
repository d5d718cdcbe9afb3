"""PRIVATE. The open feed: accepted values as they were reported, in one order, page by page."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.steering.indicators.models import Value
from dean06.steering.indicators.types import PeriodKind, ValueState

FEED = "indicators.feed"
#: Order of the feed, along an index: it does not change when values are corrected, so no value is ever skipped.
_ORDER = ("period_id", "indicator_id", "unit_id", "breakdown")


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One accepted value: two counts. No totals, drafts, comments or persons."""

    indicator: str
    unit: str
    period: str
    breakdown: str
    numerator: int
    denominator: int | None
    origin: str
    stated: bool
    updated_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Part of the feed. ``after`` asks for the next part, ``None`` at the end."""

    rows: Sequence[FeedRow]
    after: str | None

    @property
    def modified(self) -> dt.datetime | None:
        """When the latest of these values changed; ``None`` for an empty page."""
        return max((row.updated_at for row in self.rows), default=None)

    @property
    def etag(self) -> str:
        """Changes with any value of the page, also when one disappears."""
        digest = hashlib.sha256(repr((self.after, [repr(row) for row in self.rows])).encode())
        return f'"{digest.hexdigest()[:32]}"'


def accepted(
    actor: Actor,
    *,
    codes: Collection[str] = (),
    units: Collection[str] = (),
    kind: PeriodKind | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    after: str = "",
    limit: int = 500,
) -> FeedPage:
    """Accepted values of periods that end from ``first`` to ``last``, narrowed to indicators and units by code.

    One query along the index, whatever the length of the history.
    Raises ``NotAllowed``, ``InvalidInput`` for an ``after`` that is none.
    """
    actor.require(FEED)
    rows = Value.objects.filter(state=ValueState.ACCEPTED)
    if codes:
        rows = rows.filter(indicator__code__in=codes)
    if units:
        rows = rows.filter(unit__code__in=units)
    if kind is not None:
        rows = rows.filter(period__kind=kind)
    if first is not None:
        rows = rows.filter(period__last__gte=first)
    if last is not None:
        rows = rows.filter(period__last__lte=last)
    if after:
        rows = rows.filter(_beyond(after))
    found = list(rows.select_related("indicator", "unit", "period").order_by(*_ORDER)[: limit + 1])
    page = found[:limit]
    return FeedPage([_row(value) for value in page], _cursor(page[-1]) if len(found) > limit else None)


def _row(value: Value) -> FeedRow:
    return FeedRow(
        indicator=value.indicator.code,
        unit=value.unit.code,
        period=value.period.code,
        breakdown=value.breakdown,
        numerator=value.numerator,
        denominator=value.denominator,
        origin=value.origin,
        stated=value.stated,
        updated_at=value.updated_at,
    )


def _cursor(value: Value) -> str:
    parts = [value.period_id, value.indicator_id, value.unit_id, value.breakdown]
    return base64.urlsafe_b64encode("|".join(map(str, parts)).encode()).decode()


def _beyond(cursor: str) -> Q:
    """Values after the last one of the page before. Raises ``InvalidInput``."""
    try:
        period, indicator, unit, breakdown = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
        wanted = (int(period), int(indicator), int(unit), breakdown)
    except (ValueError, binascii.Error, UnicodeError):
        raise InvalidInput("Mốc trang tiếp theo không đúng. Hãy dùng đúng giá trị “after” của trang trước.") from None
    if "\0" in breakdown or not all(0 <= number < 2**63 for number in wanted[:3]):
        raise InvalidInput("Mốc trang tiếp theo không đúng. Hãy dùng đúng giá trị “after” của trang trước.")
    condition, equal = Q(), Q()
    for name, value in zip(_ORDER, wanted, strict=True):
        condition |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    # Said apart so that a database begins at this period instead of reading the feed from its start.
    return Q(period_id__gte=wanted[0]) & condition
