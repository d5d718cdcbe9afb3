"""The result paper: drawn from the pack's result.yaml, signed for the deciding agency, kept in its owner's store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dean06.citizens.wallet import services as wallet
from dean06.citizens.wallet.errors import PersonUnknown, TypeUnknown
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import Column, Heading, LetterHead, Lines, Paper, Signature, Table, Text
from dean06.kernel.population import queries as population
from dean06.kernel.signing import services as signing
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write
from dean06.procedures.cases import wording
from dean06.procedures.cases.acts.common import facts_of
from dean06.procedures.cases.acts.documents import OWNER
from dean06.procedures.cases.events import ResultIssued
from dean06.procedures.cases.models import Case, CasePaper
from dean06.procedures.cases.numbers_given import next_number
from dean06.procedures.cases.rules.signing_as import signs_as
from dean06.procedures.cases.rules.symbols import agency_symbol, kind_symbol, number_and_symbol
from dean06.procedures.cases.types import CasePaperKind, Channel, StoreGap
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack, ResultBlock, ResultKind

Block = Text | Heading | Lines | Table


#: Type of the personal store for results of which it has no type of their own.
ANY_RESULT = "KET_QUA_TTHC"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose paper a result is. ``person_id``: where the registry knows the person; ``name``: as it is on the paper."""

    person_id: int | None
    name: str


def issue(case: Case, pack: PublishedPack, actor: Actor, write: Write, now: dt.datetime) -> CasePaper | None:
    """Draw up, number, sign and keep the result; ``None`` where the procedure hands nothing over. Inside the finish.

    Raises what ``signing.sign_paper`` raises (no certificate): then the case is not finished.
    """
    kind = next(iter(pack.meta.results), None)
    if pack.files.result is None or kind is None or not kind.returns_paper:
        return None
    to = recipient_of(kind, case)
    number = numbered(kind, case, next_number(case.deciding_agency, timezone.localdate(now).year, symbol_of(kind)))
    signed = signing.sign_paper(
        actor=actor,
        paper=paper_of(case, pack, kind, actor, now, number=number),
        agency=case.deciding_agency,
        title=kind.title,
        owner=f"{OWNER}:{case.pk}",
        now=now,
        holder=to.name,
        filename=f"{kind.code.lower()}-{case.code}.pdf",
    )
    made = CasePaper.objects.create(
        case=case,
        kind=CasePaperKind.RESULT,
        title=kind.title,
        made_at=now,
        pdf_file_id=signed.file_id,
        verification_code=signed.code,
        number=number,
    )
    case.has_electronic_result = True
    _keep(case, kind, to, actor, made, now)
    write.publish(ResultIssued(case_id=case.pk, code=case.code, paper_id=made.pk))
    return made


def symbol_of(kind: ResultKind) -> str:
    """Abbreviation of the kind of paper: the pack's, else by its title."""
    return kind.symbol or kind_symbol(kind.title)


def numbered(kind: ResultKind, case: Case, number: int | None) -> str:
    """Number and symbol as they stand on the paper; without a number a place for it."""
    agency = units.get_agencies([case.deciding_agency]).get(case.deciding_agency)
    short = agency_symbol(agency.short_name or agency.name, agency.kind) if agency else "CQ"
    return number_and_symbol(number, symbol_of(kind), short)


