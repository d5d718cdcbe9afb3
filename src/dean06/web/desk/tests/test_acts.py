"""Every act through its page: by the right person and the wrong one, twice, and on a page that shows an older case."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfWriter

from dean06.procedures.cases import services
from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, HandOver
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.types import State, SupplementItem
from dean06.web.desk.act_pages import PAGES
from dean06.web.desk.tests.conftest import Desk, browser

ONCE = "f" * 32


def act_url(case: Case, slug: str) -> str:
    return reverse("desk:act", args=[case.pk, slug])


def step_url(case: Case, action: str) -> str:
    return reverse("desk:step", args=[case.pk, action])


def page_of(client: Client, case: Case):
    return client.get(reverse("desk:case", args=[case.pk]))


def do(client: Client, url: str, **given: Any):
    """Open the page of an act as a person would, then send it with what it holds."""
    page = client.get(url)
    assert page.status_code == 200, page.content.decode()[:600]
    form = page.context["form"]
    hidden = {name: form[name].value() for name, field in form.fields.items() if field.widget.is_hidden}
    return client.post(url, {**hidden, **given})


def at_once(client: Client, case: Case, slug: str, key: str = ONCE, revision: int | None = None):
    """Press a button of the case page."""
    shown = case.revision if revision is None else revision
    return client.post(act_url(case, slug), {"idempotency_key": key, "revision": shown})


def state(case: Case) -> tuple[int, int]:
    case.refresh_from_db()
    return case.state, case.revision


def scan(name: str = "giay-to.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.TINY_PDF, content_type="application/pdf")


def test_a_dossier_goes_from_page_to_page_to_its_end(at: Desk) -> None:
    case = make.submitted(at.world)
    assert "Tiếp nhận" in page_of(at.desk, case).content.decode()
    assert at_once(at.desk, case, "tiep-nhan").url == reverse("desk:case", args=[case.pk])
    assert state(case)[0] == State.RECEIVED
    at_once(at.clerk, case, "nhan-xu-ly")
    assert state(case)[0] == State.PROCESSING
    assert do(at.clerk, step_url(case, "submit"), note="Đủ điều kiện").status_code == 302
    case.refresh_from_db()
    assert case.step == "sign"
    assert do(at.head, step_url(case, "sign")).status_code == 302
    assert state(case)[0] == State.DONE
    page = at.desk.get(act_url(case, "tra-ket-qua"))
    assert page.context["form"]["to_name"].value() == case.applicant_name
    assert do(at.desk, act_url(case, "tra-ket-qua"), to_name="Nguyễn Văn Mẫu Nam", how="desk").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.returned_to) == (State.RETURNED, "Nguyễn Văn Mẫu Nam")
    assert "Nguyễn Văn Mẫu Nam" in page_of(at.desk, case).content.decode()


def test_the_page_shows_form_papers_clock_and_whose_time_it_was(at: Desk) -> None:
    case = make.in_processing(at.world)
    page = page_of(at.clerk, case).content.decode()
    for words in (case.code, "Bổ sung hồ sơ xin việc", "Giấy tờ chứng minh", "Thẩm định", "Hẹn trả", "Trình ký"):
        assert words in page
    view = page_of(at.clerk, case).context["view"]
    assert view["left"].text
    assert [item["title"] for item in view["timeline"]] == ["Nhận xử lý", "Tiếp nhận, cấp giấy hẹn", "Nộp hồ sơ"]
    assert {act["label"] for act in view["acts"]} >= {"Trình ký", "Yêu cầu bổ sung"}
    assert [act["kind"] for act in view["acts"]].count("primary") == 1


def test_only_what_is_offered_opens(at: Desk) -> None:
    """On every state, for every reader: a page opens exactly when the case offers it."""
    cases = [
        make.submitted(at.world),
        make.received(at.world),
        make.waiting_for_signature(at.world),
        make.finished(at.world),
    ]
    for case in cases:
        for client in (at.desk, at.clerk, at.head):
            view = page_of(client, case).context["view"]
            offered = {act["url"] for act in [*view["acts"], *view["more_acts"]]}
            for act in PAGES:
                if act.service in ("act", "add_document") or act.at_once:
                    continue
                status = client.get(act_url(case, act.slug)).status_code
                assert (status == 200) == (act_url(case, act.slug) in offered), (case.state, act.slug, status)


@pytest.mark.parametrize("role", ["clerk_there", "desk_there"])
def test_another_commune_cannot_tell_the_case_exists(at: Desk, role: str) -> None:
    case = make.received(at.world)
    client: Client = getattr(at, role)
    before = state(case)
    assert page_of(client, case).status_code == 404
    assert client.get(reverse("desk:case", args=[10**6])).status_code == 404
    for act in PAGES:
        if act.service != "act":
            assert at_once(client, case, act.slug).status_code == 404, act.slug
    assert client.post(step_url(case, "submit"), {"idempotency_key": "x", "revision": 0}).status_code == 404
    assert state(case) == before


def test_the_wrong_duty_changes_nothing(at: Desk) -> None:
    new = make.submitted(at.world)
    assert at_once(at.clerk, new, "tiep-nhan").status_code == 403
    signing = make.waiting_for_signature(at.world)
    sent = {"idempotency_key": ONCE, "revision": signing.revision}
    assert at.clerk.post(step_url(signing, "sign"), sent).status_code == 403
    assert (
        at.head.post(act_url(new, "tiep-nhan"), {"idempotency_key": ONCE, "revision": new.revision}).status_code == 403
    )
    assert at.stranger.post(act_url(new, "tiep-nhan"), sent).status_code == 403
    assert Client().post(act_url(new, "tiep-nhan"), sent).status_code == 302
    assert (state(new)[0], state(signing)[0]) == (State.SUBMITTED, State.PROCESSING)


def test_the_same_button_pressed_twice_has_one_effect(at: Desk) -> None:
    case = make.submitted(at.world)
    shown = case.revision
    at_once(at.desk, case, "tiep-nhan", revision=shown)
    after, entries = state(case), CaseEvent.objects.count()
    at_once(at.desk, case, "tiep-nhan", revision=shown)
    assert (state(case), CaseEvent.objects.count()) == (after, entries)


def test_five_presses_at_the_same_time_have_one_effect(transactional_db: None) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lives in the memory of one connection")
    with transaction.atomic():
        case = make.submitted(make.setting())
    sent = {"idempotency_key": ONCE, "revision": case.revision}
    first = browser("one_stop_officer", make.CIVIL)
    answers = []

    def press(client: Client) -> None:
        answers.append(client.post(act_url(case, "tiep-nhan"), sent).status_code)
        connections.close_all()

    clients = [Client() for _ in range(5)]
    for client in clients:
        client.cookies = first.cookies
    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 5
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert CaseEvent.objects.filter(case=case, act="received").count() == 1


def test_an_old_page_is_refused_and_what_was_typed_stays(at: Desk) -> None:
    case = make.in_processing(at.world)
    url = act_url(case, "chuyen")
    form = at.clerk.get(url).context["form"]
    services.add_document(actor=at.world.desk, case_id=case.pk, document=make.paper_for(at.world.desk, "photo"))
    sent = {
        "idempotency_key": form["idempotency_key"].value(),
        "revision": form["revision"].value(),
        "to_agency": make.POLICE,
        "reason": "Thuộc thẩm quyền của công an xã theo quy định",
    }
    answer = at.clerk.post(url, sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Hồ sơ đã được chính bạn cập nhật ở một thẻ" in text or "Hồ sơ vừa được" in text
    assert "Thuộc thẩm quyền của công an xã theo quy định" in text
    assert not HandOver.objects.exists()
    again = answer.context["form"]
    sent |= {name: again.data[name] for name in ("idempotency_key", "revision")}
    assert at.clerk.post(url, sent).status_code == 302
    assert HandOver.objects.get().to_agency == make.POLICE


def test_an_old_button_is_refused(at: Desk) -> None:
    case = make.received(at.world)
    answer = at.clerk.post(
        act_url(case, "nhan-xu-ly"), {"idempotency_key": ONCE, "revision": case.revision - 1}, follow=True
    )
    assert "cập nhật, chưa ghi gì" in answer.content.decode()
    assert state(case)[0] == State.RECEIVED


def test_a_stop_form_left_open_in_another_tab_keeps_reason_and_words_and_blames_nobody_else(at: Desk) -> None:
    case = make.in_processing(at.world)
    old = at.clerk.get(step_url(case, "stop"))
    assert do(at.clerk, step_url(case, "submit")).status_code == 302
    form = old.context["form"]
    sent = {name: form[name].value() for name in ("idempotency_key", "revision")}
    sent |= {"reason": "KHONG_DU_DIEU_KIEN", "note": "Đề nghị ông bổ sung quyết định của tòa án."}
    answer = at.clerk.post(step_url(case, "stop"), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hồ sơ đã được chính bạn cập nhật ở một thẻ hoặc cửa sổ khác" in page
    assert "người khác" not in page
    assert "không còn nút này" in page
    assert "Đề nghị ông bổ sung quyết định của tòa án." in page
    kept = answer.context["form"]
    assert kept["reason"].value() == "KHONG_DU_DIEU_KIEN"
    assert "Không đủ điều kiện theo Điều 5 Văn bản mẫu." in page
    assert answer.context["submit"] == "Dừng"
    assert "Làm bước này" not in page
    # Sent once more as it stands: refused with the reason, nothing written.
    sent |= {name: kept.data[name] for name in ("idempotency_key", "revision")}
    again = at.clerk.post(step_url(case, "stop"), sent)
    assert again.status_code in (403, 422)
    assert state(case)[0] == State.PROCESSING


def empty_page(password: str = "") -> bytes:
    """A blank page, locked where a password is given."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("password", "why"), [("mat-khau", "mật khẩu"), ("", "trang trắng")])
