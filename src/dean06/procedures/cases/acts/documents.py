"""Papers of a dossier: kept with their source; a newer one takes the place of the older of its requirement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dean06.citizens.wallet import services as wallet
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write
from dean06.procedures.cases import checking
from dean06.procedures.cases.acts.common import (
    PROCESS,
    RECEIVE,
    Entry,
    lock_for,
    moment,
    move,
    pack_of,
    require_either,
    require_state,
    service_for_both,
)
from dean06.procedures.cases.errors import DocumentRefused
from dean06.procedures.cases.models import Case, CaseDocument
from dean06.procedures.cases.types import Channel, DocumentInput, DocumentSource, State
from dean06.procedures.catalogue.types import RequiredDocument

#: Label under which ``files`` asks this app who may open a file.
OWNER = "cases.case"


@service_for_both
def add_document(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    document: DocumentInput,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> CaseDocument:
    """Put a paper into an open dossier: a scan by the desk, a paper of the store, one sent by another system. The
    applicant may add only before reception; what was asked of him goes through ``supply``.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``DocumentRefused`` (also a file that nobody can read).
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    if actor.person_id is not None:
        require_state(case, State.SUBMITTED)
    else:
        require_state(case, *(State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL))
        require_either(actor, (RECEIVE, case.receiving_agency), (PROCESS, case.deciding_agency))
    checking.check_documents(pack_of(case), case.data, Channel(case.channel), [document])
    checking.check_readable([document])
    kept = keep_documents(case, actor, [document], now)
    entry = Entry(
        f"document_added:{document.requirement}",
        "case.document_added",
        note=kept[0].title,
        details={"requirement": document.requirement, "source": document.source},
    )
    move(held, write, now, entry)
    return kept[0]


def keep_documents(
    case: Case, actor: Actor, documents: Sequence[DocumentInput], now: dt.datetime, *, is_new: bool = False
) -> list[CaseDocument]:
    """Store the papers with the case; files get it as their owner. ``is_new``: the case has no papers yet. Raises
    ``DocumentRefused``."""
    if not documents:
        return []
    known = {one.id: one for one in pack_of(case).files.documents.documents}
    stored: dict[int, int | None] = {}
    for document in documents:
        if document.wallet_document_id is not None:
            stored[document.wallet_document_id] = _reuse(case, actor, document, known[document.requirement], now)
        elif document.file_id is not None:
            _own(case, actor, document.file_id)
    if not is_new:
        CaseDocument.objects.filter(
            case=case, requirement__in={one.requirement for one in documents}, replaced=False
        ).update(replaced=True)
    rows = [
        CaseDocument(
            case=case,
            requirement=one.requirement,
            title=known[one.requirement].title,
            type_code=known[one.requirement].type_code,
            source=one.source,
            file_id=stored.get(one.wallet_document_id or 0, one.file_id),
            wallet_document_id=one.wallet_document_id,
            added_at=now,
            added_by_id=actor.user_id,
            trouble=checking.trouble_of(one)[:300] if one.source == DocumentSource.OUTSIDE else "",
        )
        for one in documents
    ]
    CaseDocument.objects.bulk_create(rows)
    note_kinds(case, documents)
    return rows


def note_kinds(case: Case, documents: Sequence[DocumentInput]) -> None:
    """Keep for the index what the papers are (the caller saves the case)."""
    reused = {DocumentSource.WALLET.value, DocumentSource.REGISTER.value}
    case.has_digitised = case.has_digitised or any(one.file_id is not None for one in documents)
    case.has_reused = case.has_reused or any(str(one.source) in reused for one in documents)


def _reuse(case: Case, actor: Actor, document: DocumentInput, wanted: RequiredDocument, now: dt.datetime) -> int | None:
    """Take a paper of the personal store; it must be of a kind that stands for what is asked. Gives its file."""
    taken = wallet.reuse(
        actor=actor,
        document_id=document.wallet_document_id or 0,
        case_code=case.code,
        agency=case.receiving_agency,
        now=now,
    )
    kinds = {wanted.type_code} | {code for one in wanted.replaced_by if one.source == "wallet" for code in one.types}
    if taken.type_code not in kinds:
        raise DocumentRefused(
            f"Giấy tờ “{taken.title}” trong kho không thay được cho “{wanted.title}”.", requirement=wanted.id
        )
    return taken.file_id


def _own(case: Case, actor: Actor, file_id: int) -> None:
    try:
        files.attach(actor=actor, file_id=file_id, owner=f"{OWNER}:{case.pk}")
    except NotFound as trouble:
        raise DocumentRefused(
            "Tệp không còn hoặc đã thuộc hồ sơ khác. Hãy tải tệp lên lại.", file_id=file_id
        ) from trouble
