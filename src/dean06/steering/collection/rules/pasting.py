"""A block copied from a spreadsheet: rows and columns as the clipboard carries them (tab-separated text)."""

from __future__ import annotations

from dataclasses import dataclass

#: More rows than any form has: a whole sheet was copied by mistake.
MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class PastedRow:
    """One row that names its indicator: code, part (empty: the whole), the two counts and the comment as texts."""

    line: int
    code: str
    breakdown: str
    numerator: str
    denominator: str
    comment: str


def cells_of(text: str) -> list[list[str]]:
    """Rows of cells. A cell in double quotes may hold tabs, line ends and doubled quotes, as Excel writes them.

    A quote inside a cell that does not begin with one is an ordinary character; an unclosed quote ends with the text.
    """
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    quoted, at_start, at = False, True, 0
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    while at < len(text):
        letter = text[at]
        if quoted:
            if letter == '"' and text[at + 1 : at + 2] == '"':
                cell.append('"')
                at += 1
            elif letter == '"':
                quoted = False
            else:
                cell.append(letter)
        elif letter == '"' and at_start:
            quoted = True
        elif letter in "\t\n":
            rows[-1].append("".join(cell))
            cell = []
            if letter == "\n":
                rows.append([])
        else:
            cell.append(letter)
        at_start = not quoted and letter in "\t\n"
        at += 1
    rows[-1].append("".join(cell))
    if rows[-1] == [""]:
        rows.pop()
    return rows


def rows_by_code(text: str, keys: frozenset[tuple[str, str]]) -> tuple[list[PastedRow], list[str]]:
    """Rows whose first cell is a code of ``keys`` (code, part), and a sentence for each row that fits nothing.

    Columns: code (a part is "CODE/part"), numerator, denominator, comment. Empty rows and a heading are skipped.
    """
    found: list[PastedRow] = []
    problems: list[str] = []
    by_name = {_name(code, part): (code, part) for code, part in keys}
    for line, row in enumerate(cells_of(text), 1):
        cells = [cell.strip() for cell in row]
        if line > MOST_ROWS:
            problems.append(f"Khối dán có hơn {MOST_ROWS} dòng. Hãy chỉ chép phần bảng cần nhập.")
            break
        if not any(cells):
            continue
        key = by_name.get(cells[0].casefold())
        if key is None:
            if line == 1 and not any(any(sign.isdigit() for sign in cell) for cell in cells[1:]):
                continue  # a heading
            problems.append(f"Dòng {line}: “{cells[0][:40]}” không phải mã chỉ tiêu của biểu này.")
            continue
        numerator, denominator, comment = (*cells[1:4], "", "", "")[:3]
        found.append(PastedRow(line, *key, numerator, denominator, comment))
    return found, problems


def _name(code: str, part: str) -> str:
    return (f"{code}/{part}" if part else code).casefold()
