"""Reads: tabs that add up, the pure class and its SQL twin, pages that neither skip nor repeat, who sees what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.steering.assignments import queries, services
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.queries import Day, ListFilter
from dean06.steering.assignments.rules.timing import NO_DUE_DATE
from dean06.steering.assignments.tests.factories import (
    COMMUNE_A,
    COMMUNES,
    FINANCE,
    HEALTH,
    START,
    People,
    accepted,
    at,
    clear_draft,
    day,
    evidence,
    in_progress,
    issued,
    party,
    reported_done,
)
from dean06.steering.assignments.types import TABS, Cadence, DeadlineKind, DocumentRef, Track, WorkClass

TODAY = dt.date(2026, 3, 16)
ON = Day(TODAY, TODAY + dt.timedelta(days=9))
DATES = st.none() | st.dates(TODAY - dt.timedelta(days=20), TODAY + dt.timedelta(days=20))
TASKS = st.lists(st.tuples(st.sampled_from(Track), DATES), max_size=25).map(
    lambda rows: [(track, due) for track, due in rows if due or track is not Track.TIMED]
)


def store(rows: list[tuple[Track, dt.date | None]]) -> None:
    Assignment.objects.all().delete()
    Assignment.objects.bulk_create(
        Assignment(
            code=f"T-{number}",
            text="x",
            track=track,
            due_date=due,
            due_sort=due or NO_DUE_DATE,
            created_at=START,
            accepted_at=at(number % 5) if track is Track.DONE else None,
        )
        for number, (track, due) in enumerate(rows)
    )


class TestAddingUp:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=TASKS)
    def test_every_task_is_in_exactly_one_tab_and_the_tabs_add_up(
        self, who: People, rows: list[tuple[Track, dt.date | None]]
    ) -> None:
        store(rows)
        counts = queries.counts(who.steering, on=ON)
        outside = counts[WorkClass.DRAFT] + counts[WorkClass.CANCELLED]
        assert counts.total == sum(counts[tab] for tab in TABS)
        assert counts.total + outside == len(rows)
        for wanted in WorkClass:
            tasks = list(Assignment.objects.filter(ON.condition(wanted)))
            assert len(tasks) == counts[wanted]
            assert all(ON.class_of(task) is wanted for task in tasks)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=TASKS, size=st.integers(1, 4), tab=st.sampled_from(TABS))
    def test_paging_forth_and_back_shows_each_task_once(
        self, who: People, rows: list[tuple[Track, dt.date | None]], size: int, tab: WorkClass
    ) -> None:
        store(rows)
        whole = [row.id for row in queries.page(who.steering, tab=tab, on=ON, size=100).rows]
        seen: list[int] = []
        page = queries.page(who.steering, tab=tab, on=ON, size=size)
        pages = [page]
        while page.after:
            seen += [row.id for row in page.rows]
            page = queries.page(who.steering, tab=tab, on=ON, size=size, after=page.after)
            pages.append(page)
        assert [*seen, *(row.id for row in page.rows)] == whole
        for earlier, later in zip(pages[-2::-1], pages[:0:-1], strict=True):
            back = queries.page(who.steering, tab=tab, on=ON, size=size, before=later.before)
            assert [row.id for row in back.rows] == [row.id for row in earlier.rows]

    def test_the_same_tasks_on_a_later_day_without_any_nightly_job(self, who: People) -> None:
        issued(who)  # due on day 30
        classes = [queries.counts(who.steering, on=queries.day(day(n))) for n in (0, 25, 30, 31)]
        found = [next(tab for tab in TABS if counts[tab]) for counts in classes]
        assert found == [WorkClass.OPEN, WorkClass.DUE_SOON, WorkClass.DUE_SOON, WorkClass.OVERDUE]


class TestWhoSeesWhat:
    def test_bodies_see_their_own_tasks_leaders_see_all(self, who: People) -> None:
        lead = issued(who)
        partner = issued(who, leads=(party(FINANCE),), partners=(party(HEALTH),))
        group = issued(who, leads=(party(COMMUNES),))
        services.create_draft(actor=who.steering, draft=clear_draft(), now=START)

        def seen(actor) -> set[int]:
            return set(queries.matching(actor).values_list("pk", flat=True))

        assert seen(who.health) == {lead.pk, partner.pk}
        assert seen(who.finance_head) == {partner.pk}
        assert seen(who.commune_a) == {group.pk}
        assert seen(who.leader) >= {lead.pk, partner.pk, group.pk}
        assert queries.counts(who.health, on=ON).total == 2

    def test_people_without_the_right_are_refused(self, who: People) -> None:
        from dean06.kernel.accounts.tests.factories import make_actor

        with pytest.raises(NotAllowed):
            queries.counts(make_actor("auditor"), on=ON)


class TestFilters:
    @pytest.mark.parametrize("words", ["doi chieu", "ĐỐI CHIẾU", "đối   chiếu nghèo", "ngheo doi"])
    def test_words_with_or_without_accents_in_any_order(self, who: People, words: str) -> None:
        wanted = issued(who, text="Đối chiếu danh sách hộ nghèo với dữ liệu dân cư")
        issued(who)
        assert list(queries.matching(who.leader, wanted=ListFilter(text=words))) == [wanted]

    def test_percent_signs_and_underscores_are_letters_like_others(self, who: People) -> None:
        issued(who)
        assert not queries.matching(who.leader, wanted=ListFilter(text="%")).exists()
        assert not queries.matching(who.leader, wanted=ListFilter(text="_")).exists()

    def test_lead_partner_document_and_head(self, who: People) -> None:
        plan = DocumentRef(number="7/KH-UBND", date=dt.date(2026, 1, 5))
        first = services.issue_assignments(
            actor=who.steering, drafts=[clear_draft(partners=(party(FINANCE),))], document=plan, now=START
        ).assignments.get()
        other = issued(who, leads=(party(FINANCE),), head_name="Trần Văn Mẫu")

        def found(**narrow: object) -> list[Assignment]:
            return list(queries.matching(who.leader, wanted=ListFilter(**narrow)))  # type: ignore[arg-type]

        assert found(lead=HEALTH) == [first]
        assert found(lead=FINANCE) == [other]
        assert found(partner=FINANCE) == [first]
        assert found(basis_id=first.basis_id) == [first]
        assert found(head="tran mau") == [other]
        assert found(lead=HEALTH, partner=HEALTH) == []
        assert [basis.number for basis in queries.bases(who.health)] == ["7/KH-UBND"]
        assert queries.bases(who.commune_a) == []

    def test_a_made_up_cursor_is_refused(self, who: People) -> None:
        for cursor in ("abc", "MjAyNi0wMy0wMXx4", "%%%"):
            with pytest.raises(InvalidInput):
                queries.page(who.leader, tab=WorkClass.OVERDUE, on=ON, after=cursor)


class TestScores:
    def test_several_leads_count_for_each_and_finished_members_are_not_red(self, who: People) -> None:
        shared = issued(who, leads=(party(COMMUNES),))
        services.report_done(
            actor=who.commune_a,
            assignment_id=shared.pk,
            done="Xã đã xong",
            files=[evidence()],
            now=at(3),
        )
        issued(who, leads=(party(HEALTH), party(FINANCE)))
        scores = {score.agency_code: score for score in queries.body_scores(who.leader, on=queries.day(day(40)))}
        assert scores[COMMUNE_A].overdue == 0
        assert scores[COMMUNE_A].counts[WorkClass.OPEN] == 1
        assert sum(score.overdue for score in scores.values()) == 3
        assert queries.counts(who.leader, on=queries.day(day(40)))[WorkClass.OVERDUE] == 2

    def test_on_time_score_is_of_accepted_tasks_with_a_due_date(self, who: People) -> None:
        accepted(who, days=30)
        accepted(who, days=31)
        accepted(
            who,
            deadline_kind=DeadlineKind.RECURRING,
            due_date=None,
            cadence=Cadence.MONTHLY,
            measure="Số bản ghi làm sạch",
        )
        (score,) = queries.body_scores(who.leader, on=queries.day(day(40)))
        assert (score.finished_on_time, score.finished_late, score.on_time_percent) == (1, 1, 50)

    def test_red_items_name_who_must_answer_and_whether_they_did(self, who: People) -> None:
        task = in_progress(who)
        asked = services.request_explanation(
            actor=who.leader, assignment_id=task.pk, question="Vì sao chậm tiến độ?", now=at(31)
        )
        on = queries.day(day(33))
        (red,) = queries.overdue(who.leader, on=on, limit=10)
        assert (red.row.days_late, red.bodies, red.explanations_open) == (3, ["Sở Y tế"], 1)
        services.answer_explanation(
            actor=who.health_head, request_id=asked.pk, answer="Chờ số liệu từ tuyến xã", now=at(32)
        )
        (red,) = queries.overdue(who.leader, on=on, limit=10)
        assert (red.explanations_open, red.explanations_asked, red.last_answer) == (0, 1, "Chờ số liệu từ tuyến xã")

    def test_results_waiting_for_the_issuer_are_counted(self, who: People) -> None:
        reported_done(who)
        reported_done(who, days=33)
        in_progress(who)
        assert queries.waiting_for_acceptance(who.steering) == 2


def test_the_number_of_queries_does_not_grow_with_the_list(who: People) -> None:
    def used() -> int:
        on = queries.day(day(40))
        with CaptureQueriesContext(connection) as captured:
            queries.counts(who.leader, on=on)
            queries.page(who.leader, tab=WorkClass.OVERDUE, on=on)
            queries.overdue(who.leader, on=on, limit=30)
            queries.body_scores(who.leader, on=on)
        return len(captured)

    issued(who)
    few = used()
    services.issue_assignments(
        actor=who.steering, drafts=[clear_draft(partners=(party(COMMUNES),)) for _ in range(30)], now=START
    )
    assert used() == few
