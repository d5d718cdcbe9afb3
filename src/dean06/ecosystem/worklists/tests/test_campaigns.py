"""Campaigns: frozen start, one row a day, missing days, ranking, report; and the progress in the reports' words."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from dean06.ecosystem.cleaning.models import Finding, QualityCount
from dean06.ecosystem.worklists import services, timers
from dean06.ecosystem.worklists.errors import CampaignRefused, ItemChanged
from dean06.ecosystem.worklists.models import Campaign, CampaignDay
from dean06.ecosystem.worklists.reading import campaigns, progress
from dean06.ecosystem.worklists.tests.factories import SEN, THO, People
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications.models import Notification


def plan(**changes: Any) -> services.CampaignPlan:
    today = timezone.localdate()
    values = {
        "name": "Cao điểm 90 ngày đêm",
        "basis": "KH 12/KH-UBND ngày 05/01/2026",
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=89),
        "target_share": 10_000,
    }
    return services.CampaignPlan(**{**values, **changes})


def later(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


def resolve(*findings: Finding, on: dt.date | None = None, state: str = "resolved") -> None:
    pks = [one.pk for one in findings]
    Finding.objects.filter(pk__in=pks).update(state=state, resolved_on=on or timezone.localdate())


def test_a_campaign_freezes_its_start_and_tells_the_officers(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    assert (campaign.state, campaign.start_count) == ("running", 8)
    assert dict(campaign.units_of.values_list("unit_code", "start_count")) == {SEN: 6, THO: 2}
    told = set(Notification.objects.filter(kind="worklists").values_list("recipient_id", flat=True))
    assert {who.police.user_id, who.elsewhere.user_id, who.head.user_id} <= told
    resolve(found[0])
    again = Campaign.objects.get(pk=campaign.pk)
    assert again.start_count == 8


def test_scope_by_list_class_and_commune(who: People, found: list[Finding]) -> None:
    narrow = plan(sectors=("insurance",), classes=("SAI_HO_TEN",), units=(THO,))
    campaign = services.open_campaign(actor=who.steering, plan=narrow)
    assert campaign.start_count == 2
    assert services.open_campaign(actor=who.steering, plan=plan(sectors=("land",), units=(SEN,))).start_count == 0


def test_the_row_of_a_day_is_one_however_often_it_is_counted(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    now = timezone.now()
    timers.count_day(now)
    resolve(found[0], found[6])
    timers.count_day(now)
    timers.count_day(now)
    rows = CampaignDay.objects.filter(campaign=campaign)
    assert {row.unit_code: (row.cleaned, row.remaining) for row in rows} == {SEN: (1, 5), THO: (1, 1)}


def test_days_without_a_count_are_missing_not_zero(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    resolve(found[0], on=timezone.localdate())
    timers.count_day(later(3))
    view = campaigns.view(who.leader, campaign.pk, today=timezone.localdate() + dt.timedelta(days=4))
    assert [point.cleaned for point in view.points] == [0, None, None, 1, None]
    assert view.missing_days == 3
    assert view.words == "1/8 (12,50%)"


def test_new_findings_and_accepted_ones_stand_apart(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    Finding.objects.filter(pk=found[5].pk).update(opened_on=tomorrow)  # found again by a later run
    resolve(found[0], found[1])
    resolve(found[2], state="accepted")
    timers.count_day(later(1))
    view = campaigns.view(who.steering, campaign.pk, today=tomorrow)
    assert (view.pair.numerator, view.accepted, view.opened, view.remaining) == (2, 1, 1, 4)


def test_a_planned_campaign_starts_on_its_day_by_itself(who: People, found: list[Finding]) -> None:
    start = timezone.localdate() + dt.timedelta(days=2)
    campaign = services.open_campaign(actor=who.steering, plan=plan(starts_on=start))
    assert (campaign.state, campaign.start_count) == ("planned", None)
    assert timers.count_day(timezone.now()) == 0
    with pytest.raises(CampaignRefused):
        services.start_campaign(actor=who.steering, campaign_id=campaign.pk)
    resolve(found[0])
    assert timers.count_day(later(2)) == 1
    campaign.refresh_from_db()
    assert (campaign.state, campaign.start_count) == ("running", 7)


def test_a_started_campaign_keeps_its_scope_and_its_target_may_change(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    with pytest.raises(CampaignRefused):
        services.change_campaign(actor=who.steering, campaign_id=campaign.pk, plan=plan(units=(THO,)))
    changed = services.change_campaign(
        actor=who.steering,
        campaign_id=campaign.pk,
        plan=plan(target_share=None, target_count=5),
        version=campaign.version,
    )
    assert campaigns.target_of(changed) == 5
    with pytest.raises(ItemChanged):
        services.change_campaign(actor=who.steering, campaign_id=campaign.pk, plan=plan(), version=campaign.version)
    assert Campaign.objects.get(pk=campaign.pk).target_count == 5


def test_a_closed_campaign_keeps_its_figures(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    resolve(found[0], found[1], found[2])
    services.close_campaign(actor=who.steering, campaign_id=campaign.pk, note="Đạt một phần")
    resolve(*found)
    assert timers.count_day(later(1)) == 0
    view = campaigns.view(who.leader, campaign.pk, today=timezone.localdate() + dt.timedelta(days=30))
    assert view.words == "3/8 (37,50%)"
    assert view.remaining == 5
    with pytest.raises(CampaignRefused):
        services.change_campaign(actor=who.steering, campaign_id=campaign.pk, plan=plan())


@pytest.mark.parametrize("actor", ["police", "head", "registry", "leader", "steward"])
def test_only_the_steering_office_runs_campaigns(who: People, found: list[Finding], actor: str) -> None:
    with pytest.raises(NotAllowed):
        services.open_campaign(actor=getattr(who, actor), plan=plan())
    assert not Campaign.objects.exists()


def test_a_bad_plan_is_refused_by_field(who: People) -> None:
    with pytest.raises(CampaignRefused) as refused:
        services.open_campaign(actor=who.steering, plan=plan(basis="", target_share=None))
    assert set(refused.value.details["fields"]) == {"basis", "target_share"}
    assert not Campaign.objects.exists()


def test_ranking_with_communes_without_work_apart(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan(classes=("THIEU_SO_DINH_DANH",)))
    resolve(found[1])
    timers.count_day(timezone.now())
    view = campaigns.view(who.leader, campaign.pk, today=timezone.localdate())
    assert [(one.rank, one.score.name) for one in view.ranking] == [(1, "Phường Thành Sen"), (None, "Xã Đức Thọ")]


def test_report_and_workbook_say_the_same(who: People, found: list[Finding]) -> None:
    campaign = services.open_campaign(actor=who.steering, plan=plan())
    resolve(found[0], found[7])
    timers.count_day(timezone.now())
    client = Client()
    sign_in(client, "provincial_leader")
    word = Document(io.BytesIO(client.get(reverse("campaigns:docx", args=[campaign.pk])).content))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "đã làm sạch 2/8 (25,00%)" in text
    assert "Còn lại 6 bản ghi" in text
    assert "Sai họ tên: 2 bản ghi" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in "".join(cell.text for cell in word.tables[0].rows[0].cells)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("campaigns:xlsx", args=[campaign.pk])).content))
    rows = list(book["Xếp hạng"].iter_rows(min_row=2, max_row=3, values_only=True))
    assert rows == [(1, "Xã Đức Thọ", 2, 1, 1, 0.5), (2, "Phường Thành Sen", 6, 1, 5, pytest.approx(1 / 6))]


# --- Progress ---------------------------------------------------------------------------------------------------------


def counted(unit: str, right: int, of: int, month: dt.date, sector: str = "insurance") -> None:
    QualityCount.objects.create(
        sector=sector,
        unit_code=unit,
        criterion="correct",
        month=month.replace(day=1),
        numerator=right,
        denominator=of,
        as_of=month,
    )


def test_progress_this_month_against_last_with_nothing_apart_from_zero(who: People, found: list[Finding]) -> None:
    today = timezone.localdate()
    last = today.replace(day=1) - dt.timedelta(days=1)
    counted(SEN, 0, 50, today)
    counted(SEN, 0, 50, last)
    counted("", 3, 10, today)
    (one,) = progress.view(who.leader, today=today)
    assert one.words == "3/60 (5,00%)"
    assert one.at_zero == [SEN]
    assert one.not_counted == [THO]
    assert one.change == pytest.approx(5.0)
    (mine,) = progress.view(who.police, today=today)
    assert (mine.words, mine.not_counted) == ("0/50 (0,00%)", [])


def test_a_list_not_counted_this_month_stands_with_its_last_count(who: People, found: list[Finding]) -> None:
    today = timezone.localdate()
    counted(SEN, 40, 50, today.replace(day=1) - dt.timedelta(days=1))
    (one,) = progress.view(who.leader, today=today)
    assert (one.words, one.before, one.change) == ("40/50 (80,00%)", None, None)


def test_the_progress_page_and_its_workbook(who: People, found: list[Finding]) -> None:
    counted(SEN, 40, 50, timezone.localdate())
    client = Client()
    sign_in(client, "provincial_leader")
    page = client.get(reverse("campaigns:progress") + "?ds=insurance").content.decode()
    assert "40/50 (80,00%)" in page
    assert "chưa có số liệu" in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("campaigns:progress_xlsx")).content))
    assert [row[:3] for row in book["insurance"].iter_rows(min_row=2, values_only=True)] == [
        ("Phường Thành Sen", 40, 50),
        ("Xã Đức Thọ", None, None),
    ]
