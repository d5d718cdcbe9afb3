"""A sector's list as Parquet: the shape that intake delivers, the sector's own columns, and the truth beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.demo.province import columns
from dean06.demo.province.chance import Array, Chance
from dean06.demo.province.error_rates import errors
from dean06.demo.province.extract import NOBODY, Extract
from dean06.demo.province.population import DAYS_A_YEAR, TODAY
from dean06.demo.province.registry import Registry
from dean06.demo.province.sectors import Extra
from dean06.demo.province.unit_texts import UnitTexts

#: Third to fifth character of a health insurance card: rate of benefit, then the province.
CARD_PLACE = "442"


class SectorFile:
    """The rows of one list as Arrow tables; ``record_id`` is 1, 2, 3 … in list order."""

    def __init__(self, extract: Extract, registry: Registry, texts: UnitTexts, chance: Chance) -> None:
        self._e = extract
        self._r = registry
        self._unit_texts = pa.array(texts.texts)
        self._villages = pa.array(registry.places.village_names)
        self._chance = chance.scoped(extract.sector.code)
        self._extras = {extra.name: self._extra(extra) for extra in extract.sector.extras}

    def __len__(self) -> int:
        return len(self._e)

    def table(self, part: slice) -> pa.Table:
        """Records of a part: the common columns, then the sector's own."""
        e = self._e
        name = columns.texts(e.names, e.name[part])
        if e.sector.upper_case:
            name = pc.utf8_upper(name)
        foreign = e.planted["FOREIGNER"][part]
        no_month, no_day = e.month[part] == 0, e.day[part] == 0
        father, mother = (columns.texts(self._r.names, names[part]) for names in (e.father_name, e.mother_name))
        return pa.table(
            {
                "record_id": pa.array(np.arange(part.start + 1, part.stop + 1), pa.int64()),
                "personal_id": self._numbers(part),
                "old_id": columns.digits(e.old_number[part], 9),
                "full_name": name,
                "birth_year": columns.whole(e.year[part], pa.int16()),
                "birth_month": columns.whole(e.month[part], pa.int8(), no_month),
                "birth_day": columns.whole(e.day[part], pa.int8(), no_day),
                "sex": columns.texts(["M", "F"], e.sex[part]),
                "unit_text": columns.texts(self._unit_texts, e.unit[part]),
                "village": columns.texts(self._villages, e.village[part]),
                "father_name": father,
                "mother_name": mother,
                "nationality": columns.texts(["VN", "Nước ngoài"], foreign.astype(np.int32)),
                "passport_no": self._passports(part, foreign),
                **{name: self._sector_column(name, part) for name in self._extras},
            }
        )

    def truth(self, part: slice, raw_row: Array | None = None, damage: list[str] | None = None) -> pa.Table:
        """Which registered person each record means (null: nobody there), and the errors it was given."""
        e, bits = self._e, np.zeros(part.stop - part.start, dtype=np.int64)
        names = [name for name in errors() if name in e.planted]
        for bit, name in enumerate(names):
            bits |= e.planted[name][part].astype(np.int64) << bit
        distinct, place = np.unique(bits, return_inverse=True)
        lists = [";".join(name for bit, name in enumerate(names) if mask >> bit & 1) for mask in distinct.tolist()]
        registered = e.registered[part] & (e.who[part] >= 0)
        number = self._r.numbers.personal[np.maximum(e.who[part], 0)]
        table = {
            "record_id": pa.array(np.arange(part.start + 1, part.stop + 1), pa.int64()),
            "personal_id": columns.digits(number, 12, ~registered),
            "errors": columns.texts(lists, place.astype(np.int32)),
            "desk": pa.array(e.desk[part].astype(np.int32)),
            "dirty_desk": pa.array(e.dirty[part]),
        }
        if raw_row is not None:
            table["raw_row"] = pa.array(raw_row[part], pa.int64())
        if damage is not None:
            table["raw_damage"] = pa.array(damage[part], pa.string())
        return pa.table(table)

    def write(self, path: Path) -> None:
        """``<sector>.parquet``."""
        columns.write_in_chunks(path, len(self), self.table)

    def write_truth(self, path: Path, raw_row: Array | None = None, damage: list[str] | None = None) -> None:
        """``<sector>.truth.parquet``; ``raw_row``: the row of each record in the raw file (1 is its first line),
        ``damage``: what the raw file did to it besides.
        """
        columns.write_in_chunks(path, len(self), lambda part: self.truth(part, raw_row, damage))

    # --- columns ---
    def _numbers(self, part: slice) -> pa.Array:
        number, width = self._e.number[part], self._e.width[part]
        by_width = [columns.digits(number, size, width != size) for size in (12, 11, 10, 9)]
        return pc.coalesce(*by_width)

    def _passports(self, part: slice, foreign: Array) -> pa.Array:
        uniform = self._chance.stream("passports").random(len(self))[part]
        number = columns.digits((uniform * 9_000_000).astype(np.int64) + 1_000_000, 7, ~foreign)
        return pc.binary_join_element_wise(pa.array(["C"] * len(number)), number, "")

    def _extra(self, extra: Extra) -> Array:
        """Numbers behind a sector's own column: the number itself, a place in the choices, days, or a name's place."""
        e, r = self._e, self._r
        person = e.person
        uniform = self._chance.stream(extra.name).random(len(e))
        if extra.kind in ("number", "card"):
            return (uniform * (10 ** (extra.width or 10) - 1)).astype(np.int64) + 1
        if extra.kind == "choice":
            if extra.ages:
                return np.digitize((TODAY - r.people.birth[person]) / DAYS_A_YEAR, extra.ages).astype(np.int32)
            place = (uniform * uniform * len(extra.choices)).astype(np.int32)
            return place + np.where(bool(extra.women) & (r.people.sex[person] == 1), len(extra.choices), 0)
        if extra.kind == "money":
            return ((extra.low + uniform * uniform * (extra.high - extra.low)) // 10_000).astype(np.int64) * 10_000
        if extra.kind == "date":
            first = int(np.datetime64(f"{extra.low}-01-01", "D").astype(np.int64))
            last = int(np.datetime64(f"{extra.high}-10-01", "D").astype(np.int64))
            return (first + uniform * (last - first)).astype(np.int32)
        if extra.kind == "spouse_name":
            spouse = r.people.spouse[person]
            return np.where((spouse >= 0) & (e.who >= 0), r.name[np.maximum(spouse, 0)], NOBODY)
        day = {"birth_day": r.people.birth, "death_day": r.people.death, "wedding_day": r.people.married_on}[extra.kind]
        return (day[person] + (uniform * 25).astype(np.int32)).astype(np.int32)

    def _sector_column(self, name: str, part: slice) -> pa.Array:
        extra = next(extra for extra in self._e.sector.extras if extra.name == name)
        values = self._extras[name][part]
        if extra.kind == "number":
            return columns.digits(values, extra.width)
        if extra.kind == "card":
            group = columns.texts(extra.choices, (values % len(extra.choices)).astype(np.int32))
            return pc.binary_join_element_wise(group, columns.digits(values, 10), CARD_PLACE)
        if extra.kind == "choice":
            return columns.texts(extra.choices + extra.women, values)
        if extra.kind == "money":
            return pa.array(values)
        if extra.kind == "spouse_name":
            return columns.texts(self._r.names, values)
        return columns.dates(values)
