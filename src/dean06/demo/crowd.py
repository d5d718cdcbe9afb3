"""Tasks led by a group: most of its bodies report, some finish, a few say nothing, as it goes in every province."""

from __future__ import annotations

import datetime as dt
import random

from dean06.demo.evidence import evidence_file
from dean06.demo.people import Cast
from dean06.demo.plan import PlannedTask, Story
from dean06.steering.assignments import services as work
from dean06.steering.assignments.models import Assignment, PartyBody
from dean06.steering.assignments.types import EvidenceFile, Role

#: The commune of the sign-in page: what is unfinished there can be tried out.
OWN_COMMUNE = "ubnd-xa-ky-khang"

_UNDER_WAY = (
    (30, "Đã phân công người phụ trách, rà soát được một số thôn.", "Làm tiếp các thôn còn lại."),
    (55, "Đã làm xong hơn nửa số thôn, tổ dân phố.", "Làm nốt phần còn lại, tổng hợp danh sách."),
    (80, "Đã làm xong ở mọi thôn, đang kiểm tra lại số liệu.", "Hoàn thiện sản phẩm và minh chứng."),
)
_PERIOD = (
    (60, "Đã thực hiện trong kỳ, còn hai bộ phận chưa đều.", "Nhắc hai bộ phận thực hiện đủ trong kỳ tới."),
    (75, "Đã thực hiện đúng lịch, có sổ theo dõi.", "Tiếp tục theo lịch kỳ tới."),
    (90, "Đã thực hiện đầy đủ trong kỳ, số liệu khớp với hệ thống.", "Tiếp tục thực hiện."),
)


class Crowd:
    """Tells the story of tasks with many leading bodies; who is slow is drawn from a seed, so it is always the same."""

    def __init__(self, cast: Cast, now: dt.datetime) -> None:
        self._cast = cast
        self._now = now
        self._chance = random.Random(cast.seed)  # noqa: S311 - a story, not a secret

    def tell(self, assignment_id: int, task: PlannedTask) -> None:
        """Let as many bodies report and finish as the plan says."""
        codes = self._drawn(assignment_id, task)
        product = evidence_file(task.product, self._now.date())
        for place, code in enumerate(codes[: task.reported]):
            if place < task.finished:
                at = self._ago(2 + place % 25 - min(task.due or 0, 0))
                self._finish(assignment_id, code, product, at)
            else:
                self._report(assignment_id, code, task, self._ago(1 + place % 5))
        if task.story == Story.SHARED_DONE:
            self._close(assignment_id, self._ago(1 - (task.due or 0)))

    def _drawn(self, assignment_id: int, task: PlannedTask) -> list[str]:
        """The leading bodies in the order in which they report; the last ones say nothing."""
        shares = PartyBody.objects.filter(assignment=assignment_id, role=Role.LEAD)
        codes = sorted(shares.values_list("agency_code", flat=True))
        if len(codes) < task.reported:
            raise RuntimeError(f"{len(codes)} bodies lead {task.text!r}, but the plan lets {task.reported} report")
        self._chance.shuffle(codes)
        if OWN_COMMUNE in codes and task.finished < len(codes):
            codes.remove(OWN_COMMUNE)
            codes.insert(0 if task.story == Story.SHARED_DONE else len(codes), OWN_COMMUNE)
        return codes

    def _finish(self, assignment_id: int, code: str, product: bytes, at: dt.datetime) -> None:
        work.report_done(
            actor=self._cast.contact(code),
            assignment_id=assignment_id,
            agency_code=code,
            done="Đã hoàn thành phần việc của xã, kèm sản phẩm theo kế hoạch.",
            files=[EvidenceFile("san-pham.docx", product)],
            now=at,
        )

    def _report(self, assignment_id: int, code: str, task: PlannedTask, at: dt.datetime) -> None:
        percent, done, following = self._chance.choice(_PERIOD if task.measure else _UNDER_WAY)
        work.report_progress(
            actor=self._cast.contact(code),
            assignment_id=assignment_id,
            agency_code=code,
            percent=percent + self._chance.randrange(-4, 5),
            done=done,
            next_step=following,
            now=at,
        )

    def _close(self, assignment_id: int, at: dt.datetime) -> None:
        office = self._cast.actor("steering_officer")
        if Assignment.objects.get(pk=assignment_id).state != "reported_done":
            work.collect(
                actor=office,
                assignment_id=assignment_id,
                reason="Đã quá thời hạn; các xã còn lại làm tiếp theo văn bản đôn đốc riêng.",
                now=at,
            )
        work.accept(
            actor=office,
            assignment_id=assignment_id,
            note="Đủ minh chứng của các xã đã báo cáo.",
            now=at + dt.timedelta(days=1),
        )

    def _ago(self, days: int) -> dt.datetime:
        return self._now - dt.timedelta(days=days)
