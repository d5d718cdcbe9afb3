"""PRIVATE. A document with its figures as the page shows them: suggested, decided, in conflict, without counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.documents import queries as documents
from dean06.steering.indicators.catalogue import reading as catalogue
from dean06.steering.indicators.catalogue import units
from dean06.steering.indicators.from_documents import heading, matching
from dean06.steering.indicators.from_documents.words import fold, label_key
from dean06.steering.indicators.models import LabelMapping, TakenFigure, Value
from dean06.steering.indicators.types import IndicatorRef, PeriodKind, UnitRef

#: Dates in which the document says up to when its figures hold are looked for in so much of its text.
_OPENING = 20_000
_BEFORE = 300
_NONE: Mapping[str, Any] = {"taken": 0, "left": 0}


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggested indicator of a row. ``stored``: a value that is there already; ``differs``: it is another one."""

    ref: IndicatorRef
    score: int
    reason: str
    cautions: tuple[str, ...]
    period: str
    period_label: str
    stored: Pair | None = None
    differs: bool = False


@dataclass(slots=True)
class Row:
    """One figure of the document with what may be made of it."""

    position: int
    line: int
    label: str
    subject: str
    passage: str
    printed: matching.Printed
    pair: Pair | None
    refusal: str
    unit: UnitRef | None = None
    choices: list[Choice] = field(default_factory=list)
    taken: TakenFigure | None = None
    problem: str = ""
    #: What was sent for a row that was refused: nothing typed is lost.
    sent_act: str = ""
    sent_code: str = ""

    @property
    def is_open(self) -> bool:
        """True while somebody has to decide."""
        return self.taken is None and self.pair is not None and (bool(self.choices) or self.printed.is_ratio)


@dataclass(slots=True)
class Mapped:
    """A document with its rows. ``unit``, ``kind``, ``last`` as confirmed, or as suggested before that."""

    document: Any
    head: heading.Head
    unit_guess: heading.UnitGuess
    period_guess: heading.PeriodGuess | None
    rows: list[Row] = field(default_factory=list)

    def having(self, what: str) -> list[Row]:
        """The rows of a tab: ``mo`` open, ``da-nhan`` taken over, ``bo-qua`` left out, ``dem`` counts that fit nothing,
        ``ty-le`` without counts."""
        tests = {
            "mo": lambda row: row.is_open,
            "da-nhan": lambda row: row.taken is not None and not row.taken.skipped,
            "bo-qua": lambda row: row.taken is not None and row.taken.skipped,
            "dem": lambda row: row.taken is None and row.pair is not None and not row.is_open,
            "ty-le": lambda row: row.taken is None and row.pair is None,
        }
        return [row for row in self.rows if tests[what](row)]


def printed_figures(document: Any) -> list[tuple[int, int, str, matching.Printed]]:
    """Place, line, passage and figure of everything that was read in a document."""
    texts = _texts(document.passages)
    found = []
    for position, one in enumerate(document.recognised.get("figures", ())):
        passage = texts.get(one["line"], "")
        excerpt = one.get("excerpt") or ""
        start = passage.find(excerpt.strip("… ")[:30]) if excerpt.strip("… ") else -1
        printed = matching.Printed(
            label=one["label"],
            subject=one.get("subject") or "",
            around=excerpt,
            before=passage[max(start - _BEFORE, 0) : start] if start > 0 else "",
            numerator=_number(one.get("numerator")),
            denominator=_number(one.get("denominator")),
            value=_number(one.get("value")),
            rate=_number(one.get("rate")),
            unit=one.get("unit") or "",
        )
        found.append((position, one["line"], excerpt or passage[:300], printed))
    return found


