"""Inspections: planned, carried out with findings, each finding mended and looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.notifications import services as notifications
from dean06.kernel.writing.services import Write, service
from dean06.steering.registers.acts.common import (
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
from dean06.steering.registers.errors import StepRefused
from dean06.steering.registers.models import Finding, InspectedUnit, Inspection
from dean06.steering.registers.reading.scope import ANSWER, EDIT, findings_of, inspections_of, names
from dean06.steering.registers.types import FindingState, InspectionState, Register

_STATE = InspectionState
KIND = "registers"


@service(permission=EDIT)
def plan_inspection(
    *,
    actor: Actor,
    write: Write,
    title: str,
    basis: str,
    lead_code: str,
    starts_on: dt.date,
    ends_on: dt.date,
    units: Sequence[str],
    content: str = "",
    now: dt.datetime | None = None,
) -> Inspection:
    """Plan an inspection of some bodies. Raises ``RegisterRefused``."""
    now = moment(now)
    check(_plan_problems(title, basis, lead_code, starts_on, ends_on, units, timezone.localdate(now)))
    found = Inspection.objects.create(
        title=title.strip(),
        basis=basis.strip(),
        lead_code=lead_code,
        starts_on=starts_on,
        ends_on=ends_on,
        content=content.strip(),
        search_key=search_key(f"{title} {basis}"),
    )
    InspectedUnit.objects.bulk_create(
        InspectedUnit(inspection=found, agency_code=code) for code in dict.fromkeys(units)
    )
    text = f"{len(set(units))} đơn vị, từ {starts_on:%d/%m/%Y} đến {ends_on:%d/%m/%Y}"
    leave(write, Register.INSPECTION, found, "registers.inspection_planned", "Lập kế hoạch", text=text, now=now)
    return found


@service(permission=EDIT)
def edit_inspection(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    title: str,
    basis: str,
    lead_code: str,
    starts_on: dt.date,
    ends_on: dt.date,
    units: Sequence[str],
    content: str = "",
    version: int | None = None,
    now: dt.datetime | None = None,
) -> Inspection:
    """Change a plan before the inspection is done. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    now = moment(now)
    found = locked(inspections_of(actor), record_id)
    check_state(found.state, _STATE.PLANNED, sentence="Cuộc kiểm tra đã thực hiện nên không sửa kế hoạch nữa.")
    check_version(found.version, version)
    check(_plan_problems(title, basis, lead_code, starts_on, ends_on, units, timezone.localdate(now)))
    found.title, found.basis, found.lead_code = title.strip(), basis.strip(), lead_code
    found.starts_on, found.ends_on, found.content = starts_on, ends_on, content.strip()
    found.search_key = search_key(f"{title} {basis}")
    found.version += 1
    found.save()
    found.units.exclude(agency_code__in=units).delete()
    have = set(found.units.values_list("agency_code", flat=True))
    InspectedUnit.objects.bulk_create(
        InspectedUnit(inspection=found, agency_code=code) for code in dict.fromkeys(units) if code not in have
    )
    leave(write, Register.INSPECTION, found, "registers.inspection_edited", "Sửa kế hoạch", now=now)
    return found


@service(permission=EDIT)
def conclude_inspection(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    conclusion: str,
    concluded_on: dt.date,
    now: dt.datetime | None = None,
) -> Inspection:
    """The inspection was carried out. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    now = moment(now)
    found = locked(inspections_of(actor), record_id)
    check_state(found.state, _STATE.PLANNED, sentence="Cuộc kiểm tra này đã có kết luận hoặc đã hủy.")
    problems: dict[str, str] = {}
    if problem := reason_problem(conclusion, "kết luận"):
        problems["conclusion"] = problem
    if not found.starts_on <= concluded_on <= timezone.localdate(now):
        problems["concluded_on"] = f"Ngày kết luận phải từ {found.starts_on:%d/%m/%Y} đến hôm nay."
    check(problems)
    found.state, found.conclusion, found.concluded_on = _STATE.DONE, conclusion.strip(), concluded_on
    found.version += 1
    found.save()
    found.units.filter(visited_on__isnull=True).update(visited_on=concluded_on)
    leave(write, Register.INSPECTION, found, "registers.inspection_done", "Kết luận", text=conclusion, now=now)
    return found


@service(permission=EDIT)
def add_finding(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    agency_code: str,
    text: str,
    fix_by: dt.date,
    now: dt.datetime | None = None,
) -> Finding:
    """Record what is wrong at an inspected unit, to be mended by a day; its people are told.

    Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(inspections_of(actor), record_id)
    check_state(
        found.state, _STATE.PLANNED, _STATE.DONE, sentence="Cuộc kiểm tra này đã kết thúc nên không ghi thêm tồn tại."
    )
    problems: dict[str, str] = {}
    if problem := reason_problem(text, "tồn tại"):
        problems["text"] = problem
    if fix_by < found.starts_on:
        problems["fix_by"] = "Hạn khắc phục phải sau ngày kiểm tra."
    if not found.units.filter(agency_code=agency_code).exists():
        problems["agency_code"] = "Đơn vị này không có trong cuộc kiểm tra."
    check(problems)
    finding = Finding.objects.create(inspection=found, agency_code=agency_code, text=text.strip(), fix_by=fix_by)
    _tell(finding, f"Tồn tại sau kiểm tra, khắc phục trước hết ngày {fix_by:%d/%m/%Y}", "new")
    title = f"{names([agency_code])[agency_code]}: tồn tại, khắc phục trước hết {fix_by:%d/%m/%Y}"
    leave(write, Register.INSPECTION, found, "registers.finding_added", title, text=text, agency=agency_code, now=now)
    return finding


