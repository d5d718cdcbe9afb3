"""The morning board: figures that add up, one source for page and feed, changes known or said to be unknown."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.assignments import services as assignments
from dean06.steering.assignments.tests import factories
from dean06.steering.assignments.tests.factories import (
    COMMUNE_A,
    COMMUNE_B,
    COMMUNES,
    FINANCE,
    HEALTH,
    POLICE,
    People,
    at,
    clear_draft,
    day,
    party,
)
from dean06.steering.assignments.types import TABS, Cadence, DeadlineKind, WorkClass
from dean06.steering.dashboards import queries, services
from dean06.steering.dashboards.models import Snapshot
from dean06.steering.dashboards.timers import morning_snapshot
from dean06.steering.dashboards.types import LeagueSort

BOARD, FEED = reverse("dashboards:board"), "/api/v1/steering/board"
LEAGUE, FEED_LEAGUE = reverse("dashboards:league"), "/api/v1/steering/league"


@pytest.fixture
def who(db: None) -> People:
    factories.province()
    return factories.people()


def snapshot(days: int) -> Snapshot:
    return services.take_snapshot(actor=system_actor("tests"), now=at(days, hour=6))


class TestFigures:
    def test_they_add_up(self, who: People) -> None:
        factories.in_progress(who)
        factories.accepted(who)
        factories.issued(who, leads=(party(COMMUNES),))
        factories.issued(who, leads=(party(HEALTH), party(FINANCE)), due_date=day(32))
        board = queries.board(who.leader, today=day(31))
        assert board.total == sum(board.totals[tab] for tab in TABS) == 4
        everybody = queries.league(who.leader, today=day(31)).rows
        assert board.shares.total == sum(row.score.counts.total for row in everybody) == 6
        for tab in TABS:
            assert board.shares[tab] == sum(row.score.counts[tab] for row in everybody)
        assert len(board.overdue) == board.totals[WorkClass.OVERDUE] == 2
        assert [row.due_date for row in board.due_in_week] == [day(32)]

    def test_red_first_most_late_first(self, who: People) -> None:
        less = factories.issued(who, due_date=day(9))
        most = factories.issued(who, due_date=day(5))
        factories.issued(who, due_date=day(10))
        board = queries.board(who.leader, today=day(10))
        assert [item.row.id for item in board.overdue] == [most.pk, less.pk]
        assert [item.row.days_late for item in board.overdue] == [5, 1]
        assert [row.due_date for row in board.due_today] == [day(10)]

    def test_a_head_sees_the_own_body_only(self, who: People) -> None:
        factories.issued(who)
        factories.issued(who, leads=(party(FINANCE),))
        board = queries.board(who.health_head, today=day(40))
        assert (board.total, board.whole_province, board.tiles, board.bodies) == (1, False, (), 1)
        assert [row.score.agency_code for row in board.league] == [HEALTH]

    def test_officers_and_auditors_have_no_board(self, who: People) -> None:
        for actor in (who.health, make_actor("auditor")):
            with pytest.raises(NotAllowed):
                queries.board(actor, today=day(1))


class TestWhoNeedsAttention:
    def test_overdue_then_days_late_then_due_soon_and_who_is_fine_is_left_out(self, who: People) -> None:
        factories.issued(who, leads=(party(POLICE),), due_date=day(60))
        factories.issued(who, leads=(party(COMMUNE_A),), due_date=day(21))
        factories.issued(who, leads=(party(FINANCE),), due_date=day(17))
        factories.issued(who, leads=(party(COMMUNE_B),), due_date=day(15))
        factories.issued(who, due_date=day(18))
        factories.issued(who, due_date=day(19))
        board = queries.board(who.leader, today=day(20))
        shown = [(row.score.agency_code, row.score.overdue, row.score.most_days_late) for row in board.league]
        assert shown == [(HEALTH, 2, 2), (COMMUNE_B, 1, 5), (FINANCE, 1, 3), (COMMUNE_A, 0, 0)]
        assert board.bodies == 5
        everybody = [row.score.agency_code for row in queries.league(who.leader, today=day(20)).rows]
        assert everybody == [HEALTH, COMMUNE_B, FINANCE, COMMUNE_A, POLICE]

    def test_a_body_that_was_late_needs_attention_and_the_unknown_stands_last_either_way(self, who: People) -> None:
        factories.issued(who, leads=(party(FINANCE),), due_date=day(60))
        factories.accepted(who, days=28, due_date=day(25))
        board = queries.board(who.leader, today=day(30))
        assert [row.score.agency_code for row in board.league] == [HEALTH]
        for descending in (False, True):
            found = queries.league(who.leader, today=day(30), sort=LeagueSort.ON_TIME, descending=descending)
            assert [(row.score.agency_code, row.score.on_time_percent) for row in found.rows] == [
                (HEALTH, 0),
                (FINANCE, None),
            ]

    @pytest.mark.parametrize("sort", list(LeagueSort))
    def test_every_order_shows_every_body_once(self, who: People, sort: LeagueSort) -> None:
        factories.issued(who, leads=(party(COMMUNES),))
        factories.issued(who, leads=(party(HEALTH), party(FINANCE)))
        snapshot(30)
        client = Client()
        sign_in(client, "provincial_leader")
        for descending in ("false", "true"):
            body = client.get(FEED_LEAGUE, {"sort": sort.value, "descending": descending}).json()
            codes = [item["agency_code"] for item in body["items"]]
            assert sorted(codes) == sorted([COMMUNE_A, COMMUNE_B, HEALTH, FINANCE])
            prefix = "-" if descending == "true" else ""
            page = client.get(LEAGUE, {"sort": prefix + sort.value})
            assert page.status_code == 200

    def test_communes_alone_page_by_page(self, who: People) -> None:
        factories.issued(who, leads=(party(COMMUNES),))
        factories.issued(who)
        client = Client()
        sign_in(client, "provincial_leader")
        body = client.get(FEED_LEAGUE, {"group": "commune", "limit": 1, "offset": 1, "sort": "name"}).json()
        assert (body["total"], [item["agency_code"] for item in body["items"]]) == (2, [COMMUNE_A])
        page = client.get(LEAGUE, {"nhom": "commune"}).content.decode()
        assert "UBND xã Mẫu Một" in page
        assert "Sở Y tế" not in page

    def test_an_address_somebody_changed_shows_the_usual_order(self, who: People) -> None:
        factories.issued(who)
        client = Client()
        sign_in(client, "provincial_leader")
        page = client.get(LEAGUE, {"sort": "-lạ", "nhom": "ai", "page": "x"})
        assert page.status_code == 200
        assert [row["code"] for row in page.context["league"]] == [HEALTH]
        officer = Client()
        sign_in(officer, "agency_officer", HEALTH)
        assert officer.get(LEAGUE).status_code == 403


class TestSharedTasks:
    def test_who_is_silent_who_is_slow_and_who_is_done(self, who: People) -> None:
        task = factories.issued(who, leads=(party(COMMUNES),), due_date=day(10))
        factories.issued(who)
        before = queries.board(who.leader, today=day(12)).shared[0]
        assert (before.reported, before.finished, len(before.silent)) == (0, 0, 2)
        assignments.report_progress(
            actor=who.commune_a, assignment_id=task.pk, percent=40, done="Xong 2 thôn", next_step="Còn 3", now=at(5)
        )
        assignments.report_done(
            actor=who.commune_b, assignment_id=task.pk, done="Xong", files=[factories.evidence()], now=at(6)
        )
        (shared,) = queries.board(who.leader, today=day(12)).shared
        assert (shared.row.id, shared.row.percent, shared.reported, shared.finished) == (task.pk, 70, 2, 1)
        assert [(share.agency_code, share.percent) for share in shared.unfinished] == [(COMMUNE_A, 40)]
        client = Client()
        sign_in(client, "provincial_leader")
        (fed,) = client.get(FEED).json()["shared"]
        assert fed["bodies"] == 2

    def test_of_a_recurring_task_only_this_periods_reports_count(self, who: People) -> None:
        task = factories.issued(
            who,
            leads=(party(COMMUNES),),
            deadline_kind=DeadlineKind.RECURRING,
            due_date=None,
            cadence=Cadence.MONTHLY,
            measure="Số lượt hỗ trợ trong tháng",
        )
        assignments.report_progress(
            actor=who.commune_a, assignment_id=task.pk, percent=40, done="Xong 2 thôn", next_step="Còn 3", now=at(5)
        )
        assert [queries.board(who.leader, today=day(days)).shared[0].reported for days in (6, 36, 37)] == [1, 1, 0]


class TestChange:
    def test_since_yesterdays_snapshot(self, who: People) -> None:
        first = factories.issued(who)  # due on day 30
        factories.issued(who)
        snapshot(30)
        assert assignments.cancel(actor=who.steering, assignment_id=first.pk, reason="Trùng nội dung", now=at(30))
        board = queries.board(who.leader, today=day(31))
        assert board.change.difference(WorkClass.OVERDUE) == 1
        assert board.change.difference(WorkClass.DUE_SOON) == -2
        assert [row.overdue_change for row in board.league] == [1]

    def test_a_missing_day_is_said_never_guessed(self, who: People) -> None:
        factories.issued(who)
        snapshot(28)
        board = queries.board(who.leader, today=day(31))
        assert not board.change.known
        assert board.change.difference(WorkClass.OVERDUE) is None
        assert [row.overdue_change for row in board.league] == [None]
        client = Client()
        sign_in(client, "provincial_leader")
        assert "nên không tính được thay đổi" in client.get(BOARD).content.decode()

    def test_one_snapshot_a_day_the_first_one_counts(self, who: People) -> None:
        first = snapshot(3)
        factories.issued(who)
        again = services.take_snapshot(actor=system_actor("tests"), now=at(3, hour=15))
        assert first.pk == again.pk
        assert (again.taken_at, again.counts.get(agency_code="").due_soon) == (at(3, hour=6), 0)

    def test_the_timer_waits_for_the_morning_and_runs_once(self, who: People) -> None:
        assert not morning_snapshot(at(3, hour=4))
        assert morning_snapshot(at(3, hour=5))
        assert not morning_snapshot(at(3, hour=6))
        assert morning_snapshot(at(4, hour=9))
        assert list(Snapshot.objects.order_by("day").values_list("day", flat=True)) == [day(3), day(4)]

    def test_people_take_no_snapshots(self, who: People) -> None:
        with pytest.raises(NotAllowed):
            services.take_snapshot(actor=who.leader)
        assert not Snapshot.objects.exists()

    def test_a_head_is_told_the_change_of_the_own_body(self, who: People) -> None:
        factories.issued(who)
        factories.issued(who, leads=(party(FINANCE),))
        snapshot(30)
        board = queries.board(who.health_head, today=day(31))
        assert board.change.difference(WorkClass.OVERDUE) == 1


class TestFeed:
    def test_the_feed_says_what_the_page_says(self, who: People) -> None:
        factories.in_progress(who)
        factories.issued(who, leads=(party(COMMUNES),))
        client = Client()
        sign_in(client, "provincial_leader")
        page, feed = client.get(BOARD), client.get(FEED)
        board = page.context["board"]
        assert feed.status_code == 200
        body = feed.json()
        assert body["totals"] == {tab.value: board.totals[tab] for tab in TABS} | {"total": board.total}
        assert [task["code"] for task in body["overdue"]] == [item.row.code for item in board.overdue]
        assert body["shares"]["total"] == board.shares.total
        red = body["overdue"][0]
        assert red["must_answer"] == ["Sở Y tế"]
        assert red["url"].endswith(reverse("assignments:detail", args=[red["id"]]))
        text = page.content.decode()
        assert "Yêu cầu giải trình" in text
        assert red["code"] in text
        assert f"{board.shares.total} lượt chủ trì trong {board.total} nhiệm vụ" in text

    def test_pages_of_tasks(self, who: People) -> None:
        assignments.issue_assignments(actor=who.steering, drafts=[clear_draft() for _ in range(5)], now=factories.START)
        client = Client()
        sign_in(client, "steering_officer")
        feed = "/api/v1/steering/assignments"
        seen, after = [], ""
        while after is not None:
            body = client.get(feed, {"tab": "overdue", "limit": 2, "after": after}).json()
            seen += [task["id"] for task in body["items"]]
            after = body["after"]
        assert len(seen) == len(set(seen)) == body["counts"]["overdue"] == 5

    def test_the_feed_has_the_rights_of_its_reader(self, who: People) -> None:
        factories.issued(who)
        strangers, officer, finance = Client(), Client(), Client()
        sign_in(officer, "agency_officer", HEALTH)
        sign_in(finance, "agency_head", FINANCE)
        assert strangers.get(FEED).status_code == 401
        refused = officer.get(FEED)
        assert (refused.status_code, refused.json()["code"]) == (403, "NOT_ALLOWED")
        assert finance.get(FEED).json()["totals"]["total"] == 0
        assert officer.get("/api/v1/steering/assignments").json()["counts"]["total"] == 1

    @pytest.mark.parametrize("query", [{"tab": "moi"}, {"limit": 0}, {"limit": 10**6}, {"after": "%%"}])
    def test_wrong_input_has_the_one_shape_of_error(self, who: People, query: dict) -> None:
        client = Client()
        sign_in(client, "steering_officer")
        answer = client.get("/api/v1/steering/assignments", query)
        assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")


def test_the_number_of_queries_does_not_grow(who: People) -> None:
    def used() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.board(who.leader, today=day(40))
        return len(captured)

    factories.issued(who, leads=(party(COMMUNES),))
    used()  # opens the periods of the day
    few = used()
    assignments.issue_assignments(
        actor=who.steering,
        drafts=[clear_draft(leads=(party(COMMUNES),)) for _ in range(20)],
        now=factories.START,
    )
    assert used() == few


def test_tiles_show_communes_with_the_figures_of_their_committees(who: People) -> None:
    from django.conf import settings

    from dean06.kernel.units.models import AdminUnit, Agency

    start = dt.date(2025, 7, 1)
    whole = AdminUnit.objects.create(
        code=settings.PROVINCE_CODE, name="Tỉnh Mẫu", level="province", kind="tinh", valid_from=dt.date(1991, 1, 1)
    )
    for number, (code, name) in enumerate((("18073", "Xã Mẫu Một"), ("18100", "Xã Mẫu Hai"))):
        AdminUnit.objects.create(
            code=code, name=name, level="commune", kind="xa", valid_from=start, parent=whole,
            latitude=18.3 + number / 10, longitude=105.9,
        )  # fmt: skip
    Agency.objects.filter(code="ubnd-xa-mau-mot").update(name="Ủy ban nhân dân xã Mẫu Một")
    Agency.objects.filter(code="ubnd-xa-mau-hai").update(name="Ủy ban nhân dân xã Mẫu Hai")
    factories.issued(who, leads=(party("ubnd-xa-mau-mot"),))
    tiles = {tile.name: tile for tile in queries.board(who.leader, today=day(40)).tiles}
    assert (tiles["Xã Mẫu Một"].overdue, tiles["Xã Mẫu Một"].total) == (1, 1)
    assert (tiles["Xã Mẫu Hai"].overdue, tiles["Xã Mẫu Hai"].total) == (0, 0)
    assert tiles["Xã Mẫu Hai"].row < tiles["Xã Mẫu Một"].row or tiles["Xã Mẫu Hai"].column != tiles["Xã Mẫu Một"].column
