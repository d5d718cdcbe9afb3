"""Pages of feedback: anybody sends and reads, officers work off their queue, nobody sees more."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.files.models import StoredFile
from dean06.procedures.feedback import services
from dean06.procedures.feedback.forms import opened_at
from dean06.procedures.feedback.models import ClockRow, Feedback
from dean06.procedures.feedback.tests import factories as make
from dean06.procedures.feedback.types import State

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]


def filled(**changes: object) -> dict[str, object]:
    given = make.words(phone="0987654321")
    opened = opened_at(timezone.now() - dt.timedelta(minutes=1))
    fields = {name: getattr(given, name) for name in ("kind", "title", "body", "sender_name", "phone")}
    return {**fields, "email": "", "case_code": "", "agency": make.HERE, "website": "", "opened": opened, **changes}


def test_a_visitor_sends_with_a_picture_and_comes_back_by_code_and_number(client: Client) -> None:
    assert client.get(reverse("feedback:home")).status_code == 200
    assert client.get(reverse("feedback:send")).status_code == 200
    proof = SimpleUploadedFile("giay-hen.txt", "Giấy hẹn trả kết quả ngày 03/3".encode())
    answer = client.post(reverse("feedback:send"), filled(attachment=proof))
    assert answer["Location"] == reverse("feedback:sent")
    found = Feedback.objects.get()
    assert found.code in client.get(reverse("feedback:sent")).content.decode()
    assert StoredFile.objects.get().owner == f"feedback.feedback:{found.pk}"
    other = Client()
    assert other.get(reverse("feedback:sent")).status_code == 404
    look_up = reverse("feedback:look_up")
    assert other.post(look_up, {"code": found.code, "phone": "0911111111"}).status_code == 422
    assert other.get(reverse("feedback:sent")).status_code == 404
    assert other.post(look_up, {"code": found.code.lower(), "phone": "+84987654321"}).status_code == 302
    assert found.title in other.get(reverse("feedback:sent")).content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "http://quang-cao.example"},
        {"opened": ""},
        {"opened": "gia-mao"},
        {"body": "ngắn"},
        {"phone": "abc"},
        {"kind": "x"},
        {"agency": "khong-co"},
        {"title": "\0" + "x" * 20},
    ],
)
def test_programs_and_empty_words_are_not_taken(client: Client, changes: dict[str, object]) -> None:
    assert client.post(reverse("feedback:send"), filled(**changes)).status_code == 422
    assert not Feedback.objects.exists()


def test_a_form_filled_at_once_or_a_day_old_is_not_taken(client: Client) -> None:
    for age in (dt.timedelta(0), dt.timedelta(days=1)):
        opened = opened_at(timezone.now() - age)
        assert client.post(reverse("feedback:send"), filled(opened=opened)).status_code == 422
    assert not Feedback.objects.exists()


def test_a_form_sent_twice_is_taken_once_and_leads_to_the_same_code(client: Client) -> None:
    form = filled()
    for _ in range(3):
        assert client.post(reverse("feedback:send"), form).status_code == 302
    assert Feedback.objects.count() == 1
    assert Feedback.objects.get().code in client.get(reverse("feedback:sent")).content.decode()


def test_a_flood_from_one_address_is_slowed(client: Client) -> None:
    for number in range(10):
        client.post(reverse("feedback:send"), filled(phone=f"09000000{number:02d}"))
    assert Feedback.objects.count() == 10
    assert client.post(reverse("feedback:send"), filled(phone="0900000099")).status_code == 422
    assert Feedback.objects.count() == 10


def test_the_sender_answers_what_was_asked(client: Client) -> None:
    client.post(reverse("feedback:send"), filled())
    found = Feedback.objects.get()
    services.ask_supplement(actor=make.controller(), feedback_id=found.pk, question="Cho biết ngày nộp hồ sơ.")
    address = reverse("feedback:sent")
    assert "Cho biết ngày nộp hồ sơ." in client.get(address).content.decode()
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Tôi nộp ngày 02/3/2026"}).status_code == 302
    found.refresh_from_db()
    assert found.state == State.NEW


def test_published_answers_show_no_sender(client: Client) -> None:
    found = make.published(phone="0977777777", sender_name="Lê Văn Kín")
    hidden = make.answered(title="Chưa được công khai đâu")
    for address in (reverse("feedback:home"), reverse("feedback:published", args=[found.code])):
        page = client.get(address).content.decode()
        assert found.public_title in page
        assert "0977777777" not in page and "Lê Văn Kín" not in page and hidden.title not in page
    assert client.get(reverse("feedback:published", args=[hidden.code])).status_code == 404
    react = reverse("feedback:react", args=[found.code])
    for liked in ("1", "1", "0"):
        assert client.post(react, {"liked": liked}).status_code == 302
    Client().post(react, {"liked": "1"})
    found.refresh_from_db()
    assert (found.likes, found.dislikes) == (1, 1)


ALLOWED = {
    "procedure_controller": {"queue", "ratings", "clock"},
    "agency_head": {"queue", "ratings"},
    "provincial_leader": {"queue", "ratings"},
    "steering_officer": {"queue", "ratings"},
    "one_stop_officer": set(),
    "case_officer": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("role", ALLOWED)
def test_who_may_open_which_page(client: Client, role: str) -> None:
    local = role in ("agency_head", "one_stop_officer", "case_officer")
    sign_in(client, role, make.HERE if local else "")
    for page in ("queue", "ratings", "clock"):
        expected = 200 if page in ALLOWED[role] else 403
        assert client.get(reverse(f"feedback:{page}")).status_code == expected, page


def test_officers_work_a_feedback_off(client: Client) -> None:
    found = make.sent(body="Tôi là Trần Thị Mẫu, gọi tôi 0912 345 678, hồ sơ nộp đã quá hẹn.")
    there = make.assigned(agency=make.THERE)

    def act(slug: str, **data: object) -> int:
        return client.post(reverse("feedback:act", args=[found.pk, slug]), data).status_code

    sign_in(client, "procedure_controller")
    assert "Quá hạn" in client.get(reverse("feedback:queue")).content.decode()
    assert client.get(reverse("feedback:queue") + "?muc=late&q=hồ").status_code == 200
    assert client.get(reverse("feedback:act", args=[found.pk, "chuyen"])).status_code == 200
    assert client.get(reverse("feedback:act", args=[found.pk, "tra-loi"])).status_code == 403
    assert client.get(reverse("feedback:act", args=[found.pk, "khong-co"])).status_code == 404
    assert act("chuyen", kind="late", agency="khong-co") == 422
    assert act("chuyen", kind="late", agency=make.HERE, note="") == 302
    assert act("chuyen", kind="late", agency=make.HERE, revision="1") == 422

    sign_in(client, "agency_head", make.HERE)
    assert client.get(reverse("feedback:detail", args=[there.pk])).status_code == 404
    assert client.get(reverse("feedback:act", args=[there.pk, "tra-loi"])).status_code == 404
    assert client.get(reverse("feedback:detail", args=[found.pk])).status_code == 200
    assert client.get(reverse("feedback:act", args=[found.pk, "tu-choi"])).status_code == 403
    assert act("tra-loi", answer="Đã giải quyết xong, mời nhận kết quả.") == 302

    sign_in(client, "procedure_controller")
    page = client.get(reverse("feedback:act", args=[found.pk, "cong-khai"])).content.decode()
    assert "[đã ẩn]" in page.split('name="body"')[1]
    assert act("cong-khai", title="Hồ sơ quá hẹn", body="Gọi 0912 345 678", answer="Đã giải quyết xong.") == 422
    assert act("cong-khai", title="Hồ sơ quá hẹn", body="Hồ sơ đã quá hẹn.", answer="Đã giải quyết xong.") == 302
    found.refresh_from_db()
    assert found.state == State.PUBLISHED


def test_the_table_of_days_is_edited_on_its_page(client: Client) -> None:
    sign_in(client, "procedure_controller")
    sent = {
        "valid_from": "01/01/2027", "refuse_days": "2", "ask_days": "5", "answer_days": "10", "publish_days": "2",
        "source": "Quyết định mẫu", "certainty": "sure",
    }  # fmt: skip
    assert client.post(reverse("feedback:clock"), {**sent, "answer_days": "0"}).status_code == 422
    assert not ClockRow.objects.exists()
    assert client.post(reverse("feedback:clock"), sent).status_code == 302
    assert "01/01/2027" in client.get(reverse("feedback:clock")).content.decode()
