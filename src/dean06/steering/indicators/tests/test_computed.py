"""Figures that modules count: daily facts kept in step, values made of them for every period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from dean06.kernel.audit import services as audit
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.pairs import Pair
from dean06.procedures.cases.events import CaseMoved
from dean06.procedures.figures.models import CaseFact
from dean06.steering.assignments.tests import factories as tasks
from dean06.steering.indicators import queries, services, subscribers, timers
from dean06.steering.indicators.computed import registry
from dean06.steering.indicators.computed.facts import mark_stale
from dean06.steering.indicators.computed.registry import Fact, Figure
from dean06.steering.indicators.models import DailyFact, IndicatorVersion, StaleDay, Value, ValueChange
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.tests.factories import SYSTEM, Province, actor, indicator
from dean06.steering.indicators.types import Accumulation, Counted, Origin, PeriodKind, ValueState

TODAY = dt.date(2025, 11, 20)
#: From the 15th of October to the 14th of November: over on ``TODAY``.
LAST, PRESENT = "2025-T11", "2025-T12"


@pytest.fixture
def province(db: None) -> Province:
    return factories.province()


class Ledger:
    """What a made-up module counted, by day and body; remembers which days it was asked for."""

    def __init__(self) -> None:
        self.rows: dict[tuple[dt.date, str], tuple[int, int]] = {}
        self.asked: list[tuple[dt.date, dt.date]] = []

    def daily(self, first: dt.date, last: dt.date) -> Iterator[Fact]:
        self.asked.append((first, last))
        for (day, place), (numerator, denominator) in self.rows.items():
            if first <= day <= last:
                yield Fact(place, numerator, denominator, day)


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    found = Ledger()
    monkeypatch.setattr(registry, "_figures", {})
    registry.register_figure(
        Figure("sample.flow", "Mẫu", "mẫu", Counted.CASE, Accumulation.FLOW, daily=found.daily, revisit=2)
    )
    return found


def refresh(*periods: str, today: dt.date = TODAY) -> dict[str, int]:
    return services.refresh_computed(actor=SYSTEM, periods=periods or (LAST,), today=today)


def values(code: str, period: str = LAST) -> dict[str, tuple[int, int | None]]:
    rows = Value.objects.filter(indicator__code=code, period__code=period)
    return {unit: (n, d) for unit, n, d in rows.values_list("unit__code", "numerator", "denominator")}


def test_days_are_added_up_to_every_kind_of_period(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    ledger.rows = {
        (dt.date(2025, 10, 15), "ubnd-xa-an"): (1, 2),
        (dt.date(2025, 11, 14), "ubnd-xa-an"): (2, 3),
        (dt.date(2025, 11, 15), "ubnd-xa-an"): (4, 5),
        (dt.date(2025, 11, 13), "ubnd-xa-binh"): (1, 1),
    }
    refresh(LAST, PRESENT, "2025-W46", "2025-H2", "2025-N")

    others = {"ubnd-xa-cat": (0, 0)}
    assert values("A") == {"ubnd-xa-an": (3, 5), "ubnd-xa-binh": (1, 1), **others}
    assert values("A", PRESENT)["ubnd-xa-an"] == (4, 5)
    assert values("A", "2025-W46") == {"ubnd-xa-an": (0, 0), "ubnd-xa-binh": (1, 1), **others}
    assert values("A", "2025-H2")["ubnd-xa-an"] == values("A", "2025-N")["ubnd-xa-an"] == (7, 10)
    assert set(Value.objects.values_list("origin", "state")) == {(Origin.COMPUTED, ValueState.ACCEPTED)}
    cell = queries.cells(SYSTEM, ["A"], [province.top.pk], queries.period(LAST)).get("A", province.top.pk)
    assert (cell.pair, cell.reported, cell.expected, cell.provisional) == (Pair(4, 6), 3, 3, False)


def test_running_twice_changes_nothing(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    ledger.rows = {(dt.date(2025, 11, 10), "ubnd-xa-an"): (1, 2)}
    assert refresh() == {LAST: 3}
    stored = list(Value.objects.order_by("pk").values()), list(DailyFact.objects.order_by("pk").values())

    assert refresh() == {LAST: 0}

    assert (list(Value.objects.order_by("pk").values()), list(DailyFact.objects.order_by("pk").values())) == stored
    assert not ValueChange.objects.exists()


def test_only_days_since_the_last_run_are_counted_again(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    refresh()
    refresh(today=TODAY + dt.timedelta(days=3))
    assert ledger.asked[1] == (TODAY - dt.timedelta(days=2), TODAY + dt.timedelta(days=3))


def test_a_late_event_corrects_its_day_and_the_correction_is_kept(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    day = dt.date(2025, 10, 20)
    ledger.rows = {(day, "ubnd-xa-an"): (1, 2)}
    refresh()

    ledger.rows[day, "ubnd-xa-an"] = (2, 2)
    assert refresh() == {LAST: 0}, "the day is older than the days counted again"
    mark_stale(["sample.flow"], [day])
    mark_stale(["sample.flow"], [day])
    assert refresh() == {LAST: 1}

    assert values("A")["ubnd-xa-an"] == (2, 2)
    assert not StaleDay.objects.exists()
    change = ValueChange.objects.get()
    assert (change.numerator_before, change.numerator_after, change.origin) == (1, 2, Origin.COMPUTED)


def test_what_is_no_longer_counted_disappears(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    ledger.rows = {
        (TODAY, "ubnd-xa-an"): (1, 2),
        (dt.date(2025, 11, 16), "ubnd-xa-binh"): (1, 2),
    }
    refresh(PRESENT)
    del ledger.rows[TODAY, "ubnd-xa-an"]
    refresh(PRESENT)
    assert values("A", PRESENT)["ubnd-xa-an"] == (0, 0)
    assert DailyFact.objects.count() == 1


def test_where_nothing_was_counted_anywhere_there_is_no_value(province: Province, ledger: Ledger) -> None:
    indicator("A", figure="sample.flow")
    assert refresh() == {LAST: 0}
    assert values("A") == {}


def test_a_locked_period_and_a_typed_figure_stay_as_they_are(province: Province, ledger: Ledger) -> None:
    indicator("A")
    factories.save(province.an, LAST, "A", 9, 9)
    IndicatorVersion.objects.update(figure="sample.flow")
    ledger.rows = {(dt.date(2025, 11, 10), place): (1, 2) for place in ("ubnd-xa-an", "ubnd-xa-binh")}
    refresh()
    assert values("A") == {"ubnd-xa-an": (9, 9), "ubnd-xa-binh": (1, 2), "ubnd-xa-cat": (0, 0)}

    services.lock_period(actor=actor("steering"), period=LAST)
    ledger.rows[TODAY - dt.timedelta(days=1), "ubnd-xa-binh"] = (5, 5)
    ledger.rows[dt.date(2025, 11, 10), "ubnd-xa-binh"] = (2, 2)
    services.refresh_computed(actor=SYSTEM, periods=[LAST], today=TODAY)
    assert values("A")["ubnd-xa-binh"] == (1, 2)


def test_what_a_body_below_counted_goes_to_who_reports(province: Province, ledger: Ledger) -> None:
    """A facility's count goes to its department; for a figure of the whole province all goes to its owner."""
    indicator("SO", figure="sample.flow", levels="agency")
    indicator("TINH", figure="sample.flow", levels="province")
    ledger.rows = {
        (dt.date(2025, 11, 10), "so-y-te"): (1, 2),
        (dt.date(2025, 11, 10), "ubnd-xa-an"): (3, 4),
    }
    refresh()
    assert values("SO") == {"so-y-te": (1, 2), "so-tai-chinh": (0, 0)}
    assert values("TINH") == {"so-y-te": (4, 6)}


