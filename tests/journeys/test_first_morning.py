"""The first morning as requests, on both databases: each step leaves its audit row and its event, each refusal nothing.

The same story as ``tests/browser/test_journey.py``, compressed: what a window shows is looked at there, what is left
behind is looked at here.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.events.models import OutboxEvent
from dean06.kernel.files.models import StoredFile
from dean06.kernel.notifications.models import Notification
from dean06.steering.assignments.models import Assignment, HistoryEntry
from dean06.steering.assignments.tests.factories import FINANCE, HEALTH, province
from dean06.steering.assignments.types import TABS, State
from dean06.steering.documents.models import DocumentState, ReviewTask, SourceDocument

pytestmark = pytest.mark.django_db

#: What people made; a refused step leaves every count as it was.
KEPT = (AuditRow, OutboxEvent, StoredFile, Notification, SourceDocument, ReviewTask, Assignment, HistoryEntry)


def plan(today: dt.date) -> bytes:
    """Three tasks: one of a body nobody knows, one late already and without a product, one that does not belong."""
    late, later = today - dt.timedelta(days=9), today + dt.timedelta(days=45)
    return f"""Số: 70/KH-TCT

Hà Tĩnh, ngày {late - dt.timedelta(days=60):%d/%m/%Y}

KẾ HOẠCH

Rà soát thẻ và thiết bị

I. NHIỆM VỤ

(1) Lập danh sách người chưa nhận được thẻ. Gửi danh sách cho từng xã, phường.

- Cơ quan chủ trì: Ban Thẻ liên ngành.
- Thời gian hoàn thành: trước ngày {later:%d/%m/%Y}.
- Sản phẩm: Danh sách.

(2) Thay đầu đọc thẻ bị hỏng ở bộ phận một cửa.

- Cơ quan chủ trì: Sở Y tế.
- Thời gian hoàn thành: trước ngày {late:%d/%m/%Y}.

(3) Mục này chép nhầm từ kế hoạch của tỉnh khác.

- Cơ quan chủ trì: Sở Tài chính.
- Thời gian hoàn thành: trước ngày {later:%d/%m/%Y}.
""".encode()


REPORT = """Số: 71/BC-TCT

Hà Tĩnh, ngày 05 tháng 10 năm 2026

BÁO CÁO

Kết quả tháng 9 năm 2026

1. Đã thay 40 đầu đọc thẻ, gồm: 25 đầu đọc cấp xã và 14 đầu đọc cấp sở.
""".encode()


class Desk:
    """One person at a desk: a signed-in client whose every step is watched."""

    def __init__(self, role: str, agency: str = "") -> None:
        self.client = Client()
        self.person = sign_in(self.client, role, agency)

    def get(self, path: str) -> HttpResponse:
        return self.client.get(path)

    def sends(self, path: str, **data: object) -> HttpResponse:
        """Send a form with what its page already holds, as a window would."""
        return self.client.post(path, {**self._held(path), **data})

    @contextmanager
    def leaves(self, *actions: str, events: tuple[str, ...] = ()) -> Iterator[None]:
        """The step inside leaves exactly these audit rows, under this person's name, and these events."""
        row, event = _last(AuditRow), _last(OutboxEvent)
        yield
        rows = AuditRow.objects.filter(pk__gt=row).order_by("pk")
        assert sorted(rows.values_list("action", flat=True)) == sorted(actions)
        assert set(rows.values_list("actor_id", flat=True)) <= {self.person.pk}
        published = OutboxEvent.objects.filter(pk__gt=event).order_by("pk")
        assert sorted(published.values_list("name", flat=True)) == sorted(events)

    def refused(self, path: str, *, status: int, **data: object) -> None:
        """The step is refused with ``status`` and leaves nothing at all; without ``data`` the page is only opened."""
        before = _counts()
        answer = self.client.post(path, data) if data else self.client.get(path)
        assert answer.status_code == status, f"{path} answers {answer.status_code}"
        assert _counts() == before

    def board(self) -> dict[str, int]:
        """The totals of the morning board, which add up."""
        totals = self.get("/api/v1/steering/board").json()["totals"]
        assert sum(totals[tab.value] for tab in TABS) == totals["total"]
        return totals

    def _held(self, path: str) -> dict[str, object]:
        page = self.client.get(path)
        assert page.status_code == 200, f"{path} answers {page.status_code}"
        form = page.context["form"] if page.context and "form" in page.context else None
        if form is None:
            return {}
        values = {name: form[name].value() for name in form.fields}
        return {name: value for name, value in values.items() if value not in (None, [], "")}


