"""Identity numbers as whole numbers: a lost leading zero is no difference then, only a shorter text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.comparing.dates import replaced_digits, swapped_digits
from dean06.ecosystem.matching.levels import Number, OldNumber

Column = npt.NDArray[np.int64]
DIGITS = 12
OLD_DIGITS = 9


def number_levels(
    record: Column, digits: Column, person: Column, *, owned: npt.NDArray[np.bool_], annulled: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int8]:
    """The level of each pair of 12-digit numbers; 0 is no number.

    ``digits``: how many the record's number is written with; ``owned``: the record's number is some person's in the
    registry; ``annulled``: it is one of this person's annulled numbers.
    """
    level = np.full(len(record), -1, dtype=np.int8)

    def assign(condition: npt.NDArray[np.bool_], value: Number) -> None:
        level[(level < 0) & condition] = value

    equal = record == person
    assign((record == 0) | (person == 0), Number.MISSING)
    assign(equal & (digits == DIGITS), Number.EQUAL)
    assign(equal, Number.LOST_ZERO)
    assign(annulled, Number.ANNULLED)
    assign(owned, Number.OTHER_PERSON)
    broken = digits != DIGITS
    for wanted, compare in ((~broken, _whole_levels), (broken, _broken_levels)):
        open_pairs = np.nonzero((level < 0) & wanted)[0]
        level[open_pairs] = compare(record[open_pairs], person[open_pairs])
    return level


def _whole_levels(record: Column, person: Column) -> npt.NDArray[np.int8]:
    """Two different numbers of twelve digits."""
    differ = replaced_digits(record, person, DIGITS)
    level = np.full(len(record), int(Number.OTHER), dtype=np.int8)
    level[(differ == 3) | (record // 1000 == person // 1000)] = Number.SERIAL_NEAR
    level[record % 10**6 == person % 10**6] = Number.SUFFIX
    level[differ == 2] = Number.TWO_DIGITS
    level[swapped_digits(record, person, DIGITS)] = Number.TRANSPOSED
    level[differ == 1] = Number.ONE_DIGIT
    return level


def _broken_levels(record: Column, person: Column) -> npt.NDArray[np.int8]:
    """The record's number has lost or gained digits."""
    level = np.full(len(record), int(Number.BROKEN_OTHER), dtype=np.int8)
    near = (replaced_digits(record, person, DIGITS) <= 2) | (record % 10**6 == person % 10**6)
    level[near] = Number.BROKEN_NEAR
    level[one_digit_dropped(record, person)] = Number.DROPPED
    return level


def one_digit_dropped(left: Column, right: Column) -> npt.NDArray[np.bool_]:
    """Whether one number is the other without one of its digits."""
    found = np.zeros(len(left), dtype=bool)
    for place in range(DIGITS + 1):
        unit = 10**place
        found |= left // (unit * 10) * unit + left % unit == right
        found |= right // (unit * 10) * unit + right % unit == left
    return found


def old_number_levels(record: Column, person: Column) -> npt.NDArray[np.int8]:
    """The level of each pair of 9-digit numbers; 0 is no number."""
    level = np.full(len(record), int(OldNumber.MISSING), dtype=np.int8)
    both = np.nonzero((record != 0) & (person != 0))[0]
    left, right = record[both], person[both]
    near = (replaced_digits(left, right, OLD_DIGITS) == 1) | swapped_digits(left, right, OLD_DIGITS)
    found = np.where(near | one_digit_dropped(left, right), int(OldNumber.NEAR), int(OldNumber.OTHER))
    found[left == right] = OldNumber.EQUAL
    level[both] = found
    return level
