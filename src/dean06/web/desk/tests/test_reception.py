"""Reception at the counter: the procedure, the person, the long form, papers, money, the receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dean06.kernel.audit.models import AuditRow
from dean06.procedures.cases.models import Case, CaseDocument
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import Channel, State
from dean06.procedures.forms import services as drafts
from dean06.procedures.forms.models import Draft
from dean06.socioeconomic.payments import queries as payments
from dean06.web.desk.reception_forms import PartialDateField, birth_parts
from dean06.web.desk.tests.conftest import Desk, browser
from dean06.web.desk.tests.test_acts import empty_page

CHOOSE = reverse("desk:reception")


def who_url(at: Desk) -> str:
    return reverse("desk:reception_who", args=[at.world.pack.code])


def the_mother(at: Desk) -> dict[str, str]:
    return {"number": at.world.person.personal_id, "full_name": "Lê Thị Mẫu Hoa", "birth": "12/4/1995"}


def begin(client: Client, at: Desk) -> Draft:
    """A draft for the mother, started by ``client``."""
    answer = client.post(who_url(at), the_mother(at))
    assert answer.status_code == 302, answer.content.decode()[:1500]
    return Draft.objects.latest("pk")


def sent(client: Client, draft: Draft, act: str, **more: Any) -> dict[str, Any]:
    """What the long form sends: what it holds, with ``more``."""
    page = client.get(reverse("desk:reception_form", args=[draft.pk]))
    assert page.status_code == 200, page.content.decode()[:1500]
    return {
        "desk-key": page.context["key"],
        "desk-revision": page.context["revision"],
        "desk-act": act,
        "nop-channel": "1",
        "nop-delivery": "desk",
        "nop-phone": "0912345678",
        **more,
    }


def send(client: Client, draft: Draft, act: str, **more: Any):
    return client.post(reverse("desk:reception_form", args=[draft.pk]), sent(client, draft, act, **more))


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("chung-minh.pdf", make.TINY_PDF, content_type="application/pdf")


def test_a_procedure_is_found_by_words_and_by_life_event(at: Desk) -> None:
    page = at.desk.get(CHOOSE, {"q": "xac nhan mau"})
    assert [choice.code for choice in page.context["found"]] == [at.world.pack.code]
    assert who_url(at) in page.content.decode()
    assert "Không có thủ tục nào khớp" in at.desk.get(CHOOSE, {"q": "zzzz"}).content.decode()
    assert who_url(at) in at.desk.get(CHOOSE).content.decode()
    assert at.clerk.get(CHOOSE).status_code == 403
    assert at.desk.get(reverse("desk:reception_who", args=["9.999999"])).status_code in (404, 409)


def test_a_scanned_card_fills_in_and_is_compared_field_by_field(at: Desk) -> None:
    number = at.world.person.personal_id
    card = f"{number}||Lê Thị Mẫu Hoa|12041995|Nữ|Xã Cẩm Mẫu|01012022"
    page = at.desk.post(who_url(at), {"desk-act": "scan", "scan": card})
    form = page.context["form"]
    assert (form["number"].value(), form["full_name"].value(), form["birth"].value()) == (
        number,
        "Lê Thị Mẫu Hoa",
        "12/04/1995",
    )
    assert not Draft.objects.exists(), "a scan proves nothing by itself"
    spoilt = at.desk.post(who_url(at), {"desk-act": "scan", "scan": card.replace("ẫ", "?")}).content.decode()
    assert "Máy quét làm mất chữ" in spoilt
    assert "không phải" in at.desk.post(who_url(at), {"desk-act": "scan", "scan": "abc"}).content.decode()


def test_a_name_that_differs_is_said_and_the_desk_may_go_on(at: Desk) -> None:
    wrong = the_mother(at) | {"full_name": "Lê Thị Khác"}
    page = at.desk.post(who_url(at), wrong)
    assert page.status_code == 422
    text = page.content.decode()
    assert "Thông tin không khớp" in text
    assert "Họ tên: không khớp" in text
    assert not Draft.objects.exists()
    assert at.desk.post(who_url(at), wrong | {"go_on": "1"}).status_code == 302
    draft = Draft.objects.get()
    assert draft.person_id is None, "not taken for the person whose number was typed"
    assert AuditRow.objects.filter(action="population.verified").count() == 2


def test_nobody_applies_in_the_name_of_the_dead(at: Desk) -> None:
    at.world.person.life_status = "dead"
    at.world.person.save()
    page = at.desk.post(who_url(at), the_mother(at) | {"go_on": "1"})
    assert page.status_code == 422
    assert "đã được đăng ký khai tử" in page.content.decode()
    assert not Draft.objects.exists()


def test_handed_in_and_received_in_one_go(at: Desk) -> None:
    draft = begin(at.desk, at)
    page = at.desk.get(reverse("desk:reception_form", args=[draft.pk]))
    text = page.content.decode()
    assert "Lê Thị Mẫu Hoa" in text
    assert "Thiếu 1 giấy tờ" in text
    answer = send(at.desk, draft, "submit", purpose="Vay vốn ngân hàng", **{"file-proof": proof()})
    assert answer.status_code == 302, answer.content.decode()[:4000]
    case = Case.objects.get()
    assert answer.url == reverse("desk:reception_done", args=[case.pk])
    assert (case.state, case.channel) == (State.RECEIVED, Channel.DIRECT)
    assert case.applicant_person_id == at.world.person.pk
    assert case.data["purpose"] == "Vay vốn ngân hàng"
    assert case.phone == "0912345678"
    assert case.assisted_by_id is None
    paper = CaseDocument.objects.get()
    assert (paper.requirement, paper.source) == ("proof", "scan")
    done = at.desk.get(answer.url)
    assert case.code in done.content.decode()
    assert done.context["order"] is None
    assert at.desk_there.get(answer.url).status_code == 404


def test_sent_twice_there_is_one_case(at: Desk) -> None:
    draft = begin(at.desk, at)
    send(at.desk, draft, "save", purpose="Vay vốn", **{"file-proof": proof()})
    again = sent(at.desk, draft, "submit", purpose="Vay vốn")
    first = at.desk.post(reverse("desk:reception_form", args=[draft.pk]), again)
    second = at.desk.post(reverse("desk:reception_form", args=[draft.pk]), again)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_an_old_link_to_a_sent_draft_leads_to_its_dossier_and_nobody_else(at: Desk) -> None:
    draft = begin(at.desk, at)
    send(at.desk, draft, "submit", purpose="Vay vốn", **{"file-proof": proof()})
    session = at.desk.session
    del session["desk_done"]
    session.save()
    page = reverse("desk:reception_form", args=[draft.pk])
    assert at.desk.get(page).url == reverse("desk:case", args=[Case.objects.get().pk])
    assert at.desk_there.get(page).status_code == 404


def test_what_is_wrong_is_named_and_nothing_typed_or_scanned_is_lost(at: Desk) -> None:
    draft = begin(at.desk, at)
    refused = send(at.desk, draft, "submit", purpose="", copies="7", **{"file-proof": proof()})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Cần sửa trước khi nộp" in text
    assert "chung-minh.pdf" in text, "the scan is kept"
    assert not Case.objects.exists()
    draft.refresh_from_db()
    assert draft.data["copies"] == 7
    assert send(at.desk, draft, "submit", purpose="Vay vốn").status_code == 302
    assert CaseDocument.objects.get().requirement == "proof"


def test_a_missing_paper_and_a_missing_address_keep_the_case_back(at: Desk) -> None:
    draft = begin(at.desk, at)
    refused = send(at.desk, draft, "submit", purpose="Vay vốn", **{"nop-delivery": "post"})
    text = refused.content.decode()
    assert "Thiếu giấy tờ: Giấy tờ chứng minh" in text
    assert "Hãy ghi địa chỉ để bưu chính gửi kết quả" in text
    assert not Case.objects.exists()


def test_a_damaged_scan_is_refused_at_once(at: Desk) -> None:
    draft = begin(at.desk, at)
    broken = SimpleUploadedFile("anh.pdf", b"day khong phai pdf")
    refused = send(at.desk, draft, "refresh", purpose="Vay vốn", **{"file-proof": broken})
    assert refused.status_code == 422
    draft.refresh_from_db()
    assert draft.data["purpose"] == "Vay vốn"


def test_a_form_saved_elsewhere_meanwhile_is_not_overwritten(at: Desk) -> None:
    draft = begin(at.desk, at)
    old = sent(at.desk, draft, "save", purpose="Bản của tôi")
    send(at.desk, draft, "save", purpose="Bản lưu sau")
    answer = at.desk.post(reverse("desk:reception_form", args=[draft.pk]), old)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Bản của tôi" in text
    assert "Bản lưu sau" in text
    draft.refresh_from_db()
    assert draft.data["purpose"] == "Bản lưu sau"
    assert send(at.desk, draft, "save", purpose="Bản của tôi").status_code == 302


def test_a_citizens_draft_is_opened_with_code_and_birth_date_and_marked_assisted(at: Desk) -> None:
    kept = drafts.save_draft(
        actor=at.world.citizen, procedure_code=at.world.pack.code, data={"purpose": "Em kê khai ở nhà"}
    )
    resume = reverse("desk:resume")
    wrong = at.desk.post(resume, {"code": kept.resume_code, "birth": "1/1/1990"}, follow=True)
    assert "không khớp" in wrong.content.decode()
    opened = at.desk.post(resume, {"code": kept.resume_code.lower(), "birth": "12/04/1995"})
    assert opened.url == reverse("desk:reception_form", args=[kept.pk])
    assert "Em kê khai ở nhà" in at.desk.get(opened.url).content.decode()
    assert browser("one_stop_officer", make.CIVIL).get(opened.url).status_code == 404, "opened for this officer only"
    answer = send(at.desk, kept, "submit", purpose="Em kê khai ở nhà", **{"file-proof": proof(), "nop-channel": "2"})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.get()
    assert case.assisted_by_id is not None
    assert case.channel == Channel.ONLINE
    assert "Có cán bộ hỗ trợ" in at.desk.get(reverse("desk:case", args=[case.pk])).content.decode()


FEE = {
    "fees": [
        {
            "code": "le_phi",
            "title": "Lệ phí cấp giấy",
            "kind": "charge",
            "amount": 20000,
            "due": "submission",
            "valid_from": "2026-01-01",
            "source": "Văn bản mẫu",
        }
    ]
}


@pytest.mark.parametrize(("how", "paid"), [("cash", True), ("later", False)])
def test_a_fee_is_taken_at_once_or_owed(db: None, how: str, paid: bool) -> None:
    world = make.setting(make.simple_pack(fees=FEE))
    desk = browser("one_stop_officer", make.CIVIL)
    here = Desk(world, desk, desk, desk, desk, desk, desk)
    draft = begin(desk, here)
    answer = send(desk, draft, "submit", purpose="Vay vốn", **{"file-proof": proof(), "desk-fee": how})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.get()
    order = payments.order_of(case.code)
    assert case.state == State.RECEIVED
    assert order is not None
    assert (order.total, order.is_paid) == (20_000, paid)
    shown = desk.get(answer.url).content.decode()
    assert "20.000 đồng" in shown
    assert ("Đã thu 20.000 đồng tiền mặt" in shown) is not paid


@pytest.mark.parametrize("fixed", [True, False])
def test_somebody_the_registry_does_not_know_is_received_as_typed(db: None, fixed: bool) -> None:
    pack = make.simple_pack(meta_competence={"by": "fixed", "agency": make.CIVIL}) if fixed else make.simple_pack()
    world = make.setting(pack)
    desk = browser("one_stop_officer", make.CIVIL)
    here = Desk(world, desk, desk, desk, desk, desk, desk)
    stranger = {"number": "079090001234", "full_name": "Trần Văn Tỉnh Khác", "birth": "1990"}
    assert "Không có số này" in desk.post(who_url(here), stranger).content.decode()
    desk.post(who_url(here), stranger | {"go_on": "1"})
    draft = Draft.objects.get()
    given = {f"nop-{name}": value for name, value in stranger.items()} | {"purpose": "Vay vốn", "file-proof": proof()}
    page = desk.get(reverse("desk:reception_form", args=[draft.pk]))
    assert "Trần Văn Tỉnh Khác" in page.content.decode()
    answer = send(desk, draft, "submit", **given)
    if not fixed:
        assert answer.status_code == 422
        assert "Chưa xác định được cơ quan có thẩm quyền" in answer.content.decode()
        assert not Case.objects.exists()
        return
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case = Case.objects.get()
    assert (case.applicant_name, case.applicant_person_id) == ("Trần Văn Tỉnh Khác", None)


def test_another_desk_cannot_open_the_draft(at: Desk) -> None:
    draft = begin(at.desk, at)
    url = reverse("desk:reception_form", args=[draft.pk])
    assert at.desk_there.get(url).status_code == 404
    assert at.desk_there.post(url, {"desk-act": "submit"}).status_code == 404
    assert at.clerk.get(url).status_code == 403
    assert not Case.objects.exists()


def test_partial_births_are_read_as_people_write_them() -> None:
    field = PartialDateField(label="Ngày sinh")
    assert [field.clean(text) for text in ("5/9/1990", "05.09.1990", "9/1990", "1990")] == [
        "1990-09-05",
        "1990-09-05",
        "1990-09",
        "1990",
    ]
    assert birth_parts("1990-09") == (1990, 9, None)
    assert field.prepare_value("1990-09-05") == "05/09/1990"
    for wrong in ("31/2/1990", "1890", "abc", "1/2/3/4", "13/1990"):
        with pytest.raises(Exception, match="Ngày sinh"):
            field.clean(wrong)


@pytest.mark.parametrize(("password", "why"), [("mat-khau", "mật khẩu"), ("", "trang trắng")])
def test_a_scan_that_nobody_can_read_is_not_taken_at_reception(at: Desk, password: str, why: str) -> None:
    draft = begin(at.desk, at)
    upload = SimpleUploadedFile("chung-minh.pdf", empty_page(password), content_type="application/pdf")
    answer = send(at.desk, draft, "submit", purpose="Vay vốn ngân hàng", **{"file-proof": upload})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert why in text
    assert "Đủ giấy tờ" not in text
    assert not Case.objects.exists()