def test_the_desk_takes_no_paper_that_nobody_can_read_as_the_answer_to_a_supplement(
    at: Desk, password: str, why: str
) -> None:
    case = make.in_processing(at.world)
    services.act(
        actor=at.world.clerk,
        case_id=case.pk,
        action="ask",
        items=[SupplementItem(reason="Tệp đặt mật khẩu, không mở được", document="proof")],
        now=make.at(10),
    )
    before = state(case)
    upload = SimpleUploadedFile("giay-to.pdf", empty_page(password), content_type="application/pdf")
    answer = do(at.desk, act_url(case, "nhan-bo-sung"), **{"file-proof": upload})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert why in str(answer.context["form"].errors["file-proof"])
    assert state(case) == before == (State.SUPPLEMENT, before[1])
    assert CaseDocument.objects.filter(case=case, requirement="proof").count() == 1


def test_a_locked_paper_from_another_system_is_marked_in_queue_and_dossier(at: Desk) -> None:
    case = make.received(at.world)
    CaseDocument.objects.filter(case=case).update(trouble="Tệp PDF đang đặt mật khẩu. Hãy gỡ mật khẩu rồi tải lên lại.")
    assert "đang đặt mật khẩu" in page_of(at.clerk, case).content.decode()
    queue = at.clerk.get(reverse("desk:queue")).content.decode()
    assert "Có giấy tờ không đọc được" in queue


