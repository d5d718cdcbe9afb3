"""What is done at times: what turns red tomorrow, what is late, what was not supplied. Nobody is told twice.

The late mark itself needs no timer (lists compare with the clock); a timer tells people.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.procedures.cases import telling
from dean06.procedures.cases.acts.common import APPROVE, PERMISSION_OF_DUTY, PROCESS, RECEIVE, pack_of
from dean06.procedures.cases.models import Case, SupplementRequest
from dean06.procedures.cases.queueing import end_of_next_day
from dean06.procedures.cases.types import OPEN, PAUSED, State
from dean06.procedures.cases.wording import moment_text

#: Cases looked at in one run; the rest comes with the next.
BATCH = 500
_RUNNING = sorted(OPEN - PAUSED - {State.SUBMITTED})


def remind(now: dt.datetime) -> int:
    """Tell the officers whom it concerns; returns how many cases. Called by a timer, each case in its own transaction.

    Due by the next working day's evening: the officer, and who signs the apology. Late: both once more. Not supplied in
    time: who asked.
    """
    told = 0
    tomorrow = end_of_next_day(work_calendar(), now)
    soon = Case.objects.filter(state__in=_RUNNING, due_at__gte=now, due_at__lte=tomorrow, apology_reminded_at=None)
    late = Case.objects.filter(state__in=_RUNNING, due_at__lt=now, late_told_at=None)
    for pk in soon.order_by("due_at").values_list("pk", flat=True)[:BATCH]:
        told += _tell_soon(pk, now)
    for pk in late.order_by("due_at").values_list("pk", flat=True)[:BATCH]:
        told += _tell_late(pk, now)
    today = timezone.localdate(now)
    unanswered = SupplementRequest.objects.filter(answered_at=None, answer_by__lt=today, overdue_told_at=None)
    for pk in unanswered.order_by("pk").values_list("pk", flat=True)[:BATCH]:
        told += _tell_not_supplied(pk, now)
    return told


@transaction.atomic
def _tell_soon(case_id: int, now: dt.datetime) -> int:
    case = Case.objects.select_for_update().filter(pk=case_id, apology_reminded_at=None, state__in=_RUNNING).first()
    if case is None:
        return 0
    case.apology_reminded_at = now
    case.save(update_fields=["apology_reminded_at"])
    title, body = f"Hồ sơ {case.code} sắp đến hạn: {moment_text(case.due_at)}", pack_of(case).title
    _tell_worker(case, title, body, f"soon:{case.due_at:%y%m%d}")
    if case.apologised_at is None:
        hint = f"{body}. Nếu không kịp, hãy gửi văn bản xin lỗi và hẹn lại trước giờ hẹn."
        telling.tell_officers(
            case, APPROVE, case.deciding_agency, title=title, body=hint, key=f"apology:{case.due_at:%y%m%d}"
        )
    return 1


@transaction.atomic
def _tell_late(case_id: int, now: dt.datetime) -> int:
    case = Case.objects.select_for_update().filter(pk=case_id, late_told_at=None, state__in=_RUNNING).first()
    if case is None:
        return 0
    case.late_told_at = now
    case.save(update_fields=["late_told_at"])
    title, body = f"Hồ sơ {case.code} đã quá hạn", f"{pack_of(case).title}. Hẹn trả: {moment_text(case.due_at)}."
    _tell_worker(case, title, body, "late")
    telling.tell_officers(case, APPROVE, case.deciding_agency, title=title, body=body, key="late_head")
    return 1


@transaction.atomic
def _tell_not_supplied(request_id: int, now: dt.datetime) -> int:
    request = (
        SupplementRequest.objects.select_for_update(of=("self",))
        .filter(pk=request_id, answered_at=None, overdue_told_at=None)
        .select_related("case")
        .first()
    )
    if request is None:
        return 0
    request.overdue_told_at = now
    request.save(update_fields=["overdue_told_at"])
    case = request.case
    telling.tell_officers(
        case,
        RECEIVE if case.received_at is None else PROCESS,
        case.duty_agency or case.receiving_agency,
        title=f"Hồ sơ {case.code} không được bổ sung đúng hạn",
        body=f"Hạn bổ sung: {request.answer_by:%d/%m/%Y}. Có thể dừng giải quyết hoặc liên hệ người nộp.",
        key=f"not_supplied:{request.pk}",
        only=request.asked_by_id,
    )
    return 1


def _tell_worker(case: Case, title: str, body: str, key: str) -> None:
    duty = PERMISSION_OF_DUTY.get(case.duty, PROCESS)
    agency = case.duty_agency or case.deciding_agency
    telling.tell_officers(case, duty, agency, title=title, body=body, key=key, only=case.assignee_id)
