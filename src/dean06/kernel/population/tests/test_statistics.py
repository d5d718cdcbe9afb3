"""Figures follow events, add up, and show nobody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.errors import NotAllowed, NotFound
from dean06.kernel.events.services import deliver_due
from dean06.kernel.population import counting, services, statistics
from dean06.kernel.population.models import HouseholdCount, Person, PopulationCount
from dean06.kernel.population.rules.age_bands import SCHEMES, band_of
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import HERE, NOW, THERE, Officers
from dean06.kernel.units.models import AdminUnit

ON = dt.date(2026, 11, 17)


def test_every_age_has_one_band_in_every_scheme() -> None:
    for scheme in SCHEMES:
        assert scheme[0].low == 0 and scheme[-1].high is None
        for age in range(-1, 130):
            band = scheme[band_of(age, scheme)]
            assert max(age, 0) >= band.low and (band.high is None or age <= band.high)


def people(unit: str, counts: dict[tuple[str, int], int]) -> None:
    """Stored figures, as a large registry would have them."""
    row = AdminUnit.objects.get(code=unit)
    for (sex, year), count in counts.items():
        PopulationCount.objects.create(unit=row, residence="permanent", sex=sex, birth_year=year, count=count)


@pytest.mark.django_db
def test_counts_are_those_of_the_people_and_follow_a_move(who: Officers) -> None:
    family = factories.family(children=2)
    factories.person("Người Chết", life_status="dead", died_on="2026-01-01")
    counting.recount(None)
    here = AdminUnit.objects.get(code=HERE)
    assert sum(PopulationCount.objects.filter(residence="permanent", unit=here).values_list("count", flat=True)) == 4
    Person.objects.filter(pk=family.children[0].pk).update(permanent_unit=AdminUnit.objects.get(code=THERE))
    counting.recount(counting.units_of([family.children[0].pk]))
    by_unit = dict(
        PopulationCount.objects.filter(residence="permanent", birth_year=2012).values_list("unit__code", "count")
    )
    assert by_unit == {THERE: 1}
    counted = list(PopulationCount.objects.order_by("pk").values_list("unit_id", "residence", "sex", "birth_year"))
    counting.recount(None)
    again = PopulationCount.objects.order_by("pk").values_list("unit_id", "residence", "sex", "birth_year")
    assert sorted(counted) == sorted(again)


@pytest.mark.django_db
def test_a_registered_death_reaches_the_counts_by_its_event(who: Officers) -> None:
    person = factories.person()
    counting.recount(None)
    services.register_death(
        actor=who.civil, person_id=person.pk, died_on=ON - dt.timedelta(days=1), paper="01/KT", now=NOW
    )
    deliver_due(timezone.now() + dt.timedelta(minutes=1))
    assert not PopulationCount.objects.filter(birth_year=1990).exists()


@pytest.mark.django_db
def test_household_sizes_count_the_living(who: Officers) -> None:
    family = factories.family(children=2)
    factories.household(family.father, family.mother, *family.children)
    counting.recount(None)
    assert list(HouseholdCount.objects.values_list("size", "count")) == [(4, 1)]


@pytest.mark.django_db
def test_small_figures_are_not_shown_and_cannot_be_taken_from_the_sums(who: Officers, settings: Any) -> None:
    settings.POPULATION_SMALL_CELL = 5
    people(HERE, {("M", 1990): 40, ("M", 1950): 2, ("F", 1990): 50, ("F", 1950): 30})
    people(THERE, {("M", 1990): 60, ("M", 1950): 35, ("F", 1990): 70, ("F", 1950): 45})
    here = statistics.figures(who.registry, unit_code=HERE, on=ON)
    there = statistics.figures(who.registry, unit_code=THERE, on=ON)
    whole = statistics.figures(who.registry, on=ON)
    assert whole.total == 332 and here.male == 42 and there.male == 95
    males = {row.label: row.male for row in here.rows}
    assert males["75–79"] is None and males["35–39"] is None
    others = {row.label: row.male for row in there.rows}
    assert others["75–79"] is None and others["35–39"] is None
    assert {row.label: row.female for row in here.rows}["75–79"] == 30
    assert {row.label: row.total for row in here.rows}["75–79"] is None


@pytest.mark.django_db
def test_a_province_of_few_people_shows_coarser_ages(who: Officers) -> None:
    people(HERE, {("M", 1990 + year): 2 for year in range(30)} | {("F", 1990 + year): 2 for year in range(30)})
    figures = statistics.figures(who.registry, on=ON)
    assert figures.total == 120
    assert all(row.male is None or row.male == 0 or row.male >= 5 for row in figures.rows)


@pytest.mark.django_db
def test_figures_need_their_permission_and_a_commune_of_the_province(who: Officers) -> None:
    with pytest.raises(NotAllowed):
        statistics.by_unit(make_actor("data_steward", "SYT"), on=ON)
    with pytest.raises(NotFound):
        statistics.figures(who.registry, unit_code="99999", on=ON)


@pytest.mark.django_db
def test_the_pages_and_files_of_figures_open(who: Officers, client: Client) -> None:
    people(HERE, {("M", 1990): 40, ("M", 1950): 2, ("F", 1990): 50})
    people(THERE, {("M", 1990): 400, ("M", 1950): 200, ("F", 1990): 500})
    sign_in(client, "provincial_leader")
    page = client.get(reverse("population:statistics"))
    assert page.status_code == 200 and "Xã Cẩm Mẫu" in page.content.decode()
    page = client.get(reverse("population:statistics_unit", args=[HERE]))
    assert page.status_code == 200 and "ẩn" in page.content.decode()
    text = client.get(reverse("population:statistics_download"), {"don-vi": HERE}).content.decode("utf-8-sig")
    assert "75–79" in text and ",2," not in text
    xlsx = client.get(reverse("population:statistics_download"), {"dang": "xlsx"})
    assert xlsx.content[:2] == b"PK"
