"""A sector's list about the province's people, with the errors that desks make, and the truth about each record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.demo.province.chance import Array, Chance
from dean06.demo.province.error_rates import (
    DESKS_A_COMMUNE,
    DIRTY_FACTOR,
    OF_THE_LIST,
    dirty_desks,
    plant,
    rates_of,
)
from dean06.demo.province.ids import LAST_OLD_ID_YEAR
from dean06.demo.province.names import name_tables
from dean06.demo.province.registry import DAY, YEAR, Registry
from dean06.demo.province.sectors import Sector, eligible
from dean06.demo.province.spoiling import POSSIBLE, SPOILERS
from dean06.demo.province.unit_texts import UnitTexts

NOBODY = -1


@dataclass(slots=True)
class Extract:
    """A list in memory. ``who``: the person of each record (``NOBODY``: a foreigner)."""

    sector: Sector
    who: Array
    person: Array  # the same; for a foreigner somebody whose age and sex the record borrows
    registered: Array  # the person is in the registry
    desk: Array
    dirty: Array
    planted: dict[str, Array]
    rates: dict[str, float]
    number: Array  # first id column
    width: Array  # digits of it
    old_number: Array
    names: pa.Array
    name: Array
    year: Array
    month: Array
    day: Array
    sex: Array
    unit: Array
    village: Array
    father_name: Array
    mother_name: Array

    def __len__(self) -> int:
        return len(self.who)


def make_extract(
    sector: Sector,
    registry: Registry,
    texts: UnitTexts,
    chance: Chance,
    *,
    records: int | None = None,
    rates: Mapping[str, float] | None = None,
) -> Extract:
    """The list of a sector with about ``records`` records (default: the sector's usual share of the people).

    Fewer come when the province has not so many people of that kind. ``rates`` replaces single error rates.
    """
    return _Desk(sector, registry, texts, chance.scoped(sector.code), rates_of(sector.code, rates)).work(records)


class _Desk:
    """Makes one list, step by step; every step fills columns of equal length."""

    def __init__(
        self, sector: Sector, registry: Registry, texts: UnitTexts, chance: Chance, rates: dict[str, float]
    ) -> None:
        self._sector = sector
        self._r = registry
        self._texts = texts
        self._chance = chance
        self._rates = rates
        self._planted: dict[str, Array] = {}

    def work(self, records: int | None) -> Extract:
        wanted = round(self._sector.share * len(self._r.rows)) if records is None else records
        self._who, self._registered = self._people(wanted)
        count = len(self._who)
        person = self._person
        self._born = self._r.year[person]
        rng = self._chance.stream("desks")
        commune = self._r.commune(person)
        self._desk = commune.astype(np.int64) * DESKS_A_COMMUNE + rng.integers(0, DESKS_A_COMMUNE, count)
        self._dirty = dirty_desks(rng, self._desk) if count else np.zeros(0, dtype=bool)
        number, width, old = self._identity()
        names, name = self._names()
        year, month, day = self._dates()
        sex = self._sexes()
        unit, village = self._addresses()
        father, mother = self._parents()
        return Extract(
            sector=self._sector,
            who=self._who,
            person=person,
            registered=self._registered,
            desk=self._desk,
            dirty=self._dirty,
            planted=self._planted,
            rates=self._rates,
            number=number,
            width=width,
            old_number=old,
            names=names,
            name=name,
            year=year,
            month=month,
            day=day,
            sex=sex,
            unit=unit,
            village=village,
            father_name=father,
            mother_name=mother,
        )

    # --- who is in the list ---
    def _people(self, wanted: int) -> tuple[Array, Array]:
        """Persons of the records in list order; plants the errors that are about who is listed at all."""
        r, rates = self._r, self._rates
        rng = self._chance.stream("people")
        fits = r.rows[eligible(self._sector, r, r.rows)]
        strangers = r.unregistered[eligible(self._sector, r, r.unregistered)]
        dead = r.rows[eligible(self._sector, r, r.rows, dead=True)]
        share = {
            name: rates[name] for name in ("DUPLICATE", "DUPLICATE_OTHER_ID", "DEAD", "FOREIGNER", "NOT_REGISTERED")
        }
        living = min(len(fits), max(0, round(wanted * (1 - sum(share.values())))))
        total = min(wanted, round(living / max(0.2, 1 - sum(share.values()))))
        counts = {name: round(total * rate) for name, rate in share.items()}
        base = _sample(rng, fits, living)
        departed = _sample(rng, dead, counts["DEAD"])
        unknown = _sample(rng, strangers, counts["NOT_REGISTERED"])
        foreign = np.full(counts["FOREIGNER"], NOBODY, dtype=np.int64)
        twice = _sample(rng, base, counts["DUPLICATE"])
        adults = base[(r.year[base] < 1998) & (r.numbers.old[base] > 0)]
        other = _sample(rng, adults, counts["DUPLICATE_OTHER_ID"])
        kinds = [("", base), ("DEAD", departed), ("NOT_REGISTERED", unknown), ("FOREIGNER", foreign)]
        kinds += [("DUPLICATE", twice), ("DUPLICATE_OTHER_ID", other)]
        who = np.concatenate([rows for _, rows in kinds])
        kind = np.repeat(np.arange(len(kinds)), [len(rows) for _, rows in kinds])
        order = np.argsort(rng.random(len(who)), kind="stable")
        who, kind = who[order], kind[order]
        for place, (name, _) in enumerate(kinds):
            if name:
                self._planted[name] = kind == place
        lent = base if len(base) else r.rows
        self._person = np.where(who >= 0, who, lent[rng.integers(0, len(lent), len(who))])
        return who, ~(self._planted["NOT_REGISTERED"] | self._planted["FOREIGNER"])

    # --- planting ---
    def _factor(self, error: str) -> Array:
        """How much oftener than elsewhere the error is made in each record."""
        factor = np.where(self._dirty, DIRTY_FACTOR, 1.0) if error not in OF_THE_LIST else np.ones(len(self._who))
        for first, last, times in _AGE_FACTORS.get(error, ()):
            factor = np.where((self._born >= first) & (self._born < last), factor * times, factor)
        return factor

    def _plant(self, error: str, possible: Array | None = None) -> Array:
        factor = self._factor(error)
        if possible is not None:
            factor = np.where(possible, factor, 0.0)
        uniform = self._chance.stream(error).random(len(self._who))
        self._planted[error] = plant(uniform, self._rates[error], factor)
        return self._planted[error]

    # --- numbers ---
    def _identity(self) -> tuple[Array, Array, Array]:
        """Numbers, their widths, and the second column's old numbers.

        Rare errors are planted first: dirty desks leave out so many numbers that few would be left to mistype.
        """
        numbers, person, planted = self._r.numbers, self._person, self._planted
        rng = self._chance.stream("numbers")
        count = len(person)
        number = numbers.personal[person].copy()
        width = np.full(count, 12, dtype=np.int8)
        older = numbers.older[person]
        nine = np.where((older > 0) & (rng.random(count) < 0.4), older, numbers.old[person])
        usual = ~planted["FOREIGNER"] & ~planted["DUPLICATE_OTHER_ID"]
        annulled = self._plant("ID_ANNULLED", usual & (numbers.annulled[person] > 0))
        number[annulled] = numbers.annulled[person][annulled]
        usual &= ~annulled
        usual &= ~self._family_numbers(rng, number, usual)
        usual &= ~self._mistyped(rng, number, width, usual)
        usual &= ~self._plant("ID_SHARED", usual)
        only_old = self._plant("ID_OLD", usual & (nine > 0)) | planted["DUPLICATE_OTHER_ID"]
        usual &= ~only_old
        missing = self._plant("ID_MISSING", usual)
        usual &= ~missing
        number[missing | planted["FOREIGNER"]] = 0
        self._share_numbers(number, usual)
        if not self._sector.two_id_columns:
            number[only_old], width[only_old] = nine[only_old], 9
            return number, width, np.zeros(count, dtype=np.int64)
        number[only_old] = 0
        shown = only_old | (usual & (nine > 0) & (rng.random(count) < 0.25))
        return number, width, np.where(shown, nine, 0)

    def _family_numbers(self, rng: np.random.Generator, number: Array, usual: Array) -> Array:
        people, person = self._r.people, self._person
        order = rng.random(len(person)) < 0.5
        relatives = [people.spouse[person], np.where(order, people.mother[person], people.father[person])]
        relative = np.where(relatives[0] >= 0, relatives[0], relatives[1])
        rows = self._plant("ID_OF_FAMILY", usual & (relative >= 0))
        number[rows] = self._r.numbers.personal[relative[rows]]
        return rows

    def _share_numbers(self, number: Array, right: Array) -> None:
        """The clerk copied the number of the record above: the last one with a right number at the same desk."""
        rows = self._planted["ID_SHARED"]
        order = np.argsort(self._desk, kind="stable")
        above = np.maximum.accumulate(np.where(right[order], np.arange(len(order)), -1))
        source = np.empty(len(order), dtype=np.int64)
        source[order] = np.where(above >= 0, order[above], NOBODY)
        possible = rows & (source >= 0) & (self._desk[np.maximum(source, 0)] == self._desk)
        self._planted["ID_SHARED"] = possible
        number[possible] = number[source[possible]]

    def _mistyped(self, rng: np.random.Generator, number: Array, width: Array, usual: Array) -> Array:
        """Slips of the fingers and lost zeros; returns the records that got one."""
        free, count = usual.copy(), len(number)
        places = 10 ** rng.integers(0, 12, count)
        change = rng.integers(1, 10, count)
        rows = self._plant("ID_SUBSTITUTED", free)
        digit = number // places % 10
        number[rows] += ((digit + change) % 10 - digit)[rows] * places[rows]
        free &= ~rows
        places = 10 ** rng.integers(0, 11, count)
        low, high = number // places % 10, number // places // 10 % 10
        rows = self._plant("ID_TRANSPOSED", free & (low != high))
        number[rows] += ((high - low) + (low - high) * 10)[rows] * places[rows]
        free &= ~rows
        places = 10 ** rng.integers(0, 11, count)
        rows = self._plant("ID_DIGIT_DROPPED", free)
        number[rows] = (number // places // 10 * places + number % places)[rows]
        width[rows] = 11
        free &= ~rows
        rows = self._plant("ID_ZERO_LOST", free & (number < 10**11))
        width[rows] = np.where(number[rows] < 10**10, 10, 11)
        return usual & ~(free & ~rows)

    # --- names ---
    def _names(self) -> tuple[pa.Array, Array]:
        r, count = self._r, len(self._who)
        name = r.name[self._person].copy()
        rng = self._chance.stream("spoiling")
        uniform = rng.random(count)
        foreign = np.flatnonzero(self._planted["FOREIGNER"])
        extra, half = _foreign_names()
        pick = rng.integers(0, half, len(foreign))
        name[foreign] = len(r.names) + pick + np.where(r.people.sex[self._person[foreign]] == 1, half, 0)
        spoilt: dict[int, str] = {}
        for error, spoil in SPOILERS.items():
            possible = ~self._planted["FOREIGNER"]
            if error != "NAME_NO_DIACRITICS":
                possible &= ~_any(self._planted, [other for other in SPOILERS if other != "NAME_NO_DIACRITICS"], count)
            if error in POSSIBLE:
                fits = pc.match_substring_regex(r.names, POSSIBLE[error]).to_numpy(zero_copy_only=False)
                possible &= fits[np.minimum(name, len(fits) - 1)]
            if error == "NAME_NO_DIACRITICS":
                possible &= ~_any(self._planted, ["NAME_TELEX", "NAME_WRONG_TONE", "NAME_TONE_PLACEMENT"], count)
            rows = np.flatnonzero(self._plant(error, possible))
            right = r.names.take(pa.array(name[rows])).to_pylist()
            for row, text, draw in zip(rows.tolist(), right, uniform[rows].tolist(), strict=True):
                spoilt[row] = spoil(spoilt.get(row, text), draw)
        rows = np.fromiter(spoilt, dtype=np.int64, count=len(spoilt))
        wrong = pa.array(spoilt.values(), pa.string()).dictionary_encode()
        name[rows] = len(r.names) + len(extra) + wrong.indices.to_numpy()
        return pa.concat_arrays([r.names, pa.array(extra), wrong.dictionary]), name

    # --- dates, sex ---
    def _dates(self) -> tuple[Array, Array, Array]:
        r, person = self._r, self._person
        rng = self._chance.stream("dates")
        count = len(person)
        year = r.year[person].astype(np.int32)
        month = np.where(r.precision[person] == YEAR, 0, r.month[person]).astype(np.int8)
        day = np.where(r.precision[person] != DAY, 0, r.day[person]).astype(np.int8)
        foreign = np.flatnonzero(self._planted["FOREIGNER"])
        month[foreign], day[foreign] = rng.integers(1, 13, len(foreign)), rng.integers(1, 29, len(foreign))
        free = day > 0
        swapped = self._plant("DATE_SWAPPED", free & (day <= 12) & (day != month))
        month[swapped], day[swapped] = day[swapped], month[swapped]
        free = free & ~swapped
        wrong = self._plant("DATE_DAY_WRONG", free)
        day[wrong] = (day[wrong] + rng.integers(1, 27, count)[wrong] - 1) % 28 + 1
        free = free & ~wrong
        sign = np.where(rng.random(count) < 0.5, 1, -1)
        for error, step in (("DATE_YEAR_OFF_1", 1), ("DATE_YEAR_OFF_10", 10)):
            rows = self._plant(error, ~_any(self._planted, ["DATE_YEAR_OFF_1"], count))
            year[rows] += np.where(year[rows] + step > 2026, -step, sign[rows] * step)
        # No list shows a 29th of February in a year that had none.
        day[(month == 2) & (day == 29) & (year % 4 != 0)] = 28
        first = self._plant("DATE_FIRST_OF_JANUARY", free)
        month[first] = day[first] = 1
        only_year = self._plant("DATE_YEAR_ONLY", ~first & ~swapped & ~wrong & (month > 0))
        month[only_year] = day[only_year] = 0
        return year, month, day

    def _sexes(self) -> Array:
        sex = self._r.people.sex[self._person].copy()
        wrong = self._plant("SEX_WRONG")
        sex[wrong] = 1 - sex[wrong]
        missing = self._plant("SEX_MISSING", ~wrong)
        sex[missing] = NOBODY
        return sex

    # --- addresses, parents ---
    def _addresses(self) -> tuple[Array, Array]:
        r, person = self._r, self._person
        rng = self._chance.stream("addresses")
        places, count = r.places, len(person)
        changed = self._plant("ADDRESS_CHANGED")
        now, before, childhood = r.homes.village[person], r.homes.village_before[person], r.people.village[person]
        somewhere = places.villages_in(
            np.searchsorted(places.commune_table, rng.random(count), side="right"), rng.random(count)
        )
        other = np.where(childhood != now, childhood, somewhere)
        foreign = self._planted["FOREIGNER"]
        now, before = np.where(foreign, somewhere, now), np.where(foreign, somewhere, before)
        now, before = np.where(changed, other, now), np.where(changed, other, before)
        use_old = self._plant("UNIT_OLD")
        missing = self._plant("UNIT_MISSING")
        village = np.where(use_old, before, now)
        unit = self._texts.place_of(
            self._sector.unit_codes,
            rng.random(count),
            places.commune_of_village[village],
            places.old_of_village[village],
            use_old,
        )
        without = self._plant("VILLAGE_MISSING")
        return np.where(missing, NOBODY, unit), np.where(without | missing, NOBODY, places.name_of_village[village])

    def _parents(self) -> tuple[Array, Array]:
        r, person = self._r, self._person
        if not self._sector.parents:
            nothing = np.full(len(person), NOBODY, dtype=np.int32)
            return nothing, nothing
        uniform = self._chance.stream("parents").random((2, len(person)))
        known = uniform < np.array([[0.9], [0.95]])
        return np.where(known[0], r.father_name[person], NOBODY), np.where(known[1], r.mother_name[person], NOBODY)


#: Error → (born from, born before, times as often).
_AGE_FACTORS: dict[str, tuple[tuple[int, int, float], ...]] = {
    "ID_MISSING": ((2011, 2100, 2.5), (1800, 1956, 1.6)),
    "ID_OLD": ((1800, 1956, 3.0), (1956, 1976, 1.5)),
    "NAME_MIDDLE_MISSING": ((1800, 1966, 2.0),),
    "DATE_YEAR_ONLY": ((1800, 1960, 6.0), (1960, 1975, 2.0)),
    "DATE_FIRST_OF_JANUARY": ((1800, 1960, 4.0),),
    "DATE_YEAR_OFF_1": ((1800, 1960, 3.0),),
    "DATE_YEAR_OFF_10": ((1800, 1960, 2.0),),
    "ADDRESS_CHANGED": ((1981, LAST_OLD_ID_YEAR + 1, 1.6),),
}


def _sample(rng: np.random.Generator, rows: Array, count: int) -> Array:
    """``count`` of these people, none twice (all of them when there are fewer)."""
    if count >= len(rows):
        return rows.astype(np.int64)
    return rows[np.argsort(rng.random(len(rows)), kind="stable")[:count]].astype(np.int64)


def _any(planted: Mapping[str, Array], names: list[str], count: int) -> Array:
    found = np.zeros(count, dtype=bool)
    for name in names:
        if name in planted:
            found |= planted[name]
    return found


def _foreign_names() -> tuple[list[str], int]:
    """Names of men, then as many of women; and how many of each."""
    tables = name_tables()
    men, women = tables.foreigners["M"], tables.foreigners["F"]
    half = min(len(men), len(women))
    return [tables.text(code) for code in [*men[:half].tolist(), *women[:half].tolist()]], half


__all__ = ["NOBODY", "Extract", "make_extract"]
