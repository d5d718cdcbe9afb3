"""Loading and editing the calendar, what is left in the log and told to others, and what a refusal leaves alone."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from django.core.management import call_command

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.calendar import queries, services
from dean06.kernel.calendar.errors import (
    CalendarDayNotFound,
    CalendarDayTaken,
    InvalidCalendarDay,
    InvalidOfficeHours,
)
from dean06.kernel.calendar.models import CalendarDay, OfficeSession
from dean06.kernel.calendar.tests.helpers import EDITOR, READER, SYSTEM, TYPHOON, state
from dean06.kernel.calendar.types import OfficeHours
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.events.models import OutboxEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded() -> None:
    services.load_calendar(actor=SYSTEM)


def events() -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name="calendar.changed").order_by("pk")]


def test_without_rows_the_calendar_knows_the_week_and_says_it_knows_no_more() -> None:
    term = queries.work_calendar().add_working_days(date(2025, 8, 29), 1)
    assert term.day == date(2025, 9, 1)
    assert term.beyond_coverage


def test_loading_twice_changes_nothing_more() -> None:
    first = services.load_calendar(actor=SYSTEM)
    assert first.added > 50
    assert first.sessions_added == 10
    assert events() == [{"first_day": "2022-01-01", "last_day": "2026-11-24", "hours": True}]
    stored = list(CalendarDay.objects.values_list())
    again = services.load_calendar(actor=SYSTEM)
    assert (again.added, again.updated, again.kept, again.sessions_added) == (0, 0, 0, 0)
    assert list(CalendarDay.objects.values_list()) == stored
    assert len(events()) == 1
    assert AuditRow.objects.filter(action="calendar.loaded").count() == 2
    calendar = queries.work_calendar()
    assert calendar.add_working_days(date(2025, 8, 29), 1).day == date(2025, 9, 3)
    assert calendar.working_minutes_on(date(2025, 9, 3)) == 480


def test_loading_brings_a_corrected_shipped_row_unless_people_edited_it(loaded: None) -> None:
    CalendarDay.objects.filter(date=date(2026, 9, 2)).update(name="Tên cũ")
    assert services.load_calendar(actor=SYSTEM).updated == 1
    assert events()[-1] == {"first_day": "2026-09-02", "last_day": "2026-09-02", "hours": False}
    entry = queries.calendar_day(date(2026, 9, 2))
    assert entry is not None
    assert entry.row.name == "Quốc khánh"
    assert not entry.locally_edited


def test_the_command_says_which_years_are_covered(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_calendar")
    assert "2022, 2023, 2024, 2025, 2026" in capsys.readouterr().out


def test_the_calendar_is_built_once_per_content_and_follows_every_change(loaded, django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        first = queries.work_calendar()
    assert queries.work_calendar() is first
    services.set_calendar_day(actor=EDITOR, row=TYPHOON)
    assert not queries.work_calendar().is_working_day(TYPHOON.date)
    CalendarDay.objects.filter(date=TYPHOON.date).update(kind="working")
    assert queries.work_calendar().is_working_day(TYPHOON.date)


def test_an_edited_day_survives_loading_and_the_log_keeps_before_and_after(loaded: None) -> None:
    row = CalendarRow(date(2026, 11, 24), DayKind.HOLIDAY, " Ngày Văn hóa Việt Nam ", "Nghị quyết đã đối chiếu")
    change = services.set_calendar_day(actor=EDITOR, row=row)
    assert change.before is not None
    assert change.before.certainty is Certainty.LIKELY
    assert change.after == CalendarRow(row.date, row.kind, "Ngày Văn hóa Việt Nam", row.source)
    logged = AuditRow.objects.get(action="calendar.day_set")
    assert (logged.actor_id, logged.subject) == (1, "calendar.calendarday:2026-11-24")
    details = json.loads(logged.details)
    assert (details["before"]["certainty"], details["after"]["certainty"]) == ("likely", "sure")
    assert events()[-1] == {"first_day": "2026-11-24", "last_day": "2026-11-24", "hours": False}
    assert services.load_calendar(actor=SYSTEM).kept == 1
    last = queries.calendar_days(2026)[-1]
    assert last.row == change.after
    assert last.locally_edited


def test_entering_a_day_that_is_there_already_is_refused(loaded: None) -> None:
    before = state()
    row = CalendarRow(date(2026, 9, 2), DayKind.HOLIDAY, "Quốc khánh (nhập lại)", "Văn bản")
    with pytest.raises(CalendarDayTaken, match="02/09/2026"):
        services.set_calendar_day(actor=EDITOR, row=row, replace=False)
    assert state() == before
    services.set_calendar_day(actor=EDITOR, row=TYPHOON, replace=False)
    assert not queries.work_calendar().is_working_day(TYPHOON.date)


def test_a_removed_day_is_ordinary_and_stays_so(loaded: None) -> None:
    services.set_calendar_day(actor=EDITOR, row=TYPHOON)
    assert services.remove_calendar_day(actor=EDITOR, date=TYPHOON.date).after is None
    assert not CalendarDay.objects.filter(date=TYPHOON.date).exists()
    services.remove_calendar_day(actor=EDITOR, date=date(2026, 8, 22))
    services.load_calendar(actor=SYSTEM)
    assert queries.work_calendar().kind_of(date(2026, 8, 22)) is DayKind.WEEKLY_REST
    subjects = AuditRow.objects.filter(action="calendar.day_removed").values_list("subject", flat=True)
    assert set(subjects) == {"calendar.calendarday:2025-08-25", "calendar.calendarday:2026-08-22"}
    before = state()
    with pytest.raises(CalendarDayNotFound):
        services.remove_calendar_day(actor=EDITOR, date=date(2025, 8, 5))
    assert state() == before


def test_office_hours_are_replaced_as_a_whole(loaded: None) -> None:
    hours = [SessionRow(day, time(8), time(12)) for day in range(5)]
    assert services.replace_office_sessions(actor=EDITOR, sessions=hours, source="Quyết định của tỉnh") == 5
    assert queries.office_sessions(date(2026, 3, 2)) == hours
    whole_week = OfficeHours((0, 1, 2, 3, 4), time(8), time(12), None, None, "Quyết định của tỉnh", Certainty.SURE)
    assert queries.office_hours() == [whole_week]
    details = json.loads(AuditRow.objects.get(action="calendar.hours_replaced").details)
    assert details["replaced"] == 10
    assert details["sessions"][0] == {
        "weekday": 0,
        "start": "08:00",
        "end": "12:00",
        "valid_from": None,
        "valid_to": None,
    }
    assert events()[-1] == {"first_day": None, "last_day": None, "hours": True}
    assert services.load_calendar(actor=SYSTEM).sessions_added == 0


@pytest.mark.parametrize(
    ("sessions", "source", "says"),
    [
        ([], "Quyết định", "ít nhất một ca"),
        ([SessionRow(0, time(7), time(11)), SessionRow(0, time(10), time(12))], "Quyết định", "chồng nhau"),
        ([SessionRow(0, time(11), time(7))], "Quyết định", "không hợp lệ"),
        (
            [SessionRow(0, time(7), time(11), date(2026, 10, 16), date(2026, 4, 15))],
            "Quyết định",
            "trước ngày bắt đầu",
        ),
        ([SessionRow(0, time(7), time(11))], " ", "Giờ làm việc chưa đúng"),
        ([SessionRow(0, time(7), time(11))], "x" * 251, "Giờ làm việc chưa đúng"),
    ],
)
def test_wrong_office_hours_leave_the_present_ones(loaded: None, sessions, source: str, says: str) -> None:
    before = state()
    with pytest.raises(InvalidOfficeHours, match=says):
        services.replace_office_sessions(actor=EDITOR, sessions=sessions, source=source)
    assert state() == before
    assert OfficeSession.objects.count() == 10


@pytest.mark.parametrize(
    "row",
    [
        CalendarRow(date(2026, 5, 5), DayKind.HOLIDAY, " ", "Văn bản"),
        CalendarRow(date(226, 5, 5), DayKind.HOLIDAY, "Ngày nghỉ", "Văn bản"),
        CalendarRow(date(2026, 5, 5), DayKind.MAKE_UP_WORK, "Làm bù", "Văn bản"),
        CalendarRow(date(2026, 5, 5), DayKind.HOLIDAY, "Ngày nghỉ", ""),
    ],
)
def test_a_day_that_cannot_be_leaves_the_calendar_alone(loaded: None, row: CalendarRow) -> None:
    before = state()
    with pytest.raises(InvalidCalendarDay):
        services.set_calendar_day(actor=EDITOR, row=row)
    assert state() == before


def test_only_those_entitled_change_the_calendar(loaded: None) -> None:
    before = state()
    for attempt in (
        lambda: services.set_calendar_day(actor=READER, row=TYPHOON),
        lambda: services.remove_calendar_day(actor=READER, date=date(2026, 1, 1)),
        lambda: services.replace_office_sessions(actor=READER, sessions=[], source=""),
        lambda: services.load_calendar(actor=READER),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert state() == before
