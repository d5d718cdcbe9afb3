"""Where people live: the communes of today, the communes they were merged from, and villages inside both.

A village lies in one commune of today and in one of before 1/7/2025; so every address has both codes, and a commune
that was split gives villages to several communes of today.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from dean06.demo.province.chance import Array, Chance, cumulative
from dean06.kernel.units.data_files import rows

PROVINCE = "42"
#: People a village or residential group usually has; communes of small made-up provinces still get a few villages.
VILLAGE_SIZE = 420
FEWEST_VILLAGES, MOST_VILLAGES = 4, 60
#: Half of the villages are numbered, the others named.
VILLAGE_WORDS = (
    *("Tân", "Phú", "Đông", "Tây", "Nam", "Bắc", "Trung", "Thượng", "Hạ", "Xuân", "Yên", "Kim", "Liên", "Hòa", "Vĩnh"),
    *("Hồng", "Hải", "Sơn", "Bình", "Thanh", "Mỹ", "Đại", "Quang", "Trường", "Văn"),
)
VILLAGE_ENDS = (
    "Tiến",
    "Hòa",
    "Thành",
    "Phong",
    "Lộc",
    "Thắng",
    "Sơn",
    "Long",
    "Giang",
    "Hà",
    "Mỹ",
    "Tân",
    "An",
    "Phúc",
)
#: Communes with people of small ethnic groups, as in the west of the province.
UPLAND_COMMUNES = ("18547", "18523", "18199", "18196", "18313", "18502")
#: Where incomers' births were registered: neighbours first, then the places people go to work.
_OTHERS = (
    "40:34 38:9 44:9 79:9 1:8 74:5 75:5 66:4 45:2.5 48:2 36:2 34:1.5 37:1.5 30:1 31:1 33:1 46:1 64:1 68:1 77:1 "
    "24:.5 27:.5 19:.5 14:.5 89:.5 92:.5 96:.3 4:.3 10:.3"
)
OTHER_PROVINCES = {code: float(share) for code, share in (pair.split(":") for pair in _OTHERS.split())}


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune: its code in the list it belongs to, its name, and its district (old list only)."""

    code: str
    name: str
    kind: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """The province's map. Villages are numbered through; ``*_of_village`` give places in ``communes`` and ``old``."""

    communes: list[Unit]
    old: list[Unit]
    #: Old commune → [(commune of today, share of its people)].
    successors: dict[int, list[tuple[int, float]]]
    commune_table: Array
    first_village: Array
    village_count: Array
    commune_of_village: Array
    old_of_village: Array
    village_names: list[str]
    name_of_village: Array
    #: Other provinces' birth codes and communes of the old list: what an incomer's papers say.
    province_codes: Array
    province_table: Array
    birth_units: list[str]
    first_birth_unit: Array
    birth_unit_count: Array

    def villages_in(self, commune: Array, uniform: Array) -> Array:
        """A village in each of these communes, larger for smaller ``uniform`` (villages differ in size)."""
        count = self.village_count[commune]
        return (self.first_village[commune] + np.minimum(uniform * uniform * count, count - 1)).astype(np.int32)

    def foreign_births(self, rng: np.random.Generator, count: int) -> tuple[Array, Array]:
        """For ``count`` people born in other provinces: the 3-digit birth code and the place in ``birth_units``."""
        pick = np.searchsorted(self.province_table, rng.random(count), side="right")
        unit = self.first_birth_unit[pick] + (rng.random(count) * self.birth_unit_count[pick]).astype(np.int64)
        return self.province_codes[pick].astype(np.int16), unit.astype(np.int32)


@lru_cache(maxsize=1)
def _tables() -> tuple[list[dict[str, str]], list[dict[str, str]], dict[str, dict[str, str]], list[dict[str, str]]]:
    districts = {row["code"]: row for row in rows("districts.csv")}
    communes = [row for row in rows("communes.csv") if row["parent"] == PROVINCE]
    old = list(rows("communes_before_2025_07.csv"))
    current = {row["code"] for row in communes}
    successions = [row for row in rows("successions.csv") if row["level"] == "commune" and row["new_code"] in current]
    return communes, old, districts, successions


