"""Whole stories of a task by three accounts, each step also trying to skip ahead."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.steering.assignments import queries, services
from dean06.steering.assignments.errors import (
    AlreadyAnswered,
    AlreadyPending,
    AssignmentNotFound,
    DeadlineRefused,
    EvidenceMissing,
    HandOverRefused,
    OwnWorkAccepted,
    ReasonMissing,
    TransitionRefused,
    UnknownBody,
)
from dean06.steering.assignments.models import Assignment, HistoryEntry, ProgressReport
from dean06.steering.assignments.tests.factories import (
    COMMUNE_A,
    COMMUNES,
    FINANCE,
    HEALTH,
    People,
    at,
    clear_draft,
    day,
    evidence,
    in_progress,
    issued,
    party,
    reported_done,
)
from dean06.steering.assignments.types import Cadence, DeadlineKind, Obstacle, State, Track, WorkClass


def story_of(task: Assignment) -> list[str]:
    return list(task.history.order_by("at", "pk").values_list("act", flat=True))


def test_from_issue_to_acceptance_by_three_accounts(who: People) -> None:
    task = issued(who)
    assert (task.code, task.state, task.percent) == ("NV-2026-0001", State.ISSUED, 0)
    with pytest.raises(TransitionRefused):
        services.accept(actor=who.steering, assignment_id=task.pk, now=at(1))

    services.acknowledge(actor=who.health_head, assignment_id=task.pk, now=at(1))
    services.report_progress(
        actor=who.health, assignment_id=task.pk, percent=40, done="Lập danh sách", next_step="Đối chiếu", now=at(3)
    )
    with pytest.raises(EvidenceMissing):
        services.report_done(actor=who.health, assignment_id=task.pk, done="Xong", now=at(4))
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.IN_PROGRESS, 40)

    services.report_done(actor=who.health, assignment_id=task.pk, done="Xong", files=[evidence()], now=at(5))
    with pytest.raises(NotAllowed):  # the doing body has no right to accept
        services.accept(actor=who.health, assignment_id=task.pk, now=at(5))
    services.return_result(
        actor=who.steering, assignment_id=task.pk, reason="Biên bản thiếu chữ ký của các bên", now=at(6)
    )
    task.refresh_from_db()
    assert (task.state, task.reported_done_on) == (State.RETURNED, None)

    # Evidence handed in before still stands; the new words say what was corrected.
    services.report_done(actor=who.health, assignment_id=task.pk, done="Đã bổ sung chữ ký", now=at(7))
    services.accept(actor=who.steering, assignment_id=task.pk, note="Đạt yêu cầu", now=at(8))
    task.refresh_from_db()
    assert (task.state, task.percent, task.track) == (State.ACCEPTED, 100, Track.DONE)
    assert task.finished_on_time is True
    assert story_of(task) == [
        "issue", "acknowledge", "report_progress", "report_done", "return", "report_done", "accept",
    ]  # fmt: skip
    with pytest.raises(TransitionRefused):
        services.return_result(actor=who.steering, assignment_id=task.pk, reason="Đổi ý rồi, làm lại", now=at(9))


def test_another_body_can_neither_report_nor_learn_that_the_task_exists(who: People) -> None:
    task = in_progress(who)
    before = (task.percent, ProgressReport.objects.count(), HistoryEntry.objects.count())
    with pytest.raises(AssignmentNotFound) as refused:
        services.report_progress(
            actor=who.finance_head, assignment_id=task.pk, percent=90, done="Nhận vơ", next_step="x"
        )
    assert task.code not in refused.value.message
    assert not refused.value.details
    with pytest.raises(AssignmentNotFound):
        queries.assignment(who.finance_head, task.pk)
    task.refresh_from_db()
    assert (task.percent, ProgressReport.objects.count(), HistoryEntry.objects.count()) == before


def test_a_partner_sees_the_task_and_reports_its_own_part_only(who: People) -> None:
    task = in_progress(who, partners=(party(FINANCE),))
    with pytest.raises(NotAllowed):
        services.report_progress(
            actor=who.finance_head, agency_code=HEALTH, assignment_id=task.pk, percent=90, done="x", next_step="y"
        )
    with pytest.raises(NotAllowed):
        services.request_deadline_change(
            actor=who.finance_head, assignment_id=task.pk, new_due_date=day(60), reason="Xin thêm thời gian", now=at(6)
        )
    services.report_done(
        actor=who.finance_head, assignment_id=task.pk, done="Đã bố trí kinh phí", files=[evidence()], now=at(6)
    )
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.IN_PROGRESS, 30)
    assert task.bodies.get(agency_code=FINANCE).percent == 100


def test_those_who_do_the_task_never_accept_it_even_with_the_right(who: People) -> None:
    from dataclasses import replace

    task = reported_done(who)
    insider = replace(who.steering, agency=HEALTH)
    with pytest.raises(OwnWorkAccepted):
        services.accept(actor=insider, assignment_id=task.pk, now=at(21))
    task.refresh_from_db()
    assert task.state == State.REPORTED_DONE


def test_a_group_is_finished_when_every_member_is_or_the_issuer_collects(who: People) -> None:
    task = issued(who, leads=(party(COMMUNES),))
    assert task.bodies.count() == 2
    services.report_done(actor=who.commune_a, assignment_id=task.pk, done="Xã đã xong", files=[evidence()], now=at(4))
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.IN_PROGRESS, 50)
    with pytest.raises(ReasonMissing):
        services.collect(actor=who.steering, assignment_id=task.pk, reason="", now=at(5))
    services.collect(actor=who.steering, assignment_id=task.pk, reason="Xã còn lại đã sáp nhập", now=at(5))
    services.accept(actor=who.steering, assignment_id=task.pk, now=at(6))
    task.refresh_from_db()
    assert task.state == State.ACCEPTED
    assert "1/2" in task.history.get(act="collect").title


def test_a_late_report_stays_red_until_accepted_a_report_in_time_does_not(who: People) -> None:
    late = reported_done(who, days=40)
    timely = reported_done(who, days=30)
    on = queries.day(day(45))
    assert on.class_of(late) is WorkClass.OVERDUE
    assert on.class_of(timely) is WorkClass.OPEN
    services.accept(actor=who.steering, assignment_id=late.pk, now=at(45))
    services.accept(actor=who.steering, assignment_id=timely.pk, now=at(45))
    late.refresh_from_db()
    timely.refresh_from_db()
    assert (late.finished_on_time, timely.finished_on_time) == (False, True)


class TestReports:
    def test_copied_words_are_marked_and_do_not_stop_the_count_of_urgings(self, who: People) -> None:
        task = in_progress(who)
        services.urge(actor=who.steering, assignment_id=task.pk, now=at(6))
        services.urge(actor=who.leader, assignment_id=task.pk, message="Khẩn trương", now=at(7))
        words = {"percent": 30, "done": "Đã lập danh sách", "next_step": "Đối chiếu"}
        copied = services.report_progress(actor=who.health, assignment_id=task.pk, now=at(8), **words)
        task.refresh_from_db()
        assert copied.repeats_previous
        assert (task.urged_count, task.urged_since_progress) == (2, 2)

        fresh = services.report_progress(
            actor=who.health,
            assignment_id=task.pk,
            percent=60,
            done="Đối chiếu xong 9 xã",
            next_step="Tổng hợp",
            now=at(9),
        )
        task.refresh_from_db()
        assert not fresh.repeats_previous
        assert (task.urged_count, task.urged_since_progress) == (2, 0)

    def test_a_body_saying_it_waits_for_the_centre_does_not_leave_the_red_list_by_itself(self, who: People) -> None:
        task = in_progress(who)
        services.report_progress(
            actor=who.health,
            assignment_id=task.pk,
            percent=30,
            done="Đã gửi văn bản hỏi",
            next_step="Chờ trả lời",
            obstacle=Obstacle.CENTRE,
            obstacle_text="Bộ chưa hướng dẫn biểu mẫu",
            now=at(35),
        )
        task.refresh_from_db()
        assert queries.day(day(36)).class_of(task) is WorkClass.OVERDUE
        assert task.obstacle == Obstacle.CENTRE

    def test_the_same_submit_twice_is_one_report(self, who: People) -> None:
        task = issued(who)
        given = {"percent": 10, "done": "Bắt đầu", "next_step": "Tiếp", "idempotency_key": "k1", "now": at(1)}
        first = services.report_progress(actor=who.health, assignment_id=task.pk, **given)
        again = services.report_progress(actor=who.health, assignment_id=task.pk, **given)
        assert first.pk == again.pk
        assert ProgressReport.objects.count() == 1


class TestDeadlines:
    def test_a_change_needs_a_reason_and_approval_and_keeps_its_history(self, who: People) -> None:
        task = in_progress(who)
        ask = {"actor": who.health_head, "assignment_id": task.pk, "now": at(10)}
        with pytest.raises(ReasonMissing):
            services.request_deadline_change(new_due_date=day(60), reason="bận", **ask)
        with pytest.raises(DeadlineRefused):
            services.request_deadline_change(new_due_date=day(9), reason="Đơn vị chưa kịp làm", **ask)
        with pytest.raises(NotAllowed):  # only the head asks
            services.request_deadline_change(
                actor=who.health, assignment_id=task.pk, new_due_date=day(60), reason="Đơn vị chưa kịp làm", now=at(10)
            )
        change = services.request_deadline_change(new_due_date=day(60), reason="Chờ số liệu từ 12 xã", **ask)
        with pytest.raises(AlreadyPending):
            services.request_deadline_change(new_due_date=day(70), reason="Chờ số liệu từ 12 xã", **ask)
        task.refresh_from_db()
        assert task.due_date == day(30), "nothing changes before approval"

        with pytest.raises(NotAllowed):
            services.decide_deadline_change(actor=who.health_head, change_id=change.pk, approved=True, now=at(11))
        with pytest.raises(ReasonMissing):
            services.decide_deadline_change(actor=who.leader, change_id=change.pk, approved=False, now=at(11))
        services.decide_deadline_change(actor=who.leader, change_id=change.pk, approved=True, now=at(11))
        task.refresh_from_db()
        assert task.due_date == task.due_sort == day(60)
        with pytest.raises(AlreadyAnswered):
            services.decide_deadline_change(actor=who.leader, change_id=change.pk, approved=True, now=at(12))

        refused = services.request_deadline_change(
            actor=who.health_head, assignment_id=task.pk, new_due_date=day(90), reason="Xin thêm một tháng", now=at(50)
        )
        services.decide_deadline_change(
            actor=who.steering, change_id=refused.pk, approved=False, reason="Đã lùi một lần rồi", now=at(51)
        )
        task.refresh_from_db()
        assert task.due_date == day(60)
        kept = list(task.deadline_changes.order_by("pk").values_list("old_due_date", "new_due_date", "approved"))
        assert kept == [(day(30), day(60), True), (day(60), day(90), False)]

    def test_waiting_for_the_centre_stops_the_clock_until_the_guidance_comes(self, who: People) -> None:
        task = in_progress(who)
        services.wait_for_centre(
            actor=who.steering,
            assignment_id=task.pk,
            trigger_document="Hướng dẫn của Bộ về biểu mẫu",
            reason="Chưa có biểu mẫu thì chưa làm được",
            now=at(20),
        )
        task.refresh_from_db()
        assert queries.day(day(100)).class_of(task) is WorkClass.WAITING_CENTRE
        with pytest.raises(TransitionRefused):
            services.urge(actor=who.steering, assignment_id=task.pk, now=at(100))
        services.guidance_arrived(
            actor=who.steering,
            assignment_id=task.pk,
            document="Công văn 12/BYT ngày 10/6/2026",
            new_due_date=day(130),
            now=at(101),
        )
        task.refresh_from_db()
        assert (task.state, task.due_date) == (State.IN_PROGRESS, day(130))
        assert queries.day(day(131)).class_of(task) is WorkClass.OVERDUE

    def test_a_date_cannot_be_changed_by_claiming_that_guidance_came(self, who: People) -> None:
        task = in_progress(who)
        with pytest.raises(TransitionRefused):
            services.guidance_arrived(
                actor=who.steering, assignment_id=task.pk, document="Công văn 1/BCA", new_due_date=day(90), now=at(6)
            )
        task.refresh_from_db()
        assert task.due_date == day(30)

    def test_a_task_on_guidance_waits_from_its_issue_on(self, who: People) -> None:
        task = issued(
            who, deadline_kind=DeadlineKind.ON_GUIDANCE, due_date=None, trigger_document="Thông tư của Bộ Công an"
        )
        assert queries.day(day(300)).class_of(task) is WorkClass.WAITING_CENTRE

    def test_a_recurring_task_stays_recurring(self, who: People) -> None:
        task = issued(
            who,
            deadline_kind=DeadlineKind.RECURRING,
            due_date=None,
            cadence=Cadence.MONTHLY,
            measure="Số bản ghi đã làm sạch trong tháng",
        )
        assert queries.day(day(300)).class_of(task) is WorkClass.RECURRING


class TestExplanations:
    def test_asked_by_a_leader_answered_by_the_head_once(self, who: People) -> None:
        task = in_progress(who)
        ask = {"actor": who.leader, "assignment_id": task.pk, "question": "Vì sao chậm so với kế hoạch?"}
        asked = services.request_explanation(now=at(31), **ask)
        assert (asked.agency_code, asked.due_on) == (HEALTH, day(35)), "two working days after a Thursday"
        with pytest.raises(AlreadyPending):
            services.request_explanation(now=at(31), **ask)
        with pytest.raises(NotAllowed):
            services.answer_explanation(actor=who.health, request_id=asked.pk, answer="Cán bộ trả lời thay", now=at(32))
        with pytest.raises(AssignmentNotFound):
            services.answer_explanation(actor=who.finance_head, request_id=asked.pk, answer="Người ngoài trả lời")
        services.answer_explanation(
            actor=who.health_head, request_id=asked.pk, answer="Ba xã gửi số liệu muộn hai tuần", now=at(32)
        )
        with pytest.raises(AlreadyAnswered):
            services.answer_explanation(actor=who.health_head, request_id=asked.pk, answer="Trả lời lần thứ hai")
        asked.refresh_from_db()
        assert asked.answer.startswith("Ba xã")

    def test_with_several_leads_the_leader_must_say_whom(self, who: People) -> None:
        task = issued(who, leads=(party(HEALTH), party(FINANCE)))
        with pytest.raises(UnknownBody):
            services.request_explanation(
                actor=who.leader, assignment_id=task.pk, question="Vì sao chưa bắt đầu?", now=at(2)
            )
        asked = services.request_explanation(
            actor=who.leader, assignment_id=task.pk, question="Vì sao chưa bắt đầu?", agency_code=FINANCE, now=at(2)
        )
        assert asked.agency_code == FINANCE


class TestHandOver:
    def offer(self, who: People, task: Assignment, now: dt.datetime) -> int:
        return services.offer_hand_over(
            actor=who.health_head,
            assignment_id=task.pk,
            to_code=FINANCE,
            reason="Việc này thuộc chức năng tài chính",
            now=now,
        ).pk

    def test_to_and_fro_is_counted_and_the_part_stays_until_taken(self, who: People) -> None:
        task = in_progress(who)
        offer = self.offer(who, task, at(6))
        assert queries.assignment(who.finance_head, task.pk), "the body asked may look"
        with pytest.raises(NotAllowed):
            services.decide_hand_over(actor=who.health_head, hand_over_id=offer, accepted=True, now=at(7))
        with pytest.raises(ReasonMissing):
            services.decide_hand_over(actor=who.finance_head, hand_over_id=offer, accepted=False, now=at(7))
        services.decide_hand_over(
            actor=who.finance_head, hand_over_id=offer, accepted=False, reason="Không thuộc chức năng của Sở", now=at(7)
        )
        task.refresh_from_db()
        assert task.bodies.get().agency_code == HEALTH
        with pytest.raises(AssignmentNotFound):
            queries.assignment(who.finance_head, task.pk)

        second = self.offer(who, task, at(8))
        services.decide_hand_over(actor=who.finance_head, hand_over_id=second, accepted=True, now=at(9))
        task.refresh_from_db()
        assert task.hand_over_count == 2
        assert (task.bodies.get().agency_code, task.lead_text) == (FINANCE, "Sở Tài chính")
        assert (task.head_name, task.percent) == ("Trần Văn Mẫu", 0), "the new body's head answers, its part is new"
        with pytest.raises(AssignmentNotFound):
            services.report_progress(
                actor=who.health, assignment_id=task.pk, percent=50, done="x", next_step="y", now=at(10)
            )
        services.report_progress(
            actor=who.finance_head, assignment_id=task.pk, percent=20, done="Tiếp nhận", next_step="Làm", now=at(10)
        )

    def test_not_to_a_group_nor_out_of_one_nor_to_who_is_in_already(self, who: People) -> None:
        task = in_progress(who)
        with pytest.raises(HandOverRefused):
            services.offer_hand_over(
                actor=who.health_head, assignment_id=task.pk, to_code=COMMUNES, reason="Giao xuống các xã làm"
            )
        with pytest.raises(HandOverRefused):
            services.offer_hand_over(
                actor=who.health_head, assignment_id=task.pk, to_code=HEALTH, reason="Chuyển cho chính mình"
            )
        with pytest.raises(UnknownBody):
            services.offer_hand_over(
                actor=who.health_head, assignment_id=task.pk, to_code="khong-co", reason="Chuyển cho nơi khác"
            )
        shared = issued(who, leads=(party(COMMUNES),))
        with pytest.raises(HandOverRefused):
            services.offer_hand_over(
                actor=who.steering,
                from_code=COMMUNE_A,
                assignment_id=shared.pk,
                to_code=FINANCE,
                reason="Xã quá nhỏ để làm",
            )


class TestCancelling:
    def test_a_merged_task_points_to_the_one_that_stays(self, who: People) -> None:
        first, second = issued(who), issued(who)
        services.cancel(
            actor=who.steering, assignment_id=second.pk, reason="Trùng nội dung", merged_into_id=first.pk, now=at(2)
        )
        second.refresh_from_db()
        assert (second.state, second.merged_into_id) == (State.CANCELLED, first.pk)
        with pytest.raises(AssignmentNotFound):
            services.cancel(
                actor=who.steering, assignment_id=first.pk, reason="Gộp vòng tròn", merged_into_id=second.pk, now=at(3)
            )
        first.refresh_from_db()
        assert first.state == State.ISSUED

    def test_the_doing_body_cannot_cancel(self, who: People) -> None:
        task = issued(who)
        with pytest.raises(NotAllowed):
            services.cancel(actor=who.health_head, assignment_id=task.pk, reason="Không muốn làm nữa")
        task.refresh_from_db()
        assert task.state == State.ISSUED


def test_a_draft_is_the_issuing_sides_alone(who: People) -> None:
    draft = services.create_draft(actor=who.steering, draft=clear_draft(), now=at(0))
    with pytest.raises(AssignmentNotFound):
        queries.assignment(who.health_head, draft.pk)
    services.edit_draft(
        actor=who.steering, assignment_id=draft.pk, draft=clear_draft(product="Cơ sở dữ liệu"), now=at(0)
    )
    services.issue_draft(actor=who.steering, assignment_id=draft.pk, now=at(1))
    shown = queries.assignment(who.health_head, draft.pk)
    assert (shown.product, shown.state) == ("Cơ sở dữ liệu", State.ISSUED)
