"""Letters of a PDF page → lines of text, and lines → paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dean06.steering.documents.reading.joining import LABEL_START, begins_item, mostly_capitals
from dean06.steering.documents.reading.markup import clean

#: A gap wider than this many letter sizes parts columns; justified text never leaves one.
_COLUMN_GAP = 1.8
#: In a letterhead the two columns may nearly touch; the words of the motto show where the second begins.
_MOTTO = re.compile(r"(?<=\S)\s+(?=CỘNG H[OÒ][AÀ] XÃ HỘI|Độc lập\s*-|ĐẢNG CỘNG SẢN)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(slots=True)
class Letter:
    """One letter: horizontal extent, baseline, size in points."""

    char: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Line:
    """One line of text on a page; ``parts`` are its pieces parted by wide gaps (columns), with their left edges."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int
    bold: bool = False
    parts: list[tuple[float, str]] = field(default_factory=list)


def text_of(letters: Sequence[Letter]) -> str:
    """The words of letters on one or more lines, line breaks between lines."""
    return clean(join_lines([_line_text(line) for line in group_lines(letters)], "\n"))


def join_lines(lines: Sequence[str], glue: str) -> str:
    """Lines of one passage; a code broken behind its hyphen or slash ("50/NQ-" / "CP") is one word again."""
    return re.sub(rf"(?<=\w[-/]){re.escape(glue)}(?=\w)", "", glue.join(lines))


def group_lines(letters: Sequence[Letter]) -> list[list[Letter]]:
    """Letters by baseline, from the top, each line from the left. Raised small digits stay on their line."""
    lines: list[list[Letter]] = []
    bases: list[tuple[float, float]] = []
    for letter in sorted(letters, key=lambda letter: (-round(letter.base, 1), letter.left)):
        if letter.char.isspace() and not lines:
            continue
        best = None
        for index in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
            base, size = bases[index]
            reach = (
                0.3 * min(size, letter.size)
                if 0.75 <= letter.size / max(size, 0.1) <= 1.34
                else 0.55 * max(size, letter.size)
            )
            if abs(base - letter.base) <= reach:
                best = index
                break
        if best is None:
            lines.append([letter])
            bases.append((letter.base, letter.size))
        else:
            lines[best].append(letter)
            if letter.size > bases[best][1] * 1.3 and not letter.char.isspace():
                bases[best] = (letter.base, letter.size)
    for line in lines:
        line.sort(key=lambda letter: letter.left)
    return [line for line in lines if any(not letter.char.isspace() for letter in line)]


def _line_text(line: Sequence[Letter], *, gap_mark: str = " ") -> str:
    size = max(letter.size for letter in line)
    base = Counter(round(letter.base, 1) for letter in line if letter.size >= 0.8 * size).most_common(1)[0][0]
    parts: list[str] = []
    right: float | None = None
    for letter in line:
        if letter.char.isspace():
            if parts and not parts[-1].endswith((" ", "\t")):
                parts.append(" ")
            continue
        if unicodedata.combining(letter.char):
            while parts and parts[-1] == " ":
                parts.pop()
            parts.append(letter.char)
            continue
        if right is not None:
            gap = letter.left - right
            if gap > _COLUMN_GAP * size:
                parts.append("\t" if gap_mark == "\t" else " ")
            elif gap > 0.3 * size and not parts[-1].endswith((" ", "\t")):
                parts.append(" ")
        raised = letter.size < 0.8 * size and letter.base > base + 0.12 * size and letter.char.isdigit()
        parts.append(letter.char.translate(_SUPERSCRIPTS) if raised else letter.char)
        right = letter.right
    return "".join(parts)


