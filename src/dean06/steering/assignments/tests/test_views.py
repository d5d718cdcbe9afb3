"""Pages without JavaScript: a story clicked through by three accounts, and what each reader is offered."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.steering.assignments import services
from dean06.steering.assignments.act_pages import PAGES
from dean06.steering.assignments.models import Assignment
from dean06.steering.assignments.tests import factories
from dean06.steering.assignments.tests.factories import (
    COMMUNE_A,
    COMMUNE_B,
    COMMUNES,
    FINANCE,
    HEALTH,
    People,
    clear_draft,
    party,
)
from dean06.steering.assignments.types import Act, State
from dean06.steering.documents import services as documents

LIST = reverse("assignments:list")


def client_of(role: str, agency: str = "") -> Client:
    client = Client()
    sign_in(client, role, agency)
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"assignments:{name}", args=args)


def post(client: Client, task: Assignment, slug: str, **data: object):
    """Open the form as a person would, then send it with what the form already holds."""
    page = client.get(url("act", task.pk, slug))
    assert page.status_code == 200, page.content.decode()[:500]
    form = page.context["form"]
    hidden = {
        name: form[name].value() for name, field in form.fields.items() if field.widget.is_hidden and form[name].value()
    }
    return client.post(url("act", task.pk, slug), {**hidden, **data})


def soon(days: int) -> str:
    return f"{timezone.localdate() + timezone.timedelta(days=days):%d/%m/%Y}"


@pytest.fixture
def steering(who: People) -> Client:
    return client_of("steering_officer")


@pytest.fixture
def health(who: People) -> Client:
    return client_of("agency_head", HEALTH)


def test_a_task_from_draft_to_acceptance_in_the_browser(steering: Client, health: Client) -> None:
    made = steering.post(
        url("create"),
        {
            "text": "Rà soát toàn bộ danh sách người hưởng trợ cấp",
            "leads": "Sở Y tế",
            "partners": "Sở Tài chính",
            "deadline_kind": "by_date",
            "due_date": soon(20),
            "basis_number": "5/CV-UBND",
        },
    )
    task = Assignment.objects.get()
    assert made.url == url("detail", task.pk)
    page = steering.get(made.url).content.decode()
    assert "Chưa có sản phẩm phải nộp" in page

    refused = post(steering, task, "giao")
    assert refused.status_code == 422
    assert "chưa đủ năm rõ" in refused.content.decode()
    form = steering.get(url("edit", task.pk)).context["form"]
    again = {name: form[name].value() or "" for name in form.fields} | {"product": "Danh sách đã rà soát"}
    steering.post(url("edit", task.pk), again)
    assert post(steering, task, "giao").status_code == 302

    assert task.code in health.get(LIST).content.decode()
    assert post(health, task, "nhan").status_code == 302
    sent = post(health, task, "tien-do", percent=50, done="Xong 6 xã", next_step="Còn 6 xã", obstacle="")
    assert sent.status_code == 302
    without = post(health, task, "hoan-thanh", done="Đã rà soát xong")
    assert without.status_code == 422
    assert "minh chứng" in without.content.decode()
    proof = SimpleUploadedFile("bien-ban.txt", "Biên bản rà soát".encode())
    assert post(health, task, "hoan-thanh", done="Đã rà soát xong", evidence=[proof]).status_code == 302
    assert health.get(url("act", task.pk, "nghiem-thu")).status_code == 403

    page = steering.get(url("detail", task.pk)).content.decode()
    assert "bien-ban.txt" in page
    assert post(steering, task, "tra-lai", reason="Thiếu chữ ký của lãnh đạo").status_code == 302
    assert post(health, task, "hoan-thanh", done="Đã bổ sung chữ ký").status_code == 302
    assert post(steering, task, "nghiem-thu", note="Đạt").status_code == 302
    task.refresh_from_db()
    assert task.state == State.ACCEPTED
    page = health.get(url("detail", task.pk)).content.decode()
    assert "Nghiệm thu: hoàn thành" in page
    assert "(đúng hạn)" in page


def test_bodies_are_picked_or_typed_and_stay_when_something_else_is_wrong(steering: Client) -> None:
    given = {
        "text": "Rà soát danh sách người hưởng trợ cấp",
        "leads": [HEALTH, "Sở Tài chính"],
        "leads_text": "UBND cấp xã",
        "partners_text": "Sở không có thật",
        "deadline_kind": "none",
    }
    refused = steering.post(url("create"), given)
    assert (refused.status_code, Assignment.objects.count()) == (422, 0)
    page = refused.content.decode()
    assert "Không tìm thấy cơ quan “Sở không có thật”" in page
    assert f'name="leads" value="{HEALTH}" checked' in page
    made = steering.post(url("create"), given | {"partners_text": ""})
    task = Assignment.objects.get(pk=int(made.url.strip("/").rsplit("/", 1)[1]))
    assert task.lead_text == "Sở Y tế, Sở Tài chính, UBND cấp xã"
    assert task.bodies.count() == 4


def test_one_body_has_one_name_in_list_and_page_and_is_found_by_either(who: People, steering: Client) -> None:
    printed = "Sở Y tế tỉnh (Văn phòng)"
    task = factories.issued(who, leads=(party(HEALTH, printed),))
    assert task.lead_text == "Sở Y tế"
    assert steering.get(LIST, {"q": "van phong", "muc": "qua-han"}).context["total"] == 1
    page = steering.get(url("detail", task.pk)).content.decode()
    assert printed not in page


def test_a_long_text_is_cut_in_the_heading_and_whole_below(who: People, steering: Client) -> None:
    short, long = factories.issued(who), factories.issued(who, text="Rà soát từng hồ sơ của người dân. " * 20)
    assert "Nội dung</h2>" not in steering.get(url("detail", short.pk)).content.decode()
    page = steering.get(url("detail", long.pk))
    assert page.context["view"].heading.endswith("…")
    assert "Nội dung</h2>" in page.content.decode()


def test_the_main_act_comes_first_and_what_destroys_last(who: People, steering: Client, health: Client) -> None:
    def buttons(client: Client, task: Assignment) -> list[tuple[str, str]]:
        return [(page.slug, kind) for page, kind, _ in client.get(url("detail", task.pk)).context["acts"]]

    late = factories.in_progress(who, due_date=timezone.localdate() - timezone.timedelta(days=1))
    assert buttons(health, late)[0] == ("tien-do", "primary")
    office = buttons(steering, late)
    assert office[0] == ("giai-trinh", "primary")
    assert office[-1] == ("huy", "danger")
    assert [kind for _, kind in office].count("primary") == 1
    asked = factories.in_progress(who)
    services.request_explanation(actor=who.leader, assignment_id=asked.pk, question="Vì sao chưa xong việc?")
    assert buttons(health, asked)[0] == ("tra-loi", "primary")


def test_every_act_has_a_page_that_opens_exactly_when_it_is_offered(
    who: People, steering: Client, health: Client
) -> None:
    finance = client_of("agency_head", FINANCE)
    leader = client_of("provincial_leader")
    tasks = [
        factories.issued(who),
        factories.in_progress(who),
        factories.reported_done(who),
        factories.accepted(who),
        services.create_draft(actor=who.steering, draft=clear_draft()),
    ]
    asked = factories.in_progress(who)
    services.request_explanation(actor=who.leader, assignment_id=asked.pk, question="Vì sao chưa xong việc?")
    later = timezone.localdate() + timezone.timedelta(days=50)
    services.request_deadline_change(
        actor=who.health_head, assignment_id=asked.pk, new_due_date=later, reason="Chờ số liệu từ cấp xã"
    )
    services.offer_hand_over(
        actor=who.health_head, assignment_id=asked.pk, to_code=FINANCE, reason="Thuộc chức năng của Sở Tài chính"
    )
    waiting = factories.in_progress(who)
    services.wait_for_centre(
        actor=who.steering,
        assignment_id=waiting.pk,
        trigger_document="Hướng dẫn của Bộ",
        reason="Chưa có biểu mẫu",
    )
    opened = set()
    for task in [*tasks, waiting, asked]:
        for client in (steering, health) if task is not asked else (steering, health, finance, leader):
            page = client.get(url("detail", task.pk))
            if page.status_code == 404:
                assert client.get(url("act", task.pk, "tien-do")).status_code == 404
                continue
            offered = {act.slug for act, _, _ in page.context["acts"]}
            for act in PAGES:
                status = client.get(url("act", task.pk, act.slug)).status_code
                assert (status == 200) == (act.slug in offered), (task.state, act.slug, status)
                if status == 200:
                    opened.add(act.act)
    assert set(Act) - {Act.EDIT, Act.COLLECT} <= opened


def test_strangers_are_led_to_sign_in(db: None) -> None:
    answer = Client().get(LIST)
    assert answer.status_code == 302
    assert "dang-nhap" in answer.url or "login" in answer.url


def test_another_body_gets_the_same_answer_as_for_a_task_that_does_not_exist(who: People) -> None:
    task = factories.in_progress(who)
    finance = client_of("agency_head", FINANCE)
    hidden, missing = finance.get(url("detail", task.pk)), finance.get(url("detail", 10**6))
    assert hidden.status_code == missing.status_code == 404
    assert task.text not in hidden.content.decode()
    sent = finance.post(url("act", task.pk, "tien-do"), {"percent": 90, "done": "x", "next_step": "y"})
    assert sent.status_code == 404
    task.refresh_from_db()
    assert task.percent == 30


def test_the_list_filters_by_names_as_people_write_them(who: People, steering: Client) -> None:
    mine = factories.issued(who)
    other = factories.issued(who, leads=(party(FINANCE),))
    page = steering.get(LIST, {"chu_tri_text": "Sở Tài chính", "muc": "qua-han"})
    codes = re.findall(r"NV-\d{4}-\d{4}", page.content.decode())
    assert other.code in codes
    assert mine.code not in codes
    unknown = steering.get(LIST, {"chu_tri_text": "Sở Không Có Thật"})
    assert unknown.status_code == 200
    assert "Không tìm thấy cơ quan" in unknown.content.decode()


def test_paging_links_lead_on_and_back(who: People, steering: Client) -> None:
    services.issue_assignments(actor=who.steering, drafts=[clear_draft() for _ in range(53)], now=factories.START)
    first = steering.get(LIST)
    assert len(first.context["rows"]) == 50
    second = steering.get(LIST + first.context["next_url"])
    assert len(second.context["rows"]) == 3
    back = steering.get(LIST + second.context["previous_url"])
    assert [row.id for row in back.context["rows"]] == [row.id for row in first.context["rows"]]


def test_a_list_of_many_needs_no_more_queries_than_a_list_of_few(who: People, steering: Client) -> None:
    factories.issued(who)
    steering.get(LIST)
    with CaptureQueriesContext(connection) as few:
        steering.get(LIST)
    services.issue_assignments(actor=who.steering, drafts=[clear_draft() for _ in range(40)], now=factories.START)
    with CaptureQueriesContext(connection) as many:
        steering.get(LIST)
    assert len(many) == len(few)


def test_the_page_of_a_task_needs_no_more_queries_with_a_long_story(who: People, steering: Client) -> None:
    task = factories.in_progress(who)
    steering.get(url("detail", task.pk))
    with CaptureQueriesContext(connection) as short:
        steering.get(url("detail", task.pk))
    for number in range(8):
        services.report_progress(
            actor=who.health,
            assignment_id=task.pk,
            percent=40 + number,
            done=f"Xong thêm {number} xã",
            next_step="Làm tiếp",
            files=[factories.evidence()],
        )
    with CaptureQueriesContext(connection) as long:
        steering.get(url("detail", task.pk))
    assert len(long) - len(short) <= 1, "the files of all reports come in one query"


def test_files_to_take_away(who: People, steering: Client) -> None:
    factories.issued(who)
    for name, start in (("export_xlsx", b"PK"), ("export_docx", b"PK")):
        answer = steering.get(url(name))
        assert answer.status_code == 200
        assert answer.content.startswith(start)
        assert "attachment" in answer["Content-Disposition"]


def test_the_card_of_a_body(who: People, steering: Client, health: Client) -> None:
    factories.accepted(who)
    page = steering.get(url("agency", HEALTH))
    assert "Lê Thị Mẫu" in page.content.decode()
    assert "1/1 nhiệm vụ có thời hạn (100%)" in page.content.decode()
    assert health.get(url("agency", HEALTH)).status_code == 200
    assert health.get(url("agency", FINANCE)).status_code == 403


def test_a_task_with_odd_text_is_shown_not_run(who: People, steering: Client) -> None:
    task = factories.issued(who, text="<script>alert(1)</script> rà soát danh sách")
    assert "<script>alert" not in steering.get(url("detail", task.pk)).content.decode()
    assert "<script>alert" not in steering.get(LIST).content.decode()


def test_the_giving_document_opens_under_review_or_as_a_file_by_right(who: People, steering: Client) -> None:
    plan = """KẾ HOẠCH
