"""Tables in plain text: pipe tables and tab tables, also when a page break cuts a row in two."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dean06.steering.documents.reading.blocks import Row, Table
from dean06.steering.documents.reading.markup import strip_markup

_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE_CELL = re.compile(r"^\s*:?-{2,}:?\s*$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")


def is_pipe_row(line: str) -> bool:
    """Whether the line is ``| a | b |``."""
    return bool(_PIPE_ROW.match(line)) and line.count("|") >= 2


def is_tab_row(line: str) -> bool:
    """Whether tabs part the line into cells (an indented line has tabs before its text only)."""
    return "\t" in line.strip(" \r\n") and ("\t" in line.strip() or line.count("\t") >= 2)


def split_row(line: str) -> list[str]:
    """The raw cells of a table line."""
    if is_pipe_row(line):
        inner = line.strip()[1:-1]
        return [cell.replace("\\|", "|") for cell in _UNESCAPED_PIPE.split(inner)]
    return line.rstrip("\r\n").split("\t")


def is_rule(cells: list[str]) -> bool:
    """Whether the row only draws the line under a header."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(_RULE_CELL.match(cell) for cell in filled)


@dataclass
class TableBuilder:
    """Collects the lines of one table. A row that begins after a break with an empty cell continues the row before."""

    line: int
    kind: str
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    #: A blank line or a drawn rule stands before the next row.
    broken: bool = False

    @property
    def width(self) -> int:
        return max((len(cells) for _, cells in self.rows), default=0)

    def accepts(self, cells: list[str]) -> bool:
        """Whether a row after a blank line still belongs to this table: the width is (nearly) the same."""
        if len(cells) != self.width and self._new_heading(cells):
            return False
        return abs(len(cells) - self.width) <= 1 and (len(cells) >= 3 or len(cells) == self.width)

    @staticmethod
    def _new_heading(cells: list[str]) -> bool:
        """A row of words only, every cell filled and no number in front, heads another table."""
        return all(cell.strip() for cell in cells) and not any(char.isdigit() for cell in cells for char in cell)

    def add(self, line: int, raw: list[str]) -> None:
        """Adds a row, or the rest of the row before."""
        if is_rule(raw):
            self.broken = self.broken or len(self.rows) != 1
            return
        cells = [strip_markup(cell) for cell in raw]
        if not any(cells):
            return
        if not self.broken and self.rows and self._cut_by_line_break(cells):
            above = self.rows[-1][1]
            above[-1] = f"{above[-1]}\n{cells[0]}".strip()
            above.extend(cells[1:])
        elif self.broken and self.rows and not cells[0] and self._continues(cells):
            self._extend(raw, cells)
        else:
            self.rows.append((line, cells))
        self.broken = False

    def _cut_by_line_break(self, cells: list[str]) -> bool:
        """A line break inside a cell cuts the row; the two pieces together have the width of the table."""
        above = self.rows[-1][1]
        return (
            len(self.rows) > 1
            and len(above) < self.width
            and len(above) + len(cells) - 1 == self.width
            and bool(cells[0])
            and not re.match(r"\(?(?:\d+|[IVXL]+)(?:\.\w+)*[.)]?$", cells[0])
        )

    def _continues(self, cells: list[str]) -> bool:
        """A continuation adds to cells that are filled above (or to a cell right of them), it opens no new number."""
        above = self.rows[-1][1]
        if sum(1 for cell in above if cell) <= 1:
            return False
        filled = [index for index, cell in enumerate(cells) if cell]
        return any(index < len(above) and above[index] for index in filled)

    def _extend(self, raw: list[str], cells: list[str]) -> None:
        above = self.rows[-1][1]
        above.extend([""] * (len(cells) - len(above)))
        for index, cell in enumerate(cells):
            if not cell:
                continue
            if len(raw) != self.width:
                index = self._column_of(index, cell, above, self.width - len(raw))
            # A part that opens with a bullet is a new paragraph of the cell; else the sentence simply goes on.
            glue = "\n" if re.match(r"[-+•]\s", cell) else " "
            above[index] = f"{above[index]}{glue}{cell}" if above[index] else cell

    @staticmethod
    def _column_of(index: int, cell: str, above: list[str], lost: int) -> int:
        """On a page where empty columns were lost, the column whose text is cut off where this part goes on."""
        best, best_score = index, -1.0
        for column in range(min(index, index + lost), max(index, index + lost) + 1):
            if not 0 <= column < len(above) or not above[column]:
                continue
            cut = not re.search(r"[.;:!?]$", above[column]) and (cell[0].islower() or not cell[0].isalpha())
            score = 2.0 * cut + min(len(above[column]), 200) / 200 + 0.5 * (column == index)
            if score > best_score:
                best, best_score = column, score
        return best

    def build(self) -> Table:
        """The finished table."""
        return Table(line=self.line, rows=tuple(Row(line=number, cells=tuple(cells)) for number, cells in self.rows))
