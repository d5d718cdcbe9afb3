"""Names by frequency: surnames pass from fathers, middle and given names follow sex and generation.

A name is a number while the province is made (surname, two middle parts, given name; or a place in a list of whole
names of peoples with their own way of naming). Each distinct number becomes a text once, at the end.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np

from dean06.demo.province.chance import Array, cumulative, draw

#: A surname's code leaves room for the parts that follow.
GIVEN_ROOM = MIDDLE_ROOM = 1_000
NAME_ROOM = MIDDLE_ROOM * MIDDLE_ROOM * GIVEN_ROOM
#: Codes from here on are whole names.
WHOLE_FROM = NAME_ROOM * 10_000
#: Generations by year of birth: people born before the first year are "old", before the second "middle".
GENERATION_BOUNDS = (1966, 1996)
GENERATIONS = ("old", "middle", "young")
#: Given names: the n-th of the list weighs 1 / (n + shift) ^ power; calibrated to the number of distinct names (about
#: half a million among 3.6 million people).
GIVEN_SHIFT = 9.0
GIVEN_POWER = 1.6
OTHER_SURNAMES_SHARE = 1.2
KINH = 1


@dataclass(frozen=True, slots=True)
class NameTables:
    """The parts of names and how often each occurs."""

    surnames: list[str]
    surname_table: Array
    middles: list[str]
    first: dict[tuple[int, int], tuple[Array, Array]]
    second: dict[tuple[int, int], tuple[Array, Array]]
    givens: list[str]
    given: dict[tuple[int, int], tuple[Array, Array]]
    whole: list[str]
    peoples: dict[int, dict[str, Array]]
    foreigners: dict[str, Array]

    def text(self, code: int) -> str:
        """The name of a code."""
        if code >= WHOLE_FROM:
            return self.whole[code - WHOLE_FROM]
        rest, given = divmod(code, GIVEN_ROOM)
        rest, second = divmod(rest, MIDDLE_ROOM)
        surname, first = divmod(rest, MIDDLE_ROOM)
        parts = (self.surnames[surname], self.middles[first], self.middles[second], self.givens[given])
        return " ".join(part for part in parts if part)

    def texts(self, codes: Array) -> tuple[list[str], Array]:
        """Distinct names, and for each code the place of its name."""
        distinct, place = np.unique(codes, return_inverse=True)
        return [self.text(code) for code in distinct.tolist()], place.astype(np.int32)


def generation_of(birth_year: Array) -> Array:
    """0 old, 1 middle, 2 young."""
    return np.digitize(birth_year, GENERATION_BOUNDS).astype(np.int8)


@lru_cache(maxsize=1)
def name_tables() -> NameTables:
    """Reads ``data/names.toml``."""
    source = resources.files("dean06.demo.province").joinpath("data/names.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    index = _Index()
    shares = data["surnames"]["shares"]
    others = [name.replace("-", " ") for name in data["surnames"]["others"].split()]
    weights = [share for _, share in shares]
    weights += [OTHER_SURNAMES_SHARE / len(others)] * len(others)
    surnames = [name for name, _ in shares] + others
    middles, givens = _Index(""), _Index()
    first, second, given = {}, {}, {}
    for sex, letter in enumerate("MF"):
        for period, generation in enumerate(GENERATIONS):
            table = data["middle"][letter][generation]
            first[sex, period] = _weighted(middles, table["first"])
            second[sex, period] = _weighted(middles, table["second"])
            given[sex, period] = _ranked(givens, data["given"][letter][generation])
    peoples: dict[int, dict[str, Array]] = {}
    for code, people in data["peoples"].items():
        own: dict[str, Array] = {}
        if "surnames" in people:
            own["surnames"] = np.array([_place(surnames, weights, name) for name in people["surnames"].split()])
        else:
            families = [f" {family}" for family in people.get("families", "").split(";") if family] or [""]
            own = {
                letter: index.places([name + family for name in people[letter].split(";") for family in families])
                + WHOLE_FROM
                for letter in "MF"
            }
        peoples[int(code)] = own
    foreigners = {letter: index.places(_foreign(data["foreigners"], letter)) + WHOLE_FROM for letter in "MF"}
    return NameTables(
        surnames,
        cumulative(weights),
        middles.texts,
        first,
        second,
        givens.texts,
        given,
        index.texts,
        peoples,
        foreigners,
    )


def _foreign(parts: dict[str, str], letter: str) -> list[str]:
    return [f"{given} {family}" for given in parts[letter].split() for family in parts["families"].split()]


class _Index:
    """Texts with their places, each once."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self._place = {text: place for place, text in enumerate(texts)}

    def place(self, text: str) -> int:
        if text not in self._place:
            self._place[text] = len(self.texts)
            self.texts.append(text)
        return self._place[text]

    def places(self, texts: list[str]) -> Array:
        return np.array([self.place(text.strip()) for text in texts], dtype=np.int64)