def _texts(passages: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for passage in passages:
        for row in passage.get("rows", ()):
            found[row["line"]] = " · ".join(cell for cell in row["cells"] if cell)
        if "rows" not in passage:
            found[passage["line"]] = passage["text"]
    return found


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def head_of(document: Any) -> heading.Head:
    """What the document says of itself, for the guesses."""
    opening = " ".join(text for _, text in sorted(_texts(document.passages).items()))[:_OPENING]
    figures = document.recognised.get("figures", ())
    return heading.Head(
        kind=document.kind or "",
        issuer=document.issuer or "",
        title=document.title or "",
        period=document.period or "",
        date=document.date,
        opening=opening,
        whole=any("toàn tỉnh" in (one.get("subject") or "").lower() for one in figures),
    )


def mapped(actor: Actor, document_id: int) -> Mapped:
    """The document with what its head suggests; rows are added by ``with_rows`` once unit and period are confirmed.

    Raises ``NotFound``, ``NotAllowed``.
    """
    document = documents.document(actor, document_id)
    head = head_of(document)
    return Mapped(document, head, heading.guess_unit(head, units.everything()), heading.guess_period(head))


def with_rows(page: Mapped, unit: UnitRef | None, kind: PeriodKind, last: dt.date) -> Mapped:
    """Add the rows for a unit and period. A constant number of queries."""
    bodies = units.everything()
    refs = catalogue.in_force(last)
    by_code = {ref.code: ref for ref in refs}
    lexicon = matching.Lexicon.of(refs)
    figures = printed_figures(page.document)
    decided = {row.position: row for row in taken_of(page.document.pk)}
    memories = Memories.load([printed for _, _, _, printed in figures], document_kind(page.document), unit)
    for position, line, passage, printed in figures:
        pair = matching.counts(printed)
        own = heading.named_unit(printed.subject, bodies) if printed.subject else None
        row = Row(
            position=position,
            line=line,
            label=printed.label,
            subject=printed.subject,
            passage=passage,
            printed=printed,
            pair=pair,
            refusal=matching.why_no_value(printed),
            unit=own or unit,
            taken=decided.get(position),
        )
        if row.taken is None:
            for found in matching.suggest(printed, lexicon, memory=memories.of(printed), kind=kind):
                ref = by_code[found.code]
                period = heading.period_code(ref.frequency, last)
                words = heading.period_label(ref.frequency, last)
                row.choices.append(Choice(ref, found.score, found.reason, found.cautions, period, words))
        page.rows.append(row)
    _mark_stored(page.rows)
    _mark_rivals(page.rows)
    return page


def _mark_stored(rows: Sequence[Row]) -> None:
    """Values that are there already beside what the document states. One query."""
    wanted = [(row, choice) for row in rows if row.unit for choice in row.choices]
    found = stored_pairs(
        {choice.ref.code for _, choice in wanted},
        {row.unit.id for row, _ in wanted if row.unit},
        {choice.period for _, choice in wanted},
    )
    for row in rows:
        row.choices = [
            _beside(choice, row, found.get((choice.ref.code, row.unit.id, choice.period)) if row.unit else None)
            for choice in row.choices
        ]


def stored_pairs(codes: Iterable[str], unit_ids: Iterable[int], periods: Iterable[str]) -> dict[Any, Pair]:
    """(indicator, unit, period) → the whole that is stored. One query."""
    rows = Value.objects.filter(
        indicator__code__in=list(codes), unit__in=list(unit_ids), period__code__in=list(periods), breakdown=""
    )
    return {
        (code, unit, period): Pair(numerator, denominator)
        for code, unit, period, numerator, denominator in rows.values_list(
            "indicator__code", "unit_id", "period__code", "numerator", "denominator"
        )
    }


def _beside(choice: Choice, row: Row, stored: Pair | None) -> Choice:
    if stored is None:
        return choice
    return replace(choice, stored=stored, differs=stored != row.pair)


def _mark_rivals(rows: Sequence[Row]) -> None:
    """Two figures of one document cannot both be one value: each says so."""
    first = Counter(
        (row.choices[0].ref.code, row.unit.id if row.unit else 0) for row in rows if row.taken is None and row.choices
    )
    for row in rows:
        if row.taken is None and row.choices:
            best = row.choices[0]
            rivals = first[best.ref.code, row.unit.id if row.unit else 0] - 1
            if rivals:
                caution = f"{rivals} số khác trong văn bản cũng được gợi ý cho chỉ tiêu này: chỉ nhận một số"
                row.choices[0] = replace(best, cautions=(*best.cautions, caution))


@dataclass(frozen=True, slots=True)
class Memories:
    """Confirmed mappings by label, counted word and shape; those of the same unit and kind of document come first."""

    found: Mapping[tuple[str, str, bool], matching.Memory]

    @classmethod
    def load(cls, figures: Iterable[matching.Printed], kind: str, unit: UnitRef | None) -> Memories:
        """One query. What other units said counts only while they agree."""
        keys = {label_key(printed.label) for printed in figures}
        near: dict[tuple[str, str, bool], matching.Memory] = {}
        far: dict[tuple[str, str, bool], set[str]] = {}
        names: dict[tuple[str, str, bool], str] = {}
        rows = LabelMapping.objects.filter(label__in=keys).select_related("indicator").order_by("at")
        for row in rows:
            key = (row.label, row.counted, row.ratio)
            if unit is not None and row.unit_id == unit.id and (row.kind == kind or key not in near):
                near[key] = matching.Memory(row.indicator.code, row.by_name or "Một người")
            far.setdefault(key, set()).add(row.indicator.code)
            names[key] = row.by_name or "Một người"
        agreed = {
            key: matching.Memory(next(iter(codes)), names[key], near=False)
            for key, codes in far.items()
            if len(codes) == 1
        }
        return cls({**agreed, **near})

    def of(self, printed: matching.Printed) -> matching.Memory | None:
        """What was confirmed for such a figure."""
        return self.found.get((label_key(printed.label), fold(printed.unit)[:40], printed.is_ratio))


def document_kind(document: Any) -> str:
    """The kind of a document as mappings keep it."""
    return fold(document.kind or "")[:60]


def taken_of(document_id: int) -> list[TakenFigure]:
    """What was decided about a document's figures. One query."""
    rows = TakenFigure.objects.filter(document=document_id).select_related("indicator", "unit", "period")
    return list(rows.order_by("position"))


@dataclass(frozen=True, slots=True)
class Source:
    """The document a value was taken from."""

    document_id: int
    title: str
    line: int
    label: str
    at: dt.datetime
    by_name: str


def sources(actor: Actor, code: str, unit_id: int, period: str) -> list[Source]:
    """Documents from which a value was taken over, newest first. One query.

    Empty for an actor that may not see documents; the value's own history says where it came from.
    """
    if not actor.can("documents.view"):
        return []
    rows = TakenFigure.objects.filter(
        indicator__code=code, unit=unit_id, period__code=period, skipped=False
    ).select_related("document")
    return [
        Source(row.document_id, title_of(row.document), row.line, row.label, row.at, row.by_name)
        for row in rows.order_by("-at", "-pk")
    ]


def title_of(document: Any) -> str:
    """How a document is called: kind, number and date, else its title."""
    if document.kind:
        number = f" số {document.number}" if document.number and not document.number.startswith("/") else ""
        date = f" ngày {document.date:%d/%m/%Y}" if document.date else ""
        if number or date:
            return f"{document.kind.capitalize()}{number}{date}"
    return str(document.title or document.filename)[:140]


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in the list with how far it is."""

    document: Any
    title: str
    figures: int
    taken: int
    skipped: int


def listed(rows: Sequence[Any]) -> list[Listed]:
    """Documents of one page with their counts. Two queries."""
    ids = [row.pk for row in rows]
    done: dict[int, Mapping[str, Any]] = {
        row["document"]: row
        for row in TakenFigure.objects.filter(document__in=ids)
        .values("document")
        .annotate(taken=Count("pk", filter=Q(skipped=False)), left=Count("pk", filter=Q(skipped=True)))
    }
    return [
        Listed(
            row,
            title_of(row),
            len(row.recognised.get("figures", ())),
            done.get(row.pk, _NONE)["taken"],
            done.get(row.pk, _NONE)["left"],
        )
        for row in rows
    ]
