"""The population registry: everybody's state on the day it was written, one row a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.demo.province import columns
from dean06.demo.province.chance import Array, Chance
from dean06.demo.province.households import ROLES, Homes, make_homes
from dean06.demo.province.ids import OWN_PROVINCE, Numbers, give_numbers
from dean06.demo.province.names import KINH, name_tables
from dean06.demo.province.naming import give_names, years_of
from dean06.demo.province.places import Places, make_places
from dean06.demo.province.population import MERGER_DAY, REGISTRY_SINCE, TODAY, People, simulate

#: Registered people for one first couple, and how many more are made, who then are not registered.
PEOPLE_A_COUPLE = 13.9
UNREGISTERED = 0.03
#: Only the year (or year and month) of birth is known: share by year of birth (year before which it holds).
YEAR_ONLY = ((1945, 0.34), (1955, 0.24), (1965, 0.13), (1975, 0.05), (1985, 0.02))
MONTH_ONLY = ((1965, 0.012), (1985, 0.003))
MISSING = 0.0006
ANNULLED = 0.0002
TEMPORARY = 0.035
LAO = 37
MARITAL = ("single", "married", "divorced", "widowed")
LIFE = ("alive", "dead", "missing")
DAY, MONTH, YEAR = 0, 1, 2  # precision of a birth date


@dataclass(slots=True)
class Registry:
    """The whole province in memory. ``rows``: the registered people in the order of the file."""

    places: Places
    people: People
    homes: Homes
    numbers: Numbers
    rows: Array
    unregistered: Array
    year: Array
    month: Array
    day: Array
    precision: Array
    names: pa.Array
    name: Array
    father_name: Array
    mother_name: Array
    birth_code: Array
    birth_unit: Array
    life: Array
    marital: Array
    annulled: Array
    temporary_village: Array

    def commune(self, who: Array) -> Array:
        """Place of today's commune in ``places.communes``."""
        return self.places.commune_of_village[self.homes.village[who]]

    def old_commune(self, who: Array) -> Array:
        """Place of the commune before the merger in ``places.old``; -1 for people born since."""
        old = self.places.old_of_village[self.homes.village_before[who]]
        return np.where(self.people.birth[who] >= MERGER_DAY, -1, old)


