"""Tasks as table rows, in Word, spreadsheet, pipe and tab tables.

Handled: headings of two rows and repeated ones, block titles, rows cut by a page break, vertical merges, coded
hierarchies (I, I.2, I.2.a), and blocks in which the columns mean something else than their heading says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dean06.steering.documents.reading.blocks import Row, Table
from dean06.steering.documents.recognition.bodies import split_bodies, split_responsibility, starts_body
from dean06.steering.documents.recognition.columns import Columns, is_repeated_heading, read_columns
from dean06.steering.documents.recognition.deadlines import read_deadline
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.statuses import read_status
from dean06.steering.documents.recognition.subjects import body_heading
from dean06.steering.documents.recognition.task_layouts import Found
from dean06.steering.documents.types import DeadlineKind, StatusClass, Task

_CODE = re.compile(r"^\(?(?:[IVXL]+|\d{1,3}|[A-ZĐa-zđ])(?:[.\-](?:[IVXL]+|\d{1,3}|[a-zđA-ZĐ]))*[.)]?$")
_BASIS_DOCUMENT = re.compile(
    r"\d+\s*(?:/\d{4})?/?[-/][A-ZĐ]|(?:Quyết định|Kế hoạch|Công văn|Chỉ thị|Nghị quyết|Thông báo|Văn bản|Kết luận|"
    r"Luật|Nghị định|Công điện)\b"
)
_CODED_TITLE = re.compile(r"^(?:[IVXL]+|[A-HĐ]|\d{1,2})[.)]?\s+")
_INLINE_CODE = re.compile(r"^(?P<code>(?:[IVXL]+|\d{1,3})(?:\.\d{1,2})*|[a-zđ])[.)]\s+(?=\S)")


def find_table_tasks(root: Node, year: int | None) -> Found:
    """The tasks of every table that has a column of tasks."""
    found = Found()
    previous: tuple[Columns, Table] | None = None
    for node in root.walk():
        table = node.table
        if table is None:
            continue
        columns = read_columns(table)
        if columns is None and previous is not None and _continues(table, previous):
            # A table that a page break cut in two: the second part has no heading of its own.
            columns = Columns(previous[0].index, 0, previous[0].titles)
        if columns is None or not columns.is_tasks:
            previous = None
            continue
        previous = (columns, table)
        _TableReader(node, table, columns, year, found).read()
    return found


def _continues(table: Table, previous: tuple[Columns, Table]) -> bool:
    width = max(len(row.cells) for row in table.rows)
    return width == max(len(row.cells) for row in previous[1].rows) and width >= 3


@dataclass(slots=True)
class _Block:
    """Rows under one title, in which the columns keep one meaning."""

    titles: list[tuple[int, str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


class _TableReader:
    def __init__(self, node: Node, table: Table, columns: Columns, year: int | None, found: Found) -> None:
        self.node = node
        self.table = table
        self.columns = columns
        self.year = year
        self.found = found
        self.path = [*node.path()]
        if table.name and not self.path:
            self.path = [table.name]

    def read(self) -> None:
        for block in self._blocks():
            columns = self._columns_of(block)
            _BlockReader(self, block, columns).read()

    def _blocks(self) -> list[_Block]:
        """Cuts the rows at block titles; heading rows and their repeats are left out."""
        self.found.lines |= {row.line for row in self.table.rows[: self.columns.body_start]}
        blocks = [_Block()]
        for row in self.table.rows[self.columns.body_start :]:
            if is_repeated_heading(row, self.columns, self.table):
                self.found.lines.add(row.line)
                continue
            title = self._block_title(row)
            if title:
                self.found.lines.add(row.line)
                level, text = title
                kept = [known for known in blocks[-1].titles if known[0] < level]
                if not blocks[-1].rows and blocks[-1].titles and level > blocks[-1].titles[-1][0]:
                    kept = blocks[-1].titles
                blocks.append(_Block([*kept, (level, text)]))
            else:
                blocks[-1].rows.append(row)
        return [block for block in blocks if block.rows]

    def _block_title(self, row: Row) -> tuple[int, str] | None:
        """A row that only names a group: one filled cell, or a code and a name without who or when."""
        filled = [(position, cell.strip()) for position, cell in enumerate(row.cells) if cell.strip()]
        number = self.columns.index.get("number")
        if len(filled) == 1:
            position, text = filled[0]
            if number is not None and position == number and _CODE.match(text):
                return None
            if position == self.columns.index.get("text") and number is not None and not self._stands_out(text):
                return None
            return (2, _one_line(text)) if not _goes_on(text) else None
        if (
            len(filled) == 2
            and number is not None
            and filled[0][0] == number
            and filled[1][0] == self.columns.index.get("text")
        ):
            code, text = filled[0][1].strip("()."), filled[1][1]
            if re.fullmatch(r"[IVXL]+|[A-HĐ]", code) or text.isupper():
                return 1, f"{filled[0][1]} {_one_line(text)}"
        return None

    @staticmethod
    def _stands_out(text: str) -> bool:
        return (
            text.isupper()
            or bool(re.match(r"(?:[IVXL]+|[A-HĐ])[.)]\s", text))
            or (len(text) < 120 and not text.endswith((".", ";")))
        )

    def _columns_of(self, block: _Block) -> Columns:
        """In some blocks the columns hold other things than the heading says: bodies where documents are announced."""
        index = dict(self.columns.index)
        basis, lead = index.get("basis"), index.get("lead")
        if (
            basis is not None
            and lead is not None
            and "partner" not in index
            and _mostly_bodies(block, basis)
            and not _mostly_documents(block, basis)
        ):
            index["lead"], index["partner"] = basis, lead
            del index["basis"]
        deadline, progress = index.get("deadline"), index.get("progress")
        if deadline is not None and progress is None and _mostly_statuses(block, deadline):
            index["progress"] = deadline
            del index["deadline"]
        product = index.get("product")
        if product is not None and not {"progress", "status"} & index.keys() and _mostly_statuses(block, product):
            # "Kết quả" over cells "Hoàn thành", "Đang thực hiện".
            index["progress"] = product
            del index["product"]
        return Columns(index, 0, self.columns.titles)


def _cells(block: _Block, position: int) -> list[str]:
    return [
        row.cells[position].strip() for row in block.rows if position < len(row.cells) and row.cells[position].strip()
    ]


def _mostly_bodies(block: _Block, position: int) -> bool:
    cells = _cells(block, position)
    return bool(cells) and sum(1 for cell in cells if starts_body(cell)) >= 0.7 * len(cells)


def _mostly_documents(block: _Block, position: int) -> bool:
    cells = _cells(block, position)
    return bool(cells) and sum(1 for cell in cells if _BASIS_DOCUMENT.search(cell)) >= 0.5 * len(cells)


def _mostly_statuses(block: _Block, position: int) -> bool:
    cells = _cells(block, position)
    dated = sum(1 for cell in cells if read_deadline(cell, year=2000).deadline.date)
    told = sum(
        1
        for cell in cells
        if read_status(cell).status_class
        in {StatusClass.DONE, StatusClass.NOT_DONE, StatusClass.IN_PROGRESS, StatusClass.LATE}
    )
    return bool(cells) and not dated and told >= 0.5 * len(cells)


#: "-nt-", "như trên", a ditto mark: the cell above once more.
_DITTO = re.compile(r"^\W*(?:nt|n\.t|như trên)\W*$|^\s*(?:[\"”“〃]|'')\s*$", re.I)


@dataclass(slots=True)
class _Open:
    """A task row still open for the rest of its cells, with its code."""

    task: Task
    code: tuple[str, ...]
    cells: dict[str, str]
    #: Rows that its merged cells still cover, by column name.
    merged: dict[str, int]


class _BlockReader:
    """Reads the rows of one block in order."""

    def __init__(self, table: _TableReader, block: _Block, columns: Columns) -> None:
        self.table = table
        self.block = block
        self.columns = columns
        self.path = [*table.path, *(text for _, text in block.titles)]
        self.opened: list[_Open] = []
        self.groups: list[tuple[tuple[str, ...], str]] = []
        self.numbered = "number" in columns.index

    def read(self) -> None:
        for position, row in enumerate(self.block.rows):
            self.table.found.lines.add(row.line)
            if self.opened and self._continues_row(row):
                self._extend(row)
            else:
                self._open(row, position)
        for item in self.opened:
            self._finish(item)
        self.table.found.tasks.extend(item.task for item in self.opened if item.task.text)

    def _number(self, row: Row) -> str:
        number = " ".join(self.columns.cell(row, "number").split())
        # A spreadsheet takes "1.2" for a number and hands it over with a decimal comma.
        return re.sub(r"^(\d{1,3}),(\d{1,2})$", r"\1.\2", number)

    def _continues_row(self, row: Row) -> bool:
        """Without a number of its own, a row that begins in mid-sentence or has no task of its own is a rest."""
        if self._number(row) or not self.numbered:
            return False
        text = self.columns.cell(row, "text")
        if not text:
            return any(cell.strip() for cell in row.cells)
        return _goes_on(text) or (
            not re.search(r"[.;:!?”)]\s*$", self.opened[-1].cells.get("text", ".")) and not self._has_owner(row)
        )

    def _has_owner(self, row: Row) -> bool:
        return any(self.columns.cell(row, name) for name in ("lead", "both", "deadline"))

    def _extend(self, row: Row) -> None:
        item = self.opened[-1]
        for name in self.columns.index:
            more = self.columns.cell(row, name)
            if more and name != "number":
                glue = (
                    "\n" if re.match(r"[-+•]\s", more) or (name in {"lead", "partner"} and starts_body(more)) else " "
                )
                item.cells[name] = f"{item.cells.get(name, '')}{glue}{more}".strip()

    def _open(self, row: Row, position: int) -> None:
        cells = {name: self.columns.cell(row, name) for name in self.columns.index}
        number = self._number(row)
        text = cells.get("text", "")
        if not number and (inline := _INLINE_CODE.match(text)) and not self.numbered:
            number, text = inline["code"], text[inline.end() :]
            cells["text"] = text
        if not text:
            return
        code = _code(number)
        if self._is_group(cells, code, position):
            self.groups = [(known, name) for known, name in self.groups if _above(known, code)]
            self.groups.append((code, f"{number} {_one_line(text)}".strip()))
            return
        if code and not (len(code) == 1 and code[0].isalpha() and code[0].islower()):
            self.groups = [(known, name) for known, name in self.groups if _above(known, code) or not code]
        task = Task(
            section_path=[*self.path, *(name for _, name in self.groups)],
            number=number.strip("().") or None,
            text=text,
            line=row.line,
        )
        item = _Open(task, code, cells, _merged(row, self.columns))
        self._inherit(item)
        self.opened.append(item)

    def _is_group(self, cells: dict[str, str], code: tuple[str, ...], position: int) -> bool:
        """A coded row without who, when or result, followed by rows coded below it, names a group."""
        if not code or any(value for name, value in cells.items() if name not in {"number", "text", "note"}):
            return False
        following = self.block.rows[position + 1] if position + 1 < len(self.block.rows) else None
        below = _code(self._number(following)) if following else ()
        if not below:
            return False
        if len(below) > len(code):
            return below[: len(code)] == code or len(code) == 1
        return _style(below[-1]) != _style(code[-1]) and _rank(below[-1]) > _rank(code[-1])

    def _inherit(self, item: _Open) -> None:
        """A row takes what a merged cell above spans, or what its coded parent states where it states nothing."""
        if self.opened:
            last = self.opened[-1]
            for name, value in item.cells.items():
                if _DITTO.match(value):
                    item.cells[name] = last.cells.get(name, "")
            for name, left in last.merged.items():
                if left > 1:
                    item.merged.setdefault(name, left - 1)
                    if not item.cells.get(name):
                        item.cells[name] = last.cells.get(name, "")
                        item.merged[name] = left - 1
        parent = next((known for known in reversed(self.opened) if known.code and known.code == item.code[:-1]), None)
        if parent is not None and len(item.code) > 1:
            for name in ("lead", "partner", "both", "deadline", "basis"):
                if not item.cells.get(name):
                    item.cells[name] = parent.cells.get(name, "")

    def _finish(self, item: _Open) -> None:
        cells, task = item.cells, item.task
        task.text = _one_paragraph(cells.get("text", ""))
        who = split_responsibility(cells.get("lead") or cells.get("both"))
        task.lead = who.lead
        if (
            not task.lead
            and not {"lead", "both"} & self.columns.index.keys()
            and task.section_path[len(self.table.path) :]
        ):
            # Without a column for it, the body that heads the block leads: "I | SỞ Y TẾ".
            task.lead = body_heading(_CODED_TITLE.sub("", task.section_path[-1]))
        task.coordinating = who.coordinating + [
            name for name in split_bodies(cells.get("partner")) if name not in who.coordinating
        ]
        if (
            "both" in self.columns.index
            and "lead" not in self.columns.index
            and not task.coordinating
            and len(task.lead) > 1
        ):
            task.uncertain.append("lead")
        task.assigned_by = _one_line(cells.get("basis", "")) or None
        read = read_deadline(cells.get("deadline"), year=self.table.year)
        task.deadline = read.deadline
        if read.uncertain:
            task.uncertain.append("deadline")
        if task.deadline.kind is DeadlineKind.NONE:
            task.deadline.text = None
        progress = cells.get("progress", "")
        product = cells.get("product", "")
        task.result = _one_paragraph(progress) or _one_paragraph(product) or None
        task.status = read_status(cells.get("status") or progress)
        if cells.get("status") and task.status.words is None:
            task.status.words = _one_line(cells["status"])


def _merged(row: Row, columns: Columns) -> dict[str, int]:
    return {
        name: row.spans[position]
        for name, position in columns.index.items()
        if name not in {"number", "text"} and position < len(row.spans) and row.spans[position] > 1
    }


def _code(number: str) -> tuple[str, ...]:
    number = number.strip().strip("().")
    return tuple(re.split(r"[.\-]", number)) if number and _CODE.match(number) else ()


def _style(part: str) -> str:
    if part.isdigit():
        return "digit"
    return "roman" if re.fullmatch(r"[IVXL]+", part) else "upper" if part.isupper() else "lower"


def _rank(part: str) -> int:
    return {"upper": 0, "roman": 1, "digit": 2, "lower": 3}[_style(part)]


def _above(group: tuple[str, ...], code: tuple[str, ...]) -> bool:
    """Whether a group still holds a row with this code."""
    if not code:
        return True
    if len(group) < len(code):
        return code[: len(group)] == group or (len(group) == 1 and _rank(group[0]) < _rank(code[0]))
    return len(group) == len(code) and _rank(group[-1]) < _rank(code[-1]) and group[:-1] == code[:-1]


def _goes_on(text: str) -> bool:
    """A cell that begins in mid-sentence."""
    return bool(text) and (text[0].islower() or text[0] in ",;)") and not re.match(r"[a-zđ][.)]\s", text)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _one_paragraph(text: str) -> str:
    """Line breaks inside a sentence are the column's; those before a new item stay."""
    lines: list[str] = []
    for line in (part.strip() for part in text.split("\n")):
        if not line:
            continue
        starts_new = re.match(r"(?:[-+•*–]\s|\(?\d{1,2}[.)]\s|[a-zđ][.)]\s)", line)
        if lines and not starts_new and (line[0].islower() or not re.search(r"[.;:!?]$", lines[-1])):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    if len(lines) == 1:
        lines[0] = re.sub(r"^[-+•*–]\s+", "", lines[0])
    return "\n".join(lines)
