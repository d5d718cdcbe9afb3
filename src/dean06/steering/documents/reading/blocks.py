"""What every file format is reduced to before anything is recognised: paragraphs and tables, in reading order.

A ``line`` is what a person can find again in the original: the 1-based line of a text file, the running number of
the paragraph or table row in a Word file, the running text line of a PDF, the sheet row of a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, NFC, without mark-up.

    ``heading`` is 1..6 where the file itself marks a heading (Word style, Markdown ``#``), else ``None``: a hint,
    since plain text marks none and converted files mark them inconsistently. ``bold`` is true when the whole
    paragraph is bold. ``footnote`` is the mark of a foot-note (its digits), ``None`` for running text.
    """

    line: int
    text: str
    heading: int | None = None
    bold: bool = False
    page: int | None = None
    footnote: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One table row. Merged cells repeat nothing: the text stands in the first cell, the others are empty.

    Paragraphs inside one cell are parted by a line break. ``spans`` gives each cell's height in rows where the file
    says so (vertical merges), else it is empty.
    """

    line: int
    cells: tuple[str, ...]
    spans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as found in the file, header rows included. ``name`` is the sheet's name in a spreadsheet."""

    line: int
    rows: tuple[Row, ...]
    name: str | None = None
    page: int | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """A file reduced to blocks. ``format`` is ``text``, ``docx``, ``pdf`` or ``xlsx``."""

    format: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = field(default=())

    def paragraphs(self) -> Iterator[Paragraph]:
        """Paragraphs only, in reading order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """Tables only, in reading order."""
        return (block for block in self.blocks if isinstance(block, Table))
