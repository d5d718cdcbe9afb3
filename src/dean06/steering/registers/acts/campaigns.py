"""Campaigns: opened with a target for each unit, counted day by day, closed with a result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.errors import IndicatorNotFound
from dean06.steering.indicators.types import Accumulation
from dean06.steering.registers.acts.common import (
    authorise,
    body_problems,
    check,
    check_state,
    check_version,
    days_problem,
    leave,
    locked,
    moment,
    reason_problem,
)
from dean06.steering.registers.models import Campaign, CampaignCount, CampaignTarget
from dean06.steering.registers.reading.scope import EDIT, VIEW, campaigns_of, names
from dean06.steering.registers.types import CampaignState, Register

_STATE = CampaignState
#: Longer than a year is no campaign.
LONGEST_DAYS = 366
_LARGEST = 10**12


@service(permission=EDIT)
def open_campaign(
    *,
    actor: Actor,
    write: Write,
    name: str,
    basis: str,
    starts_on: dt.date,
    ends_on: dt.date,
    targets: Mapping[str, int],
    indicator: str = "",
    unit_label: str = "",
    now: dt.datetime | None = None,
) -> Campaign:
    """Open a campaign: ``targets`` by agency, counted from the first day, by an indicator or by the units themselves.

    Raises ``RegisterRefused``.
    """
    now = moment(now)
    check(_problems(name, basis, starts_on, ends_on, targets, indicator, unit_label, timezone.localdate(now)))
    found = Campaign.objects.create(
        name=name.strip(),
        basis=basis.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        indicator=indicator,
        unit_label=unit_label.strip(),
        search_key=search_key(f"{name} {basis}"),
    )
    _set_targets(found, targets)
    text = f"{len(targets)} đơn vị, chỉ tiêu chung {sum(targets.values())} {unit_label}".strip()
    leave(write, Register.CAMPAIGN, found, "registers.campaign_opened", "Mở đợt cao điểm", text=text, now=now)
    return found


@service(permission=EDIT)
def edit_campaign(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    name: str,
    basis: str,
    ends_on: dt.date,
    targets: Mapping[str, int],
    reason: str,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Campaign:
    """Change the name, the end or the targets while it runs; what counts stays as it was opened.

    Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(campaigns_of(actor), record_id)
    check_state(found.state, _STATE.RUNNING, sentence="Đợt cao điểm này đã kết thúc nên không sửa được.")
    check_version(found.version, version)
    problems = _problems(
        name, basis, found.starts_on, ends_on, targets, "", found.unit_label or "lượt", timezone.localdate(now)
    )
    if problem := reason_problem(reason):
        problems["reason"] = problem
    check(problems)
    found.name, found.basis, found.ends_on = name.strip(), basis.strip(), ends_on
    found.search_key = search_key(f"{name} {basis}")
    found.version += 1
    found.save()
    _set_targets(found, targets)
    leave(write, Register.CAMPAIGN, found, "registers.campaign_edited", "Sửa đợt cao điểm", text=reason, now=now)
    return found


@service(permission=VIEW)
def report_count(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    agency_code: str,
    day: dt.date,
    number: int,
    note: str = "",
    now: dt.datetime | None = None,
) -> CampaignCount:
    """What a unit had reached by the end of a day, counted from the start; a corrected day is overwritten.

    A count below that of an earlier day needs a note. Raises ``NotAllowed``, ``RecordNotFound``, ``StepRefused``,
    ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(campaigns_of(actor), record_id)
    authorise(write, agency=agency_code)
    check_state(found.state, _STATE.RUNNING, sentence="Đợt cao điểm này đã kết thúc nên không ghi thêm kết quả.")
    problems: dict[str, str] = {}
    if found.indicator:
        problems["number"] = "Đợt này lấy số từ chỉ tiêu, hệ thống tự ghi hằng ngày; không nhập tay."
    if not found.targets.filter(agency_code=agency_code).exists():
        problems["agency_code"] = "Đơn vị này không có trong đợt cao điểm."
    if not found.starts_on <= day <= min(timezone.localdate(now), found.ends_on):
        problems["day"] = f"Ngày phải từ {found.starts_on:%d/%m/%Y} đến hôm nay và trong đợt."
    if not 0 <= number <= _LARGEST:
        problems["number"] = "Số lũy kế là một số nguyên không âm."
    earlier = (
        found.counts.filter(agency_code=agency_code, day__lt=day)
        .order_by("-day")
        .values_list("number", flat=True)
        .first()
    )
    if earlier is not None and number < earlier and reason_problem(note):
        problems.setdefault(
            "note", f"Số lũy kế thấp hơn lần trước ({earlier}). Nếu đúng, hãy ghi lý do (ít nhất 10 ký tự)."
        )
    check(problems)
    count, _ = CampaignCount.objects.update_or_create(
        campaign=found, agency_code=agency_code, day=day, defaults={"number": number, "by_name": actor.name[:150]}
    )
    title = f"{names([agency_code])[agency_code]}: lũy kế đến {day:%d/%m/%Y} là {number}"
    leave(
        write,
        Register.CAMPAIGN,
        found,
        "registers.campaign_counted",
        title,
        text=note,
        agency=agency_code,
        now=now,
        details={"agency": agency_code, "number": number},
    )
    return count


@service(permission=EDIT)
def close_campaign(
    *, actor: Actor, write: Write, record_id: int, result: str, now: dt.datetime | None = None
) -> Campaign:
    """End it with a result. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    now = moment(now)
    found = locked(campaigns_of(actor), record_id)
    check_state(found.state, _STATE.RUNNING, sentence="Đợt cao điểm này đã kết thúc trước đó.")
    if problem := reason_problem(result, "kết quả"):
        check({"result": problem})
    found.state, found.result, found.closed_on = _STATE.CLOSED, result.strip(), timezone.localdate(now)
    found.version += 1
    found.save()
    leave(write, Register.CAMPAIGN, found, "registers.campaign_closed", "Kết thúc", text=result, now=now)
    return found


