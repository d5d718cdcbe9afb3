"""The officer's queue, counters, reminders and the book."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.procedures.cases import queries, services, timers
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.tests.factories import World, at
from dean06.procedures.cases.types import State, SupplementItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make.setting()


def test_each_officer_sees_what_waits_for_him_most_urgent_first(world: World) -> None:
    second = make.received(world, now=at(9))
    first = make.received(world, now=at(9, day=16))
    make.submitted(world)
    make.finished(world)
    queue = queries.queue(world.clerk, at(10), tab="process")
    assert [row.code for row in queue.rows] == [first.code, second.code]
    assert [row.left_minutes for row in queue.rows] == [5 * 60 + 4 * 480, 5 * 60 + 5 * 480]
    assert {tab: count for tab, count in queue.counts.items() if count} == {
        "receive": 1,
        "process": 2,
        "return": 1,
        # What was just handed in has to be answered by tomorrow.
        "late": 1,
    }
    assert queries.queue(world.clerk_there, at(10)).rows == ()


def test_the_queue_costs_the_same_queries_however_long_it_is(world: World) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            queries.queue(world.clerk, at(10), tab="process")
        return len(seen)

    make.received(world)
    few = count()
    for _ in range(4):
        make.received(world)
    assert count() == few <= 9


def test_what_turns_red_tomorrow_is_said_today_and_once(world: World) -> None:
    case = make.in_processing(world)
    assert timers.remind(at(9, day=20)) == 0
    assert timers.remind(at(9, day=23)) == 1
    assert timers.remind(at(10, day=23)) == 0
    told = Notification.objects.filter(recipient_id=world.clerk.user_id, title__contains=case.code)
    assert [one.title.split(":")[0] for one in told] == [f"Hồ sơ {case.code} sắp đến hạn"]
    queue = queries.queue(world.clerk, at(9, day=23), tab="late")
    assert (queue.late, queue.late_tomorrow, len(queue.rows)) == (0, 1, 1)
    assert timers.remind(at(9, day=26)) == 1
    assert queries.queue(world.clerk, at(9, day=26), tab="late").late == 1


def test_what_was_not_supplied_in_time_comes_back_to_who_asked_and_may_be_stopped(world: World) -> None:
    case = make.in_processing(world)
    items = [SupplementItem(reason="Ảnh mờ", document="proof")]
    services.act(actor=world.clerk, case_id=case.pk, action="ask", items=items, now=at(10))
    assert timers.remind(at(9, day=4, month=12)) == 1
    case = services.stop(
        actor=world.clerk,
        case_id=case.pk,
        reason="KHONG_DU_DIEU_KIEN",
        note="Không bổ sung",
        now=at(9, day=4, month=12),
    )
    assert (case.state, case.is_late) == (State.STOPPED, False)


def test_counters_count_each_case_once_by_receiver_or_decider(world: World) -> None:
    make.submitted(world)
    make.finished(world)
    assert queries.counters(world.desk).by_state == {State.SUBMITTED: 1, State.DONE: 1}
    assert queries.counters(world.desk).total == 2
    assert queries.counters(world.clerk_there).total == 0
    assert queries.counters(make.system(), by="deciding", agency=make.CIVIL).total == 2


def test_the_book_lists_what_a_desk_received(world: World) -> None:
    case = make.received(world)
    make.submitted(world)
    content = queries.book(world.desk, agency=make.CIVIL, first=make.NOW.date(), last=make.NOW.date())
    sheet = load_workbook(io.BytesIO(content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == [case.code]
    day = make.NOW.date()
    assert queries.book(world.desk, agency=make.CIVIL, first=day, last=day, form="docx")[:2] == b"PK"
    with pytest.raises(NotAllowed):
        queries.book(world.clerk_there, agency=make.CIVIL, first=day, last=day)


def test_time_is_split_between_office_and_citizen(world: World) -> None:
    case = make.in_processing(world, now=at(9))
    items = [SupplementItem(reason="Ảnh mờ", document="proof")]
    services.act(actor=world.clerk, case_id=case.pk, action="ask", items=items, now=at(10))
    case = services.supply(actor=world.citizen, case_id=case.pk, documents=[make.paper_for(world.citizen)], now=at(14))
    assert queries.minutes_by_party(case, at(15)) == {"office": 120, "citizen": 120}
    reading = queries.clock(case, at(15))
    assert (reading.used_minutes, reading.is_late) == (120, False)
