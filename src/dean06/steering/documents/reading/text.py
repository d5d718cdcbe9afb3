"""Reads .txt and .md: Markdown hints, pipe and tab tables, foot-notes, paragraphs cut by page breaks."""

from __future__ import annotations

import re

from dean06.steering.documents.reading.blocks import Block, Paragraph, Row, Source, Table
from dean06.steering.documents.reading.decoding import decode
from dean06.steering.documents.reading.html_tables import read_html_table
from dean06.steering.documents.reading.joining import (
    LABEL_START,
    begins_item,
    continues,
    hard_wrap_width,
    join_broken,
    mostly_capitals,
)
from dean06.steering.documents.reading.markup import (
    SUPERSCRIPT_DIGITS,
    clean,
    heading_level,
    is_all_bold,
    strip_markup,
)
from dean06.steering.documents.reading.repairing import Repairer
from dean06.steering.documents.reading.text_tables import TableBuilder, is_pipe_row, is_rule, is_tab_row, split_row

_RULE_LINE = re.compile(r"^\s*(?:-{3,}|_{3,}|\*{3,}|={3,}|(?:[-_*=]\s){3,})\s*$")
_PAGE_NUMBER = re.compile(r"^\s*(?:[-–—]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–—])?\s*$", re.I)
_FOOTNOTE = re.compile(f"^([{SUPERSCRIPT_DIGITS}¹²³]+)\\s*(?=\\S)")
#: Not a blank left for the pen ("Số:      /BC", "ngày      tháng 9").
_WIDE_GAP = re.compile(r"(?<=[^\s:,])(?<!ngày)(?<!tháng)(?<!năm) {4,}(?=[A-ZĐÀ-Ỹ*_])")
_FROM_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: The head of a letter (body | national motto) is often set in two columns by spaces; nothing else is.
_HEAD_LINES = 30