@service(permission=ANSWER)
def report_fix(*, actor: Actor, write: Write, finding_id: int, text: str, now: dt.datetime | None = None) -> Finding:
    """The unit says that it mended a finding. Raises ``NotAllowed``, ``RecordNotFound``, ``StepRefused``."""
    now = moment(now)
    finding = locked(findings_of(actor), finding_id)
    write.authorise(agency=finding.agency_code)
    check_state(finding.state, FindingState.OPEN, sentence="Tồn tại này đã được báo khắc phục hoặc đã kết thúc.")
    if problem := reason_problem(text, "kết quả khắc phục"):
        check({"text": problem})
    finding.state, finding.reported_text, finding.reported_on = (
        FindingState.REPORTED,
        text.strip(),
        timezone.localdate(now),
    )
    finding.version += 1
    finding.save()
    leave(
        write,
        Register.INSPECTION,
        finding.inspection,
        "registers.finding_reported",
        "Đơn vị báo đã khắc phục",
        text=text,
        agency=finding.agency_code,
        now=now,
        details={"finding": finding.pk},
    )
    return finding


@service(permission=EDIT)
def recheck_finding(
    *,
    actor: Actor,
    write: Write,
    finding_id: int,
    fixed: bool,
    note: str,
    fix_by: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Finding:
    """Look again: mended, or a new day. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    now = moment(now)
    today = timezone.localdate(now)
    finding = locked(findings_of(actor), finding_id)
    check_state(
        finding.state, FindingState.OPEN, FindingState.REPORTED, sentence="Tồn tại này đã được kết thúc trước đó."
    )
    problems: dict[str, str] = {}
    if problem := reason_problem(note, "kết quả kiểm tra lại"):
        problems["note"] = problem
    if not fixed and (fix_by is None or fix_by < today):
        problems["fix_by"] = "Chưa khắc phục thì phải đặt hạn mới, từ hôm nay trở đi."
    check(problems)
    finding.rechecked_on, finding.recheck_note = today, note.strip()
    if fixed:
        finding.state, finding.closed_on = FindingState.CLOSED, today
    elif fix_by is not None:
        finding.state, finding.fix_by = FindingState.OPEN, fix_by
        _tell(finding, f"Kiểm tra lại chưa đạt, khắc phục trước hết ngày {fix_by:%d/%m/%Y}", f"again:{fix_by}")
    finding.version += 1
    finding.save()
    title = "Kiểm tra lại: đã khắc phục" if fixed else f"Kiểm tra lại: chưa đạt, hạn mới {finding.fix_by:%d/%m/%Y}"
    leave(
        write,
        Register.INSPECTION,
        finding.inspection,
        "registers.finding_rechecked",
        title,
        text=note,
        agency=finding.agency_code,
        now=now,
        details={"finding": finding.pk, "fixed": fixed},
    )
    return finding


@service(permission=EDIT)
def close_inspection(*, actor: Actor, write: Write, record_id: int, now: dt.datetime | None = None) -> Inspection:
    """Everything found is mended. Raises ``RecordNotFound``, ``StepRefused`` while a finding is open."""
    now = moment(now)
    found = locked(inspections_of(actor), record_id)
    check_state(found.state, _STATE.DONE, sentence="Chỉ kết thúc được cuộc kiểm tra đã có kết luận.")
    left = found.findings.exclude(state=FindingState.CLOSED).count()
    if left:
        raise StepRefused(f"Còn {left} tồn tại chưa khắc phục xong nên chưa kết thúc được cuộc kiểm tra.")
    found.state = _STATE.CLOSED
    found.version += 1
    found.save()
    leave(write, Register.INSPECTION, found, "registers.inspection_closed", "Kết thúc cuộc kiểm tra", now=now)
    return found


@service(permission=EDIT)
def cancel_inspection(
    *, actor: Actor, write: Write, record_id: int, note: str, now: dt.datetime | None = None
) -> Inspection:
    """It will not take place. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    now = moment(now)
    found = locked(inspections_of(actor), record_id)
    check_state(found.state, _STATE.PLANNED, sentence="Chỉ hủy được cuộc kiểm tra chưa thực hiện.")
    if problem := reason_problem(note):
        check({"note": problem})
    found.state = _STATE.CANCELLED
    found.version += 1
    found.save()
    leave(write, Register.INSPECTION, found, "registers.inspection_cancelled", "Hủy", text=note, now=now)
    return found


def _plan_problems(
    title: str,
    basis: str,
    lead_code: str,
    starts_on: dt.date,
    ends_on: dt.date,
    units: Sequence[str],
    today: dt.date,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(title.split()) < 3:
        problems["title"] = "Hãy ghi tên cuộc kiểm tra, ví dụ “Kiểm tra việc thực hiện Đề án 06 quý IV/2026”."
    if not basis.strip():
        problems["basis"] = "Hãy ghi số, ngày văn bản về cuộc kiểm tra."
    if problem := days_problem(starts_on, ends_on, today):
        problems["ends_on"] = problem
    if not units:
        problems["units"] = "Hãy chọn ít nhất một đơn vị được kiểm tra."
    elif problem := body_problems(units):
        problems["units"] = problem
    if problem := body_problems([lead_code]) or ("" if lead_code else "Hãy chọn cơ quan chủ trì."):
        problems["lead_code"] = problem
    return problems


def _tell(finding: Finding, title: str, key: str) -> None:
    people = accounts.users_of_agency(finding.agency_code, ANSWER)
    notifications.notify(
        user_ids=[person.user_id for person in people],
        kind=KIND,
        title=title,
        body=finding.text[:300],
        url=f"/so-theo-doi/kiem-tra/{finding.inspection_id}/",
        dedupe_key=f"registers.finding:{finding.pk}:{key}",
    )
