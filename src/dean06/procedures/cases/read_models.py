"""What the reads of cases give. Public through ``queries``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, CasePaper, HandOver, SupplementRequest
from dean06.procedures.cases.types import CaseRef, ClockReading, LegalAction
from dean06.procedures.catalogue.types import PublishedPack, Step
from dean06.socioeconomic.payments.types import OrderRef


def ref_of(case: Case, pack: PublishedPack) -> CaseRef:
    """The public form of a row."""
    return CaseRef(
        case_id=case.pk,
        code=case.code,
        procedure_code=case.procedure_code,
        procedure_title=pack.title,
        version_id=case.version_id,
        state=case.state,
        channel=case.channel,
        step=case.step,
        applicant_name=case.applicant_name,
        applicant_person_id=case.applicant_person_id,
        receiving_agency=case.receiving_agency,
        deciding_agency=case.deciding_agency,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        returned_at=case.returned_at,
        parent_id=case.parent_id,
        leg=case.leg,
    )


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything the page of a case shows to an officer, or to its applicant (then without what is internal)."""

    case: Case
    ref: CaseRef
    pack: PublishedPack
    step: Step | None
    clock: ClockReading
    timeline: tuple[CaseEvent, ...]
    documents: tuple[CaseDocument, ...]
    papers: tuple[CasePaper, ...]
    supplements: tuple[SupplementRequest, ...]
    asked: tuple[str, ...]
    hand_overs: tuple[HandOver, ...]
    orders: tuple[OrderRef, ...]
    children: tuple[CaseRef, ...]
    actions: tuple[LegalAction, ...]
    minutes_by_party: Mapping[str, int]
    missing_documents: Mapping[str, str]
    agency_names: Mapping[str, str]
    user_names: Mapping[int, str]
    #: Label and words of what officers filled in when deciding, and of what other software answered; officers only.
    decided: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A line of an officer's queue. ``left_minutes``: working minutes until ``next_due_at``, negative when late."""

    case_id: int
    code: str
    procedure_code: str
    procedure_title: str
    state: int
    step: str
    step_title: str
    applicant_name: str
    channel: int
    duty: str
    assignee_id: int | None
    assignee_name: str
    receiving_agency: str
    deciding_agency: str
    submitted_at: dt.datetime
    due_at: dt.datetime | None
    next_due_at: dt.datetime | None
    left_minutes: int | None
    is_late: bool
    is_paused: bool
    late_tomorrow: bool
    is_mine: bool
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """An officer's queue: rows of one tab, sorted by working time left, and how many stand in each tab."""

    tab: str
    rows: tuple[QueueRow, ...]
    counts: Mapping[str, int]
    late: int
    late_tomorrow: int
    has_more: bool
    labels: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
