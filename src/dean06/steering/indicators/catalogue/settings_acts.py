"""PRIVATE. The public writes on period rules and reporting units."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.units.types import AgencyKind
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.catalogue import history
from dean06.steering.indicators.catalogue.acts import EDIT
from dean06.steering.indicators.catalogue.definitions import SHORTEST_REASON
from dean06.steering.indicators.catalogue.loading_units import FACILITY_KINDS
from dean06.steering.indicators.errors import CatalogueRefused, UnitNotFound
from dean06.steering.indicators.models import PeriodRule, ReportingPeriod, ReportingUnit
from dean06.steering.indicators.types import Certainty, Level, PeriodKind

_ONE_DAY = dt.timedelta(days=1)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def rule_errors(
    kind: str, valid_from: dt.date, cut_off_day: int | None, due_day: int, due_month: int | None
) -> dict[str, str]:
    """Field → sentence; empty when periods can be cut by the rule."""
    errors: dict[str, str] = {}
    most = 7 if kind == PeriodKind.WEEK else 31
    what = "Thứ trong tuần là số từ 1 (thứ Hai) đến 7 (Chủ nhật)." if kind == PeriodKind.WEEK else "Ngày là số 1-31."
    if kind not in PeriodKind.values:
        errors["kind"] = "Hãy chọn tuần, tháng, 6 tháng hoặc năm."
    if not 1 <= due_day <= most:
        errors["due_day"] = what
    if cut_off_day is not None and not 1 <= cut_off_day <= most:
        errors["cut_off_day"] = what
    if kind in (PeriodKind.HALF, PeriodKind.YEAR):
        if due_month is None or not 1 <= due_month <= 12:
            errors["due_month"] = "Kỳ 6 tháng, năm phải có tháng nộp, từ 1 đến 12."
    elif due_month is not None:
        errors["due_month"] = "Chỉ kỳ 6 tháng và kỳ năm có tháng nộp."
    if valid_from.year < 2000:
        errors["valid_from"] = "Ngày áp dụng quá xa."
    return errors


def rule_words(rule: PeriodRule) -> str:
    """The rule in one sentence."""
    if rule.kind == PeriodKind.WEEK:
        return f"Chốt số liệu {_WEEKDAYS[(rule.cut_off_day or 7) - 1]}, nộp {_WEEKDAYS[rule.due_day - 1]} hằng tuần."
    cut = f"Chốt số liệu ngày {rule.cut_off_day}" if rule.cut_off_day else "Chốt số liệu ngày cuối tháng"
    if rule.kind == PeriodKind.MONTH:
        return f"{cut}, nộp ngày {rule.due_day} hằng tháng."
    if rule.kind == PeriodKind.HALF:
        return f"{cut} của tháng cuối kỳ, nộp ngày {rule.due_day}/{rule.due_month} và 6 tháng sau đó."
    return f"{cut} của tháng 12, nộp ngày {rule.due_day}/{rule.due_month}."


@service(permission=EDIT)
def set_period_rule(
    *,
    actor: Actor,
    write: Write,
    kind: str,
    valid_from: dt.date,
    cut_off_day: int | None,
    due_day: int,
    due_month: int | None = None,
    basis: str,
    certainty: str = Certainty.SURE,
    now: dt.datetime | None = None,
) -> PeriodRule:
    """Set how periods of a kind are cut and when they are due from a day on; a rule of the same day is replaced.

    Periods that are open already keep their days. Raises ``CatalogueRefused``: days that cannot be, a day before the
    newest rule, no basis.
    """
    now = now or timezone.now()
    problems = rule_errors(kind, valid_from, cut_off_day, due_day, due_month)
    if not basis.strip():
        problems["basis"] = "Hãy ghi văn bản quy định chế độ báo cáo."
    newest = PeriodRule.objects.select_for_update().filter(kind=kind).order_by("-valid_from").first()
    if newest is not None and valid_from < newest.valid_from:
        problems.setdefault(
            "valid_from", f"Quy tắc mới phải áp dụng từ {newest.valid_from:%d/%m/%Y} trở đi: kỳ cũ giữ quy tắc cũ."
        )
    if problems:
        raise CatalogueRefused(fields=problems)
    before = rule_words(newest) if newest else ""
    if newest is not None and newest.valid_from < valid_from:
        newest.valid_to = valid_from - _ONE_DAY
        newest.save(update_fields=["valid_to"])
    rule, _ = PeriodRule.objects.update_or_create(
        kind=kind,
        valid_from=valid_from,
        defaults={
            "valid_to": None,
            "cut_off_day": cut_off_day,
            "due_day": due_day,
            "due_month": due_month,
            "basis": basis.strip()[:250],
            "certainty": certainty,
            "edited": True,
        },
    )
    history.record(
        history.RULE,
        kind,
        f"Kỳ {str(PeriodKind(kind).label).lower()}: áp dụng từ {valid_from:%d/%m/%Y}",
        actor=actor,
        now=now,
        reason=basis.strip(),
        changed=[("Quy tắc", before, rule_words(rule))],
    )
    write.audit("indicators.period_rule_set", subject=rule, details={"kind": kind, "from": valid_from.isoformat()})
    return rule


def opened_after(kind: str, day: dt.date) -> int:
    """How many periods of a kind that end on or after a day are open already and keep their days."""
    return ReportingPeriod.objects.filter(kind=kind, last__gte=day).count()


@service(permission=EDIT)
def add_facility(
    *,
    actor: Actor,
    write: Write,
    name: str,
    short_name: str,
    kind: str,
    parent: str,
    valid_from: dt.date | None = None,
    now: dt.datetime | None = None,
) -> ReportingUnit:
    """Add a body outside the commune tree that reports by itself: a hospital, a school, a branch.

    It answers to the agency of ``parent`` (code of a reporting unit): who acts for that agency enters its figures.
    Raises ``CatalogueRefused``.
    """
    now = now or timezone.now()
    above = ReportingUnit.objects.filter(code=parent).first()
    problems = _facility_errors(name, short_name, kind)
    if above is None or (above.level == Level.FACILITY and above.kind != AgencyKind.LAND_OFFICE):
        problems["parent"] = "Hãy chọn sở, ngành hoặc xã, phường mà cơ sở trực thuộc."
    code = f"cs-{search_key(name).replace(' ', '-')}"[:90]
    if not problems and ReportingUnit.objects.filter(code=code).exists():
        problems["name"] = "Đã có đơn vị báo cáo mang tên này. Nếu là cơ sở khác, hãy ghi thêm địa bàn vào tên."
    if problems or above is None:
        raise CatalogueRefused(fields=problems)
    unit = ReportingUnit.objects.create(
        code=code,
        name=name.strip(),
        short_name=short_name.strip(),
        level=Level.FACILITY,
        kind=kind,
        parent=above,
        agency_code=above.agency_code,
        valid_from=valid_from,
        order=10_000,
        edited=True,
    )
    history.record(history.UNIT, code, "Thêm đơn vị báo cáo", actor=actor, now=now, changed=[("Tên", "", unit.name)])
    write.audit("indicators.unit_added", subject=unit, details={"code": code, "kind": kind})
    return unit


@service(permission=EDIT)
def edit_unit(
    *,
    actor: Actor,
    write: Write,
    code: str,
    name: str,
    short_name: str,
    reason: str,
    valid_to: dt.date | None = None,
    now: dt.datetime | None = None,
) -> ReportingUnit:
    """Correct the names of a reporting unit, or end a facility after ``valid_to``. Loading leaves it alone then.

    Bodies and communes end where the tables of units say so. Raises ``CatalogueRefused``, ``UnitNotFound``.
    """
    now = now or timezone.now()
    unit = ReportingUnit.objects.select_for_update().filter(code=code).first()
    if unit is None:
        raise UnitNotFound(unit=code)
    problems = _facility_errors(name, short_name, unit.kind, any_kind=True)
    if valid_to != unit.valid_to and unit.level != Level.FACILITY:
        problems["valid_to"] = "Chỉ cơ sở, chi nhánh được đặt ngày kết thúc ở đây; cơ quan và xã lấy theo bảng đơn vị."
    elif valid_to is not None and unit.valid_from is not None and valid_to < unit.valid_from:
        problems["valid_to"] = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = f"Hãy ghi lý do (ít nhất {SHORTEST_REASON} ký tự)."
    if problems:
        raise CatalogueRefused(fields=problems)
    changed = [
        (label, before, after)
        for label, before, after in (
            ("Tên", unit.name, name.strip()),
            ("Tên gọn", unit.short_name, short_name.strip()),
            ("Đến hết ngày", _day_words(unit.valid_to), _day_words(valid_to)),
        )
        if before != after
    ]
    unit.name, unit.short_name, unit.valid_to, unit.edited = name.strip(), short_name.strip(), valid_to, True
    unit.save(update_fields=["name", "short_name", "valid_to", "edited"])
    history.record(
        history.UNIT, code, "Sửa đơn vị báo cáo", actor=actor, now=now, reason=reason.strip(), changed=changed
    )
    write.audit("indicators.unit_edited", subject=unit, details={"code": code})
    return unit


def _facility_errors(name: str, short_name: str, kind: str, *, any_kind: bool = False) -> dict[str, str]:
    errors: dict[str, str] = {}
    if len(name.split()) < 2 or len(name) > 200:
        errors["name"] = "Hãy ghi tên đầy đủ, không quá 200 ký tự."
    if not short_name.strip() or len(short_name) > 120:
        errors["short_name"] = "Hãy ghi tên gọn, không quá 120 ký tự."
    if not any_kind and kind not in FACILITY_KINDS:
        errors["kind"] = "Hãy chọn loại cơ sở trong danh sách."
    return errors


def _day_words(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