1. Rà soát danh sách người hưởng trợ cấp xã hội trên địa bàn tỉnh.
- Cơ quan chủ trì: Sở Y tế.
- Thời hạn hoàn thành: trước ngày 30 tháng 6 năm 2026.
- Sản phẩm: Danh sách đã rà soát.
"""
    uploaded = documents.upload_document(actor=who.steering, data=plan.encode(), filename="ke-hoach.txt")
    documents.issue_document(actor=who.steering, document_id=uploaded.pk, override_reason="Giao thử để kiểm tra")
    task = Assignment.objects.get()
    page = steering.get(url("detail", task.pk))
    assert page.context["source_url"].startswith(reverse("documents:review", args=[uploaded.pk]))
    officer = client_of("agency_officer", HEALTH)
    given = officer.get(url("detail", task.pk)).context["source_url"]
    assert given == reverse("files:download", args=[uploaded.file_id])
    assert b"".join(officer.get(given)) == plan.encode()
    assert client_of("agency_officer", FINANCE).get(given).status_code in (403, 404)


def test_a_body_of_a_group_is_told_how_far_its_own_part_is(who: People) -> None:
    task = factories.issued(who, leads=(party(COMMUNES),))
    services.report_progress(
        actor=who.commune_b, assignment_id=task.pk, percent=45, done="Xong 2 thôn", next_step="Còn 3 thôn"
    )
    for code, own in ((COMMUNE_A, "Chưa báo cáo"), (COMMUNE_B, "45%")):
        page = client_of("agency_officer", code).get(url("detail", task.pk)).content.decode()
        _, _, after = page.partition("Phần việc của UBND xã Mẫu")
        assert own in after[:200]
    page = client_of("steering_officer").get(url("detail", task.pk)).content.decode()
    assert "Phần việc của" not in page
    assert "1 cơ quan chưa báo cáo" in page
