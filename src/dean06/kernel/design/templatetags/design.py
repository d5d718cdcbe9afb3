"""What the component partials compute: layouts of marks, states of dates, addresses of pages. Load with ``design``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField, CheckboxInput
from django.http import QueryDict
from django.utils import timezone

from dean06.kernel.design import marks

register = template.Library()
register.filter("tile_layout", marks.tile_layout)
register.filter("area_layout", marks.area_layout)
register.filter("sparkline_layout", lambda values: marks.sparkline_layout(values or ()))

#: From this many days before the day on, a deadline is "due soon".
DUE_SOON_DAYS = 7


# Optional parameters of a component arrive as "" when the page gives none; tags take that, filter arguments would fail.


@register.simple_tag
def bar_layout(rows: Iterable[Mapping[str, Any]], largest: float | str | None = None) -> list[dict[str, Any]]:
    """See ``marks.bar_layout``."""
    return marks.bar_layout(rows or (), float(largest) if largest else None)


@register.simple_tag
def trend_layout(points: Sequence[Mapping[str, Any]], target: float | str | None = None) -> dict[str, Any]:
    """See ``marks.trend_layout``."""
    return marks.trend_layout(points or (), None if target in ("", None) else float(target))  # type: ignore[arg-type]


@register.simple_tag
def deadline_state(deadline: date | None, today: date | None = None) -> dict[str, str]:
    """Badge of a deadline: overdue (red), today or within a week (amber), later (plain)."""
    if not deadline:
        return {"kind": "neutral", "text": ""}
    deadline = deadline.date() if isinstance(deadline, datetime) else deadline
    days = (deadline - (today or timezone.localdate())).days
    if days < 0:
        return {"kind": "danger", "text": f"Quá hạn {-days} ngày"}
    if days == 0:
        return {"kind": "warning", "text": "Đến hạn hôm nay"}
    if days <= DUE_SOON_DAYS:
        return {"kind": "warning", "text": f"Còn {days} ngày"}
    return {"kind": "neutral", "text": f"Còn {days} ngày"}


@register.filter
def moment(value: object) -> str:
    """Day (and time) as read here; text passes as it is."""
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%d/%m/%Y, %H:%M")
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")


@register.filter
def initials(name: object) -> str:
    """Two letters of a Vietnamese name: family name and given name."""
    words = str(name or "").split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


@register.simple_tag
def percent_of(value: float | None, largest: float | None = None) -> str:
    """``value`` as a share of ``largest`` (default 100), a whole percent, rounded down so that 99,9% is not "100%"."""
    return f"{int(100 * (value or 0) / (largest or 100))}%"


@register.filter
def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """Runs of words: ``same``, ``removed``, ``added``."""
    old, new = str(before or "").split(), str(after or "").split()
    runs: list[tuple[str, str]] = []
    for operation, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            runs.append(("same", " ".join(old[a:b])))
            continue
        if b > a:
            runs.append(("removed", " ".join(old[a:b])))
        if d > c:
            runs.append(("added", " ".join(new[c:d])))
    return runs


@register.filter
def pairs(columns: Iterable[Any], row: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Columns with the cells of a row."""
    return list(zip_longest(columns, row, fillvalue=""))


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """A lone box stands before its label."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def focus_id(field: BoundField) -> str:
    """The id a link to ``field`` must lead to: of a group of choices, the first choice."""
    if field.use_fieldset:
        first = next(iter(field.subwidgets), None)
        return first.id_for_label if first is not None else field.auto_id
    return field.id_for_label or field.auto_id


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """Page numbers to offer; ``None`` stands for a gap."""
    last = page.paginator.num_pages
    wanted = sorted({1, last, *range(max(page.number - 1, 1), min(page.number + 1, last) + 1)})
    numbers: list[int | None] = []
    for number in wanted:
        previous = numbers[-1] if numbers else None
        if previous is not None and number - previous == 2:
            numbers.append(number - 1)
        elif previous is not None and number - previous > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers


def _query(context: Mapping[str, Any]) -> QueryDict:
    request = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def page_url(context: Mapping[str, Any], number: int, query: str | None = None) -> str:
    """Address of another page of the same list, other parameters kept."""
    parameters = QueryDict(query.lstrip("?&"), mutable=True) if query else _query(context)
    parameters["page"] = str(number)
    return "?" + parameters.urlencode()


@register.filter
def sort_state(sort: str | None, key: str) -> str:
    """``ascending``, ``descending`` or nothing, for ``aria-sort``."""
    return {key: "ascending", f"-{key}": "descending"}.get(sort or "", "")


@register.simple_tag(takes_context=True)
def sort_url(context: Mapping[str, Any], sort: str | None, key: str) -> str:
    """Address of the same list sorted by ``key``; a second press turns the order round. The list starts anew."""
    parameters = _query(context)
    parameters["sort"] = f"-{key}" if sort == key else key
    parameters.pop("page", None)
    return "?" + parameters.urlencode()


@register.filter
def number(value: float | int | None, decimals: int | None = None) -> str:
    """A figure with Vietnamese separators: ``1.234,5``; missing is "–". Not for years, codes and identifiers."""
    return "–" if value is None or value == "" else marks.shown(value, decimals)


@register.filter
def figure(value: object) -> object:
    """``number`` for numbers; text passes as it is."""
    return marks.shown(value) if isinstance(value, int | float | Decimal) else value