@service(permission=EDIT)
def count_campaign(*, actor: Actor, write: Write, record_id: int, now: dt.datetime | None = None) -> int:
    """Take the counts of a campaign from its indicator, by the ends of periods since it began; returns rows written.

    Flows add up from the start; stocks count what was gained since the last period before it.
    Raises ``RecordNotFound``, ``IndicatorNotFound``.
    """
    now = moment(now)
    today = timezone.localdate(now)
    found = locked(campaigns_of(actor), record_id)
    until = min(today, found.ends_on)
    ref = indicators.indicator(found.indicator, until)
    periods = [
        period
        for period in indicators.periods_back(indicators.period_on(ref.frequency, until), 60)
        if found.starts_on <= period.last <= until
    ]
    written = 0
    bodies = {code: indicators.unit_of_agency(code) for code in found.targets.values_list("agency_code", flat=True)}
    units = {code: unit.id for code, unit in bodies.items() if unit is not None}
    line = [indicators.previous(periods[0]), *periods] if periods else []
    tables = indicators.cells_over(actor, [found.indicator], list(units.values()), line) if periods else {}
    for code, unit_id in units.items() if periods else ():
        cells = [tables[period.code].get(found.indicator, unit_id) for period in line]
        sums = cumulative(
            [cell.pair.numerator if cell.pair else None for cell in cells], flow=ref.accumulation == Accumulation.FLOW
        )
        for period, number in zip(periods, sums, strict=True):
            if number is not None:
                CampaignCount.objects.update_or_create(
                    campaign=found, agency_code=code, day=period.last, defaults={"number": number, "by_name": ""}
                )
                written += 1
    write.audit("registers.campaign_counted", subject=found, details={"rows": written})
    return written


def cumulative(numbers: list[int | None], *, flow: bool) -> list[int | None]:
    """Numerators (the period before the start first) as counts since the start, never below 0.

    ``None`` where nothing is known; a stock without a number before the start counts from its first one.
    """
    before, rest = numbers[0], numbers[1:]
    if flow:
        total, sums = 0, []
        for number in rest:
            total += number or 0
            sums.append(None if number is None else total)
        return sums
    base = before if before is not None else next((number for number in rest if number is not None), None)
    return [None if number is None or base is None else max(number - base, 0) for number in rest]


def _set_targets(campaign: Campaign, targets: Mapping[str, int]) -> None:
    campaign.targets.exclude(agency_code__in=targets).delete()
    for code, number in targets.items():
        CampaignTarget.objects.update_or_create(campaign=campaign, agency_code=code, defaults={"number": number})


def _problems(
    name: str,
    basis: str,
    starts_on: dt.date,
    ends_on: dt.date,
    targets: Mapping[str, int],
    indicator: str,
    unit_label: str,
    today: dt.date,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(name.split()) < 3:
        problems["name"] = "Hãy ghi tên đợt, ví dụ “Cao điểm 60 ngày kích hoạt tài khoản định danh”."
    if not basis.strip():
        problems["basis"] = "Hãy ghi số, ngày văn bản phát động."
    if problem := days_problem(starts_on, ends_on, today):
        problems["ends_on"] = problem
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        problems["ends_on"] = "Một đợt cao điểm không dài quá một năm."
    if not targets:
        problems["targets"] = "Hãy giao chỉ tiêu cho ít nhất một đơn vị."
    elif any(not 0 < number <= _LARGEST for number in targets.values()):
        problems["targets"] = "Chỉ tiêu giao cho mỗi đơn vị là một số nguyên từ 1."
    elif problem := body_problems(targets):
        problems["targets"] = problem
    if indicator:
        try:
            indicators.indicator(indicator, today)
        except IndicatorNotFound as error:
            problems["indicator"] = error.message
    elif not unit_label.strip():
        problems["unit_label"] = "Hãy ghi đếm cái gì (tài khoản, hồ sơ, hộ…), hoặc chọn một chỉ tiêu."
    return problems
