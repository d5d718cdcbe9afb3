"""Differences of numbers and dates, digit by digit; and what of a number may be shown."""

from __future__ import annotations

import difflib
import re

from dean06.ecosystem.review.rules.differences import absent, gravest, whole
from dean06.ecosystem.review.types import BirthDate, FieldDifference, Mark, Part, Piece

_LENGTH = 12
#: Digits at the end of a number that stay readable when the rest is masked.
SHOWN_DIGITS = 4
_MASK = "•"


def compare_numbers(left: str | None, right: str | None) -> FieldDifference:
    """Two identity numbers: equal, lost leading zeros, neighbours exchanged, single digits, or an old 9-digit one."""
    left, right = _digits(left), _digits(right)
    if not left or not right:
        return absent(left, right)
    if left == right:
        return _numbers(Mark.SAME, (whole(left, Mark.SAME),), (whole(right, Mark.SAME),), "")
    if len(left) < len(right) == _LENGTH and left.zfill(_LENGTH) == right:
        zeros = right[: len(right) - len(left)]
        given = (whole("", Mark.MISSING), whole(left, Mark.SAME))
        full = (whole(zeros, Mark.MISSING), whole(left, Mark.SAME))
        return _numbers(Mark.MISSING, given, full, f"Dữ liệu ngành mất {len(zeros)} số 0 ở đầu.")
    if {len(left), len(right)} == {9, _LENGTH}:
        said = "Một bên là số CMND 9 số, không so từng chữ số được."
        return _numbers(Mark.DIGIT, (whole(left, Mark.DIGIT),), (whole(right, Mark.DIGIT),), said)
    return _exchanged(left, right) or _digit_by_digit(left, right)


def compare_dates(left: BirthDate, right: BirthDate) -> FieldDifference:
    """Two birth dates, each known to the day, the month or the year."""
    if left.year is None or right.year is None:
        return absent(left.text, right.text)
    swapped = (
        left.year == right.year
        and None not in (left.day, left.month, right.day, right.month)
        and (left.day, left.month) == (right.month, right.day)
        and left.day != left.month
    )
    rows = [
        (_two(left.day), _two(right.day), Mark.SWAPPED if swapped else _mark(left.day, right.day)),
        (_two(left.month), _two(right.month), Mark.SWAPPED if swapped else _mark(left.month, right.month)),
        (str(left.year), str(right.year), _mark(left.year, right.year)),
    ]
    sides = (tuple(_part(row[0], row[1], row[2]) for row in rows), tuple(_part(row[1], row[0], row[2]) for row in rows))
    return FieldDifference(gravest([row[2] for row in rows]), *sides, _date_sentence(left, right, swapped), "/")


def masked(parts: tuple[Part, ...], keep: int = SHOWN_DIGITS) -> tuple[Part, ...]:
    """The registry's side of a number for somebody who may not read it whole.

    Digits that equal the reader's own value are known already and stay; others become "•", except the last ``keep``
    of the number. How long the number is and where it differs stays visible: that is what the decision needs.
    """
    left_to_go = sum(len(part.text) for part in parts)
    shown: list[Part] = []
    for part in parts:
        text = "".join(
            char if part.mark is Mark.SAME or _lost_zeros(part, shown) or left_to_go - index <= keep else _MASK
            for index, char in enumerate(part.text)
        )
        left_to_go -= len(part.text)
        shown.append(Part(text, part.mark, (Piece(text, part.mark is not Mark.SAME),) if text else ()))
    return tuple(shown)


def masked_text(number: str, keep: int = SHOWN_DIGITS) -> str:
    """A whole number with only its last ``keep`` digits readable."""
    return _MASK * max(len(number) - keep, 0) + number[-keep:]


def _lost_zeros(part: Part, before: list[Part]) -> bool:
    """Zeros that a spreadsheet dropped in front are no secret: the sentence beside them says so."""
    return part.mark is Mark.MISSING and not before and not part.text.strip("0")


