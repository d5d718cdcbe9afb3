"""What ships: reporting units from the tables of units and agencies, the catalogue with targets and period rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import services as territory
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.catalogue.loading_units import load_units
from dean06.steering.indicators.models import IndicatorVersion, PeriodRule, ReportingUnit, Target, UnitSuccession
from dean06.steering.indicators.types import Level

TODAY = dt.date(2026, 11, 22)
BEFORE_MERGER = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        territory.load_reference_data(actor=system_actor("tests"))
        services.load_catalogue(actor=system_actor("tests"), today=TODAY)
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


def test_the_shipped_catalogue_covers_the_five_groups(loaded: None) -> None:
    refs = queries.in_force(TODAY)

    assert len(refs) >= 120
    assert {ref.group for ref in refs} == {1, 2, 3, 4, 5}
    assert all(ref.owner and queries.reporters(ref, TODAY) for ref in refs)
    assert [ref.code for ref in queries.in_force(dt.date(2022, 6, 14)) if ref.code == "DL-29"]
    assert not [ref.code for ref in refs if ref.code in ("DL-28", "DL-29", "DL-30", "CD-04")]


def test_the_owner_reports_for_the_whole_province_and_before_it_existed_its_predecessor(loaded: None) -> None:
    tax = queries.indicator("KTX-21", TODAY)

    assert [unit.code for unit in queries.reporters(tax, TODAY)] == ["thue-tinh"]
    assert [unit.code for unit in queries.reporters(tax, dt.date(2024, 12, 31))] == ["cuc-thue-tinh"]


def test_every_commune_reports_its_dossiers_whatever_kinds_of_departments_do(loaded: None) -> None:
    online = queries.reporters(queries.indicator("DVC-01", TODAY), TODAY)

    assert sum(unit.level == Level.COMMUNE for unit in online) == 69
    assert not {"mass_org", "enterprise"} & {unit.kind for unit in online}


def test_hospitals_report_hospital_fees_and_nobody_else(loaded: None) -> None:
    fees = queries.reporters(queries.indicator("KTX-09", TODAY), TODAY)

    assert {unit.kind for unit in fees} == {"health_facility"}


def test_targets_of_social_payments_step_up_by_quarter(loaded: None) -> None:
    commune = queries.units(TODAY, Level.COMMUNE)[0]
    steps = [queries.targets(day).of("KTX-13", commune) for day in (dt.date(2024, 5, 1), dt.date(2024, 8, 1), TODAY)]

    assert [(step.minimum, step.maximum) if step else None for step in steps] == [(25, 30), (40, 50), None]


def test_loading_the_catalogue_again_changes_nothing_and_keeps_what_was_edited(loaded: None) -> None:
    version = IndicatorVersion.objects.get(indicator__code="DVC-01")
    version.created_by_id, version.name = 7, "Tên tỉnh đặt"
    version.save()
    services.withdraw_target(
        actor=system_actor("tests"),
        target_id=Target.objects.get(indicator__code="DVC-04").pk,
        reason="Quyết định đã thay thế",
    )
    rows = PeriodRule.objects.count()

    report = services.load_catalogue(actor=system_actor("tests"), today=TODAY)

    assert (report.indicators, report.versions, report.corrected, report.targets, report.rules) == (0, 0, 0, 0, 0)
    assert report.kept == ["DVC-01"]
    assert queries.indicator("DVC-01", TODAY).name == "Tên tỉnh đặt"
    assert queries.targets(TODAY).of("DVC-04", queries.province()) is None
    assert PeriodRule.objects.count() == rows


def test_a_figure_that_nobody_counts_is_reported_by_units(loaded: None) -> None:
    report = services.load_catalogue(actor=system_actor("tests"), today=TODAY, figures=frozenset({"dossiers.online"}))

    assert queries.indicator("DVC-01", TODAY).is_computed
    assert not queries.indicator("CD-01", TODAY).is_computed
    assert any("tasks.on_time" in note for note in report.notes)
