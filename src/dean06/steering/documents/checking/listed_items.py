"""Rule: a stated count must be the number of the things listed, and the things must be of the kind that is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.item_kinds import kind_of, kinds_of_unit
from dean06.steering.documents.checking.name_lists import NameList, name_lists
from dean06.steering.documents.checking.noted_parts import numbered_items
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_lists import UnitItem, unit_lists
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity

_ORDINALS = re.compile(
    r"(?P<unit>nhiệm vụ|nội dung|tiêu chí|chỉ tiêu|mục|mô hình|dịch vụ công|dịch vụ|DVC|thủ tục|TTHC|nhóm)\s+(?:số\s+)?"
    r"(?:thứ tự\s+|thứ\s+)?(?P<list>\d{1,3}(?:\s*(?:,|;|và|-|–|đến)\s*\d{1,3})+|\d{1,3}(?=\s*\)))",
    re.I,
)
_INLINE_NUMBERS = re.compile(r"(?<![\w(])\((\d{1,2})\)(?=\s)")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Lists of ordinals, names, numbered items, bullets, and rows of appendix tables."""
    for passage in evidence.prose:
        yield from _ordinals(passage)
        yield from _names(passage)
        yield from _units(passage)
        yield from _numbered_inline(evidence, passage)
        yield from _bullets(evidence, passage)
        yield from _footnote(evidence, passage)
    for passage in evidence.passages:
        if passage.kind == "heading":
            yield from _heading(evidence, passage)
    yield from _table_titles(evidence)


# --- "07 nhiệm vụ … (bao gồm nhiệm vụ số 2, 4, 5, 6, 7, 8)"
def _ordinals(passage: Passage) -> Iterator[Finding]:
    for match in _ORDINALS.finditer(passage.text):
        listed = _expand(match["list"])
        stated = _stated_before(passage, match.start())
        if listed is None or stated is None:
            continue
        between = passage.text[stated.end : match.start()]
        if stated.unit is None or match["unit"].lower().split()[0] not in (stated.unit.split()[0], "dvc", "tthc"):
            continue
        if re.search(r"[.]\s", between) or len(between) > 160 or stated.value == len(set(listed)):
            continue
        if not re.search(r"[(:]|gồm|là\s*$", between):
            continue
        verb = "chỉ liệt kê" if stated.value > len(set(listed)) else "liệt kê đến"
        numbers = ", ".join(map(str, listed))
        message = f"Ghi {stated.text} {stated.unit} nhưng {verb} {len(set(listed))}: số {numbers}."
        yield finding(
            "list_count",
            Severity.ERROR,
            passage,
            stated.start,
            match.end(),
            message,
            stated.text,
            str(len(set(listed))),
        )


def _expand(text: str) -> list[int] | None:
    numbers: list[int] = []
    for piece in re.split(r"\s*(?:,|;|và)\s*", text):
        span = re.fullmatch(r"(\d{1,3})\s*(?:-|–|đến)\s*(\d{1,3})", piece)
        if span:
            first, last = int(span[1]), int(span[2])
            if not first < last < first + 100:
                return None
            numbers.extend(range(first, last + 1))
        elif piece.isdigit():
            numbers.append(int(piece))
        else:
            return None
    return numbers


def _stated_before(passage: Passage, position: int) -> Quantity | None:
    before = [q for q in passage.quantities if q.end <= position and not q.percent and not q.change and q.decimals == 0]
    return before[-1] if before else None


# --- "08 địa phương (A, B, C …)"
def _names(passage: Passage) -> Iterator[Finding]:
    for listed in name_lists(passage):
        if listed.low <= listed.stated.value <= listed.high:
            yield from _mixed(passage, listed.stated, listed.items)
            continue
        count = str(listed.low) if listed.low == listed.high else f"{listed.low}–{listed.high}"
        message = f"Ghi {listed.stated.text} {listed.noun} nhưng liệt kê {count}: {_short(listed)}."
        severity = Severity.ERROR if listed.low == listed.high else Severity.WARNING
        yield finding(
            "list_count", severity, passage, listed.stated.start, listed.end, message, listed.stated.text, count
        )


