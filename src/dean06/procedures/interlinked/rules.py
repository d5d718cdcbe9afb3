"""Pure rules of legs and messages: when to try again, terms, which leg may start, what its form is filled with.

Sources: NĐ 63/2024/NĐ-CP (as amended by NĐ 301/2026/NĐ-CP): one application, each body decides its part, the head of
the household agrees before residence is registered; Luật Cư trú 2020 Điều 20 khoản 2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dean06.kernel.common.calendar import WorkCalendar
from dean06.procedures.catalogue.types import Leg, TimeLimit, TimeUnit
from dean06.procedures.interlinked.types import LEG_OVER, LegState

#: Minutes to wait after the first, second… try that got no answer; the last one is repeated.
WAITS = (1, 2, 5, 15, 30, 60)
_MINUTES_OF_A_DAY = 8 * 60


def next_try(now: dt.datetime, attempts: int) -> dt.datetime:
    """When to try again after ``attempts`` tries without an answer (≥ 1)."""
    return now + dt.timedelta(minutes=WAITS[min(max(attempts, 1), len(WAITS)) - 1])


def due_of(calendar: WorkCalendar, limit: TimeLimit | None, start: dt.datetime) -> dt.datetime | None:
    """The end of a leg's own term; ``None`` without one. Days of work count as 8 working hours from the start."""
    if limit is None:
        return None
    if limit.unit == TimeUnit.WORKING_HOUR:
        return calendar.add_working_minutes(start, limit.value * 60).moment
    if limit.unit == TimeUnit.WORKING_DAY:
        return calendar.add_working_minutes(start, limit.value * _MINUTES_OF_A_DAY).moment
    day = start.astimezone(dt.UTC).date()
    last = calendar.add_days(day, limit.value) if limit.unit == TimeUnit.DAY else calendar.add_months(day, limit.value)
    return start + (last.day - day)


def consent_terms(calendar: WorkCalendar, days: int, asked_at: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """When to remind the head (half of the term), and until when the head answers; ``days`` are working days."""
    minutes = days * _MINUTES_OF_A_DAY
    remind = calendar.add_working_minutes(asked_at, minutes // 2).moment
    return remind, calendar.add_working_minutes(asked_at, minutes).moment


def may_start(spec: Leg, states: Mapping[str, str]) -> bool:
    """True when every leg that this one waits for has issued, or is left out."""
    return all(states.get(before) in LEG_OVER for before in spec.after)


def is_late(due_at: dt.datetime | None, issued_at: dt.datetime | None, state: str, now: dt.datetime) -> bool:
    """A leg is late when it was issued after its due time, or its due time passed while it is expected."""
    if due_at is None or state == LegState.SKIPPED:
        return False
    return (issued_at or now) > due_at


def leg_data(
    spec: Leg,
    data: Mapping[str, Any],
    outputs: Mapping[str, Mapping[str, Any]],
    mended: Mapping[str, Any],
    value_at: Callable[[Mapping[str, Any], str], Any],
    type_of: Callable[[str], str],
) -> dict[str, Any]:
    """The nested data of a leg's form: mapped from the parent's ``data``, the ``outputs`` of legs before (leg → name →
    value) and fixed text, then ``mended`` over it. ``type_of`` names the JSON type of a field of the leg's form."""
    filled: dict[str, Any] = {}
    for target, source in spec.data.items():
        if source.startswith("="):
            value: Any = source[1:]
        elif source.startswith("leg."):
            _, leg, name = [*source.split(".", 2), "", ""][:3]
            value = outputs.get(leg, {}).get(name)
        else:
            value = value_at(data, source)
        _put(filled, target, as_type(value, type_of(target)))
    for target, value in mended.items():
        _put(filled, target, as_type(value, type_of(target)))
    return filled


def as_type(value: Any, kind: str) -> Any:
    """Text as the JSON type that the form wants; what cannot be read stays as it is, and the form refuses it."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if kind == "boolean":
        return {"true": True, "false": False, "yes": True, "no": False}.get(text.lower(), value)
    if kind == "integer" and text.lstrip("-").isdigit():
        return int(text)
    return value


def flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested data as path → value; groups are left out."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            found |= flat(value, f"{path}.")
        elif not isinstance(value, list):
            found[path] = value
    return found


def mean_hours(minutes: Iterable[int]) -> float | None:
    """Mean of working minutes in hours, one decimal; ``None`` without any."""
    known = list(minutes)
    return round(sum(known) / len(known) / 60, 1) if known else None


def _put(filled: dict[str, Any], path: str, value: Any) -> None:
    if value is None or value == "":
        return
    here = filled
    *way, last = path.split(".")
    for part in way:
        here = here.setdefault(part, {})
    here[last] = value
