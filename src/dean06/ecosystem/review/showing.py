"""PRIVATE. What a page shows of people, with the audit rows that showing leaves: who saw whom and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.types import ResultClass
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.matching import queries as matching
from dean06.ecosystem.review.acts.common import Seen, look
from dean06.ecosystem.review.acts.leasing import today_of
from dean06.ecosystem.review.models import CorrectionRequest, Decision, ReviewCase
from dean06.ecosystem.review.rules.comparing import FieldRow, Values, compare, summary
from dean06.ecosystem.review.rules.routing import FIELDS, OWNER, probability_words
from dean06.ecosystem.review.sources import PersonView, unit_name
from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.population.types import IdStatus, LifeStatus
from dean06.kernel.units import queries as units

SEARCH = "population.search"


@dataclass(frozen=True, slots=True)
class Card:
    """One candidate beside the record. ``number`` is the key that chooses it."""

    number: int
    person_id: int
    name: str
    percent: str
    words: str
    reasons: tuple[str, ...]
    cells: dict[str, FieldRow]
    summary: str
    notes: tuple[str, ...]

    @property
    def value(self) -> str:
        """What the form sends for "it is this person"."""
        return f"same:{self.person_id}"


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of one case shows."""

    case: ReviewCase
    sector_name: str
    class_label: str
    #: What the class means, for readers who see no difference (a number that stands on two records).
    meaning: str
    unit: str
    own_number: str
    row_no: int
    #: Field, label, the record's value, and each candidate's comparison (``None``: nothing to compare).
    rows: list[tuple[str, str, str, list[FieldRow | None]]]
    cards: list[Card]
    #: Fields that differ somewhere and that a body of the registry owns.
    contestable: list[tuple[str, str]]
    digest: str


def case_page(actor: Actor, case: ReviewCase, now: dt.datetime) -> CasePage:
    """The record and its candidates side by side; leaves one audit row for the record and one for each person.

    The caller has checked that the case is in the actor's scope. Raises ``DataChanged``.
    """
    today = today_of(now)
    seen = look(case, today)
    sector = datasets.sector(case.sector)
    cards = [_card(actor, seen, index, today) for index in range(len(seen.person_ids))]
    _leave_rows(actor, case, seen.person_ids, f"Đối soát danh sách {sector.name}")
    rows = []
    for field, label in FIELDS.items():
        cells = [card.cells.get(field) for card in cards]
        value = seen.record.values.text(field)
        if value or any(cells):
            rows.append((field, label, value, cells))
    differing = {field for field, _, _, cells in rows for cell in cells if cell and cell.difference.mark.differs}
    return CasePage(
        case=case,
        sector_name=sector.name,
        class_label=str(ResultClass(case.result_class).label),
        meaning=cleaning.advice(case.result_class).meaning,
        unit=unit_name(case.unit_code, today),
        own_number=seen.record.own_number,
        row_no=seen.record.row_no,
        rows=rows,
        cards=cards,
        contestable=[(field, label) for field, label in FIELDS.items() if field in differing and field in OWNER],
        digest=seen.digest,
    )


def pair_rows(actor: Actor, decision: Decision, now: dt.datetime) -> tuple[Values, list[FieldRow]] | None:
    """Record and person of a decision; ``None`` when one of them is gone. Leaves the audit rows."""
    seen = look(decision.case, today_of(now))
    person = seen.people.get(decision.person_id or 0)
    if person is None:
        return None
    _leave_rows(actor, decision.case, [person.id], "Lập phiếu đề nghị sửa dữ liệu dân cư")
    return seen.record.values, compare(seen.record.values, person.values, full=may_see_all(actor, person))


def request_shown(actor: Actor, request: CorrectionRequest) -> None:
    """The audit row of somebody who opens a request: it holds values of a person."""
    audit.record_read(
        actor=actor,
        action="review.request_shown",
        subject=f"population.person:{request.person_id}",
        purpose="Xử lý phiếu đề nghị sửa dữ liệu dân cư",
        dossier=f"review.correctionrequest:{request.pk}",
    )


def may_see_all(actor: Actor, person: PersonView) -> bool:
    """True for those who may look people up in the registry, in the area where this person lives."""
    agencies = actor.agencies_for(SEARCH)
    if WHOLE_PROVINCE in agencies:
        return True
    return bool(person.unit_code) and person.unit_code in {units.agency_unit(agency) for agency in agencies}


def _card(actor: Actor, seen: Seen, index: int, today: dt.date) -> Card:
    person = seen.people[seen.person_ids[index]]
    candidate = next(one for one in seen.candidates if one.person_id == person.id)
    full = may_see_all(actor, person)
    rows = compare(seen.record.values, person.values, full=full)
    reasons = candidate.explanation or matching.explain(candidate.reasons)
    return Card(
        number=index + 1,
        person_id=person.id,
        name=person.values.full_name,
        percent=f"{int(100 * candidate.probability)}%",
        words=probability_words(candidate.probability),
        reasons=tuple(part.strip() for part in reasons.split(";") if part.strip()),
        cells={row.field: row for row in rows},
        summary=summary(rows),
        notes=_notes(person),
    )


def _notes(person: PersonView) -> tuple[str, ...]:
    said = []
    if person.life_status in (LifeStatus.DEAD, LifeStatus.MISSING):
        said.append(str(LifeStatus(person.life_status).label))
    if person.id_status and person.id_status != IdStatus.ACTIVE:
        said.append(f"Số định danh: {str(IdStatus(person.id_status).label).lower()}")
    return tuple(said)


def _leave_rows(actor: Actor, case: ReviewCase, person_ids: list[int], purpose: str) -> None:
    dossier = f"review.reviewcase:{case.pk}"
    audit.record_read(
        actor=actor,
        action="review.record_shown",
        subject=f"cleaning.finding:{case.finding_id}",
        purpose=purpose,
        dossier=dossier,
        details={"sector": case.sector, "version": case.version_id},
    )
    for person_id in person_ids:
        audit.record_read(
            actor=actor,
            action="review.candidate_shown",
            subject=f"population.person:{person_id}",
            purpose=purpose,
            dossier=dossier,
        )