def test_a_supplement_asks_for_what_was_picked_and_is_brought_to_the_desk(at: Desk) -> None:
    case = make.in_processing(at.world)
    url = step_url(case, "ask")
    page = at.clerk.get(url)
    labels = [box.label for _, box, _ in page.context["form"].rows()]
    assert labels[0] == "Giấy tờ chứng minh"
    empty = do(at.clerk, url)
    assert empty.status_code == 422
    assert "ít nhất một" in empty.content.decode()
    without = do(at.clerk, url, item_0="on")
    assert without.status_code == 422
    assert state(case)[0] == State.PROCESSING
    number = next(index for index, label in enumerate(labels) if label.startswith("Mục đích"))
    given = {"item_0": "on", "reason_0": "Bản chụp mờ", f"item_{number}": "on", f"reason_{number}": "Ghi chưa rõ"}
    assert do(at.clerk, url, **given, note="Xin gửi sớm").status_code == 302
    assert state(case)[0] == State.SUPPLEMENT
    shown = page_of(at.desk, case).content.decode()
    assert "Bản chụp mờ" in shown
    assert "Xin gửi sớm" in shown

    url = act_url(case, "nhan-bo-sung")
    assert at.head.get(url).status_code == 403
    supplied = {"file-proof": scan(), "purpose": "Bổ sung hồ sơ vay vốn"}
    answer = do(at.desk, url, **supplied)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case.refresh_from_db()
    assert case.state == State.PROCESSING
    assert case.data["purpose"] == "Bổ sung hồ sơ vay vốn"
    assert CaseDocument.objects.filter(case=case, requirement="proof", replaced=False).get().source == "scan"


