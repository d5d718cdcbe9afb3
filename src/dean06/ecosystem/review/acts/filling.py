"""The queue follows the findings of ``cleaning``: what waits for people, what no longer does, what ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.errors import ResultsGone
from dean06.ecosystem.cleaning.types import DecisionRef, FindingState
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.errors import RowsGone
from dean06.ecosystem.review import registry, sources
from dean06.ecosystem.review.acts.common import end, is_current, moment
from dean06.ecosystem.review.acts.leasing import today_of
from dean06.ecosystem.review.models import LIVING, Decision, ReviewCase
from dean06.ecosystem.review.rules.deciding import needs_person, uncertainty
from dean06.ecosystem.review.scopes import DECIDE
from dean06.ecosystem.review.types import CaseState, DecisionState, ItemState, Verdict
from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service

_BATCH = 1000
_FIELDS = (
    "finding_id",
    "run_id",
    "version_id",
    "record_id",
    "result_class",
    "unit_code",
    "person_id",
    "probability",
    "uncertainty",
    "state",
)


@service(permission=DECIDE)
def fill_queue(*, actor: Actor, write: Write, sector: str, now: dt.datetime | None = None) -> dict[str, int]:
    """Bring a sector's queue up to its latest run; returns how many cases were opened, closed, made stale.

    Decisions stay in force while the record and the person are as they were; where one changed, the decision ends and
    the case is open again. Safe to repeat.
    """
    now = moment(now)
    done = {"opened": 0, "closed": 0, "stale": 0}
    run = cleaning.latest_run(sector)
    if run is not None:
        done["stale"] = _end_stale(sector, now)
        try:
            uncertain = set(cleaning.uncertain(run.id))
        except ResultsGone:
            uncertain = set()
        wanted: set[str] = set()
        findings = cleaning.findings(actor, sector=sector).filter(state__in=(FindingState.OPEN, FindingState.IN_WORK))
        for batch in _batches(findings.order_by("pk").iterator(chunk_size=_BATCH)):
            waiting = [
                finding
                for finding in batch
                if needs_person(
                    finding.result_class,
                    finding.probability,
                    candidates=int(finding.person_id is not None or finding.record_id in uncertain),
                )
            ]
            wanted |= {finding.record_key for finding in waiting}
            done["opened"] += _write_cases(sector, run.id, waiting)
        done["closed"] = _close(sector, wanted, now)
    write.audit("review.queue_filled", subject=f"review.queue:{sector}", details=done)
    return done


@service(permission=DECIDE)
def follow_resolved(*, actor: Actor, write: Write, sector: str, now: dt.datetime | None = None) -> int:
    """Close the cases whose finding was resolved meanwhile (worked off in the commune, checked again)."""
    now = moment(now)
    waiting = ReviewCase.objects.filter(sector=sector).exclude(state__in=(CaseState.CLOSED, CaseState.DECIDED))
    finished = cleaning.findings(actor, sector=sector).filter(
        state__in=(FindingState.RESOLVED, FindingState.ACCEPTED), pk__in=waiting.values("finding_id")
    )
    ids = set(finished.values_list("pk", flat=True))
    closed = _close_cases(list(waiting.filter(finding_id__in=ids)), now)
    write.audit("review.queue_filled", subject=f"review.queue:{sector}", details={"closed": closed})
    return closed


def decisions_for_run(sector: str) -> Iterator[DecisionRef]:
    """What people decided about a sector's records, for the next run; only what still fits record and person.

    Registered with ``cleaning`` at start-up. A link is one "same"; "different" and "nobody" bar the people shown.
    """
    now = moment(None)
    final = Decision.objects.filter(sector=sector, state=DecisionState.FINAL).exclude(verdict=Verdict.UNCLEAR)
    for batch in _batches(final.order_by("pk").iterator(chunk_size=_BATCH)):
        current = _current(sector, batch, today_of(now))
        for decision in batch:
            if decision.pk not in current:
                continue
            if decision.verdict == Verdict.SAME and decision.person_id is not None:
                yield DecisionRef(decision.record_key, decision.person_id, same=True)
            else:
                for person_id in decision.refused_ids:
                    yield DecisionRef(decision.record_key, int(person_id), same=False)


def _write_cases(sector: str, run_id: int, findings: list[Any]) -> int:
    """Insert new cases, bring known ones up to date; a decided one stays decided. Returns how many wait anew."""
    known = {
        case.record_key: case
        for case in ReviewCase.objects.filter(sector=sector, record_key__in=[one.record_key for one in findings])
    }
    new: list[ReviewCase] = []
    changed: list[ReviewCase] = []
    opened = 0
    for finding in findings:
        case = known.get(finding.record_key) or ReviewCase(sector=sector, record_key=finding.record_key)
        case.finding_id, case.run_id, case.version_id = finding.pk, run_id, finding.version_id
        case.record_id, case.result_class, case.unit_code = finding.record_id, finding.result_class, finding.unit_code
        case.person_id, case.probability = finding.person_id, finding.probability
        case.uncertainty = uncertainty(finding.probability)
        if case.pk is None or case.state == CaseState.CLOSED:
            case.state = CaseState.OPEN
            opened += 1
        (changed if case.pk else new).append(case)
    ReviewCase.objects.bulk_create(new, batch_size=500)
    ReviewCase.objects.bulk_update(changed, _FIELDS, batch_size=200)
    return opened


def _close(sector: str, wanted: set[str], now: dt.datetime) -> int:
    """Cases whose record no longer waits for a person. Decided ones keep their decision for the next run."""
    waiting = ReviewCase.objects.filter(sector=sector).exclude(state__in=(CaseState.CLOSED, CaseState.DECIDED))
    gone = [case for case in waiting.iterator(chunk_size=_BATCH) if case.record_key not in wanted]
    return _close_cases(gone, now)


def _close_cases(cases: list[ReviewCase], now: dt.datetime) -> int:
    for start in range(0, len(cases), _BATCH):
        ids = [case.pk for case in cases[start : start + _BATCH]]
        for decision in Decision.objects.filter(case__in=ids, state__in=(DecisionState.SECOND, DecisionState.DISPUTED)):
            end(decision, DecisionState.STALE, now)
        ReviewCase.objects.filter(pk__in=ids).update(state=CaseState.CLOSED, leased_to=None, leased_until=None)
    return len(cases)


def _end_stale(sector: str, now: dt.datetime) -> int:
    """End every living decision whose record or person changed; its case is open again, its corrections are off."""
    ended = 0
    living = Decision.objects.filter(sector=sector, state__in=LIVING)
    for batch in _batches(living.order_by("pk").iterator(chunk_size=_BATCH)):
        current = _current(sector, batch, today_of(now))
        for decision in batch:
            if decision.pk in current:
                continue
            end(decision, DecisionState.STALE, now)
            decision.items.filter(state=ItemState.WAITING).update(state=ItemState.CANCELLED)
            ReviewCase.objects.filter(pk=decision.case_id).update(
                state=CaseState.OPEN, leased_to=None, leased_until=None
            )
            ended += 1
    return ended


def _current(sector: str, decisions: Iterable[Decision], today: dt.date) -> set[int]:
    """Ids of the decisions whose record and persons are as they were, judged by the sector's present version."""
    decisions = list(decisions)
    version = datasets.latest_version(sector)
    if version is None:
        return set()
    try:
        rows = sources.records_by_key(version.id, [one.record_key for one in decisions])
    except RowsGone:
        return set()
    cases = ReviewCase.objects.in_bulk([one.case_id for one in decisions])
    persons = registry.people({int(one) for each in decisions for one in each.prints.get("persons", {})})
    prints = {person: view.print for person, view in persons.items()}
    found = set()
    for decision in decisions:
        row = rows.get(decision.record_key)
        if row is None:
            continue
        unit = sources.unit_name(cases[decision.case_id].unit_code, today)
        view = sources.record_view(sector, row, unit=unit)
        if is_current(decision, view.print, prints):
            found.add(decision.pk)
    return found


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch
