"""A steering officer turns an uploaded plan into live tasks: upload, correct, split, merge, drop, issue."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.files.models import StoredFile
from dean06.steering.assignments.models import Assignment
from dean06.steering.documents import queries, services
from dean06.steering.documents.errors import UnreadableDocument
from dean06.steering.documents.models import DocumentState, ReviewTask, SourceDocument
from dean06.steering.documents.review_errors import (
    AlreadyUploaded,
    CannotSplitHere,
    NoSuchPassage,
    NothingToIssue,
    NothingToMerge,
    NotUnderReview,
)

pytestmark = pytest.mark.django_db

PLAN = """Số: 12/KH-UBND

Hà Tĩnh, ngày 05 tháng 01 năm 2026

KẾ HOẠCH

Kiểm kê tài khoản tra cứu năm 2026

I. NHIỆM VỤ

(1) Lập danh sách tài khoản tra cứu của từng cơ quan. Thu hồi tài khoản không dùng.

- Cơ quan chủ trì: Công an tỉnh.
- Cơ quan phối hợp: các sở, ban, ngành.
- Thời gian hoàn thành: trước ngày 30 tháng 6 năm 2026.

(2) Kiểm tra thiết bị đọc thẻ ở bộ phận một cửa.

- Cơ quan chủ trì: Văn phòng UBND tỉnh.
- Thời gian hoàn thành: trong tháng 9 năm 2026.

(3) Báo cáo số lượt tra cứu.

- Cơ quan chủ trì: Sở Y tế.
- Thời gian hoàn thành: thực hiện thường xuyên.

II. TỔ CHỨC THỰC HIỆN

