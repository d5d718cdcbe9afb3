"""The editable calendar table: loading, editing, reading."""

from datetime import date, time

import pytest
from django.core.management import call_command

from dean06.kernel.common import queries, services
from dean06.kernel.common.actors import Actor, Grant, system_actor
from dean06.kernel.common.calendar import CalendarRow, Certainty, DayKind, SessionRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed, NotFound
from dean06.kernel.common.models import CalendarDay, OfficeSession

pytestmark = pytest.mark.django_db

SYSTEM = system_actor("test")
EDITOR = Actor(1, "Cán bộ văn phòng", grants=(Grant("calendar.edit", frozenset({"*"})),))
VISITOR = Actor(2, "Người khác")
TYPHOON = CalendarRow(date(2025, 8, 25), DayKind.COMPENSATORY_REST, "Nghỉ phòng, chống bão", "Công điện của tỉnh")


def test_without_rows_the_calendar_knows_the_week_and_says_it_knows_no_more() -> None:
    calendar = queries.work_calendar()
    term = calendar.add_working_days(date(2025, 8, 29), 1)
    assert term.day == date(2025, 9, 1) and term.beyond_coverage


def test_loading_twice_changes_nothing_more() -> None:
    first = services.load_calendar(actor=SYSTEM)
    assert first.added > 50 and first.sessions_added == 10
    again = services.load_calendar(actor=SYSTEM)
    assert (again.added, again.updated, again.kept, again.sessions_added) == (0, 0, 0, 0)
    calendar = queries.work_calendar()
    assert calendar.add_working_days(date(2025, 8, 29), 1).day == date(2025, 9, 3)
    assert calendar.working_minutes_on(date(2025, 9, 3)) == 480


def test_the_command_says_which_years_are_covered(capsys) -> None:
    call_command("load_calendar")
    assert "2022, 2023, 2024, 2025, 2026" in capsys.readouterr().out


def test_the_calendar_is_built_once_per_content_and_follows_every_change(django_assert_num_queries) -> None:
    services.load_calendar(actor=SYSTEM)
    with django_assert_num_queries(2):
        first = queries.work_calendar()
    assert queries.work_calendar() is first
    services.set_calendar_day(actor=EDITOR, row=TYPHOON)
    assert not queries.work_calendar().is_working_day(TYPHOON.date)
    CalendarDay.objects.filter(date=TYPHOON.date).update(kind="working")
    assert queries.work_calendar().is_working_day(TYPHOON.date)


def test_an_edited_day_survives_loading_the_shipped_table_again() -> None:
    services.load_calendar(actor=SYSTEM)
    row = CalendarRow(
        date(2026, 11, 24), DayKind.HOLIDAY, "Ngày Văn hóa Việt Nam", "Văn bản đã đối chiếu", Certainty.SURE
    )
    change = services.set_calendar_day(actor=EDITOR, row=row)
    assert change.before is not None and change.before.certainty is Certainty.LIKELY and change.after == row
    assert services.load_calendar(actor=SYSTEM).kept == 1
    assert queries.calendar_days(2026)[-1] == row


def test_a_removed_day_is_ordinary_and_stays_so() -> None:
    services.load_calendar(actor=SYSTEM)
    services.set_calendar_day(actor=EDITOR, row=TYPHOON)
    assert services.remove_calendar_day(actor=EDITOR, date=TYPHOON.date).after is None
    assert not CalendarDay.objects.filter(date=TYPHOON.date).exists()
    services.remove_calendar_day(actor=EDITOR, date=date(2026, 8, 22))
    services.load_calendar(actor=SYSTEM)
    assert queries.work_calendar().kind_of(date(2026, 8, 22)) is DayKind.WEEKLY_REST
    with pytest.raises(NotFound):
        services.remove_calendar_day(actor=EDITOR, date=date(2025, 8, 5))


def test_office_hours_are_replaced_as_a_whole_or_not_at_all() -> None:
    services.load_calendar(actor=SYSTEM)
    with pytest.raises(InvalidInput, match="chồng nhau"):
        services.replace_office_sessions(
            actor=EDITOR, sessions=[SessionRow(0, time(7), time(11)), SessionRow(0, time(10), time(12))], source=""
        )
    with pytest.raises(InvalidInput):
        services.replace_office_sessions(actor=EDITOR, sessions=[], source="")
    assert OfficeSession.objects.count() == 10
    hours = [SessionRow(day, time(8), time(12)) for day in range(5)]
    assert services.replace_office_sessions(actor=EDITOR, sessions=hours, source="Quyết định của tỉnh") == 5
    assert queries.office_sessions(date(2026, 3, 2)) == hours
    assert services.load_calendar(actor=SYSTEM).sessions_added == 0


def test_only_those_entitled_change_the_calendar() -> None:
    services.load_calendar(actor=SYSTEM)
    before = list(CalendarDay.objects.values_list("date", "kind", "updated_at"))
    for attempt in (
        lambda: services.set_calendar_day(actor=VISITOR, row=TYPHOON),
        lambda: services.remove_calendar_day(actor=VISITOR, date=date(2026, 1, 1)),
        lambda: services.replace_office_sessions(actor=VISITOR, sessions=[], source=""),
        lambda: services.load_calendar(actor=VISITOR),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(InvalidInput):
        services.set_calendar_day(actor=EDITOR, row=CalendarRow(date(2026, 5, 5), DayKind.HOLIDAY, " "))
    assert list(CalendarDay.objects.values_list("date", "kind", "updated_at")) == before