def _last(model: type) -> int:
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0  # type: ignore[attr-defined]


def _counts() -> list[tuple[int, ...]]:
    states = tuple(sorted(Assignment.objects.values_list("pk", "state", "percent", "urged_count")))
    return [(model.objects.count(),) for model in KEPT] + list(states)


def act(task: Assignment, slug: str) -> str:
    return reverse("assignments:act", args=[task.pk, slug])


@pytest.fixture
def _province(db: None) -> None:
    province()


def test_the_first_morning_leaves_an_audit_row_and_an_event_for_every_step(_province: None, tmp_path: Path) -> None:
    leader, office = Desk("provincial_leader"), Desk("steering_officer")
    head, officer = Desk("agency_head", HEALTH), Desk("agency_officer", HEALTH)
    stranger, auditor = Desk("agency_officer", FINANCE), Desk("auditor")
    assert leader.board()["total"] == 0

    document = _upload_and_review(office, wrong=officer)
    late, task = _issue(office, document, wrong=leader)
    _drive_to_acceptance(task, office, officer, wrong=stranger)
    totals = leader.board()
    assert (totals["overdue"], totals["done"], totals["total"]) == (1, 1, 3)
    _explain(late, leader, head, wrong=officer)
    _check_a_report(office)
    _export_and_verify(auditor, tmp_path, wrong=office)


def _upload_and_review(office: Desk, *, wrong: Desk) -> SourceDocument:
    today = timezone.localdate()
    upload = reverse("documents:upload")
    wrong.refused(upload, status=403, file=SimpleUploadedFile("ke-hoach.txt", plan(today)))
    with office.leaves("file.stored", "file.attached", "document.uploaded", events=("documents.uploaded",)):
        office.sends(upload, file=SimpleUploadedFile("ke-hoach.txt", plan(today)))
    office.refused(upload, status=422, file=SimpleUploadedFile("ban-sao.txt", plan(today)))
    document = SourceDocument.objects.get()
    first, late, foreign = document.tasks.all()

    page = reverse("documents:task", args=[first.pk])
    wrong.refused(page, status=403, text="Sửa trộm")
    with office.leaves("document.task_corrected"):
        office.sends(page, lead=[HEALTH])
    with office.leaves("document.task_split"):
        at = first.text.index("Gửi danh sách")
        office.client.post(reverse("documents:split", args=[first.pk]), {"at": str(at)})
    with office.leaves("document.task_dropped"):
        office.client.post(reverse("documents:drop", args=[foreign.pk]))
    assert [task.text[:12] for task in document.tasks.filter(dropped=False)] == [
        "Lập danh sác",
        "Gửi danh sác",
        late.text[:12],
    ]
    return document


def _issue(office: Desk, document: SourceDocument, *, wrong: Desk) -> tuple[Assignment, Assignment]:
    issue = reverse("documents:issue", args=[document.pk])
    wrong.refused(issue, status=403, override_reason="Giao thay")
    office.refused(issue, status=422, override_reason="")
    rows = ("assignment.issued", "assignment.issued", "assignment.issued_unclear", "document.issued")
    with office.leaves(*rows, events=("assignments.issued", "documents.issued")):
        office.sends(issue, override_reason="Người đứng đầu sẽ bổ sung sau")
    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    first, second, late = Assignment.objects.order_by("pk")
    assert {task.state for task in (first, second, late)} == {State.ISSUED}
    assert Notification.objects.filter(recipient_id=office.person.pk).count() == 0
    return late, first


