"""Steps of the review with htmx (parts of the page come back) and without (the page again): same result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.steering.documents import services
from dean06.steering.documents.models import ReviewTask, SourceDocument
from dean06.steering.documents.tests.test_review import PLAN, tasks_of

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}

HEADED = PLAN.replace("(2) Kiểm tra", "II. KIỂM TRA\n\n(2) Kiểm tra").replace("II. TỔ CHỨC", "III. TỔ CHỨC")


@pytest.fixture
def document(agencies) -> SourceDocument:
    officer = make_actor("steering_officer")
    return services.upload_document(actor=officer, data=PLAN.encode(), filename="ke-hoach.txt")


@pytest.fixture
def officer(client: Client, document) -> Client:
    sign_in(client, "steering_officer")
    return client


def page_of(client: Client, document: SourceDocument) -> str:
    return client.get(reverse("documents:review", args=[document.pk]), {"xem": "nhiem-vu"}).text


@pytest.mark.parametrize("step", ["drop", "restore", "merge", "confirm"])
def test_without_scripts_a_step_leads_back_to_its_task_on_the_page(officer: Client, document, step: str) -> None:
    first = tasks_of(document)[0]
    answer = officer.post(reverse(f"documents:{step}", args=[first.pk]))
    assert answer.status_code == 302 and answer.headers["Location"].endswith(f"#nv-{first.pk}")
    assert answer.headers["Vary"] and f'id="nv-{first.pk}"' in page_of(officer, document)


def test_dropping_in_place_answers_the_card_its_passage_and_the_counts_and_no_page(officer: Client, document) -> None:
    first, second, third = tasks_of(document)
    text = officer.post(reverse("documents:drop", args=[first.pk]), headers=IN_PLACE).text
    assert "<html" not in text and "Đã bỏ" in text and "Lấy lại" in text
    assert f'id="nv-{first.pk}"' in text
    assert f'id="nv-{second.pk}"' not in text and f'id="nv-{third.pk}"' not in text
    assert f'id="d{first.line}"' in text and f'id="d{second.line}"' not in text
    assert "Giao 2 nhiệm vụ" in text and "0/2" in text
    for part in ("review-actions", "review-tabs", "review-state", "review-said"):
        assert f'id="{part}" ' in text or f'id="{part}"' in text
        assert text.count(f'id="{part}"') == 1
    assert "hx-swap-oob" in text


def test_the_page_shows_the_very_card_that_comes_back_in_place(officer: Client, document) -> None:
    first = tasks_of(document)[0]
    card = officer.get(reverse("documents:card", args=[first.pk]), headers=IN_PLACE).text

    def words(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip() and "csrfmiddlewaretoken" not in line]

    whole = words(page_of(officer, document))
    assert set(words(card)) <= set(whole)
    assert officer.get(reverse("documents:card", args=[first.pk])).status_code == 302


def test_a_task_is_corrected_inside_its_card(officer: Client, document) -> None:
    first = tasks_of(document)[0]
    url = reverse("documents:task", args=[first.pk])
    form = officer.get(url, headers=IN_PLACE).text
    assert "<html" not in form and 'name="text"' in form and reverse("documents:card", args=[first.pk]) in form
    refused = officer.post(url, {"text": "", "deadline_kind": "none"}, headers=IN_PLACE)
    assert refused.status_code == 422 and "không được để trống" in refused.text and 'name="text"' in refused.text
    dated = {"text": "Lập danh sách mới", "deadline_kind": "by_date"}
    refused = officer.post(url, dated, headers=IN_PLACE)
    assert refused.status_code == 422 and "Lập danh sách mới" in refused.text and "phải nhập ngày" in refused.text
    first.refresh_from_db()
    assert not first.edited
    saved = officer.post(url, dated | {"deadline_date": "30/06/2026", "lead": ["Sở Y tế"]}, headers=IN_PLACE)
    assert saved.status_code == 200 and "Lập danh sách mới" in saved.text and 'name="text"' not in saved.text
    assert "<html" in officer.get(url).text


def test_splitting_in_place_gives_both_cards_and_a_missing_choice_is_asked_for(officer: Client, document) -> None:
    first = tasks_of(document)[0]
    url = reverse("documents:split", args=[first.pk])
    assert 'name="at"' in officer.get(url, headers=IN_PLACE).text
    refused = officer.post(url, headers=IN_PLACE)
    assert refused.status_code == 422 and "Hãy chọn câu" in refused.text
    assert officer.post(url).status_code == 422 and document.tasks.count() == 3
    text = officer.post(url, {"at": first.text.index("Thu hồi")}, headers=IN_PLACE).text
    a, b, c, _ = tasks_of(document)
    assert f'id="nv-{a.pk}"' in text and f'id="nv-{b.pk}"' in text and f'id="nv-{c.pk}"' not in text
    assert "Giao 4 nhiệm vụ" in text


@pytest.mark.parametrize("headers", [{}, IN_PLACE], ids=["page", "in place"])
def test_a_task_of_one_sentence_says_that_there_is_no_place_to_split(
    officer: Client, document, headers: dict[str, str]
) -> None:
    second = tasks_of(document)[1]
    answer = officer.get(reverse("documents:split", args=[second.pk]), headers=headers)
    assert answer.status_code == 200 and "không có chỗ để tách" in answer.text
    assert 'name="at"' not in answer.text


def test_merging_in_place_removes_the_other_card_and_moves_its_section_heading(client: Client, agencies) -> None:
    officer = make_actor("steering_officer")
    document = services.upload_document(actor=officer, data=HEADED.encode(), filename="hai-muc.txt")
    sign_in(client, "steering_officer")
    first, second, third = tasks_of(document)
    assert second.section_path == third.section_path != first.section_path
    text = client.post(reverse("documents:merge", args=[first.pk]), headers=IN_PLACE).text
    assert f'<li id="nv-{second.pk}" hx-swap-oob="delete">' in text
    third_card = text[text.index(f'id="nv-{third.pk}"') :]
    assert f"<h3>{third.section_path[-1]}</h3>" in third_card
    assert "is-task" not in text.split(f'id="d{second.line}"')[1].split(">")[0]


def test_a_passage_becomes_a_task_in_place_ready_to_be_completed(officer: Client, document) -> None:
    line = next(entry["line"] for entry in document.passages if "không giao việc" in entry.get("text", ""))
    url = reverse("documents:add", args=[document.pk, line])
    assert url in page_of(officer, document)
    text = officer.post(url, headers=IN_PLACE).text
    added, before = tasks_of(document)[-1], tasks_of(document)[-2]
    assert f'hx-swap-oob="afterend:#nv-{before.pk}"' in text and f'id="nv-{added.pk}"' in text
    assert 'name="text"' in text and f'id="d{line}"' in text
    assert url not in text and url not in page_of(officer, document)
    plain = officer.post(reverse("documents:add", args=[document.pk, line]))
    assert plain.headers["Location"] == reverse("documents:task", args=[tasks_of(document)[-1].pk])


def test_a_task_added_by_hand_does_not_repeat_the_heading_of_its_section(officer: Client, document) -> None:
    heading = tasks_of(document)[0].section_path[-1]
    middle = next(e["line"] for e in document.passages if e.get("text", "").startswith("- Thời gian"))
    services.add_task(actor=make_actor("steering_officer"), document_id=document.pk, line=middle)
    assert page_of(officer, document).count(f"<h3>{heading}</h3>") == 1


def test_a_refusal_is_told_in_the_card_and_changes_nothing(officer: Client, document) -> None:
    last = tasks_of(document)[-1]
    answer = officer.post(reverse("documents:merge", args=[last.pk]), headers=IN_PLACE)
    assert answer.status_code == 422 and "nhiệm vụ cuối cùng" in answer.text and "<html" not in answer.text
    assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == (f"#tin-{last.pk}", "innerHTML")
    assert f'id="tin-{last.pk}"' in page_of(officer, document)
    plain = officer.post(reverse("documents:merge", args=[last.pk]))
    assert plain.status_code == 422 and "<html" in plain.text and document.tasks.count() == 3


def test_after_closing_steps_are_refused_in_place_and_no_buttons_are_offered(officer: Client, document) -> None:
    services.close_document(actor=make_actor("steering_officer"), document_id=document.pk)
    first = tasks_of(document)[0]
    answer = officer.post(reverse("documents:drop", args=[first.pk]), headers=IN_PLACE)
    assert answer.status_code == 409 and "không còn ở bước rà soát" in answer.text
    page = page_of(officer, document)
    assert reverse("documents:drop", args=[first.pk]) not in page and "Tạo nhiệm vụ" not in page
    assert not ReviewTask.objects.filter(dropped=True).exists()


def test_a_task_that_somebody_else_merged_away_is_told_in_the_card(officer: Client, document) -> None:
    answer = officer.post(reverse("documents:drop", args=[999999]), headers=IN_PLACE)
    assert answer.status_code == 404 and answer.headers["HX-Retarget"] == "#tin-999999"


def test_a_reader_without_the_right_to_review_gets_no_step_in_place(client: Client, document) -> None:
    sign_in(client, "provincial_leader")
    first = tasks_of(document)[0]
    page = page_of(client, document)
    assert "Điền nhanh" not in page and reverse("documents:drop", args=[first.pk]) not in page
    for step in ("drop", "merge", "confirm"):
        answer = client.post(reverse(f"documents:{step}", args=[first.pk]), headers=IN_PLACE)
        assert answer.status_code == 403 and answer.headers["HX-Retarget"] == f"#tin-{first.pk}"
    assert document.tasks.filter(dropped=False).count() == 3


def test_a_step_in_place_asks_the_database_the_same_number_of_times_for_any_length(
    officer: Client, document, django_assert_max_num_queries
) -> None:
    first = tasks_of(document)[0]
    ReviewTask.objects.bulk_create(
        ReviewTask(document=document, position=9000 + n, text=f"Việc số {n} cần làm", line=first.line, lead=first.lead)
        for n in range(70)
    )
    with django_assert_max_num_queries(45):
        officer.post(reverse("documents:drop", args=[first.pk]), headers=IN_PLACE)


def test_the_page_of_a_report_of_110_kb_is_light(client: Client, agencies) -> None:
    shared = Path(os.environ.get("DEAN06_SHARED") or Path(__file__).parents[6] / "shared")
    reports = sorted(shared.glob("documents/001_*.txt"))
    if not reports:
        pytest.skip("the real documents are not here")
    document = services.upload_document(
        actor=make_actor("steering_officer"), data=reports[0].read_bytes(), filename="bao-cao.txt"
    )
    sign_in(client, "steering_officer")
    page_of(client, document)
    assert len(page_of(client, document).encode()) < 400_000
