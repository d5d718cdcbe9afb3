"""Issuing: the five clarities, many tasks at once or none, codes, bodies behind groups."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.assignments import services
from dean06.steering.assignments.errors import NotClear, NothingToIssue, ReasonMissing, UnknownBody
from dean06.steering.assignments.from_documents import cadence_of, from_reviewed, names_a_document
from dean06.steering.assignments.models import Assignment, Basis
from dean06.steering.assignments.rules.clarity import missing
from dean06.steering.assignments.tests.factories import (
    COMMUNE_A,
    COMMUNE_B,
    COMMUNES,
    FINANCE,
    HEALTH,
    START,
    People,
    clear_draft,
    issued,
    party,
)
from dean06.steering.assignments.types import Cadence, DeadlineKind, DocumentRef
from dean06.steering.documents.types import Body, Deadline, ReviewedTask

PLAN = DocumentRef(number="12/KH-UBND", date=dt.date(2026, 2, 20), kind="KẾ HOẠCH", title="Kế hoạch mẫu")


def test_many_tasks_with_their_document_in_one_act(who: People) -> None:
    drafts = [clear_draft(), clear_draft(leads=(party(COMMUNES),), partners=(party(HEALTH),)), clear_draft()]
    issue = services.issue_assignments(actor=who.steering, drafts=drafts, document=PLAN, now=START)
    tasks = list(issue.assignments.order_by("pk"))
    assert [task.code for task in tasks] == ["NV-2026-0001", "NV-2026-0002", "NV-2026-0003"]
    assert [task.text for task in tasks] == [draft.text for draft in drafts]
    assert str(tasks[0].basis) == "Kế hoạch số 12/KH-UBND ngày 20/02/2026"
    bodies = set(tasks[1].bodies.values_list("role", "agency_code"))
    assert bodies == {("lead", COMMUNE_A), ("lead", COMMUNE_B), ("partner", HEALTH)}
    again = services.issue_assignments(actor=who.steering, drafts=[clear_draft()], document=PLAN, now=START)
    assert again.basis_id == issue.basis_id
    assert Basis.objects.count() == 1


def test_one_unclear_task_stops_all_of_them(who: People) -> None:
    with pytest.raises(NotClear) as refused:
        services.issue_assignments(actor=who.steering, drafts=[clear_draft(), clear_draft(product="")], now=START)
    assert "sản phẩm" in refused.value.message
    assert refused.value.details["missing"] == {"2": ["result"]}
    assert Assignment.objects.count() == 0
    assert issued(who).code == "NV-2026-0001", "a refused act uses up no number"


def test_an_override_needs_a_reason_that_stays_in_history_and_log(who: People) -> None:
    draft = clear_draft(product="")
    with pytest.raises(ReasonMissing):
        services.issue_assignments(actor=who.steering, drafts=[draft], override_reason="gấp", now=START)
    issue = services.issue_assignments(
        actor=who.steering, drafts=[draft], override_reason="Kế hoạch không nêu sản phẩm", now=START
    )
    task = issue.assignments.get()
    assert "Kế hoạch không nêu sản phẩm" in task.history.get().text
    row = AuditRow.objects.get(action="assignment.issued_unclear")
    assert row.purpose == "Kế hoạch không nêu sản phẩm"
    assert json.loads(row.details)["missing"] == ["result"]


def test_the_head_of_the_body_answers_when_nobody_is_named(who: People) -> None:
    task = issued(who, head_name="", head_position="")
    assert (task.head_name, task.head_position) == ("Lê Thị Mẫu", "Giám đốc")


@pytest.mark.parametrize("role", ["health_head", "health", "leader"])
def test_only_the_steering_office_issues(who: People, role: str) -> None:
    with pytest.raises(NotAllowed):
        services.issue_assignments(actor=getattr(who, role), drafts=[clear_draft()], now=START)
    assert Assignment.objects.count() == 0


def test_nothing_and_nobody_are_refused(who: People) -> None:
    with pytest.raises(NothingToIssue):
        services.issue_assignments(actor=who.steering, drafts=[], now=START)
    with pytest.raises(UnknownBody):
        services.issue_assignments(
            actor=who.steering, drafts=[clear_draft(leads=(party("khong-co", "Sở Không Có"),))], now=START
        )


def test_words_that_name_nobody_are_kept_as_printed(who: People) -> None:
    task = issued(who, partners=(party(None), party(FINANCE)))
    assert [p.text for p in task.parties.filter(role="partner")] == ["các đơn vị liên quan", "Sở Tài chính"]
    assert task.bodies.filter(role="partner").count() == 1


def test_what_was_missing_can_be_filled_in_later_with_a_reason(who: People) -> None:
    issue = services.issue_assignments(
        actor=who.steering, drafts=[clear_draft(product="")], override_reason="Kế hoạch chưa nêu", now=START
    )
    task = issue.assignments.get()
    services.amend_assignment(
        actor=who.steering,
        assignment_id=task.pk,
        product="Báo cáo quý",
        reason="Bổ sung theo đề nghị của Sở",
        now=START,
    )
    task.refresh_from_db()
    assert task.product == "Báo cáo quý"
    assert "bao cao quy" in task.search_text
    assert task.head_name == "Lê Thị Mẫu", "fields not given stay"


def reviewed(**changes: object) -> ReviewedTask:
    from dataclasses import replace

    task = ReviewedTask(
        task_id=5,
        section_path=("II", "1"),
        number="3",
        text="Tổng hợp kết quả rà soát gửi về cơ quan thường trực",
        lead=(Body("Sở Y tế", HEALTH),),
        coordinating=(Body("các cơ quan liên quan", None),),
        assigned_by=None,
        deadline=Deadline("trong tháng 6 năm 2026", DeadlineKind.WITHIN_MONTH, dt.date(2026, 6, 30)),
        product="Báo cáo",
        measure=None,
        responsible="Lê Thị Mẫu, Giám đốc Sở",
        line=41,
    )
    return replace(task, **changes)  # type: ignore[arg-type]


class TestFromDocuments:
    def test_a_reviewed_task_is_a_clear_draft(self) -> None:
        draft = from_reviewed(reviewed())
        assert missing(draft) == []
        assert (draft.head_name, draft.head_position, draft.due_date) == (
            "Lê Thị Mẫu",
            "Giám đốc Sở",
            dt.date(2026, 6, 30),
        )
        assert (draft.number, draft.section_path, draft.source_line) == ("3", ("II", "1"), 41)

    @pytest.mark.parametrize(
        ("words", "cadence"),
        [
            ("thực hiện thường xuyên", Cadence.MONTHLY),
            ("định kỳ hằng tuần", Cadence.WEEKLY),
            ("hàng quý", Cadence.QUARTERLY),
        ],
    )
    def test_how_often_a_recurring_task_reports(self, words: str, cadence: Cadence) -> None:
        assert cadence_of(words) is cadence

    @pytest.mark.parametrize(
        ("words", "named"),
        [
            ("theo chỉ đạo của Trung ương", False),
            ("Theo hướng dẫn, chỉ đạo của cấp trên", False),
            ("theo hướng dẫn của Bộ Công an", True),
            ("khi có Thông tư thay thế Thông tư 04", True),
        ],
    )
    def test_a_deadline_on_guidance_must_name_what_is_awaited(self, words: str, named: bool) -> None:
        assert names_a_document(words) is named


PLAN_TEXT = """ỦY BAN NHÂN DÂN TỈNH MẪU
Số: 15/KH-UBND
Mẫu, ngày 20 tháng 02 năm 2026

