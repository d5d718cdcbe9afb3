"""Identity numbers: twelve digits by the law's structure, the old nine digits, and numbers that were annulled.

Twelve digits (Nghị định 137/2015/NĐ-CP Điều 13, Thông tư 59/2021/TT-BCA): three of the place where the birth was
registered, one of century and sex, two of the year, six at random. Nine digits: given by each province's police from
its own block, so hardly ever twice inside a province, but not unique in the country, and new ones for people who moved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.demo.province.chance import Array, Chance, without_repetition

OWN_PROVINCE = 42
#: Country codes stand where a birth was registered abroad (first digit 1 to 3).
ABROAD = (104, 116, 125, 136, 199, 234)
BORN_ABROAD = 0.0008
#: Nine-digit numbers of the own province's police: the first of them, and how many there are. First digits of others.
OWN_FIRST, OWN_COUNT = 180_000_000, 10_000_000
OTHER_BLOCKS = (10, 11, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30)
#: The last people who got a nine-digit number were born in this year; cards of twelve digits replaced it.
LAST_OLD_ID_YEAR = 2006
HAS_ANNULLED = 0.003
NO_NUMBER = 0


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of each person as integers; ``NO_NUMBER`` where there is none."""

    personal: Array
    old: Array
    older: Array
    annulled: Array


def century_digit(sex: Array, year: Array) -> Array:
    """The fourth digit: 0/1 for men and women born 1900-1999, 2/3 for 2000-2099."""
    return ((year // 100) - 19) * 2 + sex


def _group(place: Array, sex: Array, year: Array) -> Array:
    return place.astype(np.int64) * 1000 + century_digit(sex, year).astype(np.int64) * 100 + year % 100


def give_numbers(chance: Chance, sex: Array, year: Array, birth_place: Array, moved: Array) -> Numbers:
    """Numbers for people by sex (0/1), year of birth and 3-digit place of birth registration; ``moved``: came from
    another province, so their first nine-digit number is of that province's police.
    """
    rng = chance.stream("identity numbers")
    count = len(sex)
    abroad = rng.random(count) < BORN_ABROAD
    place = np.where(abroad, np.asarray(ABROAD)[rng.integers(0, len(ABROAD), count)], birth_place)
    annulled_rows = np.flatnonzero(rng.random(count) < HAS_ANNULLED)
    # A number is annulled because it was made for the wrong sex or year, or because a person had two.
    cause = rng.random(len(annulled_rows))
    wrong_sex = np.where(cause < 0.4, 1 - sex[annulled_rows], sex[annulled_rows])
    wrong_year = year[annulled_rows] + np.where((cause >= 0.4) & (cause < 0.75), np.where(cause < 0.55, 1, -1), 0)
    wrong_year = np.minimum(wrong_year, year.max())
    groups = np.concatenate([_group(place, sex, year), _group(place[annulled_rows], wrong_sex, wrong_year)])
    numbers = without_repetition(rng, groups, 1_000_000)
    annulled = np.zeros(count, dtype=np.int64)
    annulled[annulled_rows] = numbers[count:]
    old, older = _old_numbers(chance.stream("old numbers"), year, moved)
    return Numbers(numbers[:count], old, older, annulled)


def _old_numbers(rng: np.random.Generator, year: Array, moved: Array) -> tuple[Array, Array]:
    uniform = rng.random((3, len(year)))
    chance_of = np.where(year < 1998, 0.96, np.where(year <= LAST_OLD_ID_YEAR, 0.7, 0.0))
    has = np.flatnonzero(uniform[0] < chance_of)
    own = without_repetition(rng, np.zeros(len(has), dtype=np.int64), OWN_COUNT) + OWN_FIRST
    blocks = np.asarray(OTHER_BLOCKS)[rng.integers(0, len(OTHER_BLOCKS), len(has))]
    elsewhere = blocks * 10_000_000 + rng.integers(0, 10_000_000, len(has))
    second = uniform[1, has] < np.where(moved[has], 0.6, 0.04)
    # A few cards of the own province carry one number twice: clerks' books, kept by hand.
    twice = np.flatnonzero(uniform[2, has] < 0.0004)
    if len(has) > 1:
        own[twice] = own[twice - 1]
    old, older = np.zeros((2, len(year)), dtype=np.int64)
    old[has] = own
    older[has] = np.where(second, elsewhere, NO_NUMBER)
    return old, older