def test_a_refusal_needs_a_reason_of_the_procedure_and_a_remedy(at: Desk) -> None:
    case = make.submitted(at.world)
    url = act_url(case, "tu-choi")
    assert do(at.desk, url, reason="LY_DO_LA", remedy="Nộp lại ở cơ quan khác").status_code == 422
    assert do(at.desk, url, reason="SAI_THAM_QUYEN", remedy="").status_code == 422
    assert state(case)[0] == State.SUBMITTED
    given = {"reason": "SAI_THAM_QUYEN", "remedy": "Nộp tại công an xã nơi cư trú"}
    assert do(at.desk, url, **given).status_code == 302
    assert state(case)[0] == State.NOT_RECEIVED
    assert "Nộp tại công an xã nơi cư trú" in page_of(at.desk, case).content.decode()


def test_money_stops_the_clock_and_cash_at_the_desk_starts_it_again(at: Desk) -> None:
    case = make.in_processing(at.world)
    url = step_url(case, "money")
    assert do(at.clerk, url).status_code == 422
    assert do(at.clerk, url, title="Thuế", amount="100000").status_code == 422, "no basis"
    assert do(at.clerk, url, lines=["tham_dinh"]).status_code == 302
    assert state(case)[0] == State.FINANCIAL
    page = page_of(at.desk, case)
    assert page.context["order"].total == 50_000
    assert "Đã thu 50.000 đồng tiền mặt" in page.content.decode()
    assert "Đã thu 50.000 đồng tiền mặt" not in page_of(at.clerk, case).content.decode()
    cash = reverse("desk:cash", args=[case.pk])
    assert at.clerk.post(cash, {"idempotency_key": ONCE}).status_code == 403
    for _ in range(2):
        assert at.desk.post(cash, {"idempotency_key": ONCE}).status_code == 302
    assert page_of(at.desk, case).context["order"].is_paid


def test_a_case_is_offered_refused_offered_and_taken(at: Desk) -> None:
    case = make.in_processing(at.world)
    police = browser("commune_police", make.POLICE)
    reason = "Việc này thuộc thẩm quyền của công an xã"
    assert page_of(police, case).status_code == 404
    assert do(at.clerk, act_url(case, "chuyen"), to_agency=make.POLICE, reason=reason).status_code == 302
    shown = page_of(police, case)
    assert reason in shown.content.decode()
    assert at_once(at.clerk_there, case, "nhan-chuyen").status_code == 404
    answer = do(police, act_url(case, "khong-nhan"), reason="Không thuộc lĩnh vực cư trú, căn cước")
    assert answer.url == reverse("desk:queue"), "refused: out of sight again"
    case.refresh_from_db()
    do(at.clerk, act_url(case, "chuyen"), to_agency=make.POLICE, reason=reason)
    case.refresh_from_db()
    at_once(police, case, "nhan-chuyen")
    case.refresh_from_db()
    assert case.deciding_agency == make.POLICE
    assert [offer.status for offer in HandOver.objects.order_by("pk")] == ["refused", "accepted"]
    assert case.code in at.head.get(reverse("desk:office")).content.decode(), "passed to and fro"


