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
    differ = replaced_digits(record, person, DIGITS)
    suffix = record % 10**6 == person % 10**6
    assign(broken & one_digit_dropped(record, person), Number.DROPPED)
    assign(broken & ((differ <= 2) | suffix), Number.BROKEN_NEAR)
    assign(broken, Number.BROKEN_OTHER)
    assign(differ == 1, Number.ONE_DIGIT)
    assign(swapped_digits(record, person, DIGITS), Number.TRANSPOSED)
    assign(differ == 2, Number.TWO_DIGITS)
    assign(suffix, Number.SUFFIX)
    assign((differ == 3) | (record // 1000 == person // 1000), Number.SERIAL_NEAR)
    level[level < 0] = Number.OTHER
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
    level = np.full(len(record), int(OldNumber.OTHER), dtype=np.int8)
    near = (replaced_digits(record, person, OLD_DIGITS) == 1) | swapped_digits(record, person, OLD_DIGITS)
    level[near | one_digit_dropped(record, person)] = OldNumber.NEAR
    level[record == person] = OldNumber.EQUAL
    level[(record == 0) | (person == 0)] = OldNumber.MISSING
    return level
