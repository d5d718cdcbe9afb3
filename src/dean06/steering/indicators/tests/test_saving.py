"""Entering figures: what is kept, what is refused and why, who changed what."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.pairs import Pair
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.errors import (
    BreakdownDiffers,
    PeriodLocked,
    PeriodNotFound,
    ReasonMissing,
    UnitNotFound,
)
from dean06.steering.indicators.models import Value, ValueChange
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.tests.factories import Province, actor, indicator
from dean06.steering.indicators.types import Entry, ImportedRow, Origin, PeriodKind, ValueState

MONTH = "2025-T11"


@pytest.fixture
def province(db: None) -> Province:
    return factories.province()


def enter(province: Province, *entries: Entry, **changes: object) -> list[tuple[str, str]]:
    """What an officer of An enters; returns (code, problem) of what was refused."""
    arguments = {"actor": actor("officer", "ubnd-xa-an"), "unit": "ubnd-xa-an", "period": MONTH} | changes
    refused = services.save_values(entries=list(entries), **arguments)
    assert all(row.message.endswith((".", "?")) for row in refused)
    return [(row.code, row.problem) for row in refused]


def stored() -> dict[tuple[str, str], tuple[int, int | None]]:
    rows = Value.objects.values_list("indicator__code", "breakdown", "numerator", "denominator")
    return {(code, part): (numerator, denominator) for code, part, numerator, denominator in rows}


def test_good_entries_are_kept_beside_refused_ones(province: Province) -> None:
    for code in ("A", "B", "C", "D", "E", "F"):
        indicator(code)
    indicator("DEM", rate=False)

    refused = enter(
        province,
        Entry("A", 5, 10),
        Entry("B", -1, 10),
        Entry("C", "mười", 10),
        Entry("D", 11, 10),
        Entry("E", "1.234", "2.000"),
        Entry("F", 3),
        Entry("DEM", 7),
        Entry("KHONG-CO", 1, 2),
    )

    assert refused == [
        ("B", "NEGATIVE"),
        ("C", "NOT_A_NUMBER"),
        ("D", "NUMERATOR_ABOVE_DENOMINATOR"),
        ("F", "DENOMINATOR_MISSING"),
        ("KHONG-CO", "UNKNOWN_INDICATOR"),
    ]
    assert stored() == {("A", ""): (5, 10), ("E", ""): (1234, 2000), ("DEM", ""): (7, None)}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (Entry("A", 5.5, 10), "NOT_WHOLE"),
        (Entry("A", "66,9%", 10), "NOT_WHOLE"),
        (Entry("A", "5,5", 10), "NOT_WHOLE"),
        (Entry("A", 1, 10**17), "TOO_LARGE"),
        (Entry("A", None, 10), "NUMERATOR_MISSING"),
        (Entry("A", True, 10), "NOT_A_NUMBER"),
        (Entry("A", float("nan"), 10), "NOT_A_NUMBER"),
        (Entry("A", 1, 2, "thanh-thi"), "UNKNOWN_BREAKDOWN"),
        (Entry("A", 1, 2, comment="x" * 501), "COMMENT_TOO_LONG"),
        (Entry("DEM", 1, 2), "DENOMINATOR_NOT_USED"),
        (Entry("SO", 1, 2), "NOT_A_REPORTER"),
        (Entry("MAY", 1, 2), "COMPUTED"),
        (Entry("TUAN", 1, 2), "WRONG_PERIOD"),
        (Entry("CU", 1, 2), "UNKNOWN_INDICATOR"),
    ],
)
def test_each_wrong_entry_is_refused_with_its_reason(province: Province, entry: Entry, problem: str) -> None:
    indicator("A")
    indicator("DEM", rate=False)
    indicator("SO", levels="agency")
    indicator("MAY", figure="tasks.on_time")
    indicator("TUAN", frequency=PeriodKind.WEEK)
    indicator("CU", valid_to=factories.LAST_DAY_OF_DISTRICTS)

    assert enter(province, entry) == [(entry.code, problem)]
    assert stored() == {}
    assert not ValueChange.objects.exists()


def test_a_figure_held_against_a_plan_may_exceed_it(province: Province) -> None:
    indicator("KE-HOACH", may_exceed=True)
    assert enter(province, Entry("KE-HOACH", 1_651_144, 1_620_967)) == []


def test_the_same_indicator_twice_in_one_call_is_refused_once(province: Province) -> None:
    indicator("A")
    assert enter(province, Entry("A", 1, 2), Entry("A", 2, 2)) == [("A", "TWICE")]
    assert stored() == {("A", ""): (1, 2)}


def test_every_change_leaves_who_what_and_why(province: Province) -> None:
    indicator("A")
    officer = actor("officer", "ubnd-xa-an")
    period = queries.period(MONTH)

    enter(province, Entry("A", 5, 10, comment="Đợt một"), actor=officer)
    enter(province, Entry("A", 6, 10), actor=officer, reason="Đếm lại sổ")
    enter(province, Entry("A", None, None), actor=officer)

    history = queries.changes(officer, "A", province.an.pk, period)
    assert [(row.before, row.after) for row in history] == [
        (None, Pair(5, 10)),
        (Pair(5, 10), Pair(6, 10)),
        (Pair(6, 10), None),
    ]
    assert [row.reason for row in history] == ["", "Đếm lại sổ", ""]
    assert history[0].comment == "Đợt một"
    assert {row.by_id for row in history} == {officer.user_id}
    assert stored() == {}


def test_saving_the_same_again_changes_nothing(province: Province) -> None:
    indicator("A")
    enter(province, Entry("A", 5, 10))
    before = Value.objects.values_list("updated_at", flat=True).get()

    enter(province, Entry("A", 5, 10))

    assert Value.objects.values_list("updated_at", flat=True).get() == before
    assert ValueChange.objects.count() == 1
    assert AuditRow.objects.filter(action="indicators.values_saved").count() == 2


def test_the_history_can_be_neither_changed_nor_deleted(province: Province) -> None:
    indicator("A")
    enter(province, Entry("A", 5, 10))
    for statement in ("UPDATE indicators_valuechange SET numerator_after = 9", "DELETE FROM indicators_valuechange"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ValueChange.objects.get().numerator_after == 5


def test_what_was_sent_or_accepted_is_not_overwritten(province: Province) -> None:
    indicator("A")
    enter(province, Entry("A", 5, 10))
    services.set_state(actor=actor("head", "ubnd-xa-an"), unit="ubnd-xa-an", period=MONTH, state=ValueState.SENT)
    assert enter(province, Entry("A", 6, 10)) == [("A", "ALREADY_SENT")]

    services.set_state(actor=actor("steering"), unit="ubnd-xa-an", period=MONTH, state=ValueState.ACCEPTED)
    assert enter(province, Entry("A", 6, 10)) == [("A", "ALREADY_ACCEPTED")]
    assert stored() == {("A", ""): (5, 10)}

    services.set_state(actor=actor("steering"), unit="ubnd-xa-an", period=MONTH, state=ValueState.DRAFT)
    assert enter(province, Entry("A", 6, 10)) == []


def test_an_accepted_figure_is_corrected_only_with_a_reason(province: Province) -> None:
    indicator("A")
    factories.save(province.an, MONTH, "A", 5, 10)
    arguments = {"actor": actor("steering"), "state": ValueState.ACCEPTED}
    assert enter(province, Entry("A", 6, 10), **arguments) == [("A", "REASON_MISSING")]
    assert enter(province, Entry("A", 6, 10), reason="Công văn đính chính", **arguments) == []


def test_a_locked_period_takes_nothing(province: Province) -> None:
    indicator("A")
    steering = actor("steering")
    services.lock_period(actor=steering, period=MONTH)

    assert enter(province, Entry("A", 5, 10)) == [("A", "PERIOD_LOCKED")]
    with pytest.raises(PeriodLocked):
        services.set_state(actor=steering, unit="ubnd-xa-an", period=MONTH, state=ValueState.SENT)
    with pytest.raises(ReasonMissing):
        services.lock_period(actor=steering, period=MONTH, locked=False, reason="vì")
    assert stored() == {}

    services.lock_period(actor=steering, period=MONTH, locked=False, reason="Xã An gửi bổ sung số liệu")
    assert enter(province, Entry("A", 5, 10)) == []


def test_a_commune_enters_for_itself_only(province: Province) -> None:
    indicator("A")
    for unit in ("ubnd-xa-binh", "tinh", "so-y-te"):
        with pytest.raises(NotAllowed):
            enter(province, Entry("A", 5, 10), unit=unit)
    with pytest.raises(NotAllowed):
        enter(province, Entry("A", 5, 10), actor=actor("leader"))
    with pytest.raises(NotAllowed):
        enter(province, Entry("A", 5, 10), state=ValueState.SENT)
    with pytest.raises(NotAllowed):
        enter(province, Entry("A", 5, 10), origin=Origin.COMPUTED)
    with pytest.raises(NotAllowed):
        enter(province, Entry("A", 5, 10), origin=Origin.DOCUMENT)
    with pytest.raises(UnitNotFound):
        enter(province, Entry("A", 5, 10), unit="khong-co")
    with pytest.raises(PeriodNotFound):
        enter(province, Entry("A", 5, 10), period="2025-T13")
    assert stored() == {}


def test_a_department_enters_for_its_facility(province: Province) -> None:
    indicator("VIEN-PHI", levels="facility")
    refused = enter(province, Entry("VIEN-PHI", 5, 10), actor=actor("officer", "so-y-te"), unit=province.hospital.code)
    assert refused == []


def test_the_head_sends_and_only_the_province_accepts(province: Province) -> None:
    indicator("A")
    enter(province, Entry("A", 5, 10))
    arguments = {"unit": "ubnd-xa-an", "period": MONTH}
    for who, state in (
        (actor("officer", "ubnd-xa-an"), ValueState.SENT),
        (actor("head", "ubnd-xa-binh"), ValueState.SENT),
        (actor("head", "ubnd-xa-an"), ValueState.ACCEPTED),
    ):
        with pytest.raises(NotAllowed):
            services.set_state(actor=who, state=state, **arguments)
    head = actor("head", "ubnd-xa-an")
    assert services.set_state(actor=head, state=ValueState.SENT, **arguments) == 1
    assert services.set_state(actor=head, state=ValueState.SENT, **arguments) == 0
    services.set_state(actor=actor("steering"), state=ValueState.ACCEPTED, **arguments)
    with pytest.raises(NotAllowed):
        services.set_state(actor=head, state=ValueState.DRAFT, **arguments)
    assert Value.objects.get().state == ValueState.ACCEPTED


URBAN = [["urban", "Đô thị"], ["rural", "Nông thôn"]]


def test_parts_of_one_call_must_make_up_the_whole(province: Province) -> None:
    indicator("A", breakdown=URBAN)
    refused = enter(province, Entry("A", 3, 5, "urban"), Entry("A", 1, 5, "rural"), Entry("A", 5, 10))
    assert refused == [("A", "PARTS_DIFFER"), ("A", "PARTS_DIFFER")]
    assert stored() == {("A", ""): (5, 10)}


def test_a_draft_is_changed_part_by_part_but_sent_only_when_it_adds_up(province: Province) -> None:
    indicator("A", breakdown=URBAN)
    head = actor("head", "ubnd-xa-an")
    assert enter(province, Entry("A", 5, 10)) == []
    assert enter(province, Entry("A", 6, 10, "urban")) == [("A", "PART_ABOVE_WHOLE")]
    assert enter(province, Entry("A", 3, 5, "urban")) == []
    assert enter(province, Entry("A", 1, 5, "rural")) == []
    with pytest.raises(BreakdownDiffers) as refused:
        services.set_state(actor=head, unit="ubnd-xa-an", period=MONTH, state=ValueState.SENT)
    assert refused.value.details == {"indicators": ["A"]}
    assert set(Value.objects.values_list("state", flat=True)) == {ValueState.DRAFT}

    assert enter(province, Entry("A", 2, 5, "rural")) == []
    assert services.set_state(actor=head, unit="ubnd-xa-an", period=MONTH, state=ValueState.SENT) == 3


def test_a_document_states_the_total_of_a_unit_that_does_not_report(province: Province) -> None:
    indicator("A")
    document = {"actor": actor("steering"), "origin": Origin.DOCUMENT, "state": ValueState.ACCEPTED}

    assert enter(province, Entry("A", 50, 100), unit="tinh", **document) == []
    assert enter(province, Entry("A", 5, 10), **document) == []
    assert enter(province, Entry("A", 5, 10), unit="so-tai-chinh", **document) == [("A", "NOT_A_REPORTER")]

    assert dict(Value.objects.values_list("unit__code", "stated")) == {"tinh": True, "ubnd-xa-an": False}


def test_history_of_many_units_is_imported_in_one_go(province: Province) -> None:
    indicator("A")
    rows = [ImportedRow(unit.code, "A", 5, 10) for unit in province.communes]
    rows += [
        ImportedRow("khong-co", "A", 5, 10),
        ImportedRow("ubnd-xa-an", "B", 5, 10),
        ImportedRow("tinh", "A", 40, 60, stated=True),
        ImportedRow("so-tai-chinh", "A", 1, 2),
    ]
    refused = services.import_values(actor=actor("steering"), period=MONTH, rows=rows, reason="Số liệu năm trước")

    assert [(row.unit, row.code, row.problem) for row in refused] == [
        ("ubnd-xa-an", "B", "UNKNOWN_INDICATOR"),
        ("khong-co", "A", "UNKNOWN_UNIT"),
        ("so-tai-chinh", "A", "NOT_A_REPORTER"),
    ]
    assert dict(Value.objects.values_list("unit__code", "stated")) == {
        "ubnd-xa-an": False,
        "ubnd-xa-binh": False,
        "ubnd-xa-cat": False,
        "tinh": True,
    }
    assert ValueChange.objects.count() == 4
    assert AuditRow.objects.filter(action="indicators.values_saved").count() == 1
    with pytest.raises(NotAllowed):
        services.import_values(actor=actor("head", "ubnd-xa-an"), period=MONTH, rows=rows)


def test_importing_asks_a_fixed_number_of_queries(
    province: Province, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [indicator().code for _ in range(20)]
    queries.period(MONTH)
    rows = [ImportedRow(unit.code, code, 5, 10) for unit in province.communes for code in codes]
    with django_assert_max_num_queries(25):
        assert services.import_values(actor=factories.SYSTEM, period=MONTH, rows=rows, reason="Số liệu cũ") == []
    assert Value.objects.count() == 60


def test_history_of_a_computed_figure_is_brought_in_but_what_was_computed_stays(province: Province) -> None:
    indicator("MAY", figure="tasks.on_time")
    rows = [ImportedRow("ubnd-xa-an", "MAY", 5, 10)]
    assert services.import_values(actor=actor("steering"), period="2025-T10", rows=rows, reason="Số liệu cũ") == []

    factories.save(province.an, MONTH, "MAY", 7, 10, origin=Origin.COMPUTED)
    refused = services.import_values(actor=actor("steering"), period=MONTH, rows=rows, reason="Số liệu cũ")
    assert [row.problem for row in refused] == ["COMPUTED"]
    assert dict(Value.objects.values_list("period__code", "numerator")) == {"2025-T10": 5, MONTH: 7}