def make_registry(people: int, chance: Chance) -> Registry:
    """A province with exactly so many registered people, and some per cent more who are not."""
    places = make_places(people, chance)
    needed = people + max(3, int(people * UNREGISTERED))
    couples = max(4, int(needed / PEOPLE_A_COUPLE))
    while True:
        everybody = simulate(couples, places, chance)
        in_time = np.flatnonzero(everybody.death > REGISTRY_SINCE)
        if len(in_time) >= needed:
            break
        couples += max(1, couples // 40)
    rng = chance.stream("registration")
    order = np.argsort(rng.random(len(in_time)), kind="stable")
    registered, left = in_time[order[:people]], in_time[order[people:]]
    unregistered = left[everybody.death[left] > TODAY]
    return _describe(places, everybody, registered, unregistered, chance)


def _describe(places: Places, people: People, registered: Array, unregistered: Array, chance: Chance) -> Registry:
    year = years_of(people.birth)
    calendar = people.birth.astype("datetime64[D]")
    month = (calendar.astype("datetime64[M]").astype(np.int32) % 12 + 1).astype(np.int8)
    day = ((calendar - calendar.astype("datetime64[M]")).astype(np.int32) + 1).astype(np.int8)
    rng = chance.stream("papers")
    count = len(people)
    life = np.where(people.death <= TODAY, 1, np.where(rng.random(count) < MISSING, 2, 0)).astype(np.int8)
    is_registered = np.zeros(count, dtype=bool)
    is_registered[registered] = True
    homes = make_homes(people, is_registered & (life != 1), places, chance)
    birth_code = np.full(count, OWN_PROVINCE, dtype=np.int16)
    away = np.flatnonzero(people.born_away)
    code, unit = places.foreign_births(rng, len(away))
    birth_code[away] = code
    birth_unit = np.full(count, -1, dtype=np.int32)
    birth_unit[away] = unit
    numbers = give_numbers(chance, people.sex, year, birth_code, people.born_away)
    named = give_names(people, year, places, chance)
    codes = np.concatenate([named.own, named.father, named.mother])
    known = codes >= 0
    names, place = name_tables().texts(codes[known])
    where = np.full(len(codes), -1, dtype=np.int32)
    where[known] = place
    own, father, mother = where.reshape(3, count)
    temporary = np.where(rng.random(count) < TEMPORARY, rng.integers(0, len(places.commune_of_village), count), -1)
    return Registry(
        places=places,
        people=people,
        homes=homes,
        numbers=numbers,
        rows=registered[np.argsort(numbers.personal[registered], kind="stable")],
        unregistered=unregistered,
        year=year,
        month=month,
        day=day,
        precision=_precision(year, people.ethnicity, rng),
        names=pa.array(names, pa.string()),
        name=own,
        father_name=father,
        mother_name=mother,
        birth_code=birth_code,
        birth_unit=birth_unit,
        life=life,
        marital=_marital(people),
        annulled=rng.random(count) < ANNULLED,
        temporary_village=temporary.astype(np.int32),
    )


def _precision(year: Array, ethnicity: Array, rng: np.random.Generator) -> Array:
    uniform = rng.random(len(year)) / np.where(ethnicity == KINH, 1.0, 2.2)
    precision = np.zeros(len(year), dtype=np.int8)
    start = np.zeros(len(year))
    for steps, kind in ((YEAR_ONLY, YEAR), (MONTH_ONLY, MONTH)):
        share = np.zeros(len(year))
        for before, value in reversed(steps):
            share[year < before] = value
        precision[(uniform >= start) & (uniform < start + share)] = kind
        start = start + share
    return precision


def _marital(people: People) -> Array:
    spouse = people.spouse
    end = np.minimum(people.death, TODAY)
    widowed = (spouse >= 0) & (people.death[spouse] < end)
    state = np.where(spouse >= 0, np.where(people.divorced, 2, np.where(widowed, 3, 1)), 0)
    return np.where(people.married_on > end, 0, state).astype(np.int8)


def write_registry(registry: Registry, path: Path) -> None:
    """``registry.parquet``: the columns of the registry's file format."""
    written = _Written(registry)
    columns.write_in_chunks(path, len(registry.rows), lambda part: written.table(registry.rows[part]))


def write_registry_side(registry: Registry, path: Path) -> None:
    """``registry_side.parquet``: what the matching engine needs of the same people; person_key is the row number."""
    written = _Written(registry)
    columns.write_in_chunks(path, len(registry.rows), lambda part: written.side(registry.rows[part], part.start))


class _Written:
    """Rows as Arrow tables."""

    def __init__(self, registry: Registry) -> None:
        self._r = registry
        places = registry.places
        self._is_registered = np.zeros(len(registry.people), dtype=bool)
        self._is_registered[registry.rows] = True
        self._communes = pa.array([unit.code for unit in places.communes])
        self._old = pa.array([unit.code for unit in places.old])
        self._villages = pa.array(places.village_names)
        self._birth_units = pa.array([*places.birth_units])

    def _id(self, who: Array) -> pa.Array:
        known = (who >= 0) & self._is_registered[who]
        return columns.digits(self._r.numbers.personal[who], 12, ~known)

    def _birth(self, who: Array) -> dict[str, pa.Array]:
        r = self._r
        return {
            "birth_year": columns.whole(r.year[who], pa.int16()),
            "birth_month": columns.whole(r.month[who], pa.int8(), r.precision[who] == YEAR),
            "birth_day": columns.whole(r.day[who], pa.int8(), r.precision[who] != DAY),
        }

    def _names(self, who: Array) -> tuple[pa.Array, pa.Array, pa.Array]:
        r = self._r
        return tuple(columns.texts(r.names, column[who]) for column in (r.name, r.father_name, r.mother_name))  # type: ignore[return-value]

    def _numbers(self, who: Array) -> dict[str, pa.Array]:
        numbers = self._r.numbers
        return {
            "personal_id": columns.digits(numbers.personal[who], 12),
            "old_ids": columns.joined(columns.digits(numbers.old[who], 9), columns.digits(numbers.older[who], 9)),
            "annulled_ids": columns.digits(numbers.annulled[who], 12),
        }

    def side(self, who: Array, start: int) -> pa.Table:
        """Rows of the matching engine's input."""
        r = self._r
        name, father, mother = self._names(who)
        numbers, birth = self._numbers(who), self._birth(who)
        return pa.table(
            {
                "person_key": pa.array(np.arange(start + 1, start + 1 + len(who)), pa.int64()),
                **numbers,
                "full_name": name,
                **birth,
                "sex": columns.texts(["M", "F"], r.people.sex[who]),
                "unit_code": columns.texts(self._communes, r.commune(who)),
                "previous_unit_codes": columns.texts(self._old, r.old_commune(who)),
                "village": columns.texts(self._villages, r.places.name_of_village[r.homes.village[who]]),
                "father_name": father,
                "mother_name": mother,
                "life_status": columns.texts(LIFE, r.life[who]),
            }
        )

    def table(self, who: Array) -> pa.Table:
        """Rows of the registry's file."""
        r, people, homes = self._r, self._r.people, self._r.homes
        name, father, mother = self._names(who)
        dead = r.life[who] == 1
        commune = columns.texts(self._communes, r.commune(who))
        village = columns.texts(self._villages, r.places.name_of_village[homes.village[who]])
        temporary = np.where(dead, -1, r.temporary_village[who])
        temporary_unit = columns.texts(
            self._communes, np.where(temporary >= 0, r.places.commune_of_village[temporary], -1)
        )
        # Settled people of Lao origin whose naturalisation is not finished.
        foreign = (people.ethnicity[who] == LAO) & (r.numbers.personal[who] % 25 == 0)
        spouse = people.spouse[who]
        together = (r.marital[who] == 1) & ~dead & (r.life[spouse] != 1)
        return pa.table(
            {
                **self._numbers(who),
                "full_name": name,
                "sex": columns.texts(["M", "F"], people.sex[who]),
                **self._birth(who),
                "ethnicity": columns.texts([f"{code:02d}" for code in range(56)], people.ethnicity[who]),
                "nationality": columns.texts(["VN", "LA"], foreign.astype(np.int32)),
                "birth_unit": self._birth_unit(who),
                "permanent_unit": commune,
                "permanent_village": village,
                "permanent_address": self._address(who, village),
                "permanent_since": columns.dates(homes.since[who]),
                "previous_unit": columns.texts(self._old, r.old_commune(who)),
                "temporary_unit": temporary_unit,
                "current_unit": pc.coalesce(temporary_unit, commune),
                "household_no": columns.digits(homes.root[who].astype(np.int64) + 1, 9, homes.role[who] < 0),
                "household_role": columns.texts(ROLES, homes.role[who]),
                "father_id": self._id(people.father[who]),
                "mother_id": self._id(people.mother[who]),
                "spouse_id": self._id(np.where(together, spouse, -1)),
                "father_name": father,
                "mother_name": mother,
                "marital_status": columns.texts(MARITAL, r.marital[who]),
                "life_status": columns.texts(LIFE, r.life[who]),
                "died_on": columns.dates(people.death[who], ~dead),
                "id_status": columns.texts(["active", "annulled"], r.annulled[who].astype(np.int32)),
            }
        )

    def _birth_unit(self, who: Array) -> pa.Array:
        """Where the birth was registered: the code that was in force on that day."""
        r = self._r
        village = r.people.village[who]
        away = columns.texts(self._birth_units, r.birth_unit[who])
        new = r.people.birth[who] >= MERGER_DAY
        here_old = columns.texts(self._old, r.places.old_of_village[village], new)
        here_new = columns.texts(self._communes, r.places.commune_of_village[village], ~new)
        return pc.coalesce(away, here_old, here_new)

    def _address(self, who: Array, village: pa.Array) -> pa.Array:
        """A house number for people in wards; elsewhere the village is the address."""
        r = self._r
        is_ward = np.array([unit.kind == "phuong" for unit in r.places.communes])[r.commune(who)]
        number = columns.digits(r.homes.root[who] % 280 + 1, 1, ~is_ward)
        text = pc.binary_join_element_wise("Số nhà ", number, "")
        return pc.coalesce(pc.binary_join_element_wise(text, village, ", "), village)