def _place(surnames: list[str], weights: list[float], name: str) -> int:
    if name not in surnames:
        surnames.append(name)
        weights.append(0.01)
    return surnames.index(name)


def _weighted(index: _Index, pairs: list[list[Any]]) -> tuple[Array, Array]:
    places = index.places(["" if text == "-" else text for text, _ in pairs])
    return places, cumulative([weight for _, weight in pairs])


def _ranked(index: _Index, listed: str) -> tuple[Array, Array]:
    texts = list(dict.fromkeys(text.replace("-", " ") for text in listed.split()))
    return index.places(texts), cumulative(
        [round((rank + GIVEN_SHIFT) ** -GIVEN_POWER, 9) for rank in range(len(texts))]
    )


def draw_parts(rng: np.random.Generator, sex: Array, birth_year: Array) -> tuple[Array, Array, Array]:
    """First middle, second middle and given name (their places) for people of this sex (0 male, 1 female) and year."""
    tables, count = name_tables(), len(sex)
    generation = generation_of(birth_year)
    uniform = rng.random((3, count))
    parts = [np.zeros(count, dtype=np.int64) for _ in range(3)]
    for one_sex in (0, 1):
        for period in range(len(GENERATIONS)):
            rows = np.flatnonzero((sex == one_sex) & (generation == period))
            for part, kind in enumerate((tables.first, tables.second, tables.given)):
                places, table = kind[one_sex, period]
                parts[part][rows] = places[draw(table, uniform[part, rows])]
    first, second, given = parts
    # "Thanh Thanh" or a middle part before none is a slip of the draw, not a name.
    second[(second == first) | (first == 0)] = 0
    alike = _given_of_middle()
    first[alike[first] == given] = 0
    second[(alike[second] == given) | (first == 0)] = 0
    return first, second, given


@lru_cache(maxsize=1)
def _given_of_middle() -> Array:
    """For each middle part the place of the given name written alike; -1 where there is none."""
    tables = name_tables()
    place = {text: index for index, text in enumerate(tables.givens)}
    return np.array([place.get(text, -1) for text in tables.middles])


def code_of(surname: Array, first: Array, second: Array, given: Array) -> Array:
    """The code of a name from the places of its parts (int64)."""
    return ((surname.astype(np.int64) * MIDDLE_ROOM + first) * MIDDLE_ROOM + second) * GIVEN_ROOM + given


def draw_names(rng: np.random.Generator, surname: Array, sex: Array, birth_year: Array) -> Array:
    """Codes of names for people with these surnames."""
    codes = code_of(surname, *draw_parts(rng, sex, birth_year))
    avoid_known(codes)
    return codes


def avoid_known(codes: Array) -> None:
    """Give people who by chance got the name of a leader of the state or of history another given name."""
    known = np.isin(codes, _known_codes())
    codes[known] += _other_given() - codes[known] % GIVEN_ROOM


def known_names() -> frozenset[str]:
    """Names that nobody gets."""
    text = resources.files("dean06.demo.province").joinpath("data/never.txt").read_text(encoding="utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=1)
def _known_codes() -> Array:
    """Their codes, as far as the parts are in the tables at all."""
    tables = name_tables()
    codes = []
    for name in sorted(known_names()):
        surname, *middle, given = name.split()
        middle = [*middle, "", ""][:2]
        if surname in tables.surnames and given in tables.givens and all(part in tables.middles for part in middle):
            first, second = (np.array(tables.middles.index(part)) for part in middle)
            codes.append(
                code_of(np.array(tables.surnames.index(surname)), first, second, np.array(tables.givens.index(given)))
            )
    return np.array(codes, dtype=np.int64)


@lru_cache(maxsize=1)
def _other_given() -> int:
    """A name for men and women that makes none of those names."""
    return name_tables().givens.index("Liên")