def test_a_case_is_given_to_a_colleague_who_may_do_it(at: Desk) -> None:
    case = make.received(at.world)
    url = act_url(case, "phan-cong")
    offered = dict(at.head.get(url).context["form"].fields["user_id"].choices)
    assert at.world.clerk.user_id in offered
    assert at.world.head.user_id not in offered
    assert do(at.head, url, user_id=at.world.clerk.user_id).status_code == 302
    case.refresh_from_db()
    assert case.assignee_id == at.world.clerk.user_id
    assert at.clerk.get(url).status_code == 403


def test_an_apology_comes_before_the_day_and_once(at: Desk) -> None:
    case = make.received(at.world, now=make.at(9, day=20))
    url = act_url(case, "xin-loi")
    assert at.clerk.get(url).status_code == 403
    past = do(at.head, url, new_due="01/01/2020", reason="Hệ thống của bên khác gián đoạn")
    assert past.status_code == 422
    before = case.due_at
    answer = do(at.head, url, new_due="15/01/2027", reason="Hệ thống của bên khác gián đoạn")
    case.refresh_from_db()
    if answer.status_code == 302:
        assert case.due_at > before
        assert "Đã xin lỗi và hẹn lại" in page_of(at.head, case).content.decode()
    else:
        assert answer.status_code in (409, 422)
        assert case.due_at == before


def test_papers_open_in_the_page_for_who_may_see_the_case(at: Desk) -> None:
    case = make.received(at.world)
    paper = CaseDocument.objects.get(case=case)
    viewer = reverse("desk:document", args=[case.pk, paper.pk])
    raw = reverse("desk:document_raw", args=[case.pk, paper.pk])
    assert at.clerk.get(viewer).status_code == 200
    answer = at.clerk.get(raw)
    assert b"".join(answer) == make.TINY_PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert at.clerk_there.get(raw).status_code == 404
    other = make.received(at.world)
    assert at.clerk.get(reverse("desk:document_raw", args=[other.pk, paper.pk])).status_code == 404


def test_a_paper_is_replaced_on_the_same_code(at: Desk) -> None:
    case = make.received(at.world)
    url = act_url(case, "them-giay-to")
    damaged = SimpleUploadedFile("anh.pdf", b"khong phai pdf")
    assert do(at.desk, url, requirement="proof", file=damaged).status_code == 422
    assert do(at.desk, url, requirement="proof", file=scan("moi.pdf")).status_code == 302
    assert CaseDocument.objects.filter(case=case, requirement="proof", replaced=False).count() == 1
    assert CaseDocument.objects.filter(case=case, requirement="proof").count() == 2


def test_odd_text_is_shown_not_run(at: Desk) -> None:
    case = make.received(at.world, data={"purpose": "<script>alert(1)</script> mục đích"})
    page = page_of(at.clerk, case).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_page_needs_no_more_queries_with_a_long_story(at: Desk) -> None:
    case = make.in_processing(at.world)
    page_of(at.clerk, case)
    with CaptureQueriesContext(connection) as short:
        page_of(at.clerk, case)
    for _ in range(6):
        services.add_document(actor=at.world.desk, case_id=case.pk, document=make.paper_for(at.world.desk, "photo"))
    with CaptureQueriesContext(connection) as long:
        page_of(at.clerk, case)
    assert len(long) - len(short) <= 2, [query["sql"][:80] for query in long.captured_queries]


def test_forms_are_made_when_asked_for_and_opened_as_pdf(at: Desk) -> None:
    case = make.received(at.world)
    receipt = reverse("desk:make_paper", args=[case.pk, "form01"])
    assert receipt in page_of(at.desk, case).content.decode()
    assert at.desk.get(receipt).status_code == 405, "making a file is no read"
    assert at.clerk_there.post(receipt).status_code == 404
    opened = at.desk.post(receipt)
    assert opened.status_code == 302
    pdf = at.desk.get(opened.url)
    assert b"".join(pdf).startswith(b"%PDF")
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    assert at.desk.post(receipt).url == opened.url, "nothing happened since: the same paper"
    assert at.desk.post(reverse("desk:make_paper", args=[case.pk, "form05"])).status_code == 404, "not stopped"
    assert at.desk.post(reverse("desk:make_paper", args=[case.pk, "khac"])).status_code == 404