def page_lines(letters: Sequence[Letter], page: int) -> list[Line]:
    """The lines of a page outside its tables."""
    found: list[Line] = []
    for line in group_lines(letters):
        inked = [letter for letter in line if not letter.char.isspace()]
        marked = _line_text(line, gap_mark="\t")
        parts = [clean(part) for part in marked.split("\t") if part.strip()]
        if not parts:
            continue
        if len(parts) == 1 and (motto := _MOTTO.search(parts[0])):
            parts = [parts[0][: motto.start()], parts[0][motto.end() :]]
            middle = (inked[0].left + inked[-1].right) / 2
            found.append(
                Line(
                    " ".join(parts),
                    inked[0].left,
                    inked[-1].right,
                    inked[0].base,
                    inked[0].size,
                    page,
                    parts=[(inked[0].left, parts[0]), (middle, parts[1])],
                )
            )
            continue
        edges = _part_edges(inked, max(letter.size for letter in line))
        found.append(
            Line(
                text=" ".join(parts),
                left=inked[0].left,
                right=max(letter.right for letter in inked),
                base=Counter(round(letter.base, 1) for letter in inked).most_common(1)[0][0],
                size=Counter(round(letter.size, 1) for letter in inked).most_common(1)[0][0],
                page=page,
                bold=sum(letter.bold for letter in inked) > 0.9 * len(inked),
                parts=list(zip(edges, parts, strict=False))
                if len(edges) == len(parts)
                else [(inked[0].left, " ".join(parts))],
            )
        )
    return found


def _part_edges(inked: Sequence[Letter], size: float) -> list[float]:
    edges = [inked[0].left]
    right = inked[0].right
    for letter in inked[1:]:
        if letter.left - right > _COLUMN_GAP * size:
            edges.append(letter.left)
        right = max(right, letter.right)
    return edges


def drop_running_lines(pages: list[list[Line]]) -> None:
    """Takes out page numbers, and lines repeated at the top or bottom of most pages."""
    for lines in pages:
        for position in (0, -1):
            if lines and re.fullmatch(
                r"(?:trang\s+)?[-–—]?\s*\d{1,3}\s*(?:/\s*\d{1,3})?\s*[-–—]?", lines[position].text, re.I
            ):
                lines.pop(position)
    if len(pages) < 3:
        return
    for position in (0, -1):
        edge = Counter(_pattern(lines[position].text) for lines in pages if lines)
        for pattern, count in edge.items():
            if count >= max(3, 0.6 * len(pages)) and len(pattern) <= 160:
                for lines in pages:
                    if lines and _pattern(lines[position].text) == pattern:
                        lines.pop(position)


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip().lower())


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right edge of the running text."""

    left: float
    right: float


def margins(lines: Sequence[Line]) -> Margins:
    """The text's edges: the commonest left edge of long lines and how far most of them reach."""
    if not lines:
        return Margins(0, 0)
    widest = max(line.right - line.left for line in lines)
    long = [line for line in lines if line.right - line.left >= 0.7 * widest] or list(lines)
    left = Counter(round(line.left / 4) for line in long).most_common(1)[0][0] * 4.0
    rights = sorted(line.right for line in long)
    return Margins(left, rights[int(0.9 * (len(rights) - 1))])


def goes_on(above: Line, line: Line, edge: Margins) -> bool:
    """Whether a line is the next line of the paragraph above it."""
    if begins_item(line.text) or LABEL_START.match(line.text):
        return False
    if abs(above.size - line.size) > 1.6 or (mostly_capitals(above.text) != mostly_capitals(line.text)):
        return False
    if above.page == line.page and above.base - line.base > 2.3 * max(line.size, above.size):
        return False
    ended = bool(re.search(r"[.:;!?…][”\")]?$|\./\.$", above.text))
    full = above.right >= edge.right - 0.12 * (edge.right - edge.left)
    indented = line.left > edge.left + 8
    if _centred(above, edge) and _centred(line, edge):
        return False
    if ended and (indented or not full):
        return False
    if line.text[:1].islower() and not ended:
        return True
    first_word = len(line.text.split(" ", 1)[0]) * 0.5 * line.size
    return (full or above.right + first_word > edge.right) and not (
        indented and not line.text[:1].islower() and line.left > above.left + 8
    )


def _centred(line: Line, edge: Margins) -> bool:
    left, right = line.left - edge.left, edge.right - line.right
    return left > 15 and right > 15 and abs(left - right) < 0.25 * (edge.right - edge.left)
