"""PRIVATE. Writes on indicators and targets. A definition is never overwritten: a new version begins later."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.units import queries as territory
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import history
from dean06.steering.indicators.catalogue.definitions import (
    SHORTEST_REASON,
    Definition,
    TargetDraft,
    definition_errors,
    target_errors,
    version_problem,
)
from dean06.steering.indicators.catalogue.units import unit
from dean06.steering.indicators.errors import (
    CatalogueConflict,
    CatalogueRefused,
    IndicatorNotFound,
    TargetNotFound,
    UnitNotFound,
)
from dean06.steering.indicators.events import CatalogueChanged
from dean06.steering.indicators.models import Indicator, IndicatorVersion, Target, Value
from dean06.steering.indicators.types import Accumulation, ValueState

EDIT = "indicators.edit"
#: A change of one of these changes what a number means.
MEANING = frozenset(
    ("numerator", "denominator", "counted", "accumulation", "frequency", "levels", "kinds", "breakdown", "exclusions")
)
_ONE_DAY = dt.timedelta(days=1)


@service(permission=EDIT)
def add_indicator(
    *, actor: Actor, write: Write, definition: Definition, reason: str = "", now: dt.datetime | None = None
) -> IndicatorVersion:
    """Put a new indicator into the catalogue. Raises ``CatalogueRefused`` with a sentence for each wrong field."""
    now = now or timezone.now()
    _check(definition, known_agencies(definition.owner))
    if Indicator.objects.filter(code=definition.code).exists():
        raise refused(code=f"Mã {definition.code} đã có trong danh mục. Hãy mở chỉ tiêu đó để sửa, hoặc dùng mã khác.")
    last = Indicator.objects.filter(versions__group=definition.group).order_by("-order").first()
    indicator = Indicator.objects.create(
        code=definition.code, order=(last.order + 1) if last else definition.group * 1000
    )
    version = new_version(indicator, 1, definition, actor=actor, reason=reason)
    history.record(
        history.INDICATOR, definition.code, "Đưa vào danh mục", actor=actor, now=now, reason=reason or definition.note
    )
    write.audit("indicators.added", subject=indicator, details={"code": definition.code})
    write.publish(CatalogueChanged(code=definition.code, version=1))
    return version


@service(permission=EDIT)
def change_indicator(
    *,
    actor: Actor,
    write: Write,
    definition: Definition,
    base_version: int,
    reason: str,
    now: dt.datetime | None = None,
) -> IndicatorVersion:
    """Give an indicator a new definition from ``definition.valid_from`` on; older periods keep the old one.

    ``base_version``: the version that was edited. Raises ``CatalogueRefused`` (a wrong field, a day before the newest
    version, accepted figures from that day on whose meaning would change), ``CatalogueConflict`` when somebody changed
    it meanwhile, ``IndicatorNotFound``.
    """
    now = now or timezone.now()
    indicator, newest = locked(definition.code)
    if newest.number != base_version:
        raise CatalogueConflict(
            f"Chỉ tiêu {definition.code} vừa được sửa (bản {newest.number}). Hãy tải lại trang rồi sửa trên bản mới."
        )
    before = history.definition_of(newest)
    changed = before.differs(definition)
    problems = definition_errors(definition, agencies=known_agencies(definition.owner))
    problems |= version_problem(definition, before)
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = f"Hãy ghi lý do sửa (ít nhất {SHORTEST_REASON} ký tự): lý do được lưu vào lịch sử."
    if not changed:
        problems.setdefault("name", "Chưa có gì thay đổi so với bản đang áp dụng.")
    if "valid_from" not in problems and set(changed) & MEANING:
        problems |= _settled_problem(indicator, definition.valid_from)
    if problems:
        raise CatalogueRefused(fields=problems)
    close(newest, definition.valid_from - _ONE_DAY)
    version = new_version(indicator, newest.number + 1, definition, actor=actor, reason=reason)
    history.record(
        history.INDICATOR,
        definition.code,
        f"Bản {version.number}, áp dụng từ {definition.valid_from:%d/%m/%Y}",
        actor=actor,
        now=now,
        reason=reason.strip(),
        changed=history.changed_fields(before, definition),
    )
    write.audit("indicators.changed", subject=indicator, details={"code": definition.code, "version": version.number})
    write.publish(CatalogueChanged(code=definition.code, version=version.number))
    return version


@service(permission=EDIT)
def end_indicator(
    *, actor: Actor, write: Write, code: str, last_day: dt.date, reason: str, now: dt.datetime | None = None
) -> IndicatorVersion:
    """Stop collecting an indicator after ``last_day``. Its figures stay.

    Raises ``CatalogueRefused``: before its newest version began, figures after that day; ``IndicatorNotFound``.
    """
    now = now or timezone.now()
    indicator, newest = locked(code)
    problems: dict[str, str] = {}
    if newest.valid_to is not None and newest.valid_to <= last_day:
        problems["last_day"] = f"Chỉ tiêu này đã ngừng từ sau ngày {newest.valid_to:%d/%m/%Y}."
    elif last_day < newest.valid_from:
        problems["last_day"] = f"Ngày cuối phải từ {newest.valid_from:%d/%m/%Y}, là ngày bản đang có bắt đầu."
    else:
        problems |= _settled_problem(indicator, last_day + _ONE_DAY, field="last_day")
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = f"Hãy ghi lý do ngừng (ít nhất {SHORTEST_REASON} ký tự)."
    if problems:
        raise CatalogueRefused(fields=problems)
    newest.valid_to = last_day
    newest.save(update_fields=["valid_to"])
    title = f"Ngừng thu thập sau ngày {last_day:%d/%m/%Y}"
    history.record(history.INDICATOR, code, title, actor=actor, now=now, reason=reason.strip())
    write.audit("indicators.ended", subject=indicator, details={"code": code, "last_day": last_day.isoformat()})
    write.publish(CatalogueChanged(code=code, version=newest.number))
    return newest


@service(permission=EDIT)
def add_target(*, actor: Actor, write: Write, draft: TargetDraft, now: dt.datetime | None = None) -> Target:
    """Set what shall be reached over a time, for everybody, a level, a kind or one unit.

    Raises ``CatalogueRefused``, ``IndicatorNotFound``.
    """
    now = now or timezone.now()
    indicator, newest = locked(draft.code)
    is_rate = bool(newest.denominator)
    problems = target_errors(draft, is_rate=is_rate, direction=newest.direction, may_exceed=newest.may_exceed)
    unit_id: int | None = None
    if draft.unit:
        try:
            unit_id = unit(draft.unit).id
        except UnitNotFound as error:
            problems["unit"] = error.message
    same = Target.objects.filter(
        indicator=indicator,
        level=draft.level,
        kind=draft.kind,
        unit_id=unit_id,
        valid_from=draft.valid_from,
        withdrawn_at__isnull=True,
    )
    if not problems and same.exists():
        problems["valid_from"] = (
            "Đã có mục tiêu cho cùng đối tượng bắt đầu từ ngày này. Nếu mục tiêu đó sai, hãy rút nó trước."
        )
    if problems:
        raise CatalogueRefused(fields=problems)
    target = Target.objects.create(
        indicator=indicator,
        level=draft.level,
        kind=draft.kind,
        unit_id=unit_id,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        minimum=draft.minimum,
        maximum=draft.maximum,
        basis=draft.basis.strip()[:300],
        certainty=draft.certainty,
        exclusions=draft.exclusions.strip()[:300],
        created_by_id=actor.user_id,
        created_by_name=actor.name[:150],
    )
    title = f"Đặt mục tiêu {target_words(target, is_rate=is_rate)} từ {draft.valid_from:%d/%m/%Y}"
    history.record(history.INDICATOR, draft.code, title, actor=actor, now=now, reason=draft.basis)
    write.audit("indicators.target_added", subject=target, details={"code": draft.code})
    write.publish(CatalogueChanged(code=draft.code, version=newest.number))
    return target


@service(permission=EDIT)
def withdraw_target(
    *, actor: Actor, write: Write, target_id: int, reason: str, now: dt.datetime | None = None
) -> Target:
    """Take back a target that was wrong; it keeps its place in the history. Raises ``TargetNotFound``,
    ``CatalogueConflict`` when it was withdrawn before, ``CatalogueRefused`` without a reason."""
    now = now or timezone.now()
    target = Target.objects.select_for_update().filter(pk=target_id).first()
    if target is None:
        raise TargetNotFound(target=target_id)
    if target.withdrawn_at is not None:
        raise CatalogueConflict("Mục tiêu này đã được rút trước đó.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise refused(reason=f"Hãy ghi lý do rút (ít nhất {SHORTEST_REASON} ký tự).")
    target.withdrawn_at = now
    target.withdrawn_reason = reason.strip()[:300]
    target.withdrawn_by_name = actor.name[:150]
    target.save(update_fields=["withdrawn_at", "withdrawn_reason", "withdrawn_by_name"])
    indicator, newest = locked(target.indicator.code)
    title = f"Rút mục tiêu {target_words(target, is_rate=bool(newest.denominator))} từ {target.valid_from:%d/%m/%Y}"
    history.record(history.INDICATOR, indicator.code, title, actor=actor, now=now, reason=reason.strip())
    write.audit("indicators.target_withdrawn", subject=target, details={"code": indicator.code})
    write.publish(CatalogueChanged(code=indicator.code, version=newest.number))
    return target


def refused(**problems: str) -> CatalogueRefused:
    """A refusal with its sentences by field."""
    return CatalogueRefused(fields=problems)


def locked(code: str) -> tuple[Indicator, IndicatorVersion]:
    """An indicator, locked, and its newest version. Raises ``IndicatorNotFound``."""
    indicator = Indicator.objects.select_for_update().filter(code=code).first()
    if indicator is None:
        raise IndicatorNotFound(indicator=code)
    newest = indicator.versions.select_related("indicator").order_by("-number").first()
    if newest is None:
        raise IndicatorNotFound(indicator=code)
    return indicator, newest


def close(version: IndicatorVersion, last_day: dt.date) -> None:
    """End a version before the next begins; one that ended earlier keeps its day."""
    if version.valid_to is None or version.valid_to > last_day:
        version.valid_to = last_day
        version.save(update_fields=["valid_to"])


def new_version(
    indicator: Indicator, number: int, definition: Definition, *, actor: Actor | None, reason: str = ""
) -> IndicatorVersion:
    """Store a definition as a version. Without ``actor`` it counts as shipped with the software."""
    return IndicatorVersion.objects.create(
        indicator=indicator,
        number=number,
        valid_from=definition.valid_from,
        reason=reason.strip()[:300],
        created_by_id=actor.user_id if actor else None,
        created_by_name=actor.name[:150] if actor else "",
        **version_fields(definition),
    )


def version_fields(definition: Definition) -> dict[str, Any]:
    """The columns of a version that say what it means."""
    return {
        "name": definition.name,
        "short_name": definition.short_name,
        "group": definition.group,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "counted": definition.counted,
        "direction": definition.direction,
        "accumulation": definition.accumulation or Accumulation.FLOW,
        "frequency": definition.frequency,
        "levels": "|".join(definition.levels),
        "kinds": "|".join(definition.kinds),
        "owner": definition.owner,
        "figure": definition.figure,
        "breakdown": [list(pair) for pair in definition.breakdown],
        "may_exceed": definition.may_exceed,
        "legal_basis": definition.legal_basis,
        "certainty": definition.certainty,
        "exclusions": definition.exclusions,
        "note": definition.note,
    }


def known_agencies(*codes: str) -> frozenset[str]:
    """Those of the codes that are agencies. One query."""
    wanted = [code for code in codes if code]
    return frozenset(territory.get_agencies(wanted)) if wanted else frozenset()


def target_words(target: Target, *, is_rate: bool) -> str:
    """ "25-30%", "1.620.967"."""
    unit = "%" if is_rate else ""
    low = number_words(target.minimum)
    return f"{low}-{number_words(target.maximum)}{unit}" if target.maximum is not None else f"{low}{unit}"


def number_words(number: Any) -> str:
    """A decimal as it is written here: "99,5", "1.620.967"."""
    whole, _, rest = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    rest = rest.rstrip("0")
    return f"{grouped},{rest}" if rest else grouped


def _check(definition: Definition, agencies: frozenset[str]) -> None:
    problems = definition_errors(definition, agencies=agencies)
    if problems:
        raise CatalogueRefused(fields=problems)


def _settled_problem(indicator: Indicator, start: dt.date, field: str = "valid_from") -> dict[str, str]:
    """Accepted figures of periods that end on or after a day were counted by the definition in force then."""
    settled = (
        Value.objects.filter(indicator=indicator, period__last__gte=start, state=ValueState.ACCEPTED)
        .select_related("period")
        .order_by("-period__last")
        .first()
    )
    if settled is None:
        return {}
    return {
        field: (
            f"Đã có số liệu được duyệt của {settled.period.label.lower()}, đếm theo định nghĩa cũ. "
            f"Hãy chọn ngày sau {settled.period.last:%d/%m/%Y}."
        )
    }
