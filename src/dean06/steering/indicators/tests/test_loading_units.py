"""Reporting units of the province, from the shipped tables of units and agencies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import services as territory
from dean06.steering.indicators import queries
from dean06.steering.indicators.catalogue.loading_units import load_units
from dean06.steering.indicators.models import ReportingUnit, UnitSuccession
from dean06.steering.indicators.types import Level

TODAY = dt.date(2026, 11, 22)
BEFORE_MERGER = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        territory.load_reference_data(actor=system_actor("tests"))
        load_units("42", "Hà Tĩnh", TODAY)
        connection.check_constraints()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def loaded(_loaded: None, db: None) -> None:
    """Units are loaded."""


def test_today_the_province_has_69_communes_under_it(loaded: None) -> None:
    top = queries.province()

    communes = queries.units(TODAY, Level.COMMUNE)

    assert len(communes) == 69
    assert {commune.parent_id for commune in communes} == {top.id}
    assert all(commune.agency == commune.code for commune in communes)


def test_before_the_merger_communes_stood_under_districts(loaded: None) -> None:
    communes = queries.units(BEFORE_MERGER, Level.COMMUNE)
    districts = queries.units(BEFORE_MERGER, Level.DISTRICT)

    assert len(communes) == 209
    assert len(districts) == 12
    assert {commune.parent_id for commune in communes} <= {district.id for district in districts}
    assert queries.units(TODAY, Level.DISTRICT) == []


def test_every_commune_of_today_continues_former_ones(loaded: None) -> None:
    heirs = set(UnitSuccession.objects.filter(old__level=Level.COMMUNE).values_list("new_id", flat=True))

    assert {commune.id for commune in queries.units(TODAY, Level.COMMUNE)} <= heirs


def test_branches_stand_under_the_land_office_and_hospitals_under_the_health_department(loaded: None) -> None:
    by_id = {unit.id: unit for unit in queries.units(TODAY)}

    branch = queries.unit("vpdkdd-huyen-ky-anh")
    hospital = queries.unit("bvdk-tinh")

    assert branch.level == hospital.level == Level.FACILITY
    assert by_id[branch.parent_id or 0].code == "vp-dkdd"
    assert by_id[hospital.parent_id or 0].code == "so-y-te"


def test_a_department_that_ended_is_there_for_its_time_only(loaded: None) -> None:
    codes = {unit.code for unit in queries.units(dt.date(2025, 2, 1), Level.AGENCY)}
    today = {unit.code for unit in queries.units(TODAY, Level.AGENCY)}

    assert {"so-tttt", "so-ldtbxh", "so-khcn"} <= codes
    assert "so-nnmt" not in codes
    assert "so-nnmt" in today and "so-tttt" not in today
    assert UnitSuccession.objects.filter(old__code="so-khdt", new__code="so-tai-chinh", partial=False).exists()


def test_loading_again_changes_nothing_and_keeps_what_was_edited(loaded: None) -> None:
    row = ReportingUnit.objects.get(code="so-y-te")
    row.short_name, row.edited = "Ngành Y tế", True
    row.save()

    changes = load_units("42", "Hà Tĩnh", TODAY)

    assert (changes.created, changes.updated, changes.kept, changes.successions) == (0, 0, 1, 0)
    assert queries.unit("so-y-te").short_name == "Ngành Y tế"
