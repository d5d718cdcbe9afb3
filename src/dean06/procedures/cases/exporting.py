"""A case as the portal's record and the counts want it: facts of the present state, without the data of the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, CasePaper
from dean06.procedures.cases.types import CasePaperKind, DocumentSource


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """A paper of the dossier. ``from_store``: taken from the personal store instead of being handed in."""

    file_id: int | None
    title: str
    type_code: str
    is_digitised: bool
    is_reused: bool
    from_store: bool


@dataclass(frozen=True, slots=True)
class ExportedResult:
    """A result that was issued. ``verification_code`` names it on the public page."""

    paper_id: int
    title: str
    file_id: int | None
    verification_code: str


@dataclass(frozen=True, slots=True)
class ExportedProgress:
    """One entry of the timeline."""

    at: dt.datetime
    officer: str
    agency: str
    text: str
    state: int


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """What other apps are told about a case as a whole."""

    case_id: int
    code: str
    version_id: int
    procedure_code: str
    field_code: str
    channel: int
    state: int
    #: Who works on it, or did last.
    officer_id: int | None
    parent_id: int | None
    leg: str
    assisted: bool
    applicant_name: str
    applicant_number: str
    applicant_is_organisation: bool
    identity_verified: bool
    receiving_agency: str
    deciding_agency: str
    submitted_at: dt.datetime
    received_at: dt.datetime | None
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    returned_at: dt.datetime | None
    ended_at: dt.datetime | None
    delivery: str
    paid_online: int
    has_digitised: bool
    has_reused: bool
    has_electronic_result: bool
    #: How often something was asked for, and when the last time.
    supplement_count: int
    supplement_at: dt.datetime | None
    #: Times that the legal clock stood still: start, and end unless it still does.
    pauses: tuple[tuple[dt.datetime, dt.datetime | None], ...]
    end_note: str
    documents: tuple[ExportedDocument, ...]
    results: tuple[ExportedResult, ...]
    progress: tuple[ExportedProgress, ...]


def exported(case_ids: Iterable[int]) -> dict[int, ExportedCase]:
    """Cases by id for the portal's record and for counting; unknown ids are absent. Six queries whatever the number."""
    cases = Case.objects.filter(pk__in=list(case_ids)).prefetch_related(
        Prefetch("documents", CaseDocument.objects.filter(replaced=False)),
        Prefetch("papers", CasePaper.objects.filter(kind=CasePaperKind.RESULT)),
        "supplements",
        "pauses",
        Prefetch("timeline", CaseEvent.objects.filter(is_public=True)),
    )
    return {case.pk: _export(case) for case in cases}


def _export(case: Case) -> ExportedCase:
    return ExportedCase(
        case_id=case.pk,
        code=case.code,
        version_id=case.version_id,
        procedure_code=case.procedure_code,
        field_code=case.field_code,
        channel=case.channel,
        state=case.state,
        officer_id=case.assignee_id,
        parent_id=case.parent_id,
        leg=case.leg,
        assisted=case.assisted_by_id is not None,
        applicant_name=case.applicant_name,
        applicant_number=case.applicant_number,
        applicant_is_organisation=case.applicant_is_organisation,
        identity_verified=case.identity_verified,
        receiving_agency=case.receiving_agency,
        deciding_agency=case.deciding_agency,
        submitted_at=case.submitted_at,
        received_at=case.received_at,
        due_at=case.due_at,
        finished_at=case.finished_at,
        returned_at=case.returned_at,
        ended_at=case.ended_at,
        delivery=case.delivery,
        paid_online=case.paid_online,
        has_digitised=case.has_digitised,
        has_reused=case.has_reused,
        has_electronic_result=case.has_electronic_result,
        supplement_count=case.supplement_count,
        supplement_at=max((one.asked_at for one in case.supplements.all()), default=None),
        pauses=tuple((one.started_at, one.ended_at) for one in case.pauses.all()),
        end_note=case.end_note,
        documents=tuple(_document(one) for one in case.documents.all()),
        results=tuple(
            ExportedResult(one.pk, one.title, one.pdf_file_id, one.verification_code) for one in case.papers.all()
        ),
        progress=tuple(
            ExportedProgress(one.at, one.user_name, one.agency, one.note or one.act, one.to_state)
            for one in case.timeline.all()
        ),
    )


def _document(one: CaseDocument) -> ExportedDocument:
    return ExportedDocument(
        file_id=one.file_id,
        title=one.title,
        type_code=one.type_code,
        is_digitised=one.file_id is not None,
        is_reused=one.source in (DocumentSource.WALLET, DocumentSource.REGISTER),
        from_store=one.source == DocumentSource.WALLET,
    )
