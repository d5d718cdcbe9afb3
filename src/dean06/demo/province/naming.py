"""Who is called what: surnames pass down, twins get names alike, nobody is named after the own parents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.demo.province.chance import Array, Chance, draw
from dean06.demo.province.names import KINH, avoid_known, code_of, draw_names, draw_parts, name_tables
from dean06.demo.province.places import Places
from dean06.demo.province.population import People

#: Share of first husbands who bear the surname that their village is known for.
CLAN = 0.4
FATHERS_MIDDLE = 0.22
TWINS_ALIKE = 0.75
#: Parents who are not in the registry are still named on the papers of most people.
PARENT_NAMED = 0.9
NO_NAME = -1


@dataclass(frozen=True, slots=True)
class Named:
    """Codes of names (``NameTables.text``): the person's, and those of the parents as the papers have them."""

    own: Array
    father: Array
    mother: Array


def give_names(people: People, year: Array, places: Places, chance: Chance) -> Named:
    """Names of everybody. ``year``: of birth."""
    rng = chance.stream("names")
    surname = _surnames(people, places, rng)
    first, second, given = draw_parts(rng, people.sex, year)
    child = np.flatnonzero(people.father >= 0)
    inherits = child[(people.sex[child] == 0) & (rng.random(len(child)) < FATHERS_MIDDLE)]
    first[inherits] = first[people.father[inherits]]
    second[inherits] = 0
    _name_twins(people, rng, first, second, given)
    # A child is not given the name of its father or mother: one more draw, then chance has it.
    again = np.flatnonzero(_same(given, people.father) | _same(given, people.mother))
    given[again] = draw_parts(rng, people.sex[again], year[again])[2]
    own = code_of(surname, first, second, given)
    avoid_known(own)
    _other_peoples(people, rng, own)
    return Named(own, *_parents(people, year, surname, own, rng))


def _same(given: Array, parent: Array) -> Array:
    return (parent >= 0) & (given == given[parent])


def _surnames(people: People, places: Places, rng: np.random.Generator) -> Array:
    tables = name_tables()
    count = len(people)
    surname = draw(tables.surname_table, rng.random(count))
    clan = draw(tables.surname_table, rng.random(len(places.commune_of_village)))
    founders = np.flatnonzero((people.mother < 0) & (people.sex == 0) & ~people.born_away)
    local = founders[rng.random(len(founders)) < CLAN]
    surname[local] = clan[people.village[local]]
    pick = rng.random(count)
    for code, own in tables.peoples.items():
        if "surnames" in own:
            rows = np.flatnonzero((people.ethnicity == code) & (people.mother < 0))
            surname[rows] = own["surnames"][(pick[rows] * len(own["surnames"])).astype(np.int64)]
    # Down the generations: the parent's surname is final before the child asks, because parents stand first and a
    # pass changes one generation more.
    source = np.where(people.father >= 0, people.father, people.mother)
    children = np.flatnonzero(source >= 0)
    ancestor = np.arange(count, dtype=np.int32)
    ancestor[children] = source[children]
    while True:
        following = ancestor[ancestor]
        if np.array_equal(following, ancestor):
            return surname[ancestor].astype(np.int64)
        ancestor = following


def _name_twins(people: People, rng: np.random.Generator, first: Array, second: Array, given: Array) -> None:
    rows = np.flatnonzero(people.twin >= 0)
    rows = rows[np.argsort(people.twin[rows], kind="stable")]
    elder, younger = rows[0::2], rows[1::2]
    alike = (people.sex[elder] == people.sex[younger]) & (rng.random(len(elder)) < TWINS_ALIKE)
    first[younger[alike]], second[younger[alike]] = first[elder[alike]], second[elder[alike]]
    equal = given[elder] == given[younger]
    given[younger[equal]] = np.where(given[elder[equal]] > 0, given[elder[equal]] - 1, 1)


def _other_peoples(people: People, rng: np.random.Generator, own: Array) -> None:
    pick = rng.random(len(own))
    for code, lists in name_tables().peoples.items():
        if "surnames" in lists:
            continue
        for sex, letter in enumerate("MF"):
            rows = np.flatnonzero((people.ethnicity == code) & (people.sex == sex))
            own[rows] = lists[letter][(pick[rows] * len(lists[letter])).astype(np.int64)]


def _parents(people: People, year: Array, surname: Array, own: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    result = []
    for sex, parent in enumerate((people.father, people.mother)):
        name = np.where(parent >= 0, own[parent], NO_NAME)
        unknown = (parent < 0) & (people.mother < 0) & (people.ethnicity == KINH)
        rows = np.flatnonzero(unknown & (rng.random(len(own)) < PARENT_NAMED))
        family = surname[rows] if sex == 0 else draw(name_tables().surname_table, rng.random(len(rows)))
        name[rows] = draw_names(rng, family, np.full(len(rows), sex, dtype=np.int8), year[rows] - 27)
        result.append(name)
    return result[0], result[1]


def years_of(days: Array) -> Array:
    """Calendar years of days since 1970 (int32)."""
    return (days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int32) + 1970).astype(np.int32)