Đoạn này không giao việc cho ai cả nên không phải nhiệm vụ.
"""


@pytest.fixture
def officer(agencies):
    return make_actor("steering_officer")


@pytest.fixture
def document(officer) -> SourceDocument:
    return services.upload_document(actor=officer, data=PLAN.encode(), filename="ke-hoach.txt")


def tasks_of(document: SourceDocument) -> list[ReviewTask]:
    return list(document.tasks.all())


def test_an_uploaded_plan_becomes_tasks_with_todays_bodies(document: SourceDocument) -> None:
    first, second, third = tasks_of(document)
    assert (document.number, document.date) == ("12/KH-UBND", dt.date(2026, 1, 5))
    assert [body["agency"] for body in first.lead] == ["cong-an-tinh"]
    assert first.coordinating[0]["agency"] == "nhom-so-ban-nganh"
    assert (first.deadline_kind, first.deadline_date) == ("by_date", dt.date(2026, 6, 30))
    assert second.deadline_date == dt.date(2026, 9, 30)
    assert third.deadline_kind == "recurring"
    assert AuditRow.objects.filter(action="document.uploaded").count() == 1


def test_the_same_file_twice_is_noticed_and_nothing_is_stored(officer, document: SourceDocument) -> None:
    with pytest.raises(AlreadyUploaded) as refusal:
        services.upload_document(actor=officer, data=PLAN.encode(), filename="ban-sao.txt")
    assert refusal.value.details == {"document_id": document.pk}
    assert SourceDocument.objects.count() == 1 and StoredFile.objects.count() == 1
    again = services.upload_document(actor=officer, data=PLAN.encode(), filename="ban-sao.txt", again=True)
    assert again.tasks.count() == 3


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + b"0" * 400, b"PK\x03\x04 broken"])
def test_an_unreadable_file_is_refused_and_leaves_nothing(officer, data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        services.upload_document(actor=officer, data=data, filename="ke-hoach.docx")
    assert not SourceDocument.objects.exists() and not StoredFile.objects.exists()


def test_an_agency_officer_can_neither_upload_nor_read_documents(document: SourceDocument) -> None:
    stranger = make_actor("agency_officer", "so-y-te")
    with pytest.raises(NotAllowed):
        services.upload_document(actor=stranger, data=PLAN.encode() + b" ", filename="khac.txt")
    with pytest.raises(NotAllowed):
        queries.document(stranger, document.pk)
    assert SourceDocument.objects.count() == 1


def test_a_corrected_body_resolves_old_names_to_todays_body(officer, document: SourceDocument) -> None:
    task = tasks_of(document)[1]
    corrected = services.correct_task(actor=officer, task_id=task.pk, values={"lead": ["Sở TT&TT", "Không có ai"]})
    assert [body["agency"] for body in corrected.lead] == ["so-khcn", None]
    assert corrected.edited


def test_a_task_without_text_or_a_dated_deadline_without_date_is_refused(officer, document: SourceDocument) -> None:
    task = tasks_of(document)[2]
    for values in ({"text": "  "}, {"deadline_kind": "by_date", "deadline_date": None}):
        with pytest.raises(InvalidInput):
            services.correct_task(actor=officer, task_id=task.pk, values=values)
    task.refresh_from_db()
    assert not task.edited and task.deadline_kind == "recurring"


def test_two_tasks_in_one_paragraph_are_split_and_keep_their_place(officer, document: SourceDocument) -> None:
    first = tasks_of(document)[0]
    cut = first.text.index("Thu hồi")
    services.split_task(actor=officer, task_id=first.pk, at=cut)
    texts = [task.text for task in tasks_of(document)]
    assert texts[:2] == [first.text[:cut].strip(), first.text[cut:].strip()] and len(texts) == 4
    with pytest.raises(CannotSplitHere):
        services.split_task(actor=officer, task_id=first.pk, at=0)
    assert document.tasks.count() == 4


def test_splitting_again_and_again_never_changes_the_order(officer, document: SourceDocument) -> None:
    task = tasks_of(document)[0]
    services.correct_task(actor=officer, task_id=task.pk, values={"text": " ".join(f"việc{i}" for i in range(40))})
    for _ in range(20):
        text = ReviewTask.objects.get(pk=task.pk).text
        services.split_task(actor=officer, task_id=task.pk, at=text.rindex(" "))
    words = " ".join(row.text for row in tasks_of(document)[:21]).split()
    assert words == [f"việc{i}" for i in range(40)]


def test_a_task_cut_in_two_is_merged_with_the_bodies_of_both(officer, document: SourceDocument) -> None:
    first, second, _ = tasks_of(document)
    merged = services.merge_with_next(actor=officer, task_id=first.pk)
    assert second.text in merged.text
    assert {body["agency"] for body in merged.lead} == {"cong-an-tinh", "vp-ubnd-tinh"}
    services.merge_with_next(actor=officer, task_id=first.pk)
    with pytest.raises(NothingToMerge):
        services.merge_with_next(actor=officer, task_id=first.pk)


def test_an_unrecognised_passage_becomes_a_task(officer, document: SourceDocument) -> None:
    line = next(entry["line"] for entry in document.passages if "không giao việc" in entry.get("text", ""))
    added = services.add_task(actor=officer, document_id=document.pk, line=line)
    assert added.text.startswith("Đoạn này") and tasks_of(document)[-1] == added
    with pytest.raises(NoSuchPassage):
        services.add_task(actor=officer, document_id=document.pk, line=9999)


def test_issuing_creates_every_kept_task_at_once_with_the_document(officer, document: SourceDocument) -> None:
    dropped = tasks_of(document)[2]
    services.drop_task(actor=officer, task_id=dropped.pk)
    services.issue_document(actor=officer, document_id=document.pk, override_reason="Giao gấp theo chỉ đạo.")
    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    live = list(Assignment.objects.order_by("pk"))
    assert [task.text for task in live] == [task.text for task in tasks_of(document)[:2]]
    assert {task.basis.source_id for task in live} == {document.pk}
    dropped.refresh_from_db()
    assert dropped.assignment_id is None


def test_unclear_tasks_are_not_issued_without_a_reason_and_none_is_half_issued(officer, document) -> None:
    with pytest.raises(Exception, match="rõ"):
        services.issue_document(actor=officer, document_id=document.pk)
    assert not Assignment.objects.exists()
    assert not ReviewTask.objects.exclude(assignment_id=None).exists()


def test_issuing_twice_gives_the_first_result_and_later_changes_are_refused(officer, document) -> None:
    for _ in range(2):
        services.issue_document(
            actor=officer, document_id=document.pk, override_reason="Giao gấp theo chỉ đạo.", idempotency_key="once"
        )
    assert Assignment.objects.count() == 3
    with pytest.raises(NotUnderReview):
        services.issue_document(actor=officer, document_id=document.pk, override_reason="Giao gấp theo chỉ đạo.")
    with pytest.raises(NotUnderReview):
        services.drop_task(actor=officer, task_id=tasks_of(document)[0].pk)


def test_with_everything_dropped_there_is_nothing_to_issue(officer, document: SourceDocument) -> None:
    for task in tasks_of(document):
        services.drop_task(actor=officer, task_id=task.pk)
    with pytest.raises(NothingToIssue):
        services.issue_document(actor=officer, document_id=document.pk, override_reason="x")
    assert document.state == DocumentState.UNDER_REVIEW


def test_the_lead_body_may_open_the_document_its_task_came_from_and_others_may_not(officer, document) -> None:
    services.issue_document(actor=officer, document_id=document.pk, override_reason="Giao gấp theo chỉ đạo.")
    owner = f"{queries.FILE_OWNER}:{document.pk}"
    assert queries.may_open_file(make_actor("agency_officer", "so-y-te"), owner)
    assert not queries.may_open_file(make_actor("agency_officer", "bao-ha-tinh"), owner)


def test_the_review_pages_answer_and_lead_on(client, agencies) -> None:
    sign_in(client, "steering_officer")
    uploaded = client.post(reverse("documents:upload"), {"file": named(PLAN.encode(), "ke-hoach.txt")})
    document = SourceDocument.objects.get()
    assert uploaded.headers["Location"] == reverse("documents:review", args=[document.pk])
    first = tasks_of(document)[0]
    for tab in ("nhiem-vu", "can-xem", "dich-vu", "so-lieu", "kien-nghi"):
        page = client.get(reverse("documents:review", args=[document.pk]), {"xem": tab})
        assert page.status_code == 200 and "Công an tỉnh" in page.text
    for name in ("task", "split"):
        assert client.get(reverse(f"documents:{name}", args=[first.pk])).status_code == 200
    for name in ("header", "compare", "issue"):
        assert client.get(reverse(f"documents:{name}", args=[document.pk])).status_code == 200
    again = client.post(reverse("documents:upload"), {"file": named(PLAN.encode(), "ke-hoach.txt")})
    assert again.status_code == 422 and reverse("documents:review", args=[document.pk]) in again.text
    assert client.post(reverse("documents:issue", args=[document.pk])).status_code == 422
    issued = client.post(reverse("documents:issue", args=[document.pk]), {"override_reason": "Giao gấp theo chỉ đạo."})
    assert issued.status_code == 302 and Assignment.objects.count() == 3


def test_the_review_page_asks_the_database_the_same_number_of_times_for_any_length(
    client, agencies, django_assert_max_num_queries
) -> None:
    sign_in(client, "steering_officer")
    long = PLAN + "".join(
        f"\n({n}) Việc số {n} cần làm ngay.\n\n- Cơ quan chủ trì: Sở Y tế.\n\n- Thời gian hoàn thành: trong năm 2026.\n"
        for n in range(4, 80)
    )
    client.post(reverse("documents:upload"), {"file": named(long.encode(), "dai.txt")})
    document = SourceDocument.objects.get()
    assert document.tasks.count() > 70
    with django_assert_max_num_queries(16):
        client.get(reverse("documents:review", args=[document.pk]))


def named(data: bytes, name: str):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)
