"""API of the catalogue: procedures are public knowledge."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Schema

from dean06.procedures.catalogue import queries
from dean06.procedures.catalogue.types import ProcedureRef, PublishedPack

router = Router()

Text = Annotated[str, Query(max_length=200)]


class ProcedureOut(Schema):
    """An entry of the catalogue. ``has_pack``: it can be handed in here."""

    code: str
    title: str
    field_code: str
    field_name: str
    level: str
    online_level: str
    has_fee: bool
    returns_paper: bool
    has_pack: bool

    @classmethod
    def of(cls, ref: ProcedureRef) -> ProcedureOut:
        """From the public form of an entry."""
        return cls(**{name: getattr(ref, name) for name in ProcedureOut.model_fields})


class ProceduresOut(Schema):
    """A stretch of a list; ``total`` counts the whole list."""

    total: int
    items: list[ProcedureOut]


class LawOut(Schema):
    """A text of law; ``certainty`` other than ``sure``: not yet checked."""

    number: str
    title: str
    article: str
    certainty: str


class FeeOut(Schema):
    """A fee or charge in đồng, before exemptions."""

    code: str
    title: str
    kind: str
    amount: int
    due: str
    source: str


class PaperOut(Schema):
    """A paper of the dossier."""

    id: str
    title: str
    optional: bool


class TimeLimitOut(Schema):
    """The legal term."""

    value: int
    unit: str
    source: str
    certainty: str


class VersionOut(Schema):
    """The version in force: immutable, known by its hash."""

    version: str
    valid_from: dt.date
    valid_to: dt.date | None
    sha256: str
    summary: str
    time_limit: TimeLimitOut
    legal_basis: list[LawOut]
    papers: list[PaperOut]
    fees: list[FeeOut]
    results: list[str]

    @classmethod
    def of(cls, pack: PublishedPack) -> VersionOut:
        """From a published pack."""
        meta, limit = pack.meta, pack.meta.time_limit
        today_fees = pack.files.fees.fees
        return cls(
            version=pack.version,
            valid_from=pack.valid_from,
            valid_to=pack.valid_to,
            sha256=pack.sha256,
            summary=meta.summary,
            time_limit=TimeLimitOut(
                value=limit.value, unit=limit.unit.value, source=limit.source, certainty=limit.certainty.value
            ),
            legal_basis=[
                LawOut(number=law.number, title=law.title, article=law.article, certainty=law.certainty.value)
                for law in meta.legal_basis
            ],
            papers=[
                PaperOut(id=paper.id, title=paper.title, optional=paper.optional)
                for paper in pack.files.documents.documents
            ],
            fees=[
                FeeOut(code=fee.code, title=fee.title, kind=fee.kind, amount=fee.amount, due=fee.due, source=fee.source)
                for fee in today_fees
            ],
            results=[result.title for result in meta.results],
        )


class WholeProcedureOut(ProcedureOut):
    """An entry with the version that applies today; ``None`` when nothing can be handed in."""

    in_force: VersionOut | None


class LifeEventOut(Schema):
    """A situation in life and how many procedures belong to it."""

    code: str
    title: str
    procedures: int


@router.get("procedures", response=ProceduresOut, auth=None, summary="Tìm thủ tục hành chính")
def procedures(
    request: HttpRequest,
    text: Text = "",
    field: Text = "",
    level: Annotated[str, Query(max_length=10)] = "",
    life_event: Annotated[str, Query(max_length=40, pattern=r"^[a-z_]*$")] = "",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProceduresOut:
    """Thủ tục đang áp dụng; ``text`` tìm có dấu hay không dấu trong mã, tên, lĩnh vực, từ khóa."""
    found = queries.procedures(text=text, field=field, level=level, life_event=life_event)
    rows = [ProcedureOut.of(queries.procedure_ref(row)) for row in found[offset : offset + limit]]
    return ProceduresOut(total=found.count(), items=rows)


@router.get("procedures/{code}", response=WholeProcedureOut, auth=None, summary="Một thủ tục hành chính")
def procedure(request: HttpRequest, code: Annotated[str, Path(max_length=40)]) -> WholeProcedureOut:
    """Căn cứ, thời hạn, thành phần hồ sơ, phí, lệ phí của phiên bản đang áp dụng."""
    ref = queries.procedure(code)
    pack = queries.pack_in_force(code, timezone.localdate())
    return WholeProcedureOut(
        **{name: getattr(ref, name) for name in ProcedureOut.model_fields},
        in_force=VersionOut.of(pack) if pack else None,
    )


@router.get("life-events", response=list[LifeEventOut], auth=None, summary="Sự kiện trong đời")
def life_events(request: HttpRequest) -> list[LifeEventOut]:
    """Các tình huống mà người dân tìm thủ tục theo đó."""
    return [LifeEventOut(code=one.code, title=one.title, procedures=one.procedures) for one in queries.life_events()]
