"""Whether what was handed in may be handed in: the form, the papers, the fees; by what ``forms`` says of the pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.files import queries as files
from dean06.procedures.cases.errors import DocumentRefused, DocumentsMissing, FormRefused
from dean06.procedures.cases.types import Channel, DocumentInput
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.types import DocumentNeed, Prefill


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """Data as they may be used, and where prefilled values came from (path → source label)."""

    data: dict[str, Any]
    sources: dict[str, str]
    known: Mapping[str, Prefill]


def check_form(
    pack: PublishedPack,
    data: Mapping[str, Any],
    *,
    actor: Actor,
    person_id: int | None,
    channel: Channel,
    dossier: str,
    on: dt.date,
) -> CheckedForm:
    """The form checked with the values of the register in place. Raises ``FormRefused``."""
    known: Mapping[str, Prefill] = {}
    if not actor.is_system and person_id is not None:
        known = forms.prefill(pack, actor=actor, person_id=person_id, dossier=dossier, data=data, on=on)
    checked = forms.check(pack, data, prefill=known, channel=channel.word, on=on)
    if not checked.ok:
        raise FormRefused(fields=checked.errors)
    sources = {path: one.source for path, one in known.items() if one.locked or given(checked.data, path) == one.value}
    return CheckedForm(checked.data, sources, known)


def needs(pack: PublishedPack, data: Mapping[str, Any], channel: Channel) -> list[DocumentNeed]:
    """The papers that are asked for with these data (no paper of the store considered)."""
    return forms.required_documents(pack, data, channel.word)


def check_documents(
    pack: PublishedPack, data: Mapping[str, Any], channel: Channel, documents: Iterable[DocumentInput]
) -> None:
    """Each paper given belongs to a requirement of the pack and comes in one way. Raises ``DocumentRefused``."""
    known = {one.id for one in pack.files.documents.documents}
    for document in documents:
        if document.requirement not in known:
            raise DocumentRefused(
                "Giấy tờ này không nằm trong thành phần hồ sơ của thủ tục.", requirement=document.requirement
            )
        if document.file_id is not None and document.wallet_document_id is not None:
            raise DocumentRefused(requirement=document.requirement)


def check_readable(documents: Iterable[DocumentInput]) -> None:
    """Somebody can read each file given: a locked, damaged or blank one is no answer to what was asked for. Raises
    ``DocumentRefused``: requirement → sentence."""
    wrong = {one.requirement: sentence for one in documents if (sentence := trouble_of(one))}
    if wrong:
        raise DocumentRefused(" ".join(dict.fromkeys(wrong.values())), fields=wrong)


def trouble_of(document: DocumentInput) -> str:
    """What keeps anybody from reading the file of a paper; "" when it can be read, or there is none."""
    if document.file_id is None:
        return ""
    return files.unreadable(files.content(document.file_id), files.stored_file(document.file_id).name)


def missing(pack: PublishedPack, data: Mapping[str, Any], channel: Channel, given: Iterable[str]) -> dict[str, str]:
    """Requirement → sentence of each paper that must be handed in and is not among ``given``."""
    there = set(given)
    return {
        need.document.id: f"Thiếu giấy tờ: {need.document.title}."
        for need in needs(pack, data, channel)
        if need.must_upload and need.document.id not in there
    }


def check_complete(pack: PublishedPack, data: Mapping[str, Any], channel: Channel, given: Iterable[str]) -> None:
    """Raises ``DocumentsMissing`` when a paper that must be there is not."""
    lacking = missing(pack, data, channel, given)
    if lacking:
        raise DocumentsMissing(" ".join([DocumentsMissing.message, *lacking.values()]), fields=lacking)


def given(data: Mapping[str, Any], path: str) -> Any:
    """The value at a concrete path (``members[0].full_name``); ``None`` when there is none."""
    value: Any = data
    for part in path.replace("]", "").replace("[", ".").split("."):
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
