"""Papers before they are handed in: photographed or chosen, kept with the draft (or the answer to a request for a
supplement) on any device.

A file belongs to its holder and requirement (``portal_draft:<draft>:<requirement>``, ``portal_case:<case>:…``) until it
is handed in; the newest of a requirement counts. Which paper of the personal store is used instead is remembered in
the session (the first that will do unless the citizen chose another).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import HttpRequest

from dean06.citizens.wallet import queries as wallet
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import DomainError, InvalidInput
from dean06.kernel.files import queries as files
from dean06.kernel.files import services as file_services
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import DocumentInput, DocumentSource
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as form_services
from dean06.procedures.forms.types import DocumentNeed

DRAFT, CASE = "portal_draft", "portal_case"
#: Findings that leave nothing to look at. A photograph that is only poor is kept: the desk may still read it.
UNREADABLE = frozenset({"ENCRYPTED", "DAMAGED", "ALL_BLANK", "NO_PAGES", "EMPTY"})


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """A paper that the dossier needs, and what there is of it."""

    need: DocumentNeed
    file_id: int | None = None
    file_name: str = ""
    size: int = 0
    #: Papers of the personal store that would do, and the chosen one.
    stored: tuple[Any, ...] = ()
    wallet_id: int | None = None
    #: Why the desk asks for it (supplement).
    reason: str = ""

    @property
    def requirement(self) -> str:
        return self.need.document.id

    @property
    def by_state(self) -> bool:
        """The State knows it: nothing is asked."""
        return not self.reason and self.need.satisfied_by in ("population", "dataset")

    @property
    def is_there(self) -> bool:
        return self.by_state or self.file_id is not None or self.wallet_id is not None

    @property
    def is_missing(self) -> bool:
        return not self.is_there and (bool(self.reason) or not self.need.document.optional)


def slots(
    request: HttpRequest,
    holder: str,
    pack: PublishedPack,
    data: Mapping[str, Any],
    person_id: int | None,
    on: dt.date,
    *,
    asked: Mapping[str, str] | None = None,
) -> list[PaperSlot]:
    """The papers that the answers ask for, in the pack's order. ``asked``: only these requirements, each with the
    reason, as a request for a supplement names them (what was there before does not count)."""
    usable = _usable(pack, person_id, on)
    needs = forms.required_documents(pack, data, "online", usable=usable)
    if asked is not None:
        known = {need.document.id: need for need in needs}
        documents = {one.id: one for one in pack.files.documents.documents}
        needs = [known.get(one) or DocumentNeed(documents[one]) for one in asked if one in documents]
    kept = files.files_of(label(holder, need.document.id) for need in needs)
    chosen: dict[str, int] = request.session.get(_key(holder), {})
    found = []
    for need in needs:
        slot = PaperSlot(need, reason=(asked or {}).get(need.document.id, ""))
        uploaded = kept[label(holder, need.document.id)]
        stored = tuple(one for one in usable if one.document_id in need.wallet_ids)
        slot = replace(slot, stored=stored)
        if uploaded and need.document.id not in chosen:
            file = uploaded[-1]
            slot = replace(slot, file_id=file.pk, file_name=file.name, size=file.size)
        elif stored and not slot.by_state:
            ids = [one.document_id for one in stored]
            # What the desk did not accept is not offered again by itself.
            picked = chosen.get(need.document.id, None if slot.reason else ids[0])
            slot = replace(slot, wallet_id=picked if picked in ids else None)
        found.append(slot)
    return found


def keep_upload(request: HttpRequest, actor: Actor, holder: str, requirement: str, upload: File) -> list[Any]:
    """Keep a photograph or PDF; returns what was found wrong with it, as findings with sentences. Raises
    ``FileRefused``, and ``InvalidInput`` for what nobody can read (locked, damaged, blank): nothing is kept then.
    The caller has checked that the holder is the actor's."""
    with transaction.atomic():
        stored = file_services.store_upload(
            actor=actor, data=upload, filename=upload.name or "giay-to", owner=label(holder, requirement)
        )
        findings = list(files.check_paper(files.content(stored.pk), stored.name))
        unreadable = [finding.sentence for finding in findings if finding.code in UNREADABLE]
        if unreadable:
            raise InvalidInput(" ".join(unreadable))
    chosen = dict(request.session.get(_key(holder), {}))
    if chosen.pop(requirement, None) is not None:
        request.session[_key(holder)] = chosen
    return findings


def choose_stored(request: HttpRequest, holder: str, requirement: str, document_id: int) -> None:
    """Take a paper of the personal store for a requirement; ``slots`` looks whether it will do."""
    request.session[_key(holder)] = {**request.session.get(_key(holder), {}), requirement: document_id}


def as_inputs(actor: Actor, listed: Iterable[PaperSlot]) -> list[DocumentInput]:
    """The papers as ``cases`` takes them; a kept file is handed over as a file of its own (same content, no copy)."""
    inputs = []
    for slot in listed:
        if slot.by_state:
            inputs.append(DocumentInput(slot.requirement, DocumentSource.REGISTER))
        elif slot.file_id is not None:
            content = files.content(slot.file_id)
            with transaction.atomic():
                stored = file_services.store_upload(actor=actor, data=content, filename=slot.file_name)
            inputs.append(DocumentInput(slot.requirement, DocumentSource.UPLOAD, file_id=stored.pk))
        elif slot.wallet_id is not None:
            inputs.append(DocumentInput(slot.requirement, DocumentSource.WALLET, wallet_document_id=slot.wallet_id))
    return inputs


def may_open_draft(actor: Actor, owner: str) -> bool:
    """Asked by ``files``: who may open the draft may open its papers."""
    try:
        return form_services.draft(actor, _number(owner)) is not None
    except DomainError:
        return False


def may_open_case(actor: Actor, owner: str) -> bool:
    """Asked by ``files``: the applicant may open what he put together as a supplement, before the desk has it."""
    try:
        return actor.person_id is not None and cases.row(actor, _number(owner)) is not None
    except DomainError:
        return False


def label(holder: str, requirement: str) -> str:
    """Owner of the files of a requirement."""
    return f"{holder}:{requirement}"


def _number(owner: str) -> int:
    text = owner.split(":")[1]
    return int(text) if text.isdecimal() else 0


def _usable(pack: PublishedPack, person_id: int | None, on: dt.date) -> list[Any]:
    types = {
        code
        for document in pack.files.documents.documents
        for one in document.replaced_by
        if one.source == "wallet"
        for code in one.types
    }
    return list(wallet.usable(person_id, types, on)) if person_id is not None and types else []


def _key(holder: str) -> str:
    return f"wallet_of_{holder}"
