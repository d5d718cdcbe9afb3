"""PRIVATE. The papers of a dossier at reception: what is known, what the store has, what was scanned and how well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dean06.citizens.wallet import queries as wallet
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.files import queries as files
from dean06.kernel.files import services as file_services
from dean06.procedures.cases.types import DocumentInput, DocumentSource
from dean06.procedures.forms.types import DocumentNeed
from dean06.web.desk.packs import copy_words
from dean06.web.desk.quality import Quality, quality_of


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """A paper of the applicant's store that may be used."""

    id: int
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class NeedView:
    """One paper, ready to be drawn."""

    id: str
    title: str
    optional: bool
    copy: str
    kind: str
    state: str
    hint: str
    note: str
    wallet: tuple[StoreChoice, ...]
    may_upload: bool
    file_id: int | None
    file_name: str
    lights: tuple[dict[str, Any], ...]


def take_in(actor: Actor, upload: UploadedFile) -> dict[str, Any]:
    """Keep a scanned file until the case is handed in, and look at its quality. Raises a ``FileRefused``, and
    ``InvalidInput`` for what nobody can read (locked, damaged, blank): nothing is kept then."""
    actor.require("cases.receive")
    with transaction.atomic():
        stored = file_services.store_upload(actor=actor, data=upload, filename=upload.name or "giay-to")
        content = files.content(stored.pk)
        if unreadable := files.unreadable(content, stored.name):
            raise InvalidInput(unreadable)
    quality = quality_of(content, stored.name)
    return {"id": stored.pk, "name": stored.name, **quality.as_dict()}


def store_papers(person_id: int | None, needs: Sequence[DocumentNeed], on: Any) -> list[Any]:
    """Papers of the applicant's store that may take the place of what is asked for: ids and types only."""
    types = {code for need in needs for code in need.types}
    return list(wallet.usable(person_id, sorted(types), on)) if person_id and types else []


def views(
    needs: Sequence[DocumentNeed], stored: Sequence[Any], kept: Mapping[str, dict[str, Any]], chosen: Mapping[str, int]
) -> list[NeedView]:
    """What the page lists."""
    return [_view(need, stored, kept.get(need.document.id), chosen.get(need.document.id)) for need in needs]


def inputs(
    needs: Sequence[DocumentNeed], kept: Mapping[str, dict[str, Any]], chosen: Mapping[str, int]
) -> list[DocumentInput]:
    """The papers as they are handed in: scanned ones, reused ones, those that a register replaces."""
    given = []
    for need in needs:
        code = need.document.id
        if code in kept:
            given.append(DocumentInput(code, DocumentSource.SCAN, file_id=kept[code]["id"]))
        elif code in chosen:
            given.append(DocumentInput(code, DocumentSource.WALLET, wallet_document_id=chosen[code]))
        elif need.satisfied_by in ("population", "dataset"):
            given.append(DocumentInput(code, DocumentSource.REGISTER))
    return given


def lacking(needs: Sequence[DocumentNeed], given: Sequence[DocumentInput]) -> list[DocumentNeed]:
    """Papers that must be there and are not."""
    there = {one.requirement for one in given}
    return [
        need
        for need in needs
        if not need.document.optional and need.document.id not in there and need.document.copy_kind != "shown"
    ]


def _view(need: DocumentNeed, stored: Sequence[Any], kept: Mapping[str, Any] | None, chosen: int | None) -> NeedView:
    document = need.document
    offered = tuple(
        StoreChoice(paper.document_id, _label(paper), paper.document_id == chosen)
        for paper in stored
        if paper.type_code in need.types
    )
    known = need.satisfied_by in ("population", "dataset")
    quality = Quality.from_dict(kept) if kept else None
    kind, state = _state(need, known, chosen, quality)
    return NeedView(
        id=document.id,
        title=document.title,
        optional=document.optional,
        copy=copy_words(document.copy_kind, document.quantity),
        kind=kind,
        state=state,
        hint=document.hint,
        note=need.note,
        wallet=offered,
        may_upload=not known,
        file_id=kept["id"] if kept else None,
        file_name=kept["name"] if kept else "",
        lights=quality.lights if quality else (),
    )


def _state(need: DocumentNeed, known: bool, chosen: int | None, quality: Quality | None) -> tuple[str, str]:
    if quality:
        return quality.kind, quality.text
    if known:
        return "success", "Nhà nước đã có, không phải nộp"
    if chosen:
        return "success", "Dùng lại từ kho"
    if need.document.copy_kind == "shown":
        return "neutral", "Xem bản chính, không giữ"
    return ("neutral", "Chưa có") if need.document.optional else ("warning", "Còn thiếu")


def _label(paper: Any) -> str:
    parts = [paper.title, f"số {paper.number}" if paper.number else "", paper.issuer]
    if paper.issued_on:
        parts.append(f"cấp {paper.issued_on:%d/%m/%Y}")
    return ", ".join(part for part in parts if part)
