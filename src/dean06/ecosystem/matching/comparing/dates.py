"""Dates of birth as whole numbers yyyymmdd, with 00 for what is not known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.levels import Date

Column = npt.NDArray[np.int64]


def date_levels(record: Column, person: Column) -> npt.NDArray[np.int8]:
    """The level of each pair of dates; 0 is an unknown date."""
    level = np.full(len(record), -1, dtype=np.int8)

    def assign(condition: npt.NDArray[np.bool_], value: Date) -> None:
        level[(level < 0) & condition] = value

    year_a, month_a, day_a = record // 10000, record // 100 % 100, record % 100
    year_b, month_b, day_b = person // 10000, person // 100 % 100, person % 100
    gap = np.abs(year_a - year_b)
    same_month, same_day = month_a == month_b, day_a == day_b
    assign((year_a == 0) | (year_b == 0), Date.MISSING)
    partial = (day_a == 0) | (day_b == 0)
    months_fit = same_month | (month_a == 0) | (month_b == 0)
    assign(partial & (gap == 0) & months_fit, Date.PART_EQUAL)
    assign(partial & (gap <= 1), Date.PART_NEAR)
    assign(partial, Date.PART_OTHER)
    first = record % 10000 == 101
    assign(first & (record == person), Date.JAN_EQUAL)
    assign(first & (gap == 0), Date.JAN_YEAR)
    assign(first & (gap == 1), Date.JAN_NEAR)
    assign(first, Date.JAN_OTHER)
    assign(record == person, Date.EQUAL)
    assign((gap == 0) & (month_a == day_b) & (day_a == month_b), Date.SWAPPED)
    assign(same_month & same_day & (gap == 1), Date.YEAR_NEAR)
    assign(same_month & same_day & (gap == 10), Date.YEAR_TEN)
    assign(one_digit_apart(record, person), Date.ONE_DIGIT)
    assign((gap == 0) & same_month, Date.YEAR_MONTH)
    assign((gap == 0) & same_day, Date.YEAR_DAY)
    assign(gap == 0, Date.YEAR_ALONE)
    assign(same_month & same_day, Date.DAY_MONTH)
    assign((gap <= 1) & (same_month | same_day), Date.MONTH_NEAR_YEAR)
    level[level < 0] = Date.OTHER
    return level


def one_digit_apart(left: Column, right: Column) -> npt.NDArray[np.bool_]:
    """One digit replaced, or two neighbouring digits swapped, anywhere in two whole numbers of the same length."""
    return (replaced_digits(left, right) == 1) | swapped_digits(left, right)


def replaced_digits(left: Column, right: Column, places: int = 8) -> npt.NDArray[np.int8]:
    """In how many decimal places two numbers differ."""
    differ = np.zeros(len(left), dtype=np.int8)
    left, right = left.copy(), right.copy()
    for _ in range(places):
        differ += left % 10 != right % 10
        left //= 10
        right //= 10
    return differ


def swapped_digits(left: Column, right: Column, places: int = 8) -> npt.NDArray[np.bool_]:
    """Whether exactly two neighbouring digits changed places."""
    found = np.zeros(len(left), dtype=bool)
    for place in range(places - 1):
        unit = 10**place
        low_a, high_a = left // unit % 10, left // (unit * 10) % 10
        rest = left - low_a * unit - high_a * unit * 10 + high_a * unit + low_a * unit * 10
        found |= (rest == right) & (left != right)
    return found
