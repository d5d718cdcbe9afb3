"""An officer in a hurry: bodies of today shown, open names settled once, missing parts filled for all tasks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.units import services as unit_services
from dean06.steering.documents import filling, services
from dean06.steering.documents.models import ReviewTask, SourceDocument
from dean06.steering.documents.review_errors import NothingToFill, NotUnderReview
from dean06.steering.documents.review_page import review_page
from dean06.steering.documents.tests.test_review import PLAN, tasks_of

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}

OLD_NAMES = PLAN.replace("Văn phòng UBND tỉnh", "Sở TT&TT").replace(
    "Cơ quan chủ trì: Sở Y tế", "Cơ quan chủ trì: Ban Điều phối tra cứu liên ngành"
)


@pytest.fixture
def officer(agencies):
    return make_actor("steering_officer")


@pytest.fixture
def document(officer) -> SourceDocument:
    return services.upload_document(actor=officer, data=OLD_NAMES.encode(), filename="ke-hoach.txt")


def open_name(task: ReviewTask, choices: list[str]) -> None:
    task.lead = [{"text": "Chi nhánh số 2", "agency": None, "choices": choices, "note": "Có nhiều cơ quan cùng tên."}]
    task.save()


def name_a_head(agency: str) -> None:
    unit_services.set_head(
        actor=make_actor("administrator"),
        code=agency,
        head_title="Giám đốc",
        head_name="Lê Thị Mẫu",
        head_phone="",
    )


def test_a_printed_name_is_shown_with_the_body_it_means_today(client: Client, document: SourceDocument) -> None:
    sign_in(client, "steering_officer")
    page = client.get(reverse("documents:review", args=[document.pk])).text
    assert "Sở TT&amp;TT" in page and "Sở Khoa học và Công nghệ" in page
    cards = review_page(make_actor("steering_officer"), document).cards
    police, science, _ = (card.lead[0] for card in cards)
    assert police.today == "" and science.today == "Sở Khoa học và Công nghệ"


def test_the_page_counts_what_is_clear_and_leads_to_what_is_not(officer, document: SourceDocument) -> None:
    page = review_page(officer, document)
    assert (page.kept, page.clear, [name.text for name in page.open_names]) == (
        3,
        0,
        ["Ban Điều phối tra cứu liên ngành"],
    )
    assert page.next_open == tasks_of(document)[0].pk
    services.drop_task(actor=officer, task_id=page.next_open)
    page = review_page(officer, document)
    assert page.kept == 2 and page.next_open == tasks_of(document)[1].pk


def test_a_field_the_rules_were_unsure_of_is_marked_until_somebody_confirms_it(
    client: Client, officer, document: SourceDocument
) -> None:
    task = tasks_of(document)[0]
    ReviewTask.objects.filter(pk=task.pk).update(uncertain=["lead", "deadline"])
    sign_in(client, "steering_officer")
    card = client.get(reverse("documents:card", args=[task.pk]), headers=IN_PLACE).text
    assert card.count("cần xem lại") == 2 and "Đã xem, đúng rồi" in card
    confirmed = client.post(reverse("documents:confirm", args=[task.pk]), headers=IN_PLACE).text
    assert "mark--warning" not in confirmed and "Đã xem, đúng rồi" not in confirmed
    assert AuditRow.objects.filter(action="document.task_confirmed").count() == 1


def test_one_click_settles_a_name_with_several_candidates_in_every_task(client: Client, document) -> None:
    first, second, third = tasks_of(document)
    for task in (first, second):
        open_name(task, ["so-y-te", "so-khcn"])
    sign_in(client, "steering_officer")
    page = client.get(reverse("documents:review", args=[document.pk])).text
    assert '<button class="button button--secondary button--small" type="submit" name="agency" value="so-khcn">' in page
    url = reverse("documents:choose_body", args=[document.pk])
    text = client.post(url, {"name": "Chi nhánh số 2", "agency": "so-khcn"}, headers=IN_PLACE).text
    assert f'id="nv-{first.pk}"' in text and f'id="nv-{second.pk}"' in text and f'id="nv-{third.pk}"' not in text
    for task in tasks_of(document)[:2]:
        assert (task.lead[0]["text"], task.lead[0]["agency"]) == ("Chi nhánh số 2", "so-khcn")
    assert AuditRow.objects.filter(action="document.body_chosen").count() == 1


def test_an_unknown_name_is_settled_by_typing_even_an_old_name_without_scripts(client: Client, document) -> None:
    sign_in(client, "steering_officer")
    url = reverse("documents:choose_body", args=[document.pk])
    answer = client.post(url, {"name": "Ban Điều phối tra cứu liên ngành", "agency": "", "agency_text": "Sở TT&TT"})
    assert answer.status_code == 302
    assert tasks_of(document)[2].lead[0]["agency"] == "so-khcn"


def test_a_body_that_does_not_exist_or_a_name_that_is_clear_is_refused(officer, document: SourceDocument) -> None:
    before = [task.lead for task in tasks_of(document)]
    name = "Ban Điều phối tra cứu liên ngành"
    for agency in ("khong-co", ""):
        with pytest.raises(InvalidInput):
            services.choose_body(actor=officer, document_id=document.pk, name=name, agency=agency)
    with pytest.raises(NothingToFill):
        services.choose_body(actor=officer, document_id=document.pk, name="Công an tỉnh", agency="so-y-te")
    assert [task.lead for task in tasks_of(document)] == before


def test_heads_are_filled_where_known_and_names_entered_by_hand_stay(officer, document: SourceDocument) -> None:
    first, second, third = tasks_of(document)
    services.correct_task(actor=officer, task_id=first.pk, values={"responsible": "Ông A, Giám đốc"})
    name_a_head("so-khcn")
    assert services.fill_heads(actor=officer, document_id=document.pk) == [second.pk]
    first, second, third = tasks_of(document)
    assert first.responsible == "Ông A, Giám đốc" and not third.responsible
    assert second.responsible == "Lê Thị Mẫu, Giám đốc Sở KH&CN"
    assert "responsible" in AuditRow.objects.get(action="document.tasks_filled").details
    with pytest.raises(NothingToFill):
        services.fill_heads(actor=officer, document_id=document.pk)
    assert AuditRow.objects.filter(action="document.tasks_filled").count() == 1


def test_products_are_set_for_what_must_be_handed_in_and_measures_for_what_recurs(officer, document) -> None:
    first, second, third = tasks_of(document)
    services.drop_task(actor=officer, task_id=second.pk)
    assert services.fill_products(actor=officer, document_id=document.pk, product=" Báo  cáo ") == [first.pk]
    assert services.fill_measures(actor=officer, document_id=document.pk, measure="Số lượt tra cứu") == [third.pk]
    first, second, third = tasks_of(document)
    assert (first.product, second.product, third.product) == ("Báo cáo", None, None)
    assert (first.measure, third.measure) == (None, "Số lượt tra cứu")


def test_filling_with_nothing_is_refused_where_it_was_asked(client: Client, document: SourceDocument) -> None:
    sign_in(client, "steering_officer")
    url = reverse("documents:fill", args=[document.pk, "thuoc-do"])
    answer = client.post(url, {"value": "  "}, headers=IN_PLACE)
    assert answer.status_code == 422 and "Hãy ghi nội dung" in answer.text
    assert answer.headers["HX-Retarget"] == "#tin-van-ban"
    assert client.post(reverse("documents:fill", args=[document.pk, "gi-do"])).status_code == 404
    assert not ReviewTask.objects.exclude(measure=None).exists()


def test_filling_in_place_returns_the_cards_it_changed(client: Client, document: SourceDocument) -> None:
    third = tasks_of(document)[2]
    name_a_head("so-khcn")
    sign_in(client, "steering_officer")
    url = reverse("documents:fill", args=[document.pk, "san-pham"])
    text = client.post(url, {"value": "Báo cáo kết quả thực hiện"}, headers=IN_PLACE).text
    assert text.count('class="task-item"') == 2 and f'id="nv-{third.pk}"' not in text
    assert "Đã điền sản phẩm cho 2 nhiệm vụ." in text
    assert client.post(reverse("documents:fill", args=[document.pk, "nguoi-dung-dau"])).status_code == 302


def test_only_reviewers_fill_and_only_while_the_document_is_under_review(officer, document: SourceDocument) -> None:
    with pytest.raises(NotAllowed):
        services.fill_heads(actor=make_actor("agency_officer", "so-y-te"), document_id=document.pk)
    services.close_document(actor=officer, document_id=document.pk)
    with pytest.raises(NotUnderReview):
        services.fill_products(actor=officer, document_id=document.pk, product="Báo cáo")
    assert not ReviewTask.objects.exclude(product=None, responsible=None).exists()


def test_a_task_given_to_a_group_is_answered_for_by_each_head(officer, agencies) -> None:
    plan = (
        "KẾ HOẠCH\n\nRà soát tài khoản năm 2027\n\nI. NHIỆM VỤ\n\n(1) Rà soát tài khoản của cơ quan mình.\n\n"
        "- Cơ quan chủ trì: các sở, ban, ngành.\n\n- Thời hạn: trong tháng 3 năm 2027.\n"
    )
    document = services.upload_document(actor=officer, data=plan.encode(), filename="nhom.txt")
    services.fill_heads(actor=officer, document_id=document.pk)
    assert document.tasks.get().responsible == filling.HEAD_OF_EACH
