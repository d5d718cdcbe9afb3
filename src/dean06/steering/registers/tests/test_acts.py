"""The four registers as units and the steering office work on them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications.models import Notification
from dean06.steering.assignments.tests import factories as bodies
from dean06.steering.registers import queries, services
from dean06.steering.registers.acts.campaigns import cumulative
from dean06.steering.registers.errors import RecordNotFound, RegisterRefused, StepRefused
from dean06.steering.registers.models import (
    Campaign,
    CampaignCount,
    Finding,
    HistoryLine,
    Inspection,
    Pilot,
    Recommendation,
)
from dean06.steering.registers.timers import remind_late
from dean06.steering.registers.types import FindingState, InspectionState, PilotState, RecommendationState

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOW.date()


def days(number: int) -> dt.date:
    """A day before or after today."""
    return TODAY + dt.timedelta(days=number)


@pytest.fixture(autouse=True)
def _bodies(db: None) -> None:
    bodies.province()


@pytest.fixture
def steering() -> Actor:
    return make_actor("steering_officer")


@pytest.fixture
def health() -> Actor:
    return make_actor("agency_officer", bodies.HEALTH)


@pytest.fixture
def finance() -> Actor:
    return make_actor("agency_officer", bodies.FINANCE)


def raised(actor: Actor, **changes: object) -> Recommendation:
    """The health department asks the ministry for something."""
    values = {
        "agency_code": bodies.HEALTH,
        "text": "Đề nghị mở chức năng tra cứu theo lô trên hệ thống",
        "to_whom": "Bộ Y tế",
        "raised_on": days(-20),
    } | changes
    return services.raise_recommendation(actor=actor, now=NOW, **values)


# --- Recommendations --------------------------------------------------------------------------------------------------


def test_a_recommendation_goes_its_way_from_the_unit_to_the_answer(steering: Actor, health: Actor) -> None:
    one = raised(health)
    services.send_recommendation(
        actor=steering, record_id=one.pk, to_whom="Bộ Y tế", document="CV 12/UBND", sent_on=days(-15), due_on=days(-5),
        now=NOW,
    )  # fmt: skip
    (row,) = queries.open_recommendations(health, TODAY)
    assert row.overdue and row.age_days == 20

    services.answer_recommendation(
        actor=steering, record_id=one.pk, answer="Sẽ mở trong quý I năm 2027", answered_on=days(-1), now=NOW
    )
    services.settle_recommendation(actor=steering, record_id=one.pk, note="Đã đủ thông tin để thực hiện", now=NOW)

    one.refresh_from_db()
    assert one.state == RecommendationState.SETTLED
    assert queries.open_recommendations(steering, TODAY) == []
    assert [row.age_days for row in queries.recommendations_in(steering, days(-30), TODAY)] == [19]
    assert HistoryLine.objects.filter(register="recommendation", record_id=one.pk).count() == 4


def test_an_answer_that_settles_nothing_is_sent_again_and_kept_in_the_history(steering: Actor, health: Actor) -> None:
    one = raised(health)
    services.answer_recommendation(
        actor=steering, record_id=one.pk, answer="Chưa có kế hoạch thực hiện", answered_on=days(-2), now=NOW
    )

    services.send_recommendation(
        actor=steering, record_id=one.pk, to_whom="Bộ Y tế", document="CV 20/UBND", sent_on=TODAY, now=NOW
    )

    one.refresh_from_db()
    assert (one.state, one.answer) == (RecommendationState.SENT, "")
    assert HistoryLine.objects.filter(text__contains="Chưa có kế hoạch").exists()


def test_another_body_neither_raises_nor_sees_it(health: Actor, finance: Actor) -> None:
    one = raised(health)

    with pytest.raises(NotAllowed):
        raised(finance)
    with pytest.raises(RecordNotFound):
        services.answer_recommendation(
            actor=finance, record_id=one.pk, answer="Không phải việc của mình", answered_on=TODAY, now=NOW
        )

    assert Recommendation.objects.count() == 1
    assert queries.open_recommendations(finance, TODAY) == []


def test_the_body_it_was_sent_to_answers_itself(health: Actor, finance: Actor) -> None:
    one = raised(health, to_whom="Sở Tài chính", to_code=bodies.FINANCE)

    services.answer_recommendation(
        actor=finance, record_id=one.pk, answer="Đã bố trí trong dự toán năm 2027", answered_on=TODAY, now=NOW
    )

    one.refresh_from_db()
    assert one.state == RecommendationState.ANSWERED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "Sớm hơn"}, "text"),
        ({"to_whom": " "}, "to_whom"),
        ({"raised_on": days(1)}, "raised_on"),
        ({"to_code": "so-khong-co"}, "to_code"),
    ],
)
def test_a_recommendation_that_says_nothing_is_refused(health: Actor, changes: dict, field: str) -> None:
    with pytest.raises(RegisterRefused) as refusal:
        raised(health, **changes)

    assert field in refusal.value.details["fields"]
    assert not Recommendation.objects.exists() and not HistoryLine.objects.exists()


def test_what_was_settled_cannot_be_declined(steering: Actor, health: Actor) -> None:
    one = raised(health)
    services.decline_recommendation(actor=steering, record_id=one.pk, note="Đã có quy định, không cần gửi", now=NOW)

    with pytest.raises(StepRefused):
        services.settle_recommendation(actor=steering, record_id=one.pk, note="Thử kết thúc lần nữa", now=NOW)

    one.refresh_from_db()
    assert one.state == RecommendationState.DECLINED


# --- Inspections ------------------------------------------------------------------------------------------------------


def planned(actor: Actor, **changes: object) -> Inspection:
    """The police inspect two bodies."""
    values = {
        "title": "Kiểm tra việc thực hiện Đề án 06 quý IV",
        "basis": "KH 5/KH-TCT",
        "lead_code": bodies.POLICE,
        "starts_on": days(-10),
        "ends_on": days(-8),
        "units": [bodies.HEALTH, bodies.COMMUNE_A],
    } | changes
    return services.plan_inspection(actor=actor, now=NOW, **values)


def found(actor: Actor, inspection: Inspection, **changes: object) -> Finding:
    """Something wrong at the health department."""
    values = {"agency_code": bodies.HEALTH, "text": "Chưa số hóa kết quả giải quyết", "fix_by": days(-2)} | changes
    return services.add_finding(actor=actor, record_id=inspection.pk, now=NOW, **values)


def test_a_finding_is_mended_and_looked_at_again_before_the_inspection_ends(steering: Actor, health: Actor) -> None:
    inspection = planned(steering)
    finding = found(steering, inspection)
    services.conclude_inspection(
        actor=steering, record_id=inspection.pk, conclusion="Cơ bản thực hiện đúng kế hoạch", concluded_on=days(-8),
        now=NOW,
    )  # fmt: skip
    assert [row.days_late for row in queries.overdue_findings(health, TODAY)] == [2]
    with pytest.raises(StepRefused, match="1 tồn tại"):
        services.close_inspection(actor=steering, record_id=inspection.pk, now=NOW)

    services.report_fix(actor=health, finding_id=finding.pk, text="Đã số hóa toàn bộ kết quả", now=NOW)
    services.recheck_finding(
        actor=steering, finding_id=finding.pk, fixed=False, note="Còn thiếu kết quả quý III", fix_by=days(5), now=NOW
    )
    services.report_fix(actor=health, finding_id=finding.pk, text="Đã bổ sung kết quả quý III", now=NOW)
    services.recheck_finding(
        actor=steering, finding_id=finding.pk, fixed=True, note="Đã kiểm tra lại, đạt yêu cầu", now=NOW
    )
    services.close_inspection(actor=steering, record_id=inspection.pk, now=NOW)

    inspection.refresh_from_db()
    finding.refresh_from_db()
    assert (inspection.state, finding.state) == (InspectionState.CLOSED, FindingState.CLOSED)
    assert queries.overdue_findings(steering, TODAY) == []


def test_a_unit_sees_its_own_findings_only(steering: Actor, health: Actor) -> None:
    inspection = planned(steering)
    found(steering, inspection)
    found(steering, inspection, agency_code=bodies.COMMUNE_A)

    (row,) = queries.inspections_in(health, days(-30), TODAY)

    assert [finding.unit_code for finding in row.findings] == [bodies.HEALTH]
    assert row.units == ("Sở Y tế",)


def test_only_the_unit_reports_its_own_finding_mended(steering: Actor, finance: Actor) -> None:
    finding = found(steering, planned(steering))

    with pytest.raises(RecordNotFound):
        services.report_fix(actor=finance, finding_id=finding.pk, text="Không phải đơn vị mình", now=NOW)
    with pytest.raises(NotAllowed):
        services.report_fix(actor=steering, finding_id=finding.pk, text="Cơ quan thường trực tự báo", now=NOW)

    finding.refresh_from_db()
    assert finding.state == FindingState.OPEN


def test_a_finding_at_a_body_that_was_not_inspected_is_refused(steering: Actor) -> None:
    inspection = planned(steering)

    with pytest.raises(RegisterRefused):
        found(steering, inspection, agency_code=bodies.FINANCE)

    assert not Finding.objects.exists()


def test_a_changed_plan_keeps_who_was_there_and_refuses_an_old_copy(steering: Actor) -> None:
    inspection = planned(steering)
    values = {
        "title": inspection.title,
        "basis": inspection.basis,
        "lead_code": bodies.POLICE,
        "starts_on": days(-10),
        "ends_on": days(-5),
        "units": [bodies.HEALTH, bodies.FINANCE],
    }
    services.edit_inspection(actor=steering, record_id=inspection.pk, version=0, now=NOW, **values)

    with pytest.raises(StepRefused):
        services.edit_inspection(actor=steering, record_id=inspection.pk, version=0, now=NOW, **values)

    assert set(inspection.units.values_list("agency_code", flat=True)) == {bodies.HEALTH, bodies.FINANCE}


# --- Pilot models -----------------------------------------------------------------------------------------------------


def pilot(actor: Actor, **changes: object) -> Pilot:
    """The health department registers a model."""
    values = {
        "agency_code": bodies.HEALTH,
        "name": "Bệnh viện không giấy tờ",
        "effect": "Thời gian chờ khám giảm còn 15 phút",
        "starts_on": days(-40),
        "ends_on": days(-1),
        "target": Decimal(80),
    } | changes
    return services.register_pilot(actor=actor, now=NOW, **values)


def test_a_model_is_measured_and_spread(steering: Actor, health: Actor, finance: Actor) -> None:
    one = pilot(health)
    assert queries.pilots(finance) == []
    services.start_pilot(actor=steering, record_id=one.pk, now=NOW)
    services.report_pilot(
        actor=health, record_id=one.pk, day=days(-3), text="Đã chạy tại ba khoa", numerator=90, denominator=100, now=NOW
    )

    (row,) = queries.pilots(finance, TODAY)
    assert (row.measured.numerator, row.reached, row.overdue) == (90, True, True)
    services.finish_pilot(actor=health, record_id=one.pk, result="Giảm được một nửa thời gian chờ", now=NOW)
    services.spread_pilot(actor=steering, record_id=one.pk, note="Áp dụng cho mọi bệnh viện", now=NOW)

    one.refresh_from_db()
    assert one.state == PilotState.SPREAD


def test_nobody_reports_for_anothers_model(steering: Actor, health: Actor, finance: Actor) -> None:
    one = pilot(health)
    services.start_pilot(actor=steering, record_id=one.pk, now=NOW)

    with pytest.raises(NotAllowed):
        services.report_pilot(actor=finance, record_id=one.pk, day=TODAY, text="Thử báo cáo thay", now=NOW)
    with pytest.raises(RegisterRefused):
        services.report_pilot(
            actor=health, record_id=one.pk, day=days(2), text="Báo cáo cho ngày mai", denominator=5, now=NOW
        )

    assert not one.progress.exists()


# --- Campaigns --------------------------------------------------------------------------------------------------------


def campaign(actor: Actor, **changes: object) -> Campaign:
    """Two communes, counted by themselves."""
    values = {
        "name": "Cao điểm kích hoạt tài khoản",
        "basis": "KH 9/KH-UBND",
        "starts_on": days(-18),
        "ends_on": days(40),
        "targets": {bodies.COMMUNE_A: 1000, bodies.COMMUNE_B: 100},
        "unit_label": "tài khoản",
    } | changes
    return services.open_campaign(actor=actor, now=NOW, **values)


def test_units_count_and_the_share_of_the_own_target_ranks_them(steering: Actor) -> None:
    one = campaign(steering)
    for number in range(12):
        for code, step in ((bodies.COMMUNE_A, 20), (bodies.COMMUNE_B, 5)):
            services.report_count(
                actor=steering, record_id=one.pk, agency_code=code, day=days(number - 12), number=step * number, now=NOW
            )

    (row,) = queries.campaigns(make_actor("agency_officer", bodies.COMMUNE_A), TODAY)

    assert [(line.rank, line.unit_code, line.done) for line in row.ranking] == [
        (1, bodies.COMMUNE_B, 55),
        (2, bodies.COMMUNE_A, 220),
    ]
    assert row.done == 275 and row.finish is not None and row.sentences


def test_a_count_that_falls_needs_a_reason(steering: Actor) -> None:
    one = campaign(steering)
    count = {"actor": steering, "record_id": one.pk, "agency_code": bodies.COMMUNE_A, "now": NOW}
    services.report_count(day=days(-5), number=100, **count)

    with pytest.raises(RegisterRefused) as refusal:
        services.report_count(day=days(-4), number=90, **count)

    assert "note" in refusal.value.details["fields"]
    assert list(CampaignCount.objects.values_list("number", flat=True)) == [100]
    services.report_count(day=days(-4), number=90, note="Trừ các tài khoản đếm hai lần", **count)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"targets": {}}, "targets"),
        ({"targets": {bodies.COMMUNE_A: 0}}, "targets"),
        ({"targets": {"ubnd-khong-co": 5}}, "targets"),
        ({"unit_label": ""}, "unit_label"),
        ({"indicator": "KHONG-01"}, "indicator"),
        ({"ends_on": days(-30)}, "ends_on"),
        ({"ends_on": days(400)}, "ends_on"),
        ({"basis": ""}, "basis"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused(steering: Actor, changes: dict, field: str) -> None:
    with pytest.raises(RegisterRefused) as refusal:
        campaign(steering, **changes)

    assert field in refusal.value.details["fields"]
    assert not Campaign.objects.exists()


def test_a_closed_campaign_takes_no_more_counts(steering: Actor) -> None:
    one = campaign(steering)
    services.close_campaign(actor=steering, record_id=one.pk, result="Đạt chín phần mười chỉ tiêu", now=NOW)

    with pytest.raises(StepRefused):
        services.report_count(
            actor=steering, record_id=one.pk, agency_code=bodies.COMMUNE_A, day=TODAY, number=5, now=NOW
        )

    assert not CampaignCount.objects.exists()


@pytest.mark.parametrize(
    ("numbers", "flow", "expected"),
    [
        ([7, 5, None, 3], True, [5, None, 8]),
        ([100, 110, 130], False, [10, 30]),
        ([None, 110, 130], False, [0, 20]),
        ([100, 90, None], False, [0, None]),
        ([None, None], False, [None]),
    ],
)
def test_an_indicator_is_counted_from_the_start(numbers: list, flow: bool, expected: list) -> None:
    assert cumulative(numbers, flow=flow) == expected


# --- Reminders --------------------------------------------------------------------------------------------------------


def test_what_is_late_is_said_once(steering: Actor, health: Actor) -> None:
    found(steering, planned(steering))
    one = raised(health)
    services.send_recommendation(
        actor=steering, record_id=one.pk, to_whom="Bộ Y tế", document="CV 12/UBND", sent_on=days(-15), due_on=days(-5),
        now=NOW,
    )  # fmt: skip

    first = remind_late(NOW)
    before = Notification.objects.count()

    assert first >= 3
    assert remind_late(NOW) == 0
    assert Notification.objects.count() == before
