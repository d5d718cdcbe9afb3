"""How lists write communes: by code or name, of today or of before 1/7/2025; and what each writing may mean today."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dean06.demo.province.chance import Array
from dean06.demo.province.places import Places, Unit

#: Ways to write a commune of today and one of the old list; the first is the tidy one.
WAYS = 3
_SHORT = {"Phường": "P.", "Xã": "X.", "Thị trấn": "TT."}
#: A text that means two units is read as today's in this share (codes and names were given to other communes anew).
TODAYS_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """Every text and its place: ``place_of(...)``; ``map`` lists what a text may mean today."""

    texts: list[str]
    current: Array  # [by code?][way][commune] → place in texts
    old: Array
    map: pa.Table

    def place_of(self, by_code: bool, uniform: Array, commune: Array, old: Array, use_old: Array) -> Array:
        """The text's place for each record; three of four desks write the tidy way."""
        way = np.where(uniform < 0.75, 0, np.where(uniform < 0.9, 1, 2))
        kind = 1 if by_code else 0
        return np.where(use_old, self.old[kind, way, old], self.current[kind, way, commune]).astype(np.int32)


def _names(unit: Unit) -> list[str]:
    kind, name = next((kind, unit.name[len(kind) + 1 :]) for kind in _SHORT if unit.name.startswith(kind))
    if unit.district:
        district = unit.district[0].lower() + unit.district[1:]
        return [f"{unit.name}, {district}", f"{unit.name} - {_without_kind(unit.district)}", unit.name]
    return [unit.name, f"{_SHORT[kind]} {name}", f"{kind.lower()} {name}, tỉnh Hà Tĩnh"]


def _without_kind(district: str) -> str:
    return next(
        district.removeprefix(kind) for kind in ("Thành phố ", "Thị xã ", "Huyện ") if district.startswith(kind)
    )


def unit_texts(places: Places) -> UnitTexts:
    """All texts of this province's communes."""
    index: dict[str, int] = {}
    meaning: dict[str, dict[int, float]] = {}
    tables = []
    for units, successors in ((places.communes, None), (places.old, places.successors)):
        table = np.zeros((2, WAYS, len(units)), dtype=np.int32)
        for number, unit in enumerate(units):
            today = [(number, TODAYS_SHARE)] if successors is None else successors.get(number, [])
            weight = 1.0 if successors is None else 1 - TODAYS_SHARE
            for kind, written in enumerate((_names(unit), [unit.code] * WAYS)):
                for way, text in enumerate(written):
                    table[kind, way, number] = index.setdefault(text, len(index))
                for text in set(written):
                    own = meaning.setdefault(text, {})
                    for commune, share in today:
                        own[commune] = own.get(commune, 0.0) + share * weight
        tables.append(table)
    rows = [
        (text, places.communes[commune].code, round(share / sum(own.values()), 4))
        for text, own in sorted(meaning.items())
        for commune, share in sorted(own.items())
    ]
    columns = zip(*rows, strict=True)
    table = pa.table(dict(zip(("unit_text", "unit_code", "share"), map(list, columns), strict=True)))
    return UnitTexts(list(index), tables[0], tables[1], table)
