"""Reading the values of an effect: people by their number, days, yes and no. Refusals name what is missing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.population import queries as population
from dean06.kernel.population.queries import PersonRef
from dean06.procedures.cases.types import EffectContext


def person_of(number: Any, label: str) -> PersonRef:
    """Who bears the 12-digit number. Raises ``InvalidInput`` naming ``label``."""
    found = population.person_ref_by_number(str(number)) if number else None
    if found is None:
        sentence = f"Không có {label} trong dữ liệu dân cư: kiểm tra lại số định danh đã khai."
        raise InvalidInput(sentence, fields={"person": sentence})
    return found


def maybe_person(number: Any, label: str) -> PersonRef | None:
    """As ``person_of``; ``None`` when no number was given."""
    return person_of(number, label) if number else None


def applicant_or(context: EffectContext, name: str, label: str) -> int:
    """Row number of the person whose number the value holds, else of the applicant. Raises ``InvalidInput``."""
    number = context.values.get(name)
    if number:
        return person_of(number, label).person_id
    if context.case.applicant_person_id is None:
        raise InvalidInput(f"Không xác định được {label} trong dữ liệu dân cư.")
    return context.case.applicant_person_id


def day_of(value: Any, label: str) -> dt.date:
    """A day from ISO text. Raises ``InvalidInput``."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as trouble:
        raise InvalidInput(f"{label} chưa đủ ngày, tháng, năm.") from trouble


def maybe_day(value: Any, label: str) -> dt.date | None:
    """As ``day_of``; ``None`` for no value."""
    return day_of(value, label) if value else None


def past_day(context: EffectContext, value: Any, label: str) -> dt.date | None:
    """A day that an act may carry: the day given, or today when that is still to come (the act happens today)."""
    day = maybe_day(value, label)
    return min(day, today(context)) if day else None


def is_yes(value: Any) -> bool:
    """Yes as forms give it: true, "yes", "true"."""
    return value is True or str(value).lower() in {"yes", "true", "co", "1"}


def today(context: EffectContext) -> dt.date:
    """The local day of the effect."""
    return timezone.localdate(context.now)


def text(context: EffectContext, name: str) -> str:
    """A value as text; "" when there is none."""
    value = context.values.get(name)
    return "" if value is None else str(value)


def members(context: EffectContext, name: str) -> list[dict[str, Any]]:
    """The items of a repeating group."""
    value = context.values.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
