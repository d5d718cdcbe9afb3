"""What reports and dashboards read of the registers."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.steering.assignments.tests import factories as bodies
from dean06.steering.registers import queries
from dean06.steering.registers.models import Campaign, Recommendation

ON = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _bodies(db: None) -> None:
    bodies.province()


def test_a_recommendation_nobody_answered_grows_old() -> None:
    Recommendation.objects.create(
        text="Sớm bổ sung kinh phí", agency_code=bodies.HEALTH, raised_on=dt.date(2026, 10, 1), to_whom="Bộ Y tế"
    )

    (row,) = queries.open_recommendations(make_actor("steering_officer"), ON)

    assert (row.sent_by, row.age_days, row.waits) == ("Sở Y tế", 50, True)
    assert queries.open_recommendations(make_actor("agency_officer", bodies.FINANCE), ON) == []


def test_a_campaign_ranks_units_by_the_share_of_their_own_target() -> None:
    campaign = Campaign.objects.create(
        name="Cao điểm kích hoạt tài khoản",
        basis="KH 1/KH-UBND",
        starts_on=dt.date(2026, 11, 2),
        ends_on=dt.date(2026, 12, 31),
        unit_label="tài khoản",
    )
    campaign.targets.create(agency_code=bodies.COMMUNE_A, number=1000)
    campaign.targets.create(agency_code=bodies.COMMUNE_B, number=100)
    for number in range(10):
        day = dt.date(2026, 11, 9) + dt.timedelta(days=number)
        campaign.counts.create(agency_code=bodies.COMMUNE_A, day=day, number=20 * number)
        campaign.counts.create(agency_code=bodies.COMMUNE_B, day=day, number=10 * number)

    (row,) = queries.campaigns(make_actor("steering_officer"), ON)

    assert [(line.rank, line.unit, line.done) for line in row.ranking] == [
        (1, "UBND xã Mẫu Hai", 90),
        (2, "UBND xã Mẫu Một", 180),
    ]
    assert (row.done, row.target, row.days_left) == (270, 1100, 41)
    assert row.finish is not None and row.on_course is True
