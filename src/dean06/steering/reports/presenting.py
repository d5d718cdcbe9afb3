"""PRIVATE. What the pages show beside the text: state of sections, figures of a section, suggestions, differences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.steering.reports import access, stored
from dean06.steering.reports.language import hand_numbers, words
from dean06.steering.reports.models import Comment, Overtyped, Report, Section
from dean06.steering.reports.rendering import indicator_figures
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import (
    Band,
    Chart,
    Column,
    Figure,
    Paragraph,
    Part,
    ReportState,
    Shown,
    Span,
    TableBlock,
)

STATE_KINDS = {
    ReportState.DRAFT: "ongoing",
    ReportState.FROZEN: "info",
    ReportState.CHECKED: "warning",
    ReportState.SIGNED: "success",
    ReportState.ISSUED: "success",
}
#: The steps as the head of each page shows them.
STEPS = (
    (ReportState.DRAFT, "Soạn"),
    (ReportState.FROZEN, "Chốt số liệu"),
    (ReportState.CHECKED, "Kiểm tra"),
    (ReportState.SIGNED, "Duyệt"),
    (ReportState.ISSUED, "Phát hành"),
)
#: A suggestion is a figure whose value lies this near to the number typed, in per cent of it.
_NEAR = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the left pane."""

    id: int
    key: str
    title: str
    level: int
    current: bool
    edited: bool
    by: str
    at: dt.datetime | None
    comments: int
    findings: int
    overtyped: int
    typed: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block as templates need it: ``kind`` says which of the fields counts."""

    kind: str
    paragraph: Paragraph | None = None
    table: TableBlock | None = None
    chart: Chart | None = None
    bars: tuple[dict[str, Any], ...] = ()
    #: Rows of a table: the text of a band, or each cell with its column.
    rows: tuple[tuple[str, tuple[tuple[Span, Column], ...]], ...] = ()


def section_lines(report: Report, shown: Shown, current: str) -> list[SectionLine]:
    """The sections with what waits in each. Three queries."""
    comments: dict[int, int] = {}
    for row in Comment.objects.filter(section__report=report, resolved_at=None).values_list("section_id", flat=True):
        comments[row] = comments.get(row, 0) + 1
    over: dict[int, int] = {}
    for row in Overtyped.objects.filter(section__report=report, removed_at=None).values_list("section_id", flat=True):
        over[row] = over.get(row, 0) + 1
    typed: dict[str, int] = {}
    for part, _ in shown.typed_by_hand():
        typed[part.key] = typed.get(part.key, 0) + 1
    findings: dict[str, int] = {}
    for finding in report.findings:
        if not finding["explanation"]:
            findings[finding["section"]] = findings.get(finding["section"], 0) + 1
    return [
        SectionLine(
            id=section.pk,
            key=section.key,
            title=section.title or "Mở đầu",
            level=section.level,
            current=section.key == current,
            edited=section.revision > 1,
            by=section.updated_by_name,
            at=section.updated_at if section.revision > 1 else None,
            comments=comments.get(section.pk, 0),
            findings=findings.get(section.key, 0),
            overtyped=over.get(section.pk, 0),
            typed=typed.get(section.key, 0),
        )
        for section in report.sections.all()
    ]


def drawn(part: Part) -> list[Drawn]:
    """The blocks of a part for the page."""
    found = []
    for block in part.blocks:
        if isinstance(block, TableBlock):
            rows = tuple(
                (row.text, ()) if isinstance(row, Band) else ("", tuple(zip(row.cells, block.columns, strict=True)))
                for row in block.rows
            )
            found.append(Drawn("table", table=block, rows=rows))
        elif isinstance(block, Chart):
            bars = tuple(
                {
                    "label": bar.label,
                    "value": bar.value,
                    "shown": bar.shown,
                    "url": bar.url,
                    "kind": bar.kind,
                    "target": block.target,
                    "note": "dưới mục tiêu" if bar.kind == "danger" else "",
                }
                for bar in block.bars
            )
            found.append(Drawn("chart", chart=block, bars=bars))
        else:
            found.append(Drawn(block.style, paragraph=block))
    return found


def figures_of(part: Part) -> list[Figure]:
    """The figures of a section, each once."""
    found: dict[str, Figure] = {}
    for _, figure in Shown("", "", (part,)).figures():
        found.setdefault(figure.key, figure)
    return list(found.values())


def last_period(actor: Actor, report: Report, key: str) -> tuple[Report | None, Part | None]:
    """The same section of the newest earlier report of the unit and kind, as it was frozen or is drafted."""
    before = (
        access.visible(actor)
        .filter(unit_id=report.unit_id, kind=report.kind, period__last__lt=report.period.last)
        .order_by("-period__last")
        .first()
    )
    if before is None:
        return None, None
    if before.frozen is None:
        section = Section.objects.filter(report=before, key=key).first()
        return before, _raw(section) if section is not None else None
    shown = stored.from_json(before.frozen)
    return before, next((part for part in shown.sections if part.key == key), None)


def _raw(section: Section) -> Part:
    lines = tuple(Paragraph((Span(line),)) for line in section.text.split("\n") if line.strip())
    return Part(section.key, section.title, section.level, lines)


def suggestions(facts: Facts, typed: str) -> list[Figure]:
    """Figures of the unit whose value is (nearly) the number typed, the nearest first."""
    numbers = hand_numbers.typed_numbers(typed)
    if not numbers:
        return []
    value, percent = numbers[0].value, numbers[0].percent
    near: list[tuple[Decimal, int, Figure]] = []
    for order, ref in enumerate(facts.refs.values()):
        reading = indicator_figures.read(facts, ref.code)
        if reading is None or reading.pair is None:
            continue
        fields = {"rate": words.percent(reading.pair)} if percent else _counts(reading)
        for field, has in fields.items():
            if has is None:
                continue
            distance = abs(Decimal(has) - value)
            if distance <= abs(value) * _NEAR / 100 or distance == 0:
                near.append((distance, order, reading.figure(field)))
    return [figure for _, _, figure in sorted(near, key=lambda one: one[:2])[:12]]


def _counts(reading: indicator_figures.Reading) -> dict[str, Decimal | None]:
    pair = reading.pair
    if pair is None:
        return {}
    if pair.denominator is None:
        return {"value": Decimal(pair.numerator)}
    return {
        "numerator": Decimal(pair.numerator),
        "denominator": Decimal(pair.denominator),
        "rest": Decimal(max(pair.denominator - pair.numerator, 0)),
    }