def _short(listed: NameList) -> str:
    names = [re.sub(r"\s+", " ", item) for item in listed.items]
    return "; ".join(names) if len(names) <= 8 else "; ".join([*names[:4], "…", names[-1]])


# --- "có 20 UBND cấp xã chưa đạt …: A (40%); B (65,22%); …"
def _units(passage: Passage) -> Iterator[Finding]:
    items = unit_lists(passage)
    for list_number in sorted({item.list_number for item in items}):
        group = [item for item in items if item.list_number == list_number]
        yield from _twice(passage, group)
        stated = _count_of_list(passage, group)
        if stated is None:
            continue
        if stated.value != len(group):
            message = f"Ghi {stated.text} {stated.unit or 'đơn vị'} nhưng liệt kê {len(group)} đơn vị."
            end = group[-1].quantity.end
            yield finding(
                "list_count",
                Severity.ERROR,
                passage,
                stated.start,
                min(end, stated.end + 150),
                message,
                stated.text,
                str(len(group)),
            )
        else:
            yield from _mixed(passage, stated, [item.subject for item in group])


def _twice(passage: Passage, group: Sequence[UnitItem]) -> Iterator[Finding]:
    seen: dict[str, UnitItem] = {}
    for item in group:
        key = re.sub(r"\s+", " ", item.subject.lower())
        first = seen.setdefault(key, item)
        if first is not item and len(key) > 5:
            same = first.quantity.value == item.quantity.value
            message = f"“{item.subject}” được liệt kê hai lần" + (
                f" ({item.quantity.text})."
                if same
                else f" với hai số khác nhau: {first.quantity.text} và {item.quantity.text}."
            )
            yield finding(
                "listed_twice",
                Severity.WARNING,
                passage,
                item.start,
                item.quantity.end,
                message,
                item.quantity.text,
                first.quantity.text,
            )


def _count_of_list(passage: Passage, group: Sequence[UnitItem]) -> Quantity | None:
    """The count in the words that open the list, when it counts bodies."""
    start = group[0].start
    left = max((match.end() for match in re.finditer(r"[.;]\s", passage.text[:start])), default=0)
    counts = [
        quantity
        for quantity in passage.quantities
        if left <= quantity.start < start and not quantity.percent and not quantity.change and quantity.in_brackets == 0
    ]
    if len(counts) >= 2 and re.match(r"\s*/\s*$", passage.text[counts[-2].end : counts[-1].start]):
        # "7/25 xã đạt dưới 60%": seven are listed.
        whole = counts.pop()
        if not kinds_of_unit(passage.text[whole.end : whole.end + 50]):
            return None
        return counts[-1]
    if not counts or start - counts[-1].end > 160:
        return None
    return (
        counts[-1]
        if counts[-1].unit and kinds_of_unit(passage.text[counts[-1].end : counts[-1].end + 50]) is not None
        else None
    )


def _mixed(passage: Passage, stated: Quantity, names: Sequence[str]) -> Iterator[Finding]:
    after = re.sub(r"^\s*/\s*[\d.]+", "", passage.text[stated.end : stated.end + 60])
    wanted = kinds_of_unit(after)
    if not wanted:
        return
    strange = [name for name in names if (kind := kind_of(name)) is not None and kind not in wanted]
    plain = [name for name in names if kind_of(name) in wanted]
    if not strange or len(plain) < len(names) / 2:
        return
    noun = re.match(
        r"\s*((?:UBND |đơn vị )?(?:cấp \w+|[^\W\d_]+(?:, [^\W\d_]+)*))",
        after,
    )
    unit = noun[1] if noun else stated.unit or ""
    message = (
        f"Ghi {stated.text} {unit} nhưng danh sách có {', '.join(strange)} không phải {unit}: "
        f"thực chỉ có {len(names) - len(strange)} {unit}."
    )
    yield finding(
        "mixed_list",
        Severity.ERROR,
        passage,
        stated.start,
        stated.end + 60,
        message,
        stated.text,
        str(len(names) - len(strange)),
    )


