"""PRIVATE. Index 766 (QĐ 766/QĐ-TTg of 23/6/2022) of the province, a body or a commune, from dossiers and catalogue."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.db.models import Count, Q, QuerySet

from dean06.kernel.calendar import queries as calendar
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.feedback import queries as feedback
from dean06.procedures.figures.models import CaseFact, IndexComponent
from dean06.procedures.figures.rules.scoring import band, score
from dean06.procedures.figures.selecting import dossier_components, received
from dean06.procedures.figures.types import Component, IndexResult, Pair, Period

#: Names of the five groups.
GROUPS = {
    "1": "Công khai, minh bạch",
    "2": "Tiến độ, kết quả giải quyết",
    "3": "Cung cấp dịch vụ trực tuyến",
    "4": "Số hóa hồ sơ",
    "5": "Mức độ hài lòng",
}
#: Working days that the province has: to announce before the text takes effect (1.1), to publish after deciding (1.2).
ANNOUNCE_DAYS, PUBLISH_DAYS = 5, 5


@dataclass(frozen=True, slots=True)
class ShippedComponent:
    """A row of the table as it ships (``data/index_766.csv``)."""

    component: str
    group: str
    title: str
    max_points: float
    full_from: float | None
    certainty: str
    source: str


@cache
def shipped() -> tuple[ShippedComponent, ...]:
    """The components with points, as they ship."""
    text = resources.files("dean06.procedures.figures").joinpath("data/index_766.csv").read_text(encoding="utf-8")
    return tuple(
        ShippedComponent(
            component=row["component"],
            group=row["group"],
            title=row["title"],
            max_points=float(row["max_points"]),
            full_from=float(row["full_from"]) if row["full_from"] else None,
            certainty=row["certainty"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def table(on: dt.date) -> list[ShippedComponent]:
    """The components in force on a day: a row of the province takes the place of the shipped one."""
    own = {
        row.component: row
        for row in IndexComponent.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    }
    found = []
    for row in shipped():
        edited = own.get(row.component)
        if edited:
            full_from = float(edited.full_from) if edited.full_from is not None else None
            row = ShippedComponent(
                row.component,
                row.group,
                row.title,
                float(edited.max_points),
                full_from,
                edited.certainty,
                edited.source,
            )
        found.append(row)
    return found


def compute(agency: str, period: Period, agencies: frozenset[str] | None) -> IndexResult:
    """The index of ``agencies`` (``None``: the whole province), named ``agency``. About ten queries."""
    pairs = {**_of_dossiers(period, of_agencies(agencies)), **_of_catalogue(period, agencies)}
    pairs.update(_of_feedback(period, agencies))
    components = []
    for row in table(period.last):
        pair = pairs.get(row.component, Pair(0, 0))
        components.append(
            Component(
                id=row.component,
                title=row.title,
                group=row.group,
                pair=pair,
                max_points=row.max_points,
                full_from=row.full_from,
                score=score(pair, row.max_points, row.full_from),
                certainty=row.certainty,
                source=row.source,
            )
        )
    # 3.3 is multiplied by the rate of synchronisation (1.4), as the portal only sees what it was sent.
    components = _weigh_by_sync(components)
    result = IndexResult(agency, period, tuple(components), "")
    return IndexResult(agency, period, tuple(components), band(result.points, result.reachable))


def of_agencies(agencies: frozenset[str] | None) -> QuerySet[CaseFact]:
    """Dossiers decided by these bodies; children of interlinked services count with their parents."""
    facts = CaseFact.objects.filter(is_child=False)
    return facts if agencies is None else facts.filter(deciding_agency__in=agencies)


def _of_dossiers(period: Period, facts: QuerySet[CaseFact]) -> dict[str, Pair]:
    wanted = dossier_components(period)
    counts = facts.aggregate(
        **{
            f"n{key.replace('.', '_')}": Count("pk", filter=one.denominator & one.numerator)
            for key, one in wanted.items()
        },
        **{f"d{key.replace('.', '_')}": Count("pk", filter=one.denominator) for key, one in wanted.items()},
    )
    return {key: Pair(counts[f"n{key.replace('.', '_')}"], counts[f"d{key.replace('.', '_')}"]) for key in wanted}


def _of_catalogue(period: Period, agencies: frozenset[str] | None) -> dict[str, Pair]:
    """1.1-1.3 and 3.1, 3.2, 3.5: over procedures. Announcing and publishing are the province's duty alone."""
    entries = list(catalogue.procedures().filter(is_active=True))
    with_case = set(of_agencies(agencies).filter(received(period)).values_list("procedure_code", flat=True).distinct())
    online_cases = of_agencies(agencies).filter(received(period), channel=2)
    with_online = set(online_cases.values_list("procedure_code", flat=True).distinct())
    paid = of_agencies(agencies).filter(received(period), paid_online__in=(1, 2))
    with_payment = set(paid.values_list("procedure_code", flat=True).distinct())
    if agencies is not None:
        entries = [entry for entry in entries if entry.code in with_case]
    online = [entry for entry in entries if entry.online_level in ("full", "partial")]
    with_fee = [entry for entry in entries if entry.has_fee]
    pairs = {
        "3.1": Pair(len(online), len(entries)),
        "3.2": Pair(sum(entry.code in with_online for entry in online), len(online)),
        "3.5": Pair(sum(entry.code in with_payment for entry in with_fee), len(with_fee)),
    }
    if agencies is None:
        pairs["1.1"] = _announced(entries, period)
        pairs["1.2"] = _published(entries, period)
        pairs["1.3"] = Pair(sum(entry.parts_complete for entry in entries), len(entries))
    return pairs


def _announced(entries: Iterable[catalogue.Procedure], period: Period) -> Pair:
    days = calendar.work_calendar()
    due = [(entry, day) for entry in entries if (day := _decided(entry, period))]
    in_time = [
        entry
        for entry, decided_on in due
        if entry.effective_on is None or days.working_days_between(decided_on, entry.effective_on) >= ANNOUNCE_DAYS
    ]
    return Pair(len(in_time), len(due))


def _published(entries: Iterable[catalogue.Procedure], period: Period) -> Pair:
    days = calendar.work_calendar()
    due = [(entry, day) for entry in entries if (day := _decided(entry, period))]
    in_time = [
        entry
        for entry, decided_on in due
        if entry.published_on and entry.published_on <= days.add_working_days(decided_on, PUBLISH_DAYS).day
    ]
    return Pair(len(in_time), len(due))


def _decided(entry: catalogue.Procedure, period: Period) -> dt.date | None:
    """The day of the decision that published it, if within the period."""
    day: dt.date | None = entry.decided_on
    return day if day is not None and period.first <= day <= period.last else None


def _of_feedback(period: Period, agencies: frozenset[str] | None) -> dict[str, Pair]:
    found = feedback.feedback_figures(period.first, period.last, today=period.last)
    mine = [figures for agency, figures in found.items() if agencies is None or agency in agencies]
    total = sum(figures.total for figures in mine)
    return {
        "5.2": Pair(sum(figures.on_time for figures in mine), total),
        "5.3": Pair(total - sum(figures.unhappy for figures in mine), total),
    }


def _weigh_by_sync(components: list[Component]) -> list[Component]:
    synced = next((one.pair.rate for one in components if one.id == "1.4"), None)
    weighed = []
    for one in components:
        if one.id == "3.3" and synced is not None and one.score is not None:
            one = Component(
                one.id,
                one.title,
                one.group,
                one.pair,
                one.max_points,
                one.full_from,
                round(one.score * synced, 2),
                one.certainty,
                one.source,
            )
        weighed.append(one)
    return weighed