def _weight(row: dict[str, str]) -> float:
    """A plausible share of the people: towns are dense, mountain communes thin. Not a statistic."""
    area = min(float(row["area_km2"] or 40), 90.0)
    return (1.9 if row["kind"] == "phuong" else 1.0) * (20 + area) / (1.25 if area >= 90 else 1.0)


def make_places(people: int, chance: Chance) -> Places:
    """The map for a province of so many people."""
    communes, all_old, districts, successions = _tables()
    old_rows = [row for row in all_old if districts[row["parent"]]["parent"] == PROVINCE]
    units = [Unit(row["code"], row["name"], row["kind"]) for row in communes]
    old = [Unit(row["code"], row["name"], row["kind"], districts[row["parent"]]["name"]) for row in old_rows]
    place = {unit.code: index for index, unit in enumerate(units)}
    old_place = {unit.code: index for index, unit in enumerate(old)}
    sources: list[list[int]] = [[] for _ in units]
    for row in successions:
        if row["old_code"] in old_place:
            sources[place[row["new_code"]]].append(old_place[row["old_code"]])

    rng = chance.stream("villages")
    weights = np.array([_weight(row) for row in communes]) * (0.75 + 0.5 * rng.random(len(communes)))
    weights /= weights.sum()
    counts = np.clip(weights * people / VILLAGE_SIZE, FEWEST_VILLAGES, MOST_VILLAGES).astype(np.int64)
    counts = np.maximum(counts, [len(own) for own in sources])
    commune_of = np.repeat(np.arange(len(units)), counts).astype(np.int16)
    old_of = np.concatenate([np.resize(own, count) for own, count in zip(sources, counts, strict=True)])
    names, name_of = _village_names(rng, units, counts)
    birth = _birth_places(all_old, districts)
    return Places(
        communes=units,
        old=old,
        successors=_successors(commune_of, old_of, weights / counts),
        commune_table=cumulative(weights),
        first_village=np.concatenate([[0], np.cumsum(counts)[:-1]]),
        village_count=counts,
        commune_of_village=commune_of,
        old_of_village=old_of.astype(np.int16),
        village_names=names,
        name_of_village=name_of,
        **birth,
    )


def _successors(commune_of: Array, old_of: Array, weight: Array) -> dict[int, list[tuple[int, float]]]:
    people: dict[int, dict[int, float]] = {}
    for commune, old in zip(commune_of.tolist(), old_of.tolist(), strict=True):
        own = people.setdefault(old, {})
        own[commune] = own.get(commune, 0.0) + float(weight[commune])
    return {
        old: [(commune, round(share / sum(own.values()), 4)) for commune, share in sorted(own.items())]
        for old, own in sorted(people.items())
    }


def _village_names(rng: np.random.Generator, units: list[Unit], counts: Array) -> tuple[list[str], Array]:
    texts: dict[str, int] = {}
    places = []
    for unit, count in zip(units, counts.tolist(), strict=True):
        named = rng.random() < 0.5
        order = rng.permutation(len(VILLAGE_WORDS) * len(VILLAGE_ENDS))[:count]
        kind = "Tổ dân phố" if unit.kind == "phuong" else "Thôn"
        for number, pick in enumerate(order.tolist(), start=1):
            first, second = divmod(pick, len(VILLAGE_ENDS))
            own = f"{VILLAGE_WORDS[first]} {VILLAGE_ENDS[second]}" if named else str(number)
            places.append(texts.setdefault(f"{kind} {own}", len(texts)))
    return list(texts), np.array(places, dtype=np.int32)


def _birth_places(all_old: list[dict[str, str]], districts: dict[str, dict[str, str]]) -> dict[str, Any]:
    by_province: dict[str, list[str]] = {}
    for row in all_old:
        by_province.setdefault(districts[row["parent"]]["parent"].lstrip("0"), []).append(row["code"])
    codes: list[int] = []
    first: list[int] = []
    count: list[int] = []
    units: list[str] = []
    for code in OTHER_PROVINCES:
        own = by_province[code]
        codes.append(int(code))
        first.append(len(units))
        count.append(len(own))
        units += own
    return {
        "province_codes": np.array(codes),
        "province_table": cumulative(list(OTHER_PROVINCES.values())),
        "birth_units": units,
        "first_birth_unit": np.array(first),
        "birth_unit_count": np.array(count),
    }
