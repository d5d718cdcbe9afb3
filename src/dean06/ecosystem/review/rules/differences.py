"""Differences of two values of one field, aligned part by part so that a page can mark them.

Both sides of a ``FieldDifference`` hold the same number of parts; a part that one side lacks is empty there. Nothing
is coloured here: each part says in a word what is different.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from functools import cache

from dean06.ecosystem.review.types import FieldDifference, Mark, Part, Piece
from dean06.kernel.common.vietnamese import clean_line, compare_key, search_key, split_tone

#: Cost of leaving a syllable without partner; a replaced syllable costs at most 1, so a gap pair costs a little more.
_GAP = 0.6
_COST = {Mark.SAME: 0.0, Mark.STYLE: 0.0, Mark.TONE: 0.15, Mark.ACCENT: 0.25}

#: More wrong syllables than this are counted, not listed: the names simply differ.
_NAMED_ONE_BY_ONE = 2

#: From harmless to grave; the gravest part names the field.
SEVERITY: tuple[Mark, ...] = (
    Mark.SAME,
    Mark.STYLE,
    Mark.HIDDEN,
    Mark.TONE,
    Mark.ACCENT,
    Mark.SWAPPED,
    Mark.MISSING,
    Mark.LETTER,
    Mark.DIGIT,
)


def compare_names(left: str | None, right: str | None) -> FieldDifference:
    """Two names, syllable by syllable: same, written in another habit, tone, accent, letters, missing, moved."""
    return _compare_words(left, right, sentence=_name_sentence)


def compare_texts(left: str | None, right: str | None) -> FieldDifference:
    """Two texts (village, commune), word by word."""
    return _compare_words(left, right, sentence=_text_sentence)


def compare_choices(left: str | None, right: str | None) -> FieldDifference:
    """Two labels of a list (sex): equal as a whole or not."""
    left, right = clean_line(left or ""), clean_line(right or "")
    if not left or not right:
        return absent(left, right)
    mark = Mark.SAME if compare_key(left) == compare_key(right) else Mark.LETTER
    parts = ((whole(left, mark),), (whole(right, mark),))
    return FieldDifference(mark, *parts, "" if mark is Mark.SAME else "Hai bên ghi khác nhau.")


def syllable_mark(left: str, right: str) -> Mark:
    """How two syllables differ: "Hòa"/"Hoà" style, "Hòa"/"Hóa" tone, "Đức"/"Duc" accent, "Hoa"/"Hoan" letter."""
    if left == right:
        return Mark.SAME
    if compare_key(left) == compare_key(right):
        return Mark.STYLE
    if search_key(left) != search_key(right):
        return Mark.LETTER
    bare_left, bare_right = split_tone(clean_line(left).lower())[0], split_tone(clean_line(right).lower())[0]
    return Mark.TONE if compare_key(bare_left) == compare_key(bare_right) else Mark.ACCENT


def gravest(marks: Sequence[Mark]) -> Mark:
    """The mark that names the whole; ``SAME`` for nothing."""
    return max(marks, key=SEVERITY.index, default=Mark.SAME)


def absent(left: str, right: str) -> FieldDifference:
    """At least one side has no value."""
    if not left and not right:
        return FieldDifference(Mark.SAME, (), (), "Cả hai bên đều không có.")
    side = "Dữ liệu ngành không có." if not left else "Dữ liệu dân cư không có."
    parts = ((whole(left, Mark.MISSING),), (whole(right, Mark.MISSING),))
    return FieldDifference(Mark.MISSING, *parts, side)


def whole(text: str, mark: Mark) -> Part:
    """A part without inner pieces."""
    return Part(text, mark, (Piece(text, mark not in (Mark.SAME, Mark.STYLE, Mark.HIDDEN)),) if text else ())


def pieces(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The letters of two syllables, each run marked as different or not. Case alone is no difference."""
    found: tuple[list[Piece], list[Piece]] = ([], [])
    matcher = difflib.SequenceMatcher(None, left.lower(), right.lower(), autojunk=False)
    if len(left.lower()) != len(left) or len(right.lower()) != len(right):
        matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if b > a:
            found[0].append(Piece(left[a:b], operation != "equal"))
        if d > c:
            found[1].append(Piece(right[c:d], operation != "equal"))
    return tuple(found[0]), tuple(found[1])