# --- "05 nhóm tiện ích gồm: (1) …; (2) …"
def _numbered_inline(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    text = passage.text
    marks = list(_INLINE_NUMBERS.finditer(text))
    runs: list[list[re.Match[str]]] = []
    for mark in marks:
        if int(mark[1]) == 1:
            runs.append([mark])
        elif runs and int(mark[1]) == int(runs[-1][-1][1]) + 1:
            runs[-1].append(mark)
    for run in runs:
        if len(run) < 2:
            continue
        stated = _opening_count(passage, run[0].start())
        if stated is None or stated.value == len(run) or stated.value < 2:
            continue
        tail = text[run[-1].end() :]
        if len(tail) < 3:
            continue
        message = (
            f"Ghi {stated.text} {stated.noun or 'nội dung'} nhưng liệt kê {len(run)} mục, từ (1) đến ({len(run)})."
        )
        yield finding(
            "list_count", Severity.ERROR, passage, stated.start, run[0].end(), message, stated.text, str(len(run))
        )


# --- "12 văn bản chỉ đạo²" and the foot-note that lists them
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MARK_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def _footnote(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    for mark in _MARK.finditer(passage.text):
        number = mark.group(0).translate(_MARK_DIGITS)
        note = next((other for other in evidence.passages if other.footnote == number), None)
        stated = _stated_before(passage, mark.start())
        if note is None or note is passage or stated is None or stated.unit is None or not 2 <= stated.value <= 60:
            continue
        if list(numbered_items(note)):
            # The note breaks a number down; how many things it names is another matter.
            continue
        between = passage.text[stated.end : mark.start()]
        if len(between) > 70 or re.search(r"[.;:]\s", between):
            continue
        marks = [int(match[1]) for match in re.finditer(r"(?:^|[.;:]\s*)\((\d{1,2})\)\s", note.text)]
        if len(marks) >= 2 and marks == list(range(1, len(marks) + 1)) and len(marks) != stated.value:
            message = f"Ghi {stated.text} {stated.unit} nhưng chú thích {number} liệt kê {len(marks)} mục."
            yield finding(
                "list_count", Severity.ERROR, passage, stated.start, mark.end(), message, stated.text, str(len(marks))
            )


def _opening_count(passage: Passage, position: int) -> Quantity | None:
    """``… 05 nhóm tiện ích gồm:`` right before the first item."""
    before = passage.text[:position].rstrip()
    if not re.search(r"(?::|gồm|là|sau|sau đây)\s*\(?$", before):
        return None
    left = max((match.end() for match in re.finditer(r"[.;]\s", before)), default=0)
    counts = [
        q
        for q in passage.quantities
        if left <= q.start
        and q.end <= position
        and not q.percent
        and not q.change
        and q.decimals == 0
        and q.value <= 60
    ]
    if len(counts) != 1 or counts[0].noun is None or len(before) - counts[0].end > 110:
        return None
    opener = before[counts[0].end :]
    if re.search(r",|;|\(|\bcủa\b.*\bcủa\b", opener):
        return None
    return counts[0]


# --- "thực hiện 05 nhiệm vụ sau:" and bullets
def _bullets(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    if passage.kind != "text" or not re.search(r"(?:sau đây|như sau|sau|gồm|cụ thể|là)?\s*:$", passage.text.rstrip()):
        return
    stated = _opening_count(passage, len(passage.text))
    if stated is None or stated.value < 2 or stated.noun is None:
        return
    opener = passage.text[stated.end :]
    if len(opener) > 70 or not re.search(r"sau|gồm|cụ thể|^[^,]{0,40}:$", opener):
        return
    listed = _run_of_bullets(evidence, passage)
    if len(listed) < 2 or len(listed) == stated.value:
        return
    message = f"Ghi {stated.text} {stated.noun} nhưng bên dưới liệt kê {len(listed)} mục."
    yield finding(
        "list_count", Severity.WARNING, passage, stated.start, len(passage.text), message, stated.text, str(len(listed))
    )


def _heading(evidence: Evidence, passage: Passage) -> Iterator[Finding]:
    """``4. 05 đơn vị có tỷ lệ thấp nhất`` and the numbered names under it."""
    opened = re.match(r"\s*(?:[\dIVX]+(?:\.\d+)*[.)]\s*)?(?=\d)", passage.text)
    counts = [q for q in passage.quantities if not q.percent and q.unit and 2 <= q.value <= 60]
    if not opened or not counts or counts[0].start != opened.end():
        return
    listed = _run_of_bullets(evidence, passage)
    names = [other for other in listed if len(other.text) <= 90]
    if len(listed) < 2 or len(names) < len(listed) or len(listed) == counts[0].value:
        return
    message = f"Ghi {counts[0].text} {counts[0].unit} nhưng bên dưới liệt kê {len(listed)} mục."
    yield finding(
        "list_count",
        Severity.WARNING,
        passage,
        counts[0].start,
        len(passage.text),
        message,
        counts[0].text,
        str(len(listed)),
    )


def _run_of_bullets(evidence: Evidence, passage: Passage) -> list[Passage]:
    """The numbered items under a passage. Dashes may go on with other matters, so only numbers and letters count."""
    listed: list[Passage] = []
    for other in evidence.following(passage):
        number_mark = re.match(r"\(?(\d{1,2}|[a-zđ])[.)/]", other.text)
        if other.bullet is None and not number_mark:
            if listed and not other.bullet and other.kind == "text":
                break
            if other.kind == "heading":
                break
            continue
        if listed and other.marked != listed[0].marked:
            break
        if number_mark:
            value = number_mark[1]
            expected = str(len(listed) + 1) if value.isdigit() else "abcdefghijklmnopqrstuvwxyz"[len(listed) % 26]
            if value.lstrip("0") != expected and not (value == "đ" and len(listed) == 4):
                break
            listed.append(other)
        elif not listed:
            break
    return listed


# --- "Phụ lục II: 25 dịch vụ công" and the rows of its table
def _table_titles(evidence: Evidence) -> Iterator[Finding]:
    """The count in a table's title or group row against the rows numbered under it."""
    for block in evidence.source.blocks:
        rows = getattr(block, "rows", None)
        if rows is None or len(rows) < 3:
            continue
        groups = _groups(rows)
        for line, title, ordinals in groups:
            if title is None:
                continue
            stated = re.search(
                r"(?<![\d/.,])(\d{1,3})\s+(nhiệm vụ|dịch vụ công|thủ tục|chỉ tiêu|tiêu chí|DVC|TTHC|mô hình)\b",
                title,
                re.I,
            )
            if stated and len(ordinals) >= 2 and ordinals[-1] == len(ordinals) and int(stated[1]) != len(ordinals):
                message = (
                    f"Tiêu đề “{title.strip()[:80]}” ghi {stated[1]} {stated[2]} nhưng bảng có {len(ordinals)} dòng "
                    "đánh số."
                )
                yield Finding(
                    "list_count", Severity.WARNING, message, line, title.strip()[:160], stated[1], str(len(ordinals))
                )


def _groups(rows: Sequence[object]) -> list[tuple[int, str | None, list[int]]]:
    """Rows numbered 1..n, cut where the numbering starts again; the title is the group row just above."""
    groups: list[tuple[int, str | None, list[int]]] = []
    title: tuple[int, str] | None = None
    for row in rows:
        cells = row.cells  # type: ignore[attr-defined]
        filled = [cell for cell in cells if cell.strip()]
        first = cells[0].strip().rstrip(".")
        if len(filled) == 1 and not first.isdigit() and len(filled[0]) < 160:
            title = (row.line, filled[0])  # type: ignore[attr-defined]
            continue
        if first.isdigit() and len(filled) >= 2:
            value = int(first)
            if value == 1:
                groups.append((title[0], title[1], [1]) if title else (row.line, None, [1]))  # type: ignore[attr-defined]
                title = None
            elif groups and value == groups[-1][2][-1] + 1:
                groups[-1][2].append(value)
            title = title if value == 1 else None
    return groups
