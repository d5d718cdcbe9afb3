"""Pages without JavaScript: two stewards and a police officer click through; what each may see; what seeing leaves."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from dean06.ecosystem.review.models import CorrectionBatch, CorrectionRequest, Decision, ReviewCase
from dean06.ecosystem.review.tests.factories import (
    COMMITTEE_ONE,
    INSURER,
    POLICE_ONE,
    POLICE_TWO,
    TAX_OFFICE,
    World,
)
from dean06.ecosystem.review.types import CaseState, DecisionState
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.population.models import Person


def client_of(role: str, agency: str = "") -> Client:
    client = Client()
    sign_in(client, role, agency)
    return client


@pytest.fixture
def hoa(world: World) -> Person:
    return world.person(old_id="183456789")


@pytest.fixture
def case(world: World, hoa: Person) -> ReviewCase:
    """Hóa in the list, without a number; Hòa or his namesake in the registry."""
    other = world.person("Võ Văn Hoan", (1987, 4, 5))
    key = world.record(
        [(hoa, 0.62), (other, 0.2)], result_class="SAI_HO_TEN", full_name="Võ Văn Hóa", personal_id=None, birth_day=6
    )
    return world.ready().case(key)


def steward() -> Client:
    return client_of("data_steward", INSURER)


def begin(client: Client, **filters: str) -> tuple[str, str]:
    """Take the next case; its address and its page."""
    answer = client.post(reverse("review:next"), filters)
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert page.status_code == 200, answer.url
    return answer.url, page.content.decode()


def seen(page: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', page)[1]  # type: ignore[index]


def test_two_stewards_decide_and_a_file_goes_to_the_sector(case: ReviewCase, hoa: Person) -> None:
    one, two = steward(), steward()
    page = one.get(reverse("review:queue")).content.decode()
    assert "Bảo hiểm xã hội" in page
    assert "Xã Mẫu Một" in page
    url, page = begin(one, nganh="insurance")
    assert url.endswith("?nganh=insurance")
    assert "khác dấu thanh" in page
    assert "62%" in page
    assert "chưa rõ" in page
    done = one.post(
        url,
        {"act": "decide", "choice": f"same:{hoa.pk}", "seen": seen(page), "registry_field": "full_name"},
        follow=True,
    )
    text = done.content.decode()
    assert "chờ một người khác xem độc lập" in text
    assert "Không còn cặp nào" in text
    assert one.get(url).status_code == 200  # whoever has read gets no data any more
    assert "Võ Văn" not in one.get(url).content.decode()

    assert "1" in two.get(reverse("review:second")).content.decode()
    url, page = begin(two, hang="second")
    assert "Lượt xem độc lập" in page
    assert "checked" not in page
    assert "Ý kiến" not in page
    two.post(url, {"act": "decide", "choice": f"same:{hoa.pk}", "seen": seen(page)})
    decision = Decision.objects.get()
    assert (decision.state, decision.registry_fields) == (DecisionState.FINAL, ["full_name"])

    made = one.post(reverse("review:batch_build"), {"nganh": "insurance"})
    page = one.get(made.url).content.decode()
    assert hoa.personal_id in page
    assert "05/04/1987" in page
    batch = CorrectionBatch.objects.get()
    for form, start in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        file = one.get(reverse("review:batch_download", args=[batch.pk, form]))
        assert file.content.startswith(start)
        assert "attachment" in file["Content-Disposition"]
    assert one.post(reverse("review:batch_sent", args=[batch.pk])).status_code == 302
    assert one.post(reverse("review:batch_confirm", args=[batch.pk]), {"note": "Đã nhập"}).status_code == 302
    assert "Ngành đã nhập" in one.get(reverse("review:batch", args=[batch.pk])).content.decode()


def test_a_request_is_written_answered_and_seen_by_the_right_people(case: ReviewCase, hoa: Person) -> None:
    one, two = steward(), steward()
    for client, state in ((one, "open"), (two, "second")):
        url, page = begin(client, hang=state)
        client.post(url, {"choice": f"same:{hoa.pk}", "seen": seen(page), "registry_field": "full_name"})
    decision = Decision.objects.get()
    assert reverse("review:request_new", args=[decision.pk]) in one.get(reverse("review:queue")).content.decode()
    address = reverse("review:request_new", args=[decision.pk])
    page = one.get(address).content.decode()
    assert "Võ Văn" in page
    refused = one.post(address, {"fields_wrong": ["full_name"], "reason": "Giấy khai sinh ghi là Hóa"})
    assert refused.status_code == 422
    assert "phải có căn cứ" in refused.content.decode()
    sent = one.post(
        address,
        {"fields_wrong": ["full_name"], "reason": "Giấy khai sinh ghi là Hóa", "document_ref": "Khai sinh số 12/1987"},
    )
    request = CorrectionRequest.objects.get()
    assert sent.url == reverse("review:request", args=[request.pk])

    civil = client_of("civil_status_officer", COMMITTEE_ONE)
    page = civil.get(reverse("review:requests")).content.decode()
    assert "1 phiếu đang chờ cơ quan bạn trả lời" in page
    assert "UBND xã Mẫu Một" in page
    page = civil.get(sent.url).content.decode()
    assert "Nhận xử lý" in page
    assert "Đã xử lý bằng thủ tục khác" not in page
    act = lambda slug: reverse("review:request_act", args=[request.pk, slug])  # noqa: E731
    assert civil.post(act("nhan")).status_code == 302
    assert civil.get(act("lap-de-nghi")).status_code == 200
    assert civil.post(act("khong-sua"), {"code": "registry_right", "answer": "sai"}).status_code == 422
    assert civil.post(act("lap-de-nghi"), {}).status_code == 302
    request.refresh_from_db()
    assert request.state == "approved"
    assert "chỉ đổi khi cán bộ cơ sở dữ liệu dân cư duyệt" in one.get(sent.url).content.decode()
    assert AuditRow.objects.filter(action="review.request_shown", subject=f"population.person:{hoa.pk}").count() == 4
    for stranger in (client_of("data_steward", TAX_OFFICE), client_of("commune_police", POLICE_TWO)):
        assert stranger.get(sent.url).status_code == 404
        assert stranger.post(act("tra-lai"), {"answer": "Cần bổ sung giấy tờ"}).status_code == 404
    assert one.post(act("tra-lai"), {"answer": "Cần bổ sung giấy tờ"}).status_code == 403


def test_a_steward_sees_four_digits_the_commune_police_the_whole_number(case: ReviewCase, hoa: Person) -> None:
    _, page = begin(steward())
    assert hoa.personal_id not in page
    assert f"••••••••{hoa.personal_id[-4:]}" in page
    assert "Trần Thị Tư" not in page
    ReviewCase.objects.update(leased_to=None, leased_until=None)
    _, page = begin(client_of("commune_police", POLICE_ONE))
    assert hoa.personal_id in page
    assert "Trần Thị Tư" in page


def test_each_person_shown_leaves_a_row_with_purpose_and_case(case: ReviewCase, hoa: Person) -> None:
    client = steward()
    begin(client)
    rows = AuditRow.objects.filter(is_read=True, dossier=f"review.reviewcase:{case.pk}")
    shown = {(row.action, row.subject) for row in rows}
    people = set(Person.objects.values_list("pk", flat=True))
    assert shown == {("review.record_shown", f"cleaning.finding:{case.finding_id}")} | {
        ("review.candidate_shown", f"population.person:{one}") for one in people
    }
    assert {row.purpose for row in rows} == {"Đối soát danh sách Bảo hiểm xã hội"}


def test_nothing_is_shown_before_the_case_is_taken(case: ReviewCase) -> None:
    address = reverse("review:case", args=[case.pk])
    client = steward()
    page = client.get(address).content.decode()
    assert "Nhận để đối soát" in page
    assert "Võ Văn" not in page
    assert not AuditRow.objects.filter(is_read=True).exists()
    taken = client.post(reverse("review:take", args=[case.pk]))
    assert "Võ Văn" in client.get(taken.url).content.decode()
    other = steward().get(address).content.decode()
    assert "đang do người khác xem" in other
    assert "Võ Văn" not in other


def test_strangers_learn_nothing(case: ReviewCase, hoa: Person) -> None:
    for role, agency in (("data_steward", TAX_OFFICE), ("commune_police", POLICE_TWO)):
        client = client_of(role, agency)
        for name in ("case", "take"):
            address = reverse(f"review:{name}", args=[case.pk])
            answer = client.post(address, {"choice": f"same:{hoa.pk}"})
            assert answer.status_code == 404
            assert "Võ Văn" not in answer.content.decode()
        assert "Xã Mẫu Một" not in client.get(reverse("review:queue")).content.decode()
    civil = client_of("civil_status_officer", COMMITTEE_ONE)
    assert civil.get(reverse("review:queue")).status_code == 403
    assert client_of("administrator").get(reverse("review:requests")).status_code == 403
    assert not Decision.objects.exists()
    assert not AuditRow.objects.filter(is_read=True).exists()


def test_skip_commune_and_undo_by_plain_buttons(world: World, case: ReviewCase, hoa: Person) -> None:
    second = world.record([(hoa, 0.5)])
    world.ready()
    client = steward()
    url, page = begin(client)
    assert client.post(url, {"act": "skip"}).status_code == 302
    url, page = begin(client)
    answer = client.post(url, {"act": "commune", "seen": seen(page)}, follow=True)
    assert "Đã chuyển xã xác minh" in answer.content.decode()
    states = dict(ReviewCase.objects.values_list("record_key", "state"))
    assert sorted(states.values()) == [CaseState.COMMUNE, CaseState.OPEN]
    back = client.post(reverse("review:undo"), follow=True)
    assert "Đã hoàn tác" in back.content.decode()
    assert set(ReviewCase.objects.values_list("state", flat=True)) == {CaseState.OPEN}
    assert second in states


def test_without_a_choice_the_page_says_so_and_keeps_the_case(case: ReviewCase) -> None:
    client = steward()
    url, page = begin(client)
    answer = client.post(url, {"act": "decide", "seen": seen(page)})
    assert answer.status_code == 422
    assert "Hãy chọn một người" in answer.content.decode()
    for choice in ("same:", "same:x", "unclear", "gì đó", "same:999999"):
        assert client.post(url, {"choice": choice, "seen": seen(page)}).status_code in (302, 422)
    assert Decision.objects.filter(verdict="same").count() == 0


def test_the_third_reader_sees_both_opinions_without_names(case: ReviewCase, hoa: Person) -> None:
    one, two, three = steward(), steward(), steward()
    url, page = begin(one)
    one.post(url, {"choice": f"same:{hoa.pk}", "seen": seen(page)})
    url, page = begin(two, hang="second")
    two.post(url, {"choice": "nobody", "seen": seen(page), "note": "khác ngày sinh"})
    listed = three.get(reverse("review:disputed")).content.decode()
    assert f"Số {case.pk}" in listed
    url, page = begin(three, hang="disputed")
    assert "Ý kiến A" in page
    assert "khác ngày sinh" in page
    three.post(url, {"choice": "nobody", "seen": seen(page)})
    assert Decision.objects.get().state == DecisionState.FINAL
    page = three.get(reverse("review:statistics")).content.decode()
    assert "kappa" in page
    page = one.get(reverse("review:case", args=[case.pk])).content.decode()
    assert "Không ai trong số này" in page
    assert "Võ Văn" not in page


def test_pages_ask_few_queries_whatever_the_number_of_cases(
    world: World, hoa: Person, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        world.record([(hoa, 0.5)])
    world.ready()
    client = steward()
    client.get(reverse("review:queue"))
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(reverse("review:queue"))
    url, _ = begin(client)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.get(url)