def _compare_words(
    left: str | None, right: str | None, *, sentence: Callable[[Sequence[tuple[str, str, Mark]]], str]
) -> FieldDifference:
    left, right = clean_line(left or ""), clean_line(right or "")
    if not left or not right:
        return absent(left, right)
    rows = _mark_moved(_align(left.split(), right.split()))
    sides: tuple[list[Part], list[Part]] = ([], [])
    for one, other, mark in rows:
        inner = pieces(one, other) if mark in (Mark.TONE, Mark.ACCENT, Mark.LETTER) and one and other else None
        for side, text, index in ((sides[0], one, 0), (sides[1], other, 1)):
            side.append(Part(text, mark, inner[index]) if inner else whole(text, mark))
    return FieldDifference(gravest([row[2] for row in rows]), tuple(sides[0]), tuple(sides[1]), sentence(rows))


def _align(left: list[str], right: list[str]) -> list[tuple[str, str, Mark]]:
    """The cheapest alignment of two lists of syllables (edit distance with the costs above)."""

    @cache
    def pair(i: int, j: int) -> tuple[float, Mark]:
        mark = syllable_mark(left[i], right[j])
        if mark is not Mark.LETTER:
            return _COST[mark], mark
        alike = difflib.SequenceMatcher(None, search_key(left[i]), search_key(right[j]), autojunk=False).ratio()
        return 1.15 - 0.7 * alike, mark

    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            choices = []
            if i and j:
                choices.append(best[i - 1][j - 1] + pair(i - 1, j - 1)[0])
            if i:
                choices.append(best[i - 1][j] + _GAP)
            if j:
                choices.append(best[i][j - 1] + _GAP)
            best[i][j] = min(choices, default=0.0)
    rows: list[tuple[str, str, Mark]] = []
    i, j = len(left), len(right)
    while i or j:
        if i and j and best[i][j] == best[i - 1][j - 1] + pair(i - 1, j - 1)[0]:
            rows.append((left[i - 1], right[j - 1], pair(i - 1, j - 1)[1]))
            i, j = i - 1, j - 1
        elif i and best[i][j] == best[i - 1][j] + _GAP:
            rows.append((left[i - 1], "", Mark.MISSING))
            i -= 1
        else:
            rows.append(("", right[j - 1], Mark.MISSING))
            j -= 1
    return rows[::-1]


def _mark_moved(rows: list[tuple[str, str, Mark]]) -> list[tuple[str, str, Mark]]:
    """Syllables that both sides have at different places are moved, not wrong ("An Nguyễn Văn", "Nguyễn Văn An")."""
    loose = [index for index, row in enumerate(rows) if row[2] in (Mark.MISSING, Mark.LETTER)]
    moved: set[int] = set()
    waiting = {index: compare_key(rows[index][1]) for index in loose if rows[index][1]}
    for index in loose:
        key = compare_key(rows[index][0])
        partner = next((other for other, text in waiting.items() if key and text == key and other != index), None)
        if partner is not None:
            moved |= {index, partner}
            del waiting[partner]
    # A replaced pair is moved only when both of its syllables found their partners.
    keys = [compare_key(row[0]) for i, row in enumerate(rows) if i in moved and row[0]]
    others = [compare_key(row[1]) for i, row in enumerate(rows) if i in moved and row[1]]
    return [
        (one, other, Mark.SWAPPED)
        if index in moved and (not one or compare_key(one) in others) and (not other or compare_key(other) in keys)
        else (one, other, mark)
        for index, (one, other, mark) in enumerate(rows)
    ]


def _name_sentence(rows: Sequence[tuple[str, str, Mark]]) -> str:
    wrong = sum(1 for *_, mark in rows if mark in (Mark.LETTER, Mark.MISSING))
    if wrong > _NAMED_ONE_BY_ONE:
        return f"Khác {wrong} tiếng."
    said = []
    for one, other, mark in rows:
        if mark is Mark.TONE:
            said.append(f"khác dấu thanh: {one} / {other}")
        elif mark is Mark.ACCENT:
            said.append(f"khác hoặc mất dấu: {one} / {other}")
        elif mark is Mark.LETTER:
            said.append(f"khác chữ: {one} / {other}")
        elif mark is Mark.MISSING:
            said.append(f"dữ liệu ngành thiếu “{other}”" if other else f"dữ liệu ngành thừa “{one}”")
    if any(mark is Mark.SWAPPED for *_, mark in rows):
        said.append("cùng các tiếng nhưng khác thứ tự")
    if not said and any(mark is Mark.STYLE for *_, mark in rows):
        return "Chỉ khác cách viết (chữ hoa, vị trí dấu, i/y)."
    return (said[0][0].upper() + "; ".join(said)[1:] + ".") if said else ""


def _text_sentence(rows: Sequence[tuple[str, str, Mark]]) -> str:
    mark = gravest([row[2] for row in rows])
    if mark is Mark.SAME:
        return ""
    if mark is Mark.STYLE:
        return "Chỉ khác cách viết."
    if mark in (Mark.TONE, Mark.ACCENT):
        return "Khác hoặc mất dấu."
    return "Hai bên ghi khác nhau."
