"""The pages of the registers: who sees what, and a record's way by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.steering.assignments.tests import factories as bodies
from dean06.steering.registers import services
from dean06.steering.registers.models import Campaign, Finding, Inspection, Pilot, Recommendation
from dean06.steering.registers.types import FindingState, RecommendationState


def day(number: int) -> dt.date:
    """A day before or after today."""
    return timezone.localdate() + dt.timedelta(days=number)


def typed(number: int) -> str:
    """The same as people type it."""
    return f"{day(number):%d/%m/%Y}"


@pytest.fixture(autouse=True)
def _bodies(db: None) -> None:
    bodies.province()


@pytest.fixture
def steering(client: Client) -> Client:
    sign_in(client, "steering_officer")
    return client


@pytest.fixture
def health(db: None) -> Client:
    client = Client()
    sign_in(client, "agency_officer", bodies.HEALTH)
    return client


def inspection() -> Inspection:
    """Two bodies are inspected, each with a finding."""
    actor = make_actor("steering_officer")
    found = services.plan_inspection(
        actor=actor,
        title="Kiểm tra thực hiện Đề án 06",
        basis="KH 5/KH-TCT",
        lead_code=bodies.POLICE,
        starts_on=day(-10),
        ends_on=day(-9),
        units=[bodies.HEALTH, bodies.COMMUNE_A],
    )
    for code, text in ((bodies.HEALTH, "Chưa số hóa kết quả"), (bodies.COMMUNE_A, "Chưa niêm yết thủ tục")):
        services.add_finding(actor=actor, record_id=found.pk, agency_code=code, text=text, fix_by=day(-1))
    return found


@pytest.mark.parametrize("name", ["overview", "recommendations", "inspections", "findings", "pilots", "campaigns"])
def test_empty_registers_say_so(steering: Client, name: str) -> None:
    assert steering.get(reverse(f"registers:{name}")).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("agency_officer", 200), ("provincial_leader", 200), ("auditor", 403)])
def test_who_may_open_the_registers(client: Client, role: str, status: int) -> None:
    sign_in(client, role, bodies.HEALTH if role == "agency_officer" else "")

    assert client.get(reverse("registers:overview")).status_code == status


def test_a_unit_raises_a_recommendation_and_the_steering_office_sends_it(steering: Client, health: Client) -> None:
    answer = health.post(
        reverse("registers:create", args=["kien-nghi"]),
        {
            "agency_code": bodies.HEALTH,
            "text": "Đề nghị mở chức năng tra cứu theo lô",
            "to_whom": "Bộ Y tế",
            "raised_on": typed(0),
        },
    )
    one = Recommendation.objects.get()
    assert answer.url == reverse("registers:detail", args=["kien-nghi", one.pk])
    url = reverse("registers:act", args=["kien-nghi", one.pk, "gui"])
    assert health.get(url).status_code == 403

    steering.post(url, {"to_whom": "Bộ Y tế", "document": "CV 3/UBND", "sent_on": typed(0), "due_on": typed(20)})

    one.refresh_from_db()
    assert one.state == RecommendationState.SENT
    assert "CV 3/UBND" in health.get(answer.url).content.decode()


def test_a_unit_raises_for_itself_only(health: Client) -> None:
    answer = health.post(
        reverse("registers:create", args=["kien-nghi"]),
        {
            "agency_code": bodies.FINANCE,
            "text": "Đề nghị thay mặt đơn vị khác một việc",
            "to_whom": "Bộ Y tế",
            "raised_on": typed(0),
        },
    )

    assert answer.status_code == 422
    assert not Recommendation.objects.exists()


def test_a_unit_reads_its_own_finding_and_neither_text_nor_history_of_others(health: Client) -> None:
    found = inspection()

    page = health.get(reverse("registers:inspection", args=[found.pk])).content.decode()

    assert "Chưa số hóa kết quả" in page
    assert "Chưa niêm yết thủ tục" not in page and "Mẫu Một" not in page


def test_a_finding_is_mended_and_looked_at_again_by_hand(steering: Client, health: Client) -> None:
    found = inspection()
    finding = Finding.objects.get(agency_code=bodies.HEALTH)
    health.post(
        reverse("registers:finding_act", args=[finding.pk, "da-khac-phuc"]), {"text": "Đã số hóa toàn bộ kết quả"}
    )

    steering.post(
        reverse("registers:finding_act", args=[finding.pk, "kiem-tra-lai"]),
        {"fixed": "yes", "note": "Đã xem hồ sơ, đạt yêu cầu"},
    )

    finding.refresh_from_db()
    assert finding.state == FindingState.CLOSED
    assert steering.get(reverse("registers:inspection", args=[found.pk])).status_code == 200


def test_a_strangers_record_is_not_found(client: Client) -> None:
    found = inspection()
    sign_in(client, "agency_officer", bodies.FINANCE)

    assert client.get(reverse("registers:inspection", args=[found.pk])).status_code == 404
    assert client.get(reverse("registers:create", args=["kiem-tra"])).status_code == 403


def test_an_inspection_of_all_communes_is_planned_by_the_name_of_the_group(steering: Client) -> None:
    answer = steering.post(
        reverse("registers:create", args=["kiem-tra"]),
        {
            "title": "Kiểm tra mọi xã, phường",
            "basis": "KH 6/KH-TCT",
            "lead_code": bodies.POLICE,
            "starts_on": typed(5),
            "ends_on": typed(9),
            "units": [bodies.COMMUNES],
        },
    )

    assert answer.status_code == 302
    codes = Inspection.objects.get().units.values_list("agency_code", flat=True)
    assert set(codes) == {bodies.COMMUNE_A, bodies.COMMUNE_B}


def test_a_campaign_is_opened_from_pasted_lines_and_counted_by_a_unit(steering: Client, client: Client) -> None:
    answer = steering.post(
        reverse("registers:create", args=["cao-diem"]),
        {
            "name": "Cao điểm kích hoạt tài khoản",
            "basis": "KH 9/KH-UBND",
            "starts_on": typed(-5),
            "ends_on": typed(30),
            "unit_label": "tài khoản",
            "targets": "UBND xã Mẫu Một\t1.000\nUBND xã Mẫu Hai; 500\n",
        },
    )
    one = Campaign.objects.get()
    assert dict(one.targets.values_list("agency_code", "number")) == {bodies.COMMUNE_A: 1000, bodies.COMMUNE_B: 500}
    unit = Client()
    sign_in(unit, "agency_officer", bodies.COMMUNE_A)

    unit.post(
        reverse("registers:act", args=["cao-diem", one.pk, "ket-qua"]),
        {"agency_code": bodies.COMMUNE_A, "day": typed(-1), "number": "120"},
    )

    page = unit.get(answer.url).content.decode()
    assert "120" in page and "UBND xã Mẫu Hai" in page


def test_a_campaign_that_a_colleague_has_just_changed_is_not_written_over(steering: Client) -> None:
    plan = {
        "name": "Cao điểm kích hoạt tài khoản",
        "basis": "KH 9/KH-UBND",
        "starts_on": typed(-5),
        "ends_on": typed(30),
        "unit_label": "tài khoản",
        "targets": "UBND xã Mẫu Một\t1.000",
    }
    steering.post(reverse("registers:create", args=["cao-diem"]), plan)
    one = Campaign.objects.get()
    page = reverse("registers:act", args=["cao-diem", one.pk, "sua"])
    shown = steering.get(page).context["form"].initial["version"]
    first = plan | {"version": shown, "name": "Cao điểm kích hoạt, gia hạn", "reason": "Gia hạn theo chỉ đạo"}
    second = plan | {"version": shown, "name": "Cao điểm tên khác", "reason": "Sửa tên cho đúng"}

    assert steering.post(page, first).status_code == 302
    refused = steering.post(page, second)

    assert refused.status_code == 422
    assert "vừa được người khác sửa" in refused.content.decode()
    one.refresh_from_db()
    assert one.name == "Cao điểm kích hoạt, gia hạn"


def test_lines_that_name_no_unit_are_listed_and_nothing_is_opened(steering: Client) -> None:
    answer = steering.post(
        reverse("registers:create", args=["cao-diem"]),
        {
            "name": "Cao điểm kích hoạt tài khoản",
            "basis": "KH 9/KH-UBND",
            "starts_on": typed(0),
            "ends_on": typed(30),
            "unit_label": "tài khoản",
            "targets": "Xã Không Có; 100\nUBND xã Mẫu Một\nUBND xã Mẫu Hai; nhiều",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dòng 1" in page and "Dòng 2" in page and "Dòng 3" in page
    assert not Campaign.objects.exists()


def test_a_model_is_registered_and_reported_by_hand(steering: Client, health: Client) -> None:
    health.post(
        reverse("registers:create", args=["mo-hinh"]),
        {
            "agency_code": bodies.HEALTH,
            "name": "Bệnh viện không giấy tờ",
            "effect": "Thời gian chờ giảm còn 15 phút",
            "starts_on": typed(-30),
            "target": "80",
        },
    )
    one = Pilot.objects.get()
    steering.post(reverse("registers:act", args=["mo-hinh", one.pk, "chap-thuan"]), {})

    health.post(
        reverse("registers:act", args=["mo-hinh", one.pk, "tien-do"]),
        {"day": typed(0), "text": "Đã chạy tại ba khoa", "numerator": "90", "denominator": "100"},
    )

    page = steering.get(reverse("registers:pilot", args=[one.pk])).content.decode()
    assert "đạt mục tiêu" in page


def test_a_step_that_no_longer_fits_leads_back(steering: Client) -> None:
    one = services.raise_recommendation(
        actor=make_actor("steering_officer"),
        agency_code=bodies.HEALTH,
        text="Đề nghị mở chức năng tra cứu theo lô",
        to_whom="Bộ Y tế",
    )

    answer = steering.get(reverse("registers:act", args=["kien-nghi", one.pk, "xong"]))

    assert answer.status_code == 302


def test_lists_are_filtered_and_paged(steering: Client) -> None:
    actor = make_actor("steering_officer")
    for number in range(30):
        services.raise_recommendation(
            actor=actor,
            agency_code=bodies.HEALTH,
            text=f"Kiến nghị về việc số {number} của ngành",
            to_whom="Bộ Y tế" if number % 2 else "Bộ Tư pháp",
        )
    url = reverse("registers:recommendations")

    assert len(steering.get(url).context["rows"]) == 25
    assert len(steering.get(url, {"q": "bo tu phap"}).context["rows"]) == 15
    assert steering.get(url, {"state": "settled"}).context["rows"] == []
    assert steering.get(url, {"late": "on"}).context["rows"] == []