def _drive_to_acceptance(task: Assignment, office: Desk, officer: Desk, *, wrong: Desk) -> None:
    proof = SimpleUploadedFile("bien-ban.txt", "Biên bản giao danh sách".encode())
    assert Notification.objects.filter(recipient_id=officer.person.pk).exists()
    wrong.refused(reverse("assignments:detail", args=[task.pk]), status=404)
    wrong.refused(act(task, "tien-do"), status=404, percent="90", done="Báo cáo thay")
    office.refused(act(task, "nghiem-thu"), status=422, note="Chưa có kết quả")
    with officer.leaves("assignment.progress_reported", events=("assignments.progress_reported",)):
        officer.sends(act(task, "tien-do"), percent="40", done="Xong 31 xã", next_step="Còn 38 xã")
    officer.refused(act(task, "hoan-thanh"), status=422, agency_code=HEALTH, done="Không có tệp")
    done = ("assignments.progress_reported", "assignments.done_reported")
    with officer.leaves("file.stored", "assignment.done_reported", events=done):
        officer.sends(act(task, "hoan-thanh"), done="Đủ 69 xã", evidence=[proof])
    officer.refused(act(task, "nghiem-thu"), status=403, note="Tự nghiệm thu")
    office.refused(act(task, "tra-lai"), status=422, reason="")
    with office.leaves("assignment.returned", events=("assignments.returned",)):
        office.sends(act(task, "tra-lai"), reason="Biên bản thiếu chữ ký bên nhận")
    office.refused(act(task, "nghiem-thu"), status=422, note="Vừa trả lại")
    with officer.leaves("assignment.done_reported", events=done):
        officer.sends(act(task, "hoan-thanh"), done="Đã bổ sung chữ ký bên nhận")
    with office.leaves("assignment.accepted", events=("assignments.accepted",)):
        office.sends(act(task, "nghiem-thu"), note="Đạt")
    officer.refused(act(task, "tien-do"), status=422, agency_code=HEALTH, percent="10", done="Sau khi đã xong")
    task.refresh_from_db()
    assert (task.state, task.percent, task.finished_on_time) == (State.ACCEPTED, 100, True)


def _explain(task: Assignment, leader: Desk, head: Desk, *, wrong: Desk) -> None:
    wrong.refused(act(task, "giai-trinh"), status=403, agency_code=HEALTH, question="Hỏi ngược")
    with leader.leaves("assignment.explanation_requested", events=("assignments.explanation_requested",)):
        leader.sends(act(task, "giai-trinh"), agency_code=HEALTH, question="Vì sao chậm, ngày nào xong?")
    wrong.refused(act(task, "tra-loi"), status=404, answer="Trả lời thay")
    with head.leaves("assignment.explanation_answered", events=("assignments.explanation_answered",)):
        head.sends(act(task, "tra-loi"), answer="Nhà cung cấp giao chậm; xong trong tuần tới.")
    assert Notification.objects.filter(recipient_id=leader.person.pk).exists()


def _check_a_report(office: Desk) -> None:
    with office.leaves("file.stored", "file.attached", "document.uploaded", events=("documents.uploaded",)):
        office.sends(reverse("documents:upload"), file=SimpleUploadedFile("bao-cao.txt", REPORT))
    report = SourceDocument.objects.latest("pk")
    listed = office.client.get(reverse("documents:list")).context["page"]
    assert next(iter(listed)) == report, "the newest document stands first"
    assert [(finding["printed"], finding["computed"]) for finding in report.findings] == [("40", "39")]
    with office.leaves("document.closed"):
        office.client.post(reverse("documents:close", args=[report.pk]))


def _export_and_verify(auditor: Desk, folder: Path, *, wrong: Desk) -> None:
    """The exported log proves itself; with one letter changed it does not."""
    export = reverse("audit:export")
    wrong.refused(export, status=403, xuat="1")
    auditor.refused(reverse("documents:upload"), status=403)
    with auditor.leaves("audit.exported"):
        lines = b"".join(auditor.client.post(export).streaming_content)  # type: ignore[attr-defined]
    log, key = folder / "nhat-ky.jsonl", folder / "khoa.pem"
    log.write_bytes(lines)
    with key.open("w", encoding="ascii") as file:
        call_command("audit_public_key", stdout=file)
    said = io.StringIO()
    call_command("verify_audit", str(log), public_keys=[key], stdout=said)
    assert f"{AuditRow.objects.count()} dòng" in said.getvalue()
    log.write_bytes(lines.replace(b"assignment.accepted", b"assignment.returned", 1))
    with pytest.raises(CommandError) as found:
        call_command("verify_audit", str(log), public_keys=[key])
    assert found.value.returncode == 1
