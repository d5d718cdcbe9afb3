"""PRIVATE. Rows of the queue: read with a constant number of queries, told in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.calendar import WorkCalendar
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import Channel, Duty, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.socioeconomic.payments import queries as payments
from dean06.web.desk.words import STATE_KINDS, STATE_SHORT, TimeLeft, late_words, left_words

#: Columns that a row needs: never the data of the form.
COLUMNS = (
    "id", "code", "version_id", "state", "channel", "step", "assignee_id", "duty", "next_due_at", "due_at",
    "applicant_name", "receiving_agency", "deciding_agency", "assisted_by_id", "paid_online", "supplement_count",
    "hand_over_count", "apologised_at", "is_late", "revision", "parent_id", "submitted_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One case as the queue shows it."""

    id: int
    code: str
    url: str
    revision: int
    title: str
    step: str
    applicant: str
    state_label: str
    state_kind: str
    channel: str
    left: TimeLeft
    due_at: dt.datetime | None
    warning: str
    marks: tuple[tuple[str, str], ...]
    assignee: str


def rows_of(found: Iterable[Mapping[str, Any]], now: dt.datetime, offered: Iterable[int] = ()) -> list[Row]:
    """Rows for what ``values(*COLUMNS)`` gave; four queries however many."""
    listed = list(found)
    names = accounts.display_names({row["assignee_id"] for row in listed})
    owed = payments.open_references([row["code"] for row in listed])
    calendar = work_calendar()
    waiting, unreadable = set(offered), cases.with_trouble(row["id"] for row in listed)
    return [_row(row, names, owed, unreadable, calendar, now, row["id"] in waiting) for row in listed]


def _row(
    row: Mapping[str, Any],
    names: Mapping[int, str],
    owed: set[str],
    unreadable: set[int],
    calendar: WorkCalendar,
    now: dt.datetime,
    offered: bool,
) -> Row:
    pack = catalogue.pack(row["version_id"])
    state = row["state"]
    return Row(
        id=row["id"],
        code=row["code"],
        url=reverse("desk:case", args=[row["id"]]),
        revision=row["revision"],
        title=pack.title,
        step=_step(row, pack),
        applicant=row["applicant_name"],
        state_label=STATE_SHORT[state],
        state_kind=STATE_KINDS[state],
        channel=Channel(row["channel"]).label,
        left=_left(row, calendar, now),
        due_at=row["next_due_at"]
        if row["duty"] in (Duty.RECEIVE, Duty.PROCESS, Duty.APPROVE, Duty.CONNECTOR)
        else None,
        warning="Chờ cơ quan bạn nhận" if offered else "",
        marks=_marks(row, owed, unreadable),
        assignee=names.get(row["assignee_id"], "") if row["assignee_id"] else "",
    )


def _step(row: Mapping[str, Any], pack: Any) -> str:
    if row["step"] and row["state"] in (State.RECEIVED, State.PROCESSING):
        return str(pack.step(row["step"]).title)
    return Duty(row["duty"]).label


def _left(row: Mapping[str, Any], calendar: WorkCalendar, now: dt.datetime) -> TimeLeft:
    """What the clock says: working minutes to the moment by which somebody must act."""
    due = row["next_due_at"]
    if row["state"] in (State.DONE, State.RETURNED):
        return TimeLeft("Xong, trễ hạn", "danger") if row["is_late"] else TimeLeft("Xong đúng hạn", "success")
    if row["duty"] == Duty.APPLICANT:
        if due is not None and due < now:
            return TimeLeft("Quá hạn bổ sung", "warning")
        return TimeLeft("Đồng hồ dừng", "neutral")
    if due is None or row["duty"] == Duty.NOBODY:
        return left_words(None) if row["duty"] != Duty.NOBODY else TimeLeft("Đã kết thúc", "neutral")
    return left_until(due, now, calendar)


def left_until(due: dt.datetime, now: dt.datetime, calendar: WorkCalendar) -> TimeLeft:
    """Working time to a moment by which somebody must act."""
    if due < now:
        return late_words(calendar.working_minutes_between(due, now))
    return left_words(calendar.working_minutes_between(now, due))


def _marks(row: Mapping[str, Any], owed: set[str], unreadable: set[int]) -> tuple[tuple[str, str], ...]:
    marks: list[tuple[str, str]] = []
    if row["id"] in unreadable:
        marks.append(("Có giấy tờ không đọc được", "danger"))
    if row["state"] == State.SUPPLEMENT and row["duty"] == Duty.APPLICANT:
        marks.append(("Thiếu giấy tờ", "warning"))
    elif row["supplement_count"]:
        marks.append(("Đã bổ sung", "info"))
    if row["code"] in owed:
        marks.append(("Chưa nộp tiền", "warning"))
    if row["apologised_at"]:
        marks.append(("Đã xin lỗi", "info"))
    if row["assisted_by_id"]:
        marks.append(("Có cán bộ hỗ trợ", "neutral"))
    if row["hand_over_count"] > 1:
        marks.append((f"Chuyển {row['hand_over_count']} lần", "warning"))
    if row["parent_id"]:
        marks.append(("Liên thông", "ongoing"))
    return tuple(marks)
