"""The whole way: a list is matched, the doubtful record waits, people decide, the next run follows them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from dean06.ecosystem.cleaning import services as cleaning
from dean06.ecosystem.cleaning.models import Finding, Run
from dean06.ecosystem.cleaning.tests import factories as lists
from dean06.ecosystem.review import services
from dean06.ecosystem.review.models import Decision, ReviewCase
from dean06.ecosystem.review.tests.factories import INSURANCE, INSURER, ONE, People, World
from dean06.ecosystem.review.types import CaseState, DecisionState, Verdict
from dean06.kernel.events import services as events
from dean06.kernel.population.models import Person

pytestmark = pytest.mark.django_db

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hải")


def row(number: int, person: Person, **said: object) -> dict[str, object]:
    same = ("personal_id", "full_name", "birth_year", "birth_month", "birth_day", "sex")
    values = {name: getattr(person, name) for name in same}
    return {
        **values,
        "record_id": number,
        "record_key": f"khoa-{number}",
        "row_no": number,
        "content_hash": str(number),
        "unit_text": ONE,
        **said,
    }


def run(world: World, who: People, rows: list[dict[str, object]]) -> Run:
    made = lists.version(world.sector, rows)
    found = cleaning.start_run(actor=who.first, sector=INSURANCE, version_id=made.pk)
    assert found.state == "done", found.error
    events.deliver_due(timezone.now())
    return found


def test_what_people_decide_holds_in_the_next_run(world: World, who: People) -> None:
    assert world.sector.agency == INSURER
    people = [
        world.person(f"{FAMILY[n % 10]} Văn {GIVEN[n // 10]}", (1950 + n, 1 + n % 12, 1 + n % 28)) for n in range(60)
    ]
    meant = people[7]
    rows = [row(n, person) for n, person in enumerate(people, 1)]
    rows[7] |= {"full_name": "Đặng Văn Ấn"}
    run(world, who, rows)
    case = ReviewCase.objects.get(record_key="khoa-8")
    assert case.result_class == "SAI_HO_TEN"
    assert case.person_id == meant.pk

    services.take(actor=who.first, case_id=case.pk)
    services.decide(actor=who.first, case_id=case.pk, verdict=Verdict.DIFFERENT, person_id=meant.pk)
    case.refresh_from_db()
    assert case.state == CaseState.DECIDED
    assert [(one.person_id, one.same) for one in services.decisions_for_run(INSURANCE)] == [(meant.pk, False)]

    events.deliver_due(timezone.now())
    assert Finding.objects.get(pk=case.finding_id).result_class == "CHO_XAC_MINH"  # at once, without a run
    run(world, who, rows)
    finding = Finding.objects.get(pk=case.finding_id)
    assert "NUMBER_OF_OTHER" in finding.reasons  # no longer taken for the bearer of its number
    assert finding.result_class == "CHO_XAC_MINH"
    case.refresh_from_db()
    assert (case.state, Decision.objects.get().state) == (CaseState.DECIDED, DecisionState.FINAL)

    rows[7] |= {"full_name": "Đặng Văn Anh"}  # the sector corrected itself: people must look anew
    run(world, who, rows)
    assert Decision.objects.get().state == DecisionState.STALE
    case.refresh_from_db()
    assert case.state == CaseState.OPEN
