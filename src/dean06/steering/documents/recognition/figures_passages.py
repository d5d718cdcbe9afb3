"""A document as passages: paragraphs, foot-notes and the wordy cells of tables, each with the headings above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dean06.kernel.common.vietnamese import DateMention, find_dates
from dean06.steering.documents.reading.blocks import Paragraph, Source, Table
from dean06.steering.documents.recognition.figures_quantities import Quantity, read_quantities
from dean06.steering.documents.recognition.figures_words import fold

Kind = Literal["text", "heading", "note", "cell"]

_NUMBERED = re.compile(
    r"^(?P<mark>(?P<roman>[IVX]{1,5})[.)/]|(?P<phan>(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)\s+[\dIVX]+)[.:]?(?=\s)|(?P<dec>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?(?=\s)|"
    r"(?P<part>[a-zđA-ZĐ])[.)](?=\s))\s*(?P<title>\S.*)"
)
_BULLET = re.compile(r"^(?P<mark>[-–—+•*●▪◦·➢✓]|\(\d{1,2}\)|\d{1,2}[.)/]|[a-zđ][.)])\s*(?=\S)")
_NEXT_WORK = re.compile(
    r"phuong huong|nhiem vu trong tam|nhiem vu, giai phap|giai phap|nhiem vu trong thoi gian|thoi gian toi|"
    r"muc tieu|chi tieu|ke hoach cong tac|cong tac trong tam|chuong trinh cong tac|to chuc thuc hien|"
    r"(?<!phan anh, )(?<!phan anh )kien nghi|de xuat|"
    r"nhiem vu can|nhiem vu thang|nhiem vu quy|nhiem vu tuan|nhiem vu chung|nhiem vu cu the|trong tam cong tac|du kien"
)
#: Letters of the longest paragraph that is read in one piece.
_LONGEST = 5_000
_RESULTS = re.compile(
    r"ket qua|danh gia|tinh hinh|thuc trang|hien trang|ton tai|han che|uu diem|cong tac chi dao|da dat"
)


@dataclass
class Passage:
    """One stretch of running text. ``number`` counts passages, so that neighbours can be told."""

    text: str
    line: int
    kind: Kind
    number: int
    headings: tuple[str, ...] = ()
    bullet: str | None = None
    footnote: str | None = None
    table: int | None = None
    row: int | None = None
    #: Title of the column that a cell stands in.
    column: str | None = None
    bold: bool = False
    #: The file itself marks the paragraph as a heading (Word style, Markdown).
    marked: bool = False
    data: dict[str, object] = field(default_factory=dict)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers of the text that count or measure something."""
        return read_quantities(self.text, self.dates)

    @cached_property
    def dates(self) -> list[DateMention]:
        """Dates and periods in the text."""
        return find_dates(self.text)

    @cached_property
    def plans_ahead(self) -> bool:
        """Whether the passage stands in a part on tasks, targets or requests: its numbers are wishes, not results."""
        for heading in reversed(self.headings):
            folded = fold(heading)
            if _RESULTS.search(folded):
                return False
            if _NEXT_WORK.search(folded):
                return True
        return False


def heading_level(paragraph: Paragraph) -> int | None:
    """The depth of a heading by its number or mark-up; ``None`` for running text."""
    text = paragraph.text.strip()
    if paragraph.footnote or len(text) > 260:
        return None
    match = _NUMBERED.match(text)
    short = len(text) <= 160 and not re.search(r"[.;]\s+\S|[;,:]$", match["title"] if match else text)
    if match:
        if match["roman"] or match["phan"]:
            return 1 if short else None
        title = match["title"]
        capital = title[:1].isupper()
        marked = paragraph.heading is not None or paragraph.bold or title.isupper()
        plain = short and capital and not text.rstrip().endswith((".", ";")) and len(text) <= 130
        if not (marked or plain):
            return None
        if match["dec"]:
            return 2 + match["dec"].count(".")
        return 6
    if paragraph.heading is not None:
        return max(1, min(paragraph.heading, 6))
    if text.isupper() and 8 <= len(text) <= 200:
        return 1
    return 5 if paragraph.bold and short and len(text) <= 120 else None


