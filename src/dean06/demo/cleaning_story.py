"""Three weeks of cleaning, told through the real services: a campaign, two readers, a commune's officers."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from dean06.demo.clock import at
from dean06.demo.people import Cast
from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning import services as cleaning_services
from dean06.ecosystem.cleaning.types import FindingState
from dean06.ecosystem.review import services as review
from dean06.ecosystem.review.errors import QueueEmpty
from dean06.ecosystem.review.types import CaseState, Verdict
from dean06.ecosystem.worklists import services as worklists
from dean06.ecosystem.worklists.rules.campaigns import CampaignPlan
from dean06.kernel.common.actors import Actor, system_actor

#: The commune whose police have accounts in the demo.
COMMUNE, COMMUNE_POLICE = "18790", "ca-xa-ky-khang"
SECTORS = ("insurance", "health_insurance")
#: Days since the campaign began; the days on which nobody counted stay missing.
CAMPAIGN_AGE, DAYS_NOT_COUNTED = 21, frozenset({9, 10})
#: A candidate at or above this is taken for the person.
LIKELY = 0.5


def tell_cleaning(cast: Cast, *, now: dt.datetime) -> None:
    """Leave every queue with something done and something to do."""
    _campaign(cast, now)
    _readers(cast.actor("data_steward"), cast.actor("data_steward", second=True))
    _commune(cast, now.date())


def _campaign(cast: Cast, now: dt.datetime) -> None:
    """A campaign on the lists of social insurance: a few per cent of what is open is put right each working day."""
    office, system = cast.actor("steering_officer"), system_actor("make_demo")
    began = now - dt.timedelta(days=CAMPAIGN_AGE)
    plan = CampaignPlan(
        name="Cao điểm 90 ngày đêm làm sạch dữ liệu bảo hiểm",
        basis="Kế hoạch 61/KH-TCTTKĐA06 (văn bản mẫu)",
        starts_on=began.date(),
        ends_on=began.date() + dt.timedelta(days=90),
        sectors=SECTORS,
        target_share=9_500,
    )
    with at(began):
        campaign = worklists.open_campaign(actor=office, plan=plan, now=began)
    chance = random.Random(cast.seed)  # noqa: S311 - which invented record is put right, not a secret
    for age in range(CAMPAIGN_AGE):
        moment = began + dt.timedelta(days=age)
        with at(moment):
            if moment.weekday() < 5:
                _put_right(system, chance)
            if age not in DAYS_NOT_COUNTED:
                worklists.count_campaign(actor=office, campaign_id=campaign.pk, now=moment)


def _put_right(actor: Actor, chance: random.Random) -> None:
    """Some of the open records, fewer in Kỳ Khang, where there is to be work left."""
    for sector in SECTORS:
        waiting = list(
            cleaning.findings(actor, sector=sector, state=FindingState.OPEN)
            .exclude(unit_code=COMMUNE)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        chosen = sorted(chance.sample(waiting, k=len(waiting) // chance.choice((18, 25, 40))))
        if chosen:
            cleaning_services.resolve(actor=actor, finding_ids=chosen, note="Ngành đã sửa theo giấy tờ.")


def _readers(first: Actor, second: Actor) -> None:
    """Two stewards of social insurance: the first reads nine hard pairs, the second five of them, not knowing."""
    for reader, state, number in ((first, CaseState.OPEN, 9), (second, CaseState.SECOND, 5)):
        for _ in range(number):
            try:
                case = review.take_next(actor=reader, sector="insurance", state=state)
            except QueueEmpty:
                return
            run = cleaning.latest_run(case.sector)
            found = cleaning.candidates(run.id, case.record_id) if run else []
            likely = found and found[0].probability >= LIKELY
            review.decide(
                actor=reader,
                case_id=case.pk,
                verdict=Verdict.SAME if likely else Verdict.NOBODY,
                person_id=found[0].person_id if likely else None,
            )


def _commune(cast: Cast, today: dt.date) -> None:
    """The two officers of Kỳ Khang: one takes records and visits, the other has some given to him."""
    officer, colleague = (cast.actor("commune_police", COMMUNE_POLICE, second=second) for second in (False, True))
    waiting = list(
        cleaning.findings(officer, unit=COMMUNE, state=FindingState.OPEN).order_by("pk").values_list("pk", flat=True)
    )
    mine, given = waiting[:6], waiting[6:10]
    if not mine or colleague.user_id is None:
        return
    worklists.take(actor=officer, finding_ids=mine)
    if given:
        worklists.assign(actor=officer, finding_ids=given, assignee_id=colleague.user_id)
    visits: tuple[tuple[str, dict[str, Any]], ...] = (
        ("dung-nguoi", {}),
        ("vang-nha", {"next_visit_on": today + dt.timedelta(days=3)}),
        ("da-chuyen-di", {"place": "Phường Thành Sen, Hà Tĩnh"}),
    )
    for finding, (outcome, more) in zip(mine, visits, strict=False):
        worklists.record_visit(actor=officer, finding_id=finding, outcome=outcome, **more)
