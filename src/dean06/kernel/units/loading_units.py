"""PRIVATE. Loads the tables of administrative units and their successions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dean06.kernel.units import data_files
from dean06.kernel.units.errors import UnitDataBroken
from dean06.kernel.units.models import AdminUnit, AdminUnitSuccession
from dean06.kernel.units.naming import fold_words
from dean06.kernel.units.syncing import Changes, sync
from dean06.kernel.units.types import UnitKind, UnitLevel

_FIELDS = (
    "name", "short_name", "level", "kind", "parent_id", "latitude", "longitude", "area_km2", "valid_from_known",
    "valid_to", "is_stand_in", "short_key", "name_key", "path_key",
)  # fmt: skip

#: The day on which all successions of the shipped tables happened.
CHANGEOVER = dt.date(2025, 7, 1)


def load_units() -> Changes:
    """Provinces, districts and communes, before and after 01/7/2025, parents first."""
    changes = Changes()
    provinces, districts, now, before = data_files.UNIT_FILES
    for level, files in (
        (UnitLevel.PROVINCE, (provinces,)),
        (UnitLevel.DISTRICT, (districts,)),
        (UnitLevel.COMMUNE, (now, before)),
    ):
        parents = _Parents()
        wanted = (_unit(row, level, parents) for name in files for row in data_files.rows(name))
        changes += sync(
            AdminUnit.objects.filter(level=level),
            wanted,
            key=lambda unit: (unit.code, unit.valid_from),
            fields=_FIELDS,
        )
    return changes


class _Parents:
    """Finds the parent row that was valid when its child began."""

    def __init__(self) -> None:
        self.by_code: dict[str, list[AdminUnit]] = {}
        for unit in AdminUnit.objects.filter(level__in=(UnitLevel.PROVINCE, UnitLevel.DISTRICT)):
            self.by_code.setdefault(unit.code, []).append(unit)

    def find(self, code: str, on: dt.date) -> AdminUnit | None:
        if not code:
            return None
        for unit in self.by_code.get(code, ()):
            if unit.valid_from <= on and (unit.valid_to is None or on <= unit.valid_to):
                return unit
        raise UnitDataBroken(code=code, on=on.isoformat())


def _unit(row: dict[str, str], level: UnitLevel, parents: _Parents) -> AdminUnit:
    valid_from = dt.date.fromisoformat(row["valid_from"])
    parent = parents.find(row["parent"], valid_from)
    name = row["name"]
    short = name[len(UnitKind(row["kind"]).label) :].strip()
    return AdminUnit(
        code=row["code"],
        name=name,
        short_name=short,
        level=level,
        kind=row["kind"],
        parent_id=parent.pk if parent else None,
        latitude=data_files.number(row["latitude"]),
        longitude=data_files.number(row["longitude"]),
        area_km2=data_files.number(row["area_km2"]),
        valid_from=valid_from,
        valid_from_known=valid_from != data_files.BEGINNING,
        valid_to=data_files.day(row["valid_to"]),
        is_stand_in=row["stand_in"] == "1",
        short_key=fold_words(short),
        name_key=fold_words(name),
        path_key=f" {fold_words(name)}{parent.path_key if parent else ' '}",
    )


def load_successions() -> Changes:
    """Which unit became which on 01/7/2025."""
    eve = CHANGEOVER - dt.timedelta(days=1)
    codes = AdminUnit.objects.values_list("level", "code", "pk", "valid_from", "valid_to")
    old = {(level, code): pk for level, code, pk, _, valid_to in codes if valid_to == eve}
    new = {(level, code): pk for level, code, pk, valid_from, _ in codes if valid_from == CHANGEOVER}
    return sync(
        AdminUnitSuccession.objects.all(),
        _successions(old, new),
        key=lambda link: (link.old_id, link.new_id),
        fields=("change", "partial", "effective_on"),
    )


def _successions(old: dict[tuple[str, str], int], new: dict[tuple[str, str], int]) -> Iterator[AdminUnitSuccession]:
    for row in data_files.rows("successions.csv"):
        level = row["level"]
        #: A district has no district after it: its area went to communes.
        new_level = UnitLevel.COMMUNE if level == UnitLevel.DISTRICT else level
        try:
            pair = old[level, row["old_code"]], new[new_level, row["new_code"]]
        except KeyError:
            raise UnitDataBroken(old=row["old_code"], new=row["new_code"]) from None
        yield AdminUnitSuccession(
            old_id=pair[0],
            new_id=pair[1],
            change=row["change"],
            partial=row["partial"] == "1",
            effective_on=CHANGEOVER,
        )
