"""PRIVATE. The groups of the queue: what each holds, as a filter over the cases of the officer's offices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.procedures.cases.types import Duty, State

#: Duties of an office (not of the applicant, not of nobody).
WORK = (Duty.RECEIVE, Duty.PROCESS, Duty.APPROVE, Duty.CONNECTOR)
_WAITING_AT_DESK = (State.SUBMITTED, State.SUPPLEMENT)
_RUNNING = (State.RECEIVED, State.PROCESSING)


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom and when a group is drawn. ``horizon``: end of the next working day."""

    user_id: int
    offices: tuple[str, ...]
    now: dt.datetime
    horizon: dt.datetime


@dataclass(frozen=True, slots=True)
class Tab:
    """One group. ``empty``: what stands there when it is."""

    slug: str
    label: str
    empty: str
    which: Callable[[Asker], Q]
    batch: tuple[str, ...] = ()


def _at(asker: Asker) -> Q:
    return Q(duty_agency__in=asker.offices)


def _to_receive(asker: Asker) -> Q:
    return _at(asker) & Q(duty=Duty.RECEIVE, state__in=_WAITING_AT_DESK)


def _mine(asker: Asker) -> Q:
    return Q(assignee_id=asker.user_id, state__in=_RUNNING)


def _office(asker: Asker) -> Q:
    return _at(asker) & Q(duty__in=WORK, state__in=_RUNNING)


def _waiting(asker: Asker) -> Q:
    return _at(asker) & Q(duty=Duty.APPLICANT, state__in=(State.SUPPLEMENT, State.FINANCIAL))


def _late(asker: Asker) -> Q:
    return _at(asker) & Q(duty__in=WORK, next_due_at__lt=asker.now, state__in=(*_WAITING_AT_DESK, *_RUNNING))


def _late_tomorrow(asker: Asker) -> Q:
    return _at(asker) & Q(
        duty__in=WORK,
        next_due_at__gte=asker.now,
        next_due_at__lte=asker.horizon,
        state__in=(*_WAITING_AT_DESK, *_RUNNING),
    )


def _to_return(asker: Asker) -> Q:
    return _at(asker) & Q(duty=Duty.RETURN, state=State.DONE)


def _offered(asker: Asker) -> Q:
    return Q(hand_overs__status="offered", hand_overs__to_agency__in=asker.offices)


# fmt: off
TABS: tuple[Tab, ...] = (
    Tab("cua-toi", "Của tôi", "Bạn không giữ hồ sơ nào. Xem “Cơ quan tôi” để nhận việc.", _mine, ("assign",)),
    Tab("cho-tiep-nhan", "Chờ tiếp nhận", "Không có hồ sơ nào chờ tiếp nhận.", _to_receive),
    Tab("co-quan", "Cơ quan tôi", "Cơ quan không có hồ sơ nào đang giải quyết.", _office, ("take", "assign")),
    Tab("tre", "Trễ hạn", "Không có hồ sơ nào trễ hạn.", _late, ("take", "assign")),
    Tab("mai-tre", "Mai trễ", "Không hồ sơ nào đến hạn trước khi hết ngày làm việc tới.", _late_tomorrow,
        ("take", "assign")),
    Tab("cho-nguoi-nop", "Chờ người nộp", "Không có hồ sơ nào chờ người nộp bổ sung hay nộp tiền.", _waiting),
    Tab("cho-tra", "Chờ trả", "Không có kết quả nào chờ trả.", _to_return, ("return",)),
    Tab("chuyen-den", "Chuyển đến", "Không có hồ sơ nào được chuyển tới chờ nhận.", _offered),
)
# fmt: on
BY_SLUG = {tab.slug: tab for tab in TABS}


def horizon_of(now: dt.datetime) -> dt.datetime:
    """The end of the next working day after today: what is due by then turns late tomorrow if nobody acts."""
    day = work_calendar().next_working_day(timezone.localdate(now))
    zone = timezone.get_default_timezone()
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=zone)