def paper_of(
    case: Case, pack: PublishedPack, kind: ResultKind, actor: Actor, now: dt.datetime, *, number: str = ""
) -> Paper:
    """The result as a neutral paper. The first block's title is the paper's own. Without ``number`` it is a preview:
    what is given only when signing (number, outputs of effects) shows as "…"."""
    signs = signs_as(*_signer(case, actor))
    extra = wording.context(case, pack) | {"signer.name": actor.name, "signer.title": signs.title.replace("\n", ", ")}
    extra["case.finished_on"] = wording.day_text(case.finished_at or now)
    blocks = list(pack.files.result.blocks) if pack.files.result else []
    if not number:
        extra = _still_to_come(blocks) | extra
    title = kind.title.upper()
    if blocks and blocks[0].title and not (blocks[0].text or blocks[0].fields or blocks[0].table):
        title = wording.filled(blocks.pop(0).title, case, pack, extra)
    channel = Channel(case.channel).word
    drawn: list[Block] = []
    for block in blocks:
        if catalogue.holds(block.when, facts_of(case), channel):
            drawn += _draw(block, case, pack, extra)
    head = LetterHead(
        agency=wording.agency_name(case.deciding_agency),
        number=number or numbered(kind, case, None),
        place=wording.place_of(case.deciding_agency),
        day=timezone.localdate(now),
    )
    return Paper(
        kind=f"result.{kind.code}",
        title=title,
        letter_head=head,
        blocks=tuple(drawn),
        signatures=(Signature(title=signs.title, authority=signs.authority, name=actor.name, note="(Đã ký số)"),),
        footer=f"Hồ sơ {case.code}",
    )


def _signer(case: Case, actor: Actor) -> tuple[str, str]:
    """Position of who signs, and the kind of body that he signs for."""
    agency = units.get_agencies([case.deciding_agency]).get(case.deciding_agency)
    position, _ = accounts.positions([actor.user_id]).get(actor.user_id or 0, ("", False))
    return position, agency.kind if agency else ""


def _still_to_come(blocks: Iterable[ResultBlock]) -> dict[str, Any]:
    """Outputs of effects that the paper names, before there are any."""
    texts = [text for one in blocks for text in (one.title, one.text, *one.fields.values())]
    return {name: "…" for text in texts for name in catalogue.placeholders(text) if name.startswith("effect.")}


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


def recipient_of(kind: ResultKind, case: Case) -> Recipient:
    """Whose store the result goes to, and the name on it: the person at the pack's path (by number, or the one whom the
    effect brought into the registry), else the applicant. Somebody whom the registry does not know has no store, but
    the paper is his all the same: never that of who handed in for him."""
    applicant = Recipient(case.applicant_person_id, case.applicant_name)
    value = catalogue.value_at(case.data, kind.owner) if kind.owner else None
    if not value or not kind.owner:
        return applicant
    around = value if isinstance(value, Mapping) else catalogue.value_at(case.data, kind.owner.rpartition(".")[0])
    name = str(around.get("full_name") or "") if isinstance(around, Mapping) else ""
    number = value.get("personal_id") if isinstance(value, Mapping) else value
    found = population.person_ref_by_number(str(number)) if number else None
    made = case.outputs.get("person_id")
    if found is None and made:
        found = population.persons([int(made)]).get(int(made))
    return Recipient(found.person_id, found.full_name) if found else Recipient(None, name)


def _keep(case: Case, kind: ResultKind, to: Recipient, actor: Actor, made: CasePaper, now: dt.datetime) -> None:
    """Into the personal store, or noted why not: that undoes no decision. A kind of paper of which the store has no
    type goes there as any result of a procedure."""
    issued = timezone.localdate(now)
    owner = to.person_id
    if owner is None:
        made.store_gap = StoreGap.ORGANISATION if case.applicant_is_organisation and not kind.owner else StoreGap.PERSON
    for type_code in (kind.code, ANY_RESULT):
        if owner is None:
            break
        try:
            wallet.keep(
                actor=actor,
                owner_person_id=owner,
                type_code=type_code,
                title=kind.title,
                number=str(case.outputs.get("register_no") or case.outputs.get("card_number") or made.number),
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
        except TypeUnknown:
            made.store_gap = StoreGap.TYPE
            continue
        except PersonUnknown:
            made.store_gap = StoreGap.PERSON
            break
        made.store_person_id, made.store_gap = owner, ""
        break
    made.save(update_fields=["store_person_id", "store_gap"])


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