def read_text(data: bytes) -> Source:
    """The source of a plain-text file. What is no table is a paragraph. Raises ``CorruptDocument`` for binary data."""
    warnings: list[str] = []
    text = decode(data, warnings)
    repairer = Repairer()
    lines = [
        repairer.fix(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f").split("\n")
    ]
    blocks = join_broken(_Reader(lines).blocks())
    return Source(format="text", blocks=tuple(blocks), warnings=(*warnings, *repairer.warnings()))


class _Reader:
    """Walks the lines once, with at most one table open."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.out: list[Block] = []
        self.table: TableBuilder | None = None
        self.blank_before = True
        self.wrap = hard_wrap_width(lines)
        #: Lines before this index have been read as part of an HTML table.
        self.skip_to = 0

    def blocks(self) -> list[Block]:
        seen = 0
        for index, line in enumerate(self.lines):
            line = line.lstrip("\f")
            if not line.strip():
                # A line of tabs only is an empty table row, not a break.
                if self.table and "\t" not in line:
                    self.table.broken = True
                self.blank_before = True
                continue
            if line.strip().startswith("```"):
                continue
            seen += 1
            if index < self.skip_to:
                continue
            if line.lstrip().lower().startswith("<table") and self._html_table(index):
                continue
            self._line(index, line, seen)
            self.blank_before = False
        self._close()
        return self.out

    def _line(self, index: int, line: str, seen: int) -> None:
        number = index + 1
        if is_pipe_row(line):
            return self._table_row(number, line, "pipe")
        if is_tab_row(line) and not (_PAGE_NUMBER.match(line)):
            return self._table_row(number, line, "tab")
        if _RULE_LINE.match(line) or (_PAGE_NUMBER.match(line) and self._stands_alone(index)):
            return None
        if self.table and self.table.kind == "tab" and self._rest_of_last_cell(index, line):
            return None
        self._close()
        if seen <= _HEAD_LINES and _WIDE_GAP.search(line.strip()):
            self._letterhead(number, tuple(clean(strip_markup(cell)) for cell in _WIDE_GAP.split(line.strip())))
            return None
        return self._paragraph(number, line)

    def _html_table(self, index: int) -> bool:
        end = next((i for i in range(index, len(self.lines)) if "</table>" in self.lines[i].lower()), None)
        if end is None:
            return False
        table = read_html_table("\n".join(self.lines[index : end + 1]), index + 1)
        self._close()
        if table is not None:
            self.out.append(table)
        self.skip_to = end + 1
        return True

    def _letterhead(self, number: int, cells: tuple[str, ...]) -> None:
        """Lines set in two columns by spaces make one table."""
        row = Row(line=number, cells=cells)
        above = self.out[-1] if self.out else None
        if isinstance(above, Table) and len(above.rows[-1].cells) == len(cells):
            self.out[-1] = Table(line=above.line, rows=(*above.rows, row))
        else:
            self.out.append(Table(line=number, rows=(row,)))

    def _stands_alone(self, index: int) -> bool:
        before = self.lines[index - 1] if index else ""
        after = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        return not before.strip() or not after.strip()

    def _rest_of_last_cell(self, index: int, line: str) -> bool:
        """A cell with a line break, copied from a spreadsheet: an unparted line between two rows of one table."""
        if self.blank_before or not self.table or not self.table.rows or index + 1 >= len(self.lines):
            return False
        if mostly_capitals(line):
            # "THÁNG 8" between two parts of a table is a title.
            return False
        after = self.lines[index + 1]
        if not is_tab_row(after) or self.table.width < 3 or len(split_row(after)) != self.table.width:
            return False
        cells = self.table.rows[-1][1]
        if len(cells) >= self.table.width and not cells[-1]:
            return False
        cells[-1] = f"{cells[-1]}\n{strip_markup(line)}".strip()
        return True

    def _table_row(self, number: int, line: str, kind: str) -> None:
        cells = split_row(line)
        if self.table and (self.table.kind != kind or (self.table.broken and not self._goes_on(cells))):
            self._close()
        if self.table is None:
            if is_rule(cells):
                return
            self.table = TableBuilder(line=number, kind=kind)
        self.table.add(number, cells)

    def _goes_on(self, cells: list[str]) -> bool:
        return self.table is not None and (is_rule(cells) or self.table.accepts(cells))

    def _close(self) -> None:
        if self.table and self.table.rows:
            self.out.append(self.table.build())
        self.table = None

    def _paragraph(self, number: int, line: str) -> None:
        level, rest = heading_level(line)
        bold = is_all_bold(rest) or (level is not None and "**" in rest and is_all_bold(rest.replace("***", "**")))
        text = strip_markup(rest).replace("\n", " ").strip()
        if not text:
            return
        mark = _FOOTNOTE.match(text)
        if mark:
            note = mark[1].translate(_FROM_SUPERSCRIPT)
            self.out.append(Paragraph(line=number, text=text[mark.end() :], footnote=note))
            return
        previous = self.out[-1] if self.out else None
        if (
            not self.blank_before
            and isinstance(previous, Paragraph)
            and self.wrap
            and level is None
            and self._wrapped(previous, number, text)
        ):
            self.out[-1] = Paragraph(
                line=previous.line,
                text=f"{previous.text} {text}",
                heading=previous.heading,
                bold=previous.bold,
                footnote=previous.footnote,
            )
            return
        self.out.append(Paragraph(line=number, text=text, heading=level, bold=bold))

    def _wrapped(self, previous: Paragraph, number: int, text: str) -> bool:
        """The line above ran to the margin, so this one goes on with it."""
        assert self.wrap is not None
        above = self.lines[number - 2].rstrip()
        if begins_item(text) or LABEL_START.match(text) or previous.heading is not None:
            return False
        # The next word would not have fitted on the line above.
        if len(above) + 1 + len(text.split(" ", 1)[0]) > self.wrap * 0.97 and not above.isupper():
            return True
        return continues(previous.text, text)