def test_a_standing_figure_is_kept_by_day_and_carried_on(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    standing = {"ubnd-xa-an": (3, 10), "ubnd-xa-binh": (0, 5)}
    monkeypatch.setattr(registry, "_figures", {})
    registry.register_figure(
        Figure(
            "sample.stock",
            "Mẫu",
            "mẫu",
            Counted.TASK,
            Accumulation.STOCK,
            at=lambda today: [Fact(place, *pair) for place, pair in standing.items()],
        )
    )
    indicator("B", figure="sample.stock", accumulation=Accumulation.STOCK)
    refresh(LAST, today=dt.date(2025, 11, 14))
    assert values("B") == {"ubnd-xa-an": (3, 10), "ubnd-xa-binh": (0, 5), "ubnd-xa-cat": (0, 0)}

    del standing["ubnd-xa-binh"]
    refresh(LAST, PRESENT, today=dt.date(2025, 11, 16))
    assert values("B")["ubnd-xa-binh"] == (0, 5), "how it stood at the end of the period"
    assert values("B", PRESENT) == {"ubnd-xa-an": (3, 10), "ubnd-xa-binh": (0, 0), "ubnd-xa-cat": (0, 0)}
    assert DailyFact.objects.count() == 3, "only what differs from the day before is written"


def test_only_the_system_and_the_steering_office_may_compute(province: Province) -> None:
    for role, agencies in (("head", ("ubnd-xa-an",)), ("leader", ())):
        with pytest.raises(NotAllowed):
            services.refresh_computed(actor=actor(role, *agencies), periods=[LAST])


def test_a_figure_is_declared_once_and_in_one_way(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="twice"):
        registry.register_figure(
            Figure("sample.flow", "Khác", "khác", Counted.CASE, Accumulation.FLOW, daily=ledger.daily)
        )
    with pytest.raises(ValueError, match="one way"):
        Figure("x", "X", "x", Counted.CASE, Accumulation.FLOW)
    assert [figure.key for figure in queries.figures()] == ["sample.flow"]


# --- The modules' own figures -----------------------------------------------------------------------------------------


def test_tasks_finished_in_time_and_overdue(province: Province) -> None:
    tasks.province()
    who = tasks.people()
    indicator("CD-01", figure="tasks.on_time", levels="agency")
    indicator("CD-02", figure="tasks.overdue", levels="agency", accumulation=Accumulation.STOCK)
    tasks.accepted(who)
    tasks.issued(who)
    # Both are due thirty days after the 2nd of March 2026.
    services.refresh_computed(actor=SYSTEM, periods=["2026-T04"], today=dt.date(2026, 4, 10))

    assert values("CD-01", "2026-T04") == {"so-y-te": (1, 2), "so-tai-chinh": (0, 0)}
    assert values("CD-02", "2026-T04")["so-y-te"] == (1, 1)


def dossier(pk: int, **changes: object) -> None:
    fields = {
        "code": f"H.{pk}",
        "procedure_code": "1.004222",
        "field_code": "CT",
        "receiving_agency": "ubnd-xa-an",
        "deciding_agency": "ubnd-xa-an",
        "channel": 1,
        "state": 4,
        "submitted_on": dt.date(2025, 10, 20),
        "received_on": dt.date(2025, 10, 20),
    }
    CaseFact.objects.update_or_create(case_id=pk, defaults=fields | changes)


def test_dossiers_are_counted_on_the_day_they_came_and_again_when_they_move(province: Province) -> None:
    indicator("DVC-01", figure="dossiers.online")
    indicator("DVC-05", figure="dossiers.components_digitised")
    dossier(1, channel=2)
    dossier(2)
    refresh(today=dt.date(2026, 3, 1))
    assert values("DVC-01")["ubnd-xa-an"] == (1, 2)

    dossier(2, has_digitised=True)
    event = CaseMoved(case_id=2, code="H.2", before=4, after=9)
    subscribers.case_moved(event, 1)
    subscribers.case_moved(event, 1)
    refresh(today=dt.date(2026, 3, 1))
    assert values("DVC-05")["ubnd-xa-an"] == (1, 2)
    assert values("DVC-01")["ubnd-xa-an"] == (1, 2)


def test_look_ups_with_a_purpose_are_counted_by_body(province: Province) -> None:
    indicator("DL-16", figure="lookups.count", levels="agency", rate=False)
    officer = factories.actor("officer", "so-y-te")
    for purpose in ("giai_quyet_ho_so", "giai_quyet_ho_so", ""):
        audit.record_read(
            actor=officer, action="population.verified", subject="population.lookup:verify", purpose=purpose
        )
    today = dt.date.today()
    month = queries.period_on(PeriodKind.MONTH, today).code
    refresh(month, today=today)
    assert values("DL-16", month) == {"so-y-te": (2, None), "so-tai-chinh": (0, None)}


def test_every_declared_figure_can_be_counted_on_an_empty_platform(province: Province) -> None:
    for number, figure in enumerate(queries.figures()):
        indicator(f"F-{number}", figure=figure.key, levels="agency|commune", accumulation=figure.accumulation)
    assert len(queries.figures()) >= 35
    timers.compute(dt.datetime(2025, 11, 20, 3, tzinfo=dt.UTC))
    assert not DailyFact.objects.exclude(numerator=0, denominator=0).exists()


def test_the_command_says_what_changed(province: Province, ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    indicator("A", figure="sample.flow")
    ledger.rows = {(dt.date(2025, 11, 10), "ubnd-xa-an"): (1, 2)}
    call_command("compute_indicators", period=[LAST])
    assert "2025-T11: 3 số liệu thay đổi" in capsys.readouterr().out
