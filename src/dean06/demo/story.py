"""Brings the plan under way, through the same services that people use, at the times when it would have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dean06.demo.crowd import Crowd
from dean06.demo.evidence import evidence_file
from dean06.demo.people import Cast
from dean06.demo.plan import GROUPS, PlannedTask, Story
from dean06.steering.assignments import services as work
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.types import EvidenceFile, Obstacle, Role

#: Reports that sound like an officer's, by how far a task has come.
_PROGRESS = (
    (
        30,
        "Đã lập kế hoạch chi tiết, phân công người phụ trách.",
        "Làm việc với cơ quan phối hợp để thống nhất số liệu.",
    ),
    (60, "Đã rà soát xong đợt một, gửi danh sách sai lệch về xã, phường.", "Thu kết quả rà soát, cập nhật hệ thống."),
    (100, "Đã hoàn thành phần lớn khối lượng, đang kiểm tra lại.", "Hoàn thiện báo cáo và minh chứng."),
)


class Teller:
    """Tells the story of every task of the plan. ``now`` is the moment of building."""

    def __init__(self, cast: Cast, now: dt.datetime) -> None:
        self.cast = cast
        self.now = now
        self.office = cast.actor("steering_officer")
        self.leader = cast.actor("provincial_leader")
        self._crowd = Crowd(cast, now)
        self._to_accept: list[int] = []

    def tell(self, progress: Callable[[int], None]) -> None:
        """Drive each live task as far as its ``story`` says."""
        planned = [task for group in GROUPS for task in group.tasks]
        live = list(Assignment.objects.order_by("pk"))
        if len(live) != len(planned):
            raise RuntimeError(f"the demo's plan has {len(planned)} tasks but {len(live)} were read from its document")
        for index, (assignment, task) in enumerate(zip(live, planned, strict=True), start=1):
            self._tell_one(assignment.pk, task)
            progress(index)

    def tell_today(self) -> None:
        """What happened this morning, after yesterday's figures were kept."""
        for assignment_id in self._to_accept:
            work.accept(actor=self.office, assignment_id=assignment_id, note="Minh chứng đầy đủ.", now=self.now)

    def _tell_one(self, assignment_id: int, task: PlannedTask) -> None:
        if task.story in {Story.SHARED, Story.SHARED_DONE}:
            self._crowd.tell(assignment_id, task)
            return
        lead = self._lead(assignment_id)
        if lead is None or task.story == Story.ISSUED:
            return
        self._report(assignment_id, lead, task)
        ending = getattr(self, f"_{task.story.value}", None)
        if ending:
            ending(assignment_id, lead, task)

    def _lead(self, assignment_id: int) -> str | None:
        """The single leading body, if there is one."""
        parties = Assignment.objects.get(pk=assignment_id).parties.filter(role=Role.LEAD)
        codes = [party.agency_code for party in parties if party.agency_code]
        return codes[0] if len(codes) == 1 and self.cast.has("agency_officer", codes[0]) else None

    def _report(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        """One to three progress reports over the last months; of a task that recurs, one a month up to now."""
        officer = self.cast.actor("agency_officer", lead)
        head = self.cast.actor("agency_head", lead)
        work.acknowledge(actor=head, assignment_id=assignment_id, now=self._ago(200))
        steps = [step for step in _PROGRESS if step[0] - 30 < min(task.percent, 95)] or [_PROGRESS[0]]
        gap = 30 if task.measure else 45
        first = 2 + gap * (len(steps) - 1) if task.measure else 150
        for place, (top, done, following) in enumerate(steps):
            last = place == len(steps) - 1
            stuck = last and task.story == Story.STUCK
            work.report_progress(
                actor=officer,
                assignment_id=assignment_id,
                percent=min(task.percent, 95) if last else min(top, task.percent) - 10,
                done=done,
                next_step=following,
                obstacle=Obstacle.PARTNER if stuck else Obstacle.NONE,
                obstacle_text="Chưa nhận được danh sách của cơ quan phối hợp." if stuck else "",
                now=self._ago(first - gap * place),
            )

    def _done(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        finished = self._before_due(task, 6)
        self._report_done(assignment_id, lead, task, finished)
        work.accept(
            actor=self.office,
            assignment_id=assignment_id,
            note="Minh chứng đầy đủ.",
            now=finished + dt.timedelta(days=2),
        )

    def _reported(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        self._report_done(assignment_id, lead, task, self._ago(1))

    def _accepted_today(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        self._report_done(assignment_id, lead, task, self._ago(2))
        self._to_accept.append(assignment_id)

    def _returned(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        self._report_done(assignment_id, lead, task, self._ago(3))
        work.return_result(
            actor=self.office,
            assignment_id=assignment_id,
            reason="Báo cáo chưa có số liệu của bệnh viện thứ hai.",
            now=self._ago(1),
        )

    def _stuck(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        for days in (9, 4):
            work.urge(
                actor=self.office,
                assignment_id=assignment_id,
                message="Đề nghị báo cáo tiến độ và hướng xử lý.",
                now=self._ago(days),
            )

    def _explanation_asked(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        self._stuck(assignment_id, lead, task)
        work.request_explanation(
            actor=self.leader,
            assignment_id=assignment_id,
            question="Vì sao hệ thống chưa nghiệm thu dù đã quá hạn? Ngày nào xong?",
            now=self._ago(3),
        )

    def _explained(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        asked = work.request_explanation(
            actor=self.leader,
            assignment_id=assignment_id,
            question="Còn bao nhiêu người nhận tiền mặt, vướng ở đâu?",
            now=self._ago(4),
        )
        work.answer_explanation(
            actor=self.cast.actor("agency_head", lead),
            request_id=asked.pk,
            answer="Còn lại chủ yếu là người già yếu, không có người được ủy quyền; đang vận động từng nhà.",
            now=self._ago(2),
        )

    def _new_deadline_asked(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        work.request_deadline_change(
            actor=self.cast.actor("agency_head", lead),
            assignment_id=assignment_id,
            new_due_date=(self.now + dt.timedelta(days=40)).date(),
            reason="Hai bệnh viện mới lắp máy chấp nhận thẻ, cần thêm thời gian để đo đủ một tháng.",
            now=self._ago(5),
        )

    def _handed_over(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        work.offer_hand_over(
            actor=self.cast.actor("agency_head", lead),
            assignment_id=assignment_id,
            to_code="so-noi-vu",
            reason="Phần dữ liệu người giám hộ thuộc lĩnh vực cơ quan nhận đang quản lý.",
            now=self._ago(2),
        )

    def _waiting(self, assignment_id: int, lead: str, task: PlannedTask) -> None:
        if Assignment.objects.get(pk=assignment_id).state != "waiting_centre":
            work.wait_for_centre(
                actor=self.office,
                assignment_id=assignment_id,
                trigger_document=task.deadline,
                reason="Chưa có hướng dẫn của bộ.",
                now=self._ago(120),
            )

    def _report_done(self, assignment_id: int, lead: str, task: PlannedTask, at: dt.datetime) -> None:
        work.report_done(
            actor=self.cast.actor("agency_officer", lead),
            assignment_id=assignment_id,
            done="Đã hoàn thành toàn bộ khối lượng, kèm sản phẩm theo kế hoạch.",
            files=[EvidenceFile("bao-cao-ket-qua.docx", evidence_file(task.product, at.date()))],
            now=at,
        )

    def _before_due(self, task: PlannedTask, days: int) -> dt.datetime:
        return self._ago(days - (task.due or 0))

    def _ago(self, days: int) -> dt.datetime:
        return self.now - dt.timedelta(days=days)
