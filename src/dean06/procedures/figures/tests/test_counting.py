"""Counts follow the cases, however often and in whatever order the facts about them arrive."""

import datetime as dt
import random

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.events.services import deliver_due
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories
from dean06.procedures.figures import queries, services
from dean06.procedures.figures.models import CaseFact, DailyCount
from dean06.procedures.figures.rules.counting import counted_on
from dean06.procedures.figures.types import Count, Period

pytestmark = pytest.mark.django_db

MONTH = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


@pytest.fixture
def world():
    pack = factories.simple_pack(
        meta_listings=[{"list": "QD06", "number": 9, "title": "Xác nhận mẫu"}],
        meta_code="9.000001",
    )
    return factories.setting(pack)


@pytest.fixture
def controller():
    return make_actor("procedure_controller")


def told() -> None:
    deliver_due(timezone.now())


def counts() -> dict[str, int]:
    found: dict[str, int] = {}
    for row in DailyCount.objects.all():
        found[row.kind] = found.get(row.kind, 0) + row.count
    return {kind: number for kind, number in found.items() if number}


def test_a_case_counts_once_as_each_thing_it_is(world):
    factories.finished(world)
    told()
    assert counts()[Count.RECEIVED] == 1
    assert counts()[Count.ON_TIME] == 1
    assert counts()[Count.DIGITISED] == 1
    assert Count.LATE not in counts()


def test_facts_that_come_twice_or_late_change_nothing(world):
    done = [factories.received(world), factories.in_processing(world), factories.finished(world)]
    told()
    before = counts()
    ids = [case.pk for case in done] * 3
    random.Random(6).shuffle(ids)
    for pk in ids:
        services.refresh([pk])
    services.refresh(ids)
    assert counts() == before


def test_daily_counts_always_are_what_the_facts_say(world):
    for make in (factories.submitted, factories.received, factories.in_processing, factories.finished):
        make(world)
    refused = factories.submitted(world)
    cases.refuse_reception(
        actor=world.desk,
        case_id=refused.pk,
        reason="SAI_THAM_QUYEN",
        remedy="Nộp tại nơi thường trú.",
        now=factories.NOW,
    )
    withdrawn = factories.received(world)
    cases.withdraw(actor=world.citizen, case_id=withdrawn.pk, reason="Không cần nữa", now=factories.NOW)
    told()
    expected: dict[str, int] = {}
    for fact in CaseFact.objects.all():
        for _, kind in counted_on(fact):
            expected[kind] = expected.get(kind, 0) + 1
    assert counts() == expected
    assert CaseFact.objects.count() == Case.objects.count() == 6
    assert counts()[Count.NOT_RECEIVED] == counts()[Count.WITHDRAWN] == 1


def test_the_appendix_counts_what_came_in_and_how_the_online_ones_ended(world, controller):
    factories.finished(world)
    factories.in_processing(world)
    late = factories.received(world, now=factories.at(9, day=2))
    direct = factories.submitted(world, channel=1, actor=world.desk)
    cases.receive_case(actor=world.desk, case_id=direct.pk, now=factories.NOW)
    told()
    [row] = queries.appendix_rows(controller, "II", MONTH)
    assert (row.number, row.total, row.online, row.on_time, row.late) == (9, 4, 3, 1, 2)
    assert [fact.case_id for fact in queries.listed_dossiers(controller, "QD06-9", "late", MONTH)] != []
    assert late.pk in {fact.case_id for fact in queries.listed_dossiers(controller, "QD06-9", "late", MONTH)}
    for column, number in (("total", 4), ("online", 3), ("on_time", 1), ("late", 2)):
        assert queries.listed_dossiers(controller, "QD06-9", column, MONTH).count() == number
    [before] = queries.appendix_rows(controller, "II", Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31)))
    assert (before.total, before.online, before.online_rate.rate) == (0, 0, None)


def test_each_lost_point_opens_its_dossiers(world, controller):
    factories.finished(world)
    factories.received(world, now=factories.at(9, day=2))
    told()
    result = queries.index_766(controller, MONTH)
    found = {one.id: one for one in result.components}
    assert sum(one.max_points for one in result.components) == 100
    for component in ("1.4", "2.1", "3.3", "4.2", "4.3", "5.4"):
        pair = found[component].pair
        assert queries.lost_dossiers(controller, component, MONTH).count() == pair.denominator - pair.numerator
    assert (found["2.1"].pair.numerator, found["2.1"].pair.denominator) == (1, 2)
    assert found["2.1"].score == 10
    with pytest.raises(InvalidInput):
        queries.lost_dossiers(controller, "1.1", MONTH)


def test_an_office_sees_its_own_figures_only(world, controller):
    factories.finished(world)
    told()
    assert queries.pivot(world.head, MONTH, ["decider"])[0].counts[Count.RECEIVED] == 1
    elsewhere = make_actor("agency_head", factories.people.CIVIL_THERE)
    assert queries.pivot(elsewhere, MONTH, ["decider"]) == []
    assert [row.total for row in queries.appendix_rows(elsewhere, "II", MONTH)] == [0]
    with pytest.raises(NotAllowed):
        queries.pivot(elsewhere, MONTH, ["decider"], agency=factories.CIVIL)
    with pytest.raises(NotAllowed):
        queries.index_766(world.clerk, MONTH)


def test_changing_points_keeps_earlier_months(world, controller):
    services.edit_component(
        actor=controller,
        component="2.1",
        valid_from=dt.date(2026, 12, 1),
        max_points=10,
        full_from=None,
        source="Văn bản mới",
        certainty="sure",
    )
    november = {one.id: one.max_points for one in queries.index_766(controller, MONTH).components}
    december = Period(dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert november["2.1"] == 20
    assert {one.id: one.max_points for one in queries.index_766(controller, december).components}["2.1"] == 10
    with pytest.raises(NotAllowed):
        services.edit_component(
            actor=world.head,
            component="2.1",
            valid_from=dt.date(2027, 1, 1),
            max_points=1,
            full_from=None,
            source="Không có",
            certainty="sure",
        )


def test_pages_and_their_files(world, client):
    factories.finished(world)
    told()
    sign_in(client, "procedure_controller")
    month = "?tu=01/11/2026&den=30/11/2026"
    for name, args in (("overview", []), ("appendix", ["II"]), ("appendix", ["III"]), ("index", [])):
        url = reverse(f"figures:{name}", args=args) + month
        assert client.get(url).status_code == 200
        book = client.get(f"{url}&dang=xlsx")
        assert book.status_code == 200
    page = client.get(reverse("figures:appendix_dossiers", args=["QD06-9", "online"]) + month)
    assert Case.objects.get().code in page.content.decode()
    assert client.get(reverse("figures:lost", args=["4.3"]) + month).status_code == 200
    sheet = load_workbook(_content(client.get(reverse("figures:appendix", args=["II"]) + month + "&dang=xlsx"))).active
    assert [cell.value for cell in sheet[3]][3:6] == [1, 1, "100%"]
    posted = client.post(reverse("figures:obstacle", args=["QD06-9"]), {"text": "Phần mềm chậm"})
    assert posted.status_code == 302
    assert client.get(reverse("figures:overview") + "?tu=31/02/2026&den=x").status_code == 200


def _content(response):
    import io

    return io.BytesIO(response.content)
