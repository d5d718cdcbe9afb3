"""PUBLIC. Words of reports, and a report as it is shown: sections of paragraphs, tables and charts whose numbers know
where they come from. The same shapes are drawn on the page, written into the .docx, and kept when a report is frozen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import models

__all__ = [
    "Band",
    "Bar",
    "Block",
    "Chart",
    "Column",
    "Figure",
    "FindingRow",
    "Paragraph",
    "Part",
    "ReportRef",
    "ReportState",
    "Row",
    "Shown",
    "Span",
    "TableBlock",
]


class ReportState(models.TextChoices):
    """Where a report stands: figures move only in ``DRAFT``."""

    DRAFT = "draft", "Đang soạn"
    FROZEN = "frozen", "Đã chốt số liệu"
    CHECKED = "checked", "Đã kiểm tra, chờ duyệt"
    SIGNED = "signed", "Đã duyệt, chờ phát hành"
    ISSUED = "issued", "Đã phát hành"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the text and where it comes from. ``key``: its placeholder ("DVC-01.rate").

    ``computed``: what the data say, when somebody wrote ``shown`` over it for ``reason``. ``numerator`` and
    ``denominator``: the counts behind it. ``url`` leads to its rows.
    """

    key: str
    label: str
    shown: str
    unit: str = ""
    period: str = ""
    numerator: int | None = None
    denominator: int | None = None
    url: str = ""
    note: str = ""
    provisional: bool = False
    computed: str = ""
    reason: str = ""
    by: str = ""

    @property
    def overtyped(self) -> bool:
        """Somebody wrote another value over the computed one."""
        return bool(self.reason)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text: words, a live figure, or (``hand``) a number that somebody typed without a figure.

    ``at``: where a typed number stands in the section's source text.
    """

    text: str
    figure: Figure | None = None
    hand: bool = False
    at: int = -1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. ``style``: "text", "item" (a dash before it), "heading" (inside a section), "note" (not printed)."""

    spans: tuple[Span, ...]
    style: str = "text"

    @property
    def text(self) -> str:
        """Its words as printed."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``width`` counts only against the others; neighbours of one ``group`` share a heading."""

    title: str
    width: float = 1.0
    align: str = "left"
    group: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a span for each cell."""

    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A heading across all columns."""

    text: str


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; ``caption`` stands above it."""

    columns: tuple[Column, ...]
    rows: tuple[Row | Band, ...]
    caption: str = ""
    size: int = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` is ``None`` where there is no figure. ``kind``: "danger" below target."""

    label: str
    value: float | None
    shown: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Horizontal bars with an optional line at the target; the same numbers stand in words in ``alt``."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    target: float | None = None

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""
        rows = "; ".join(f"{bar.label}: {bar.shown}" for bar in self.bars)
        return f"Biểu đồ {self.title}: {rows}"


Block = Paragraph | TableBlock | Chart


@dataclass(frozen=True, slots=True)
class Part:
    """A section or an appendix as shown. ``level`` 1: "I. …", 2: "1. …"; appendices have a ``label``."""

    key: str
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    label: str = ""
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A whole report as shown: live while drafted, as it was once frozen."""

    title: str
    subtitle: str
    sections: tuple[Part, ...]
    appendices: tuple[Part, ...] = ()

    def spans(self) -> Iterator[tuple[Part, Span]]:
        """Every piece of text with the section it stands in."""
        for part in (*self.sections, *self.appendices):
            for block in part.blocks:
                if isinstance(block, Paragraph):
                    for span in block.spans:
                        yield part, span
                elif isinstance(block, TableBlock):
                    for row in block.rows:
                        if isinstance(row, Row):
                            for span in row.cells:
                                yield part, span

    def figures(self) -> list[tuple[Part, Figure]]:
        """Every figure with its section."""
        return [(part, span.figure) for part, span in self.spans() if span.figure is not None]

    def overtyped(self) -> list[tuple[Part, Figure]]:
        """The figures that somebody wrote over, each once a section."""
        found: dict[tuple[str, str], tuple[Part, Figure]] = {}
        for part, figure in self.figures():
            if figure.overtyped:
                found.setdefault((part.key, figure.key), (part, figure))
        return list(found.values())

    def typed_by_hand(self) -> list[tuple[Part, Span]]:
        """Numbers of the text that no figure stands behind."""
        return [(part, span) for part, span in self.spans() if span.hand]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding of the checker on a report's own file. ``section``: key of the part it lies in, if known."""

    number: int
    rule: str
    title: str
    severity: str
    message: str
    excerpt: str
    section: str = ""
    explanation: str = ""
    explained_by: str = ""


@dataclass(frozen=True, slots=True)
class ReportRef:
    """A report as lists show it."""

    id: int
    title: str
    unit: str
    kind: str
    period: str
    period_label: str
    state: ReportState
    number: str = ""
    issued_on: dt.date | None = None
    updated_at: dt.datetime | None = None
    overtyped: int = 0
    people: tuple[str, ...] = field(default=())
