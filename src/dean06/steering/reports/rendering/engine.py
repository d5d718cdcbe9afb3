"""Section texts with figures in place: the report as the page shows it, the file prints it and freezing keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dean06.steering.reports.language import hand_numbers
from dean06.steering.reports.language.parsing import Line, Placeholder, Unreadable, Words, read_lines
from dean06.steering.reports.rendering import (
    appendices,
    indicator_figures,
    lists,
    other_figures,
    register_lists,
    tables,
)
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Block, Figure, Paragraph, Part, Row, Shown, Span, TableBlock

_BLOCKS = {
    "list": {**lists.LISTS, **register_lists.LISTS},
    "table": tables.TABLES,
    "chart": tables.CHARTS,
}
_CODE_FIRST = {"list": lists.OF_INDICATOR, "chart": frozenset(tables.CHARTS)}


@dataclass(frozen=True, slots=True)
class OvertypedText:
    """What stands instead of a figure, and why."""

    shown: str
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section as it is written. ``overtyped``: key of a figure → what stands in its place."""

    key: str
    title: str
    level: int
    text: str
    overtyped: Mapping[str, OvertypedText]


def render(
    facts: Facts, *, title: str, subtitle: str, sections: Iterable[SectionText], appendix_keys: Iterable[str]
) -> Shown:
    """The whole report with the figures of now."""
    parts = tuple(section(facts, one) for one in sections)
    return Shown(
        title=title,
        subtitle=_subtitle(facts, subtitle),
        sections=parts,
        appendices=appendices.build(facts, appendix_keys),
    )


def section(facts: Facts, of: SectionText) -> Part:
    """One section."""
    blocks: list[Block] = []
    for line in read_lines(of.text):
        blocks += _line(facts, line)
    drawn = tuple(_overtype(block, of.overtyped) for block in blocks)
    return Part(of.key, of.title, of.level, drawn)


def _subtitle(facts: Facts, text: str) -> str:
    return " ".join("".join(span.text for line in read_lines(text) for span in _spans(facts, line)).split())


def _line(facts: Facts, line: Line) -> list[Block]:
    wanted = line.block
    if wanted is not None:
        return _block(facts, wanted)
    spans = _spans(facts, line)
    return [Paragraph(tuple(spans), line.style)] if spans else []


def _block(facts: Facts, wanted: Placeholder) -> list[Block]:
    makers = _BLOCKS[wanted.name]
    maker = makers.get(wanted.field)  # type: ignore[attr-defined]
    if maker is None:
        return [_unknown(wanted)]
    if wanted.field in _CODE_FIRST.get(wanted.name, ()) and (
        not wanted.arguments or wanted.arguments[0] not in facts.refs
    ):
        return [_unknown(wanted)]
    try:
        found: list[Block] = maker(facts, wanted.arguments)
    except (ValueError, IndexError):
        # A number where a number must be: the writer sees which line to mend.
        return [_unknown(wanted)]
    return found


def _spans(facts: Facts, line: Line) -> list[Span]:
    spans: list[Span] = []
    for piece in line.pieces:
        if isinstance(piece, Words):
            spans += _words(piece)
        elif isinstance(piece, Unreadable):
            spans.append(Span(f"[không hiểu: {piece.text}]"))
        else:
            spans += _figure(facts, piece)
    return spans


def _words(piece: Words) -> list[Span]:
    """Plain text, with the numbers in it that no figure stands behind marked."""
    spans, end = [], 0
    for typed in hand_numbers.typed_numbers(piece.text):
        if typed.start > end:
            spans.append(Span(piece.text[end : typed.start]))
        spans.append(Span(typed.text, hand=True, at=piece.at + typed.start))
        end = typed.start + len(typed.text)
    if end < len(piece.text):
        spans.append(Span(piece.text[end:]))
    return spans


def _figure(facts: Facts, wanted: Placeholder) -> list[Span]:
    other = other_figures.span(facts, wanted.name, wanted.field)
    if other is not None:
        return [other]
    unit = facts.units.get(wanted.unit) if wanted.unit else None
    reading = None
    if not wanted.unit or unit is not None:
        reading = indicator_figures.read(facts, wanted.name, unit=unit, last_period=wanted.last_period)
    if reading is None or wanted.field not in indicator_figures.FIELDS:
        return [Span(f"[không có số liệu {wanted.key}]")]
    if wanted.field == "sentence":
        found = indicator_figures.sentence(reading)
        return [_keyed(span, wanted) for span in found]
    span = reading.span(wanted.field)
    return [_keyed(span, wanted)]


def _keyed(span: Span, wanted: Placeholder) -> Span:
    """A figure of another unit or period has a key of its own."""
    if span.figure is None or not (wanted.unit or wanted.last_period):
        return span
    field = span.figure.key.rpartition(".")[2]
    return replace(span, figure=replace(span.figure, key=replace(wanted, field=field).key))


def _overtype(block: Block, overtyped: Mapping[str, OvertypedText]) -> Block:
    if not overtyped:
        return block
    if isinstance(block, Paragraph):
        return replace(block, spans=tuple(_overtyped(span, overtyped) for span in block.spans))
    if isinstance(block, TableBlock):
        rows = tuple(
            replace(row, cells=tuple(_overtyped(cell, overtyped) for cell in row.cells))
            if isinstance(row, Row)
            else row
            for row in block.rows
        )
        return replace(block, rows=rows)
    return block


def _overtyped(span: Span, overtyped: Mapping[str, OvertypedText]) -> Span:
    figure: Figure | None = span.figure
    if figure is None or figure.key not in overtyped:
        return span
    other = overtyped[figure.key]
    changed = replace(figure, shown=other.shown, computed=figure.shown, reason=other.reason, by=other.by)
    return replace(span, text=other.shown, figure=changed)


def _unknown(wanted: Placeholder) -> Paragraph:
    return Paragraph((Span(f"[không hiểu: {wanted.key}]"),))