KẾ HOẠCH
Làm sạch dữ liệu năm 2026

II. NHIỆM VỤ

1. Rà soát, đối chiếu danh sách người tham gia bảo hiểm với dữ liệu dân cư.
- Đơn vị chủ trì: Sở Y tế.
- Đơn vị phối hợp: Công an tỉnh.
- Thời gian hoàn thành: trước ngày 30/6/2026.

2. Bố trí kinh phí cho việc làm sạch dữ liệu tại cấp xã.
- Đơn vị chủ trì: Sở Tài chính.
- Thời gian hoàn thành: trong tháng 5 năm 2026.
"""


def test_a_reviewed_plan_becomes_live_tasks_with_the_plan_attached(who: People) -> None:
    from dean06.steering.documents import services as documents

    uploaded = documents.upload_document(actor=who.steering, data=PLAN_TEXT.encode(), filename="ke-hoach.txt")
    with pytest.raises(NotClear):
        documents.issue_document(actor=who.steering, document_id=uploaded.pk)
    assert Assignment.objects.count() == 0
    documents.issue_document(actor=who.steering, document_id=uploaded.pk, override_reason="Kế hoạch không nêu sản phẩm")
    first, second = Assignment.objects.order_by("pk")
    assert (first.lead_text, first.due_date) == ("Sở Y tế", dt.date(2026, 6, 30))
    assert (second.lead_text, second.due_date) == ("Sở Tài chính", dt.date(2026, 5, 31))
    assert first.basis == second.basis
    assert (first.basis.source_id, first.basis.number) == (uploaded.pk, "15/KH-UBND")
    assert set(first.bodies.values_list("agency_code", flat=True)) == {HEALTH, "cong-an-tinh"}
