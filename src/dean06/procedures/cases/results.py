"""The result paper: drawn from the pack's result.yaml, signed for the deciding agency, kept in its owner's store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from dean06.citizens.wallet import services as wallet
from dean06.citizens.wallet.errors import PersonUnknown, TypeUnknown
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import Column, Heading, LetterHead, Lines, Paper, Signature, Table, Text
from dean06.kernel.population import queries as population
from dean06.kernel.signing import services as signing
from dean06.kernel.writing.services import Write
from dean06.procedures.cases import wording
from dean06.procedures.cases.acts.common import facts_of
from dean06.procedures.cases.acts.documents import OWNER
from dean06.procedures.cases.events import ResultIssued
from dean06.procedures.cases.models import Case, CasePaper
from dean06.procedures.cases.types import CasePaperKind, Channel
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack, ResultBlock, ResultKind

Block = Text | Heading | Lines | Table


def issue(case: Case, pack: PublishedPack, actor: Actor, write: Write, now: dt.datetime) -> CasePaper | None:
    """Draw up, sign and keep the result; ``None`` where the procedure hands nothing over. Inside the finish.

    Raises what ``signing.sign_paper`` raises (no certificate): then the case is not finished.
    """
    kind = next(iter(pack.meta.results), None)
    if pack.files.result is None or kind is None or not kind.returns_paper:
        return None
    owner = owner_of(kind, case)
    holder = population.persons([owner]).get(owner) if owner is not None else None
    signed = signing.sign_paper(
        actor=actor,
        paper=paper_of(case, pack, kind, actor, now),
        agency=case.deciding_agency,
        title=kind.title,
        owner=f"{OWNER}:{case.pk}",
        now=now,
        holder=holder.full_name if holder else case.applicant_name,
        filename=f"{kind.code.lower()}-{case.code}.pdf",
    )
    made = CasePaper.objects.create(
        case=case,
        kind=CasePaperKind.RESULT,
        title=kind.title,
        made_at=now,
        pdf_file_id=signed.file_id,
        verification_code=signed.code,
    )
    case.has_electronic_result = True
    if owner is not None:
        _keep(case, kind, owner, actor, made, now)
    write.publish(ResultIssued(case_id=case.pk, code=case.code, paper_id=made.pk))
    return made


def paper_of(case: Case, pack: PublishedPack, kind: ResultKind, actor: Actor, now: dt.datetime) -> Paper:
    """The result as a neutral paper. The first block's title is the paper's own."""
    extra = wording.context(case, pack) | {"signer.name": actor.name, "signer.title": "Người có thẩm quyền"}
    blocks = list(pack.files.result.blocks) if pack.files.result else []
    title = kind.title.upper()
    if blocks and blocks[0].title and not (blocks[0].text or blocks[0].fields or blocks[0].table):
        title = wording.filled(blocks.pop(0).title, case, pack, extra)
    channel = Channel(case.channel).word
    drawn: list[Block] = []
    for block in blocks:
        if catalogue.holds(block.when, facts_of(case), channel):
            drawn += _draw(block, case, pack, extra)
    place = wording.place_of(case.deciding_agency)
    head = LetterHead(
        agency=wording.agency_name(case.deciding_agency),
        number=f"{case.pk}/{kind.code.replace('_', '-')}",
        place=place,
        day=timezone.localdate(now),
    )
    return Paper(
        kind=f"result.{kind.code}",
        title=title,
        letter_head=head,
        blocks=tuple(drawn),
        signatures=(Signature(title="NGƯỜI CÓ THẨM QUYỀN", name=actor.name, note="(Đã ký số)"),),
        footer=f"Hồ sơ {case.code}",
    )


def _draw(block: ResultBlock, case: Case, pack: PublishedPack, extra: dict[str, Any]) -> list[Block]:
    drawn: list[Block] = []
    if block.title:
        drawn.append(Heading(wording.filled(block.title, case, pack, extra)))
    if block.text:
        drawn.append(Text(wording.filled(block.text, case, pack, extra)))
    if block.fields:
        rows = tuple((label, wording.filled(text, case, pack, extra)) for label, text in block.fields.items())
        drawn.append(Lines(rows))
    if block.table and block.table_of:
        drawn.append(_table(block, case, pack))
    return drawn


def _table(block: ResultBlock, case: Case, pack: PublishedPack) -> Table:
    items = catalogue.value_at(case.data, block.table_of or "") or []
    labels = wording.labels_of(pack)
    rows = tuple(
        tuple(
            catalogue.in_words(item.get(key), labels.get(f"{block.table_of}[].{key}")) for key in block.table.values()
        )
        for item in items
        if isinstance(item, Mapping)
    )
    return Table(columns=tuple(Column(title) for title in block.table), rows=rows)


def owner_of(kind: ResultKind, case: Case) -> int | None:
    """Whose store the result goes to: the person at the pack's path (by number, or the one whom the effect brought into
    the registry), else the applicant; ``None`` for an organisation or somebody the registry does not know."""
    if not kind.owner:
        return case.applicant_person_id
    value = catalogue.value_at(case.data, kind.owner)
    number = value.get("personal_id") if isinstance(value, Mapping) else value
    found = population.person_ref_by_number(str(number)) if number else None
    if found is not None:
        return found.person_id
    made = case.outputs.get("person_id")
    return int(made) if made else case.applicant_person_id


def _keep(case: Case, kind: ResultKind, owner: int, actor: Actor, made: CasePaper, now: dt.datetime) -> None:
    """Into the personal store. A type or person that the store does not know does not undo the decision."""
    issued = timezone.localdate(now)
    try:
        wallet.keep(
            actor=actor,
            owner_person_id=owner,
            type_code=kind.code,
            title=kind.title,
            number=str(case.outputs.get("register_no") or case.outputs.get("card_number") or made.verification_code),
            file_id=made.pdf_file_id,
            issuer_agency=case.deciding_agency,
            issued_on=issued,
            validity=kind.validity,
            valid_until=valid_until(kind, case, issued),
            data={name: value for name, value in case.outputs.items() if name not in {"person_id", "household_id"}},
            case_code=case.code,
            signed_code=made.verification_code,
            now=now,
        )
    except (PersonUnknown, TypeUnknown):
        return


def valid_until(kind: ResultKind, case: Case, issued: dt.date) -> dt.date | None:
    """The last day of a limited result: as the effect says (card, temporary residence), else months from issue."""
    if kind.validity != "limited":
        return None
    said = case.outputs.get("valid_until")
    if said:
        return dt.date.fromisoformat(str(said))
    months = issued.year * 12 + issued.month - 1 + (kind.valid_for_months or 12)
    year, month = divmod(months, 12)
    for day in range(issued.day, 27, -1):
        try:
            return dt.date(year, month + 1, day)
        except ValueError:
            continue
    return dt.date(year, month + 1, issued.day)