def _exchanged(left: str, right: str) -> FieldDifference | None:
    if len(left) != len(right):
        return None
    wrong = [index for index in range(len(left)) if left[index] != right[index]]
    if (
        len(wrong) != 2
        or wrong[1] != wrong[0] + 1
        or left[wrong[0]] != right[wrong[1]]
        or left[wrong[1]] != right[wrong[0]]
    ):
        return None
    at = wrong[0]

    def side(number: str) -> tuple[Part, ...]:
        runs = ((number[:at], Mark.SAME), (number[at : at + 2], Mark.SWAPPED), (number[at + 2 :], Mark.SAME))
        return tuple(whole(text, mark) for text, mark in runs if text)

    said = f"Đảo chỗ chữ số thứ {at + 1} và {at + 2}."
    return _numbers(Mark.SWAPPED, side(left), side(right), said)


def _digit_by_digit(left: str, right: str) -> FieldDifference:
    sides: tuple[list[Part], list[Part]] = ([], [])
    if len(left) == len(right):
        runs = [
            ("equal" if left[index] == right[index] else "replace", index, index + 1, index, index + 1)
            for index in range(len(left))
        ]
    else:
        runs = list(difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes())
    for operation, a, b, c, d in _joined(runs):
        mark = Mark.SAME if operation == "equal" else Mark.DIGIT if operation == "replace" else Mark.MISSING
        sides[0].append(whole(left[a:b], mark))
        sides[1].append(whole(right[c:d], mark))
    wrong = sum(max(len(one.text), len(other.text)) for one, other in zip(*sides, strict=True) if one.mark != Mark.SAME)
    mark = gravest([part.mark for part in sides[0]])
    said = (
        f"Khác {wrong} chữ số."
        if len(left) == len(right)
        else f"Số dài {len(left)} và {len(right)} chữ số, khác {wrong}."
    )
    return _numbers(mark, tuple(sides[0]), tuple(sides[1]), said)


def _joined(runs: list[tuple[str, int, int, int, int]]) -> list[tuple[str, int, int, int, int]]:
    """Neighbouring runs of one kind as one."""
    found: list[tuple[str, int, int, int, int]] = []
    for run in runs:
        if found and found[-1][0] == run[0]:
            found[-1] = (run[0], found[-1][1], run[2], found[-1][3], run[4])
        else:
            found.append(run)
    return found


def _numbers(mark: Mark, left: tuple[Part, ...], right: tuple[Part, ...], sentence: str) -> FieldDifference:
    return FieldDifference(mark, left, right, sentence, joiner="")


def _digits(text: str | None) -> str:
    return re.sub(r"[\s.\-]", "", text or "")


def _two(value: int | None) -> str:
    return "" if value is None else f"{value:02d}"


def _mark(left: int | None, right: int | None) -> Mark:
    if left == right:
        return Mark.SAME
    return Mark.MISSING if left is None or right is None else Mark.DIGIT


def _part(text: str, other: str, mark: Mark) -> Part:
    if mark is not Mark.DIGIT or len(text) != len(other):
        return whole(text, mark)
    runs = [(text[index], text[index] != other[index]) for index in range(len(text))]
    return Part(text, mark, tuple(Piece(char, differs) for char, differs in runs))


def _date_sentence(left: BirthDate, right: BirthDate, swapped: bool) -> str:
    if swapped:
        return "Đảo ngày và tháng."
    said = []
    if left.month is None and right.month is not None:
        said.append("Dữ liệu ngành chỉ có năm sinh" if left.day is None else "Dữ liệu ngành thiếu tháng sinh")
    elif right.month is None and left.month is not None:
        said.append("Dữ liệu dân cư chỉ có năm sinh")
    elif left.month is not None and left.day is None and right.day is not None:
        said.append("Dữ liệu ngành thiếu ngày sinh")
    elif right.month is not None and right.day is None and left.day is not None:
        said.append("Dữ liệu dân cư chỉ có tháng, năm sinh")
    for label, one, other in (("ngày", left.day, right.day), ("tháng", left.month, right.month)):
        if one is not None and other is not None and one != other:
            said.append(f"khác {label}")
    if left.year != right.year and left.year is not None and right.year is not None:
        said.append(f"khác năm (cách {abs(left.year - right.year)} năm)")
    sentence = ", ".join(said)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""