class _Outline:
    """The headings above the present place. A part that starts again at 1 right under "3. …" lies inside it."""

    def __init__(self) -> None:
        self.stack: list[tuple[float, str]] = []
        self.inner: int | None = None

    def path(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.stack)

    def open(self, paragraph: Paragraph, level: int, directly_below: bool) -> None:
        depth = float(level)
        number = re.match(r"\d{1,2}(?:\.\d{1,2})*(?=[.)\s])", paragraph.text)
        if level <= 1:
            self.inner = None
        if number:
            first = int(number[0].split(".")[0])
            if "." not in number[0]:
                above = self.stack[-1] if self.stack else None
                if first == 1 and directly_below and above and above[0] == 2 and not above[1].startswith("1"):
                    self.inner = 1
                elif self.inner is not None and first == self.inner + 1:
                    self.inner = first
                else:
                    self.inner = None
            if self.inner is not None:
                depth += 0.5
        while self.stack and self.stack[-1][0] >= depth:
            self.stack.pop()
        self.stack.append((depth, paragraph.text))


def passages_of(source: Source) -> list[Passage]:
    """The passages of a source in reading order. Cells that hold only a number or a few words are left out."""
    out: list[Passage] = []
    outline = _Outline()
    for table_number, block in enumerate(source.blocks):
        if isinstance(block, Table):
            out.extend(_cells(block, table_number, len(out), outline.path()))
            continue
        level = heading_level(block)
        if level is not None:
            directly_below = bool(out) and out[-1].kind == "heading"
            outline.open(block, level, directly_below)
            out.append(
                Passage(
                    block.text,
                    block.line,
                    "heading",
                    len(out),
                    outline.path()[:-1],
                    bold=block.bold,
                    marked=block.heading is not None,
                )
            )
            continue
        bullet = _BULLET.match(block.text)
        for piece in _pieces(block.text):
            out.append(
                Passage(
                    piece,
                    block.line,
                    "note" if block.footnote else "text",
                    len(out),
                    outline.path(),
                    bullet=bullet["mark"] if bullet else None,
                    footnote=block.footnote,
                    bold=block.bold,
                    marked=block.heading is not None,
                )
            )
    return out


def _pieces(text: str) -> list[str]:
    """A paragraph as it is; one as long as a whole page (a badly converted file) in pieces that end with a sentence."""
    pieces: list[str] = []
    while len(text) > _LONGEST:
        cut = text.rfind(". ", _LONGEST // 2, _LONGEST)
        cut = _LONGEST if cut < 0 else cut + 2
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]


def _cells(table: Table, table_number: int, first: int, headings: tuple[str, ...]) -> list[Passage]:
    found: list[Passage] = []
    header = table.rows[0].cells if table.rows else ()
    for row_number, row in enumerate(table.rows):
        for index, cell in enumerate(row.cells):
            if len(cell) < 25 or not any(char.isdigit() for char in cell):
                continue
            for part in cell.split("\n"):
                if len(part) >= 15 and any(char.isdigit() for char in part):
                    found.append(
                        Passage(
                            part,
                            row.line,
                            "cell",
                            first + len(found),
                            headings,
                            table=table_number,
                            row=row_number,
                            column=header[index] if row_number and index < len(header) else None,
                        )
                    )
    return found


def excerpt(text: str, start: int, end: int, around: int = 70) -> str:
    """The words around a place in the text, cut at word boundaries, marked with … where something is left out."""
    left, right = max(0, start - around), min(len(text), end + around)
    while left > 0 and not text[left - 1].isspace():
        left -= 1
    while right < len(text) and not text[right].isspace():
        right += 1
    words = re.sub(r"\s+", " ", text[left:right]).strip()
    return ("… " if left else "") + words + (" …" if right < len(text) else "")
