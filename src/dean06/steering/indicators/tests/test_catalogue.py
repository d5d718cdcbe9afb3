"""The catalogue as the steering office works on it: versions, ends, targets, period rules, facilities."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.catalogue.definitions import Definition, TargetDraft
from dean06.steering.indicators.errors import CatalogueConflict, CatalogueRefused, IndicatorNotFound
from dean06.steering.indicators.models import CatalogueChange, IndicatorVersion, PeriodRule, ReportingUnit, Target
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.types import Level, PeriodKind

START = dt.date(2025, 1, 1)
LATER = dt.date(2026, 1, 1)


@pytest.fixture
def place(db: None) -> factories.Province:
    return factories.province()


def steering() -> Actor:
    """The officer who keeps the catalogue."""
    return factories.actor("steering")


def definition(**changes: object) -> Definition:
    """A rate that communes report monthly."""
    found = Definition(
        code="DVC-77",
        valid_from=START,
        name="Hồ sơ nộp trực tuyến",
        short_name="Nộp trực tuyến",
        group=1,
        numerator="Hồ sơ nộp qua mạng được tiếp nhận trong kỳ",
        denominator="Hồ sơ được tiếp nhận trong kỳ",
        counted="dossier",
        direction="higher",
        accumulation="flow",
        frequency="month",
        levels=("commune",),
        certainty="sure",
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def target(**changes: object) -> TargetDraft:
    """Eighty percent for all communes."""
    draft = TargetDraft(
        code="DVC-77",
        valid_from=START,
        valid_to=None,
        minimum=Decimal(80),
        maximum=None,
        basis="KH 10/KH-UBND ngày 05/01/2025",
        level="commune",
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def test_an_old_month_keeps_its_definition(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())

    services.change_indicator(
        actor=steering(),
        definition=definition(valid_from=LATER, numerator="Hồ sơ nộp qua mạng, trừ hồ sơ chỉ tra cứu"),
        base_version=1,
        reason="Theo hướng dẫn mới của Văn phòng UBND tỉnh",
    )

    assert queries.indicator("DVC-77", dt.date(2025, 12, 31)).numerator == definition().numerator
    new = queries.indicator("DVC-77", LATER)
    assert (new.version, new.numerator) == (2, "Hồ sơ nộp qua mạng, trừ hồ sơ chỉ tra cứu")
    line = CatalogueChange.objects.filter(code="DVC-77").order_by("-pk").first()
    assert line is not None and line.reason.startswith("Theo hướng dẫn")
    assert line.fields == [["Tử số", definition().numerator, "Hồ sơ nộp qua mạng, trừ hồ sơ chỉ tra cứu"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": dt.date(2024, 12, 1), "name": "Tên mới của chỉ tiêu"}, "valid_from"),
        ({"valid_from": START, "name": "Tên mới của chỉ tiêu"}, "valid_from"),
        ({"valid_from": LATER}, "name"),
        ({"valid_from": LATER, "numerator": "Hồ sơ"}, "numerator"),
        ({"valid_from": LATER, "levels": ("district",)}, "levels"),
        ({"valid_from": LATER, "levels": ("province",)}, "owner"),
        ({"valid_from": LATER, "group": 9}, "group"),
        ({"valid_from": LATER, "owner": "so-khong-co"}, "owner"),
        ({"valid_from": LATER, "breakdown": (("Đô thị", "Đô thị"),)}, "breakdown"),
        ({"valid_from": LATER, "denominator": "", "may_exceed": True}, "may_exceed"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_and_nothing_changes(
    place: factories.Province, changes: dict[str, object], field: str
) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    before = list(IndicatorVersion.objects.values())

    with pytest.raises(CatalogueRefused) as refusal:
        services.change_indicator(
            actor=steering(), definition=definition(**changes), base_version=1, reason="Thử một bản sửa sai"
        )

    assert field in refusal.value.details["fields"]
    assert list(IndicatorVersion.objects.values()) == before


def test_two_people_do_not_overwrite_each_other(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    first = definition(valid_from=LATER, short_name="Trực tuyến")
    services.change_indicator(actor=steering(), definition=first, base_version=1, reason="Rút gọn tên trên bảng")

    with pytest.raises(CatalogueConflict):
        services.change_indicator(
            actor=steering(),
            definition=definition(valid_from=dt.date(2026, 2, 1), short_name="Qua mạng"),
            base_version=1,
            reason="Sửa trên bản đã cũ rồi",
        )

    assert queries.indicator("DVC-77", dt.date(2026, 3, 1)).short_name == "Trực tuyến"


def test_accepted_figures_keep_the_meaning_they_were_counted_by(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    factories.save(place.an, "2026-T03", "DVC-77", 5, 10)
    changed = definition(valid_from=LATER, numerator="Hồ sơ nộp qua mạng, không tính hồ sơ rút")

    with pytest.raises(CatalogueRefused) as refusal:
        services.change_indicator(
            actor=steering(), definition=changed, base_version=1, reason="Đổi cách đếm từ đầu năm"
        )

    assert "tháng 3/2026" in refusal.value.details["fields"]["valid_from"]
    # Words may change: they count nothing else.
    services.change_indicator(
        actor=steering(),
        definition=definition(valid_from=LATER, legal_basis="QĐ 1/QĐ-UBND"),
        base_version=1,
        reason="Bổ sung căn cứ pháp lý",
    )


def test_an_ended_indicator_is_no_longer_asked_for(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())

    services.end_indicator(
        actor=steering(), code="DVC-77", last_day=dt.date(2025, 12, 31), reason="Không còn trong chế độ báo cáo"
    )

    assert "DVC-77" in [ref.code for ref in queries.in_force(dt.date(2025, 12, 31))]
    assert "DVC-77" not in [ref.code for ref in queries.in_force(LATER)]
    with pytest.raises(IndicatorNotFound):
        queries.indicator("DVC-77", LATER)


def test_targets_step_up_and_the_nearest_one_holds(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    for first, last, low, high in (
        (dt.date(2025, 4, 1), dt.date(2025, 6, 30), 25, 30),
        (dt.date(2025, 7, 1), dt.date(2025, 9, 30), 40, 50),
    ):
        services.add_target(
            actor=steering(),
            draft=target(valid_from=first, valid_to=last, minimum=Decimal(low), maximum=Decimal(high)),
        )
    services.add_target(
        actor=steering(),
        draft=target(level="", unit=place.an.code, valid_from=dt.date(2025, 7, 1), minimum=Decimal(90)),
    )
    an, binh = queries.unit(place.an.code), queries.unit(place.binh.code)
    months = [queries.period(code) for code in ("2025-T03", "2025-T05", "2025-T08")]

    line = queries.target_line("DVC-77", binh, months)

    assert [(one.minimum, one.maximum) if one else None for one in line] == [None, (25, 30), (40, 50)]
    table = queries.targets(dt.date(2025, 8, 1))
    assert table.of("DVC-77", an).minimum == 90
    assert table.of("DVC-77", queries.unit(place.health.code)) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"minimum": Decimal(101)}, "minimum"),
        ({"minimum": Decimal(-1)}, "minimum"),
        ({"minimum": Decimal(30), "maximum": Decimal(25)}, "maximum"),
        ({"basis": " "}, "basis"),
        ({"valid_to": dt.date(2024, 1, 1)}, "valid_to"),
        ({"unit": "ubnd-xa-khong-co", "level": ""}, "unit"),
        ({"unit": "ubnd-xa-an"}, "unit"),
        ({}, "valid_from"),
    ],
)
def test_a_target_that_cannot_be_is_refused_and_nothing_changes(
    place: factories.Province, changes: dict[str, object], field: str
) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    services.add_target(actor=steering(), draft=target())

    with pytest.raises(CatalogueRefused) as refusal:
        services.add_target(actor=steering(), draft=target(**changes))

    assert field in refusal.value.details["fields"]
    assert Target.objects.filter(indicator__code="DVC-77").count() == 1


def test_a_wrong_target_is_withdrawn_once_and_stays_in_the_history(place: factories.Province) -> None:
    services.add_indicator(actor=steering(), definition=definition())
    wrong = services.add_target(actor=steering(), draft=target())

    services.withdraw_target(actor=steering(), target_id=wrong.pk, reason="Ghi nhầm số của năm trước")

    assert queries.targets(START).of("DVC-77", queries.unit(place.an.code)) is None
    wrong.refresh_from_db()
    assert wrong.withdrawn_reason == "Ghi nhầm số của năm trước"
    with pytest.raises(CatalogueConflict):
        services.withdraw_target(actor=steering(), target_id=wrong.pk, reason="Ghi nhầm số của năm trước")


def test_a_commune_officer_cannot_edit_the_catalogue(place: factories.Province) -> None:
    officer = factories.actor("officer", place.an.agency_code)

    with pytest.raises(NotAllowed):
        services.add_indicator(actor=officer, definition=definition())

    assert not IndicatorVersion.objects.filter(indicator__code="DVC-77").exists()


def test_a_new_period_rule_moves_no_old_month(place: factories.Province) -> None:
    services.set_period_rule(
        actor=steering(),
        kind=PeriodKind.MONTH,
        valid_from=dt.date(2026, 1, 1),
        cut_off_day=None,
        due_day=5,
        basis="QĐ 5/QĐ-UBND ngày 20/12/2025",
    )

    assert queries.period("2025-T11").last == dt.date(2025, 11, 14)
    assert queries.period("2026-T03").last == dt.date(2026, 3, 31)
    rules = PeriodRule.objects.filter(kind=PeriodKind.MONTH).order_by("valid_from")
    assert [rule.valid_to for rule in rules][-2:] == [dt.date(2025, 12, 31), None]


def test_a_period_rule_before_the_newest_one_is_refused(place: factories.Province) -> None:
    before = list(PeriodRule.objects.values())

    with pytest.raises(CatalogueRefused) as refusal:
        services.set_period_rule(
            actor=steering(), kind="month", valid_from=dt.date(1999, 1, 1), cut_off_day=40, due_day=0, basis=""
        )

    assert {"valid_from", "cut_off_day", "due_day", "basis"} <= set(refusal.value.details["fields"])
    assert list(PeriodRule.objects.values()) == before


def test_a_facility_reports_for_itself_and_answers_to_its_department(place: factories.Province) -> None:
    unit = services.add_facility(
        actor=steering(),
        name="Bệnh viện Mẫu khu vực Bắc",
        short_name="BV Mẫu Bắc",
        kind="health_facility",
        parent=place.health.code,
    )

    ref = queries.unit(unit.code)
    assert (ref.level, ref.agency, ref.parent_id) == (Level.FACILITY, place.health.agency_code, place.health.pk)
    services.edit_unit(
        actor=steering(),
        code=unit.code,
        name=unit.name,
        short_name="BV Bắc",
        valid_to=dt.date(2026, 6, 30),
        reason="Sáp nhập vào bệnh viện tỉnh",
    )
    assert unit.code not in [one.code for one in queries.units(dt.date(2026, 7, 1))]


def test_a_commune_ends_where_the_tables_say(place: factories.Province) -> None:
    with pytest.raises(CatalogueRefused):
        services.edit_unit(
            actor=steering(),
            code=place.an.code,
            name="Xã An Mới",
            short_name="An Mới",
            valid_to=dt.date(2026, 6, 30),
            reason="Thử kết thúc một xã",
        )

    assert ReportingUnit.objects.get(pk=place.an.pk).valid_to is None