def test_who_signs_sees_the_result_before(at: Desk) -> None:
    case = make.waiting_for_signature(at.world)
    preview = reverse("desk:preview", args=[case.pk])
    assert preview in at.head.get(step_url(case, "sign")).content.decode()
    assert preview not in at.head.get(step_url(case, "back")).content.decode()
    assert at.head.get(preview).content.startswith(b"%PDF")
    assert at.clerk_there.get(preview).status_code == 404
    assert state(case)[0] == State.PROCESSING


def test_the_book_of_dossiers_of_a_month_is_taken_away(at: Desk) -> None:
    make.received(at.world)
    for form, start in (("xlsx", b"PK"), ("docx", b"PK")):
        answer = at.desk.get(reverse("desk:book"), {"thang": "2026-11", "dang": form})
        assert answer.content.startswith(start)
        assert "attachment" in answer["Content-Disposition"]
    assert at.desk.get(reverse("desk:book"), {"co-quan": "so-khac"}).status_code == 403
    assert at.desk.get(reverse("desk:book"), {"thang": "x"}).status_code == 200


def test_what_the_pack_asks_the_officer_for_is_filled_in_with_the_button(db: None) -> None:
    process = make.simple_pack().process.model_dump(mode="json")
    process["steps"][0]["actions"][0]["fields"] = [
        {
            "name": "result",
            "label": "Kết quả thẩm định",
            "type": "choice",
            "choices": {"dat": "Đạt", "khong": "Không đạt"},
        },
        {"name": "area", "label": "Diện tích", "type": "integer", "min": 1},
        {"name": "met_on", "label": "Ngày xác minh", "type": "date", "required": False},
    ]
    world = make.setting(make.simple_pack(process=process, fees={}))
    case = make.in_processing(world)
    clerk = browser("civil_status_officer", make.CIVIL)
    url = step_url(case, "submit")
    page = clerk.get(url).content.decode()
    for words in ("Kết quả thẩm định", "Không đạt", "Diện tích", "Ngày xác minh"):
        assert words in page
    wrong = do(clerk, url, **{"decision.result": "dat", "decision.area": "0"})
    assert wrong.status_code == 422
    assert "nhỏ nhất là 1" in wrong.content.decode()
    assert do(clerk, url, **{"decision.area": "5"}).status_code == 422, "the choice is missing"
    case.refresh_from_db()
    assert case.step == "check"
    given = {"decision.result": "dat", "decision.area": "1.200", "decision.met_on": "16/11/2026"}
    answer = do(clerk, url, **given)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    case.refresh_from_db()
    assert case.step == "sign"
    assert case.outputs["decision.area"] == 1200
    assert case.outputs["decision.met_on"] == "2026-11-16"


def test_a_birth_date_that_the_form_refused_to_fill_in_is_compared_all_the_same(db: None) -> None:
    """The allowance is for the very old: the register's 1995 does not fit, and was typed over."""
    simple = make.simple_pack()
    form = {
        "type": "object",
        "required": ["born"],
        "properties": {"born": {"type": "string", "format": "date", "pattern": "^19[0-4]"}},
    }
    asked = {"field": "born", "label": "Ngày sinh", "prefill": "population.birth_date", "locked": True}
    ui = simple.ui.model_dump() | {"sections": [{"id": "main", "title": "Người hưởng", "fields": [asked]}]}
    world = make.setting(make.simple_pack(form_schema=form, ui=ui, result=None))
    case = make.in_processing(world, data={"born": "1945-05-02"})
    page = page_of(browser("civil_status_officer", make.CIVIL), case)
    assert page.context["view"]["differing"] == 1
    text = page.content.decode()
    assert "Khác dân cư" in text
    assert "12/04/1995" in text
