"""PUBLIC through the pages: figures by unit, sex, age, residence and household size; never a person.

Read from counts kept by events (``counting``). Small cells are hidden by ``rules.suppression`` over all communes of the
province at once, so that neither another commune's page nor the province's totals give them away. A figure that is not
shown is ``None``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.population.models import HouseholdCount, PopulationCount
from dean06.kernel.population.rules.age_bands import SCHEMES, Band, band_of
from dean06.kernel.population.rules.suppression import Hidden, is_small, suppress
from dean06.kernel.units import queries as units
from dean06.kernel.units.types import UnitRef

RESIDENCES = {"permanent": "Thường trú", "current": "Đang sinh sống", "temporary": "Tạm trú"}
SEXES = ("M", "F")
#: Households of this size or larger are one column.
LARGEST_HOUSEHOLD = 7
#: Ages are shown in wider bands where finer ones would hide more than this share of the communes whole.
MOST_HIDDEN = 0.1
Table = dict[Hashable, dict[Hashable, int]]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's people; ``None``: not shown."""

    code: str
    name: str
    male: int | None
    female: int | None

    @property
    def total(self) -> int | None:
        """Both sexes; known only when both are shown."""
        return None if self.male is None or self.female is None else self.male + self.female


@dataclass(frozen=True, slots=True)
class PyramidRow:
    """One age band, the youngest first."""

    label: str
    male: int | None
    female: int | None

    @property
    def total(self) -> int | None:
        """Both sexes; known only when both are shown."""
        return None if self.male is None or self.female is None else self.male + self.female


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's page: totals, pyramid, households by size (label, households)."""

    code: str
    name: str
    male: int | None
    female: int | None
    rows: tuple[PyramidRow, ...]
    households: tuple[tuple[str, int | None], ...]
    hidden: int

    @property
    def total(self) -> int | None:
        """Both sexes; known only when both are shown."""
        return None if self.male is None or self.female is None else self.male + self.female


@dataclass(frozen=True, slots=True)
class _Protected:
    units: dict[str, UnitRef]
    scheme: tuple[Band, ...]
    table: Table
    hidden: Hidden
    #: The province's own pyramid. Its bands may be finer: they add up to figures that are published anyway.
    whole: tuple[PyramidRow, ...]

    def shown(self, code: str, column: Hashable) -> int | None:
        """The cell, or ``None``."""
        return None if self.hidden.hides(code, column) else self.table[code].get(column, 0)

    def block(self, code: str, sex: str) -> int | None:
        """All ages of one sex."""
        if code in self.hidden.rows:
            return None
        return sum(self.table[code].get((sex, band), 0) for band in range(len(self.scheme)))

    def total(self, column: Hashable) -> int:
        """The province's figure."""
        return sum(cells.get(column, 0) for cells in self.table.values())


def threshold() -> int:
    """Counts from 1 to one less than this are hidden (setting ``POPULATION_SMALL_CELL``, 5 when unset)."""
    return int(getattr(settings, "POPULATION_SMALL_CELL", 5))


def by_unit(actor: Actor, *, residence: str = "permanent", on: dt.date) -> list[UnitLine]:
    """Every commune of the province with its people by sex; the province first. Raises ``NotAllowed``."""
    data = _people(_checked(actor, residence), on)
    whole = UnitLine("", _province_name(), *(_province(data, sex) for sex in SEXES))
    return [
        whole,
        *(UnitLine(code, unit.name, *(data.block(code, sex) for sex in SEXES)) for code, unit in data.units.items()),
    ]


def figures(actor: Actor, *, unit_code: str = "", residence: str = "permanent", on: dt.date) -> UnitFigures:
    """One commune's figures, or the province's for an empty code. Raises ``NotAllowed``, ``NotFound``."""
    data = _people(_checked(actor, residence), on)
    if unit_code and unit_code not in data.units:
        raise NotFound("Không có xã, phường này trong tỉnh.")
    rows = data.whole
    if unit_code:
        rows = tuple(
            PyramidRow(band.label, *(data.shown(unit_code, (sex, position)) for sex in SEXES))
            for position, band in enumerate(data.scheme)
        )
    sexes = [(data.block(unit_code, sex) if unit_code else _province(data, sex)) for sex in SEXES]
    homes = _households(unit_code, on)
    cells = [value for row in rows for value in (row.male, row.female)] + [value for _, value in homes]
    name = data.units[unit_code].name if unit_code else _province_name()
    return UnitFigures(unit_code, name, sexes[0], sexes[1], rows, homes, sum(value is None for value in cells))


def _checked(actor: Actor, residence: str) -> str:
    actor.require("population.statistics")
    if residence not in RESIDENCES:
        raise InvalidInput("Loại cư trú không có trong danh mục.", fields={"residence": "Hãy chọn loại cư trú."})
    return residence


def _province_name() -> str:
    return f"Tỉnh {settings.PROVINCE_NAME}"


def _province(data: _Protected, sex: str) -> int | None:
    count = sum(data.total((sex, band)) for band in range(len(data.scheme)))
    return None if is_small(count, threshold()) else count


def _units(on: dt.date) -> dict[str, UnitRef]:
    return {unit.code: unit for unit in units.current_units(on=on, province=settings.PROVINCE_CODE)}


def _people(residence: str, on: dt.date) -> _Protected:
    communes = _units(on)
    rows = list(
        PopulationCount.objects.filter(residence=residence, unit__code__in=communes, unit__valid_to=None)
        .order_by("unit__code", "sex", "birth_year")
        .values_list("unit__code", "sex", "birth_year", "count")
    )
    fewest: _Protected | None = None
    whole: tuple[PyramidRow, ...] = ()
    for scheme in SCHEMES:
        table: Table = {code: {} for code in communes}
        totals: dict[Hashable, int] = defaultdict(int)
        for code, sex, year, count in rows:
            column = (sex, band_of(on.year - year, scheme))
            table[code][column] = table[code].get(column, 0) + count
            totals[column] += count
        small = any(is_small(count, threshold()) for count in totals.values())
        if small and scheme is not SCHEMES[-1]:
            continue
        whole = whole or tuple(
            PyramidRow(band.label, *(None if small else totals[sex, position] for sex in SEXES))
            for position, band in enumerate(scheme)
        )
        blocks = [[(sex, band) for band in range(len(scheme))] for sex in SEXES]
        data = _Protected(communes, scheme, table, _hide(table, blocks), whole)
        if len(data.hidden.rows) <= MOST_HIDDEN * len(communes):
            return data
        if fewest is None or len(data.hidden.rows) < len(fewest.hidden.rows):
            fewest = data
    if fewest is None:
        raise AssertionError("the last scheme is always tried")
    return fewest


def _households(unit_code: str, on: dt.date) -> tuple[tuple[str, int | None], ...]:
    communes = _units(on)
    counts = list(
        HouseholdCount.objects.filter(unit__code__in=communes, unit__valid_to=None)
        .order_by("unit__code", "size")
        .values_list("unit__code", "size", "count")
    )
    for largest in range(LARGEST_HOUSEHOLD, 0, -1):
        table: Table = {code: {} for code in communes}
        totals: dict[int, int] = defaultdict(int)
        for code, size, count in counts:
            column = min(size, largest)
            table[code][column] = table[code].get(column, 0) + count
            totals[column] += count
        if not any(is_small(count, threshold()) for count in totals.values()):
            break
    else:
        return ()
    sizes = list(range(1, largest + 1))
    hidden = _hide(table, [sizes])
    labels = [f"{size} người" if size < largest else f"{size} người trở lên" for size in sizes]
    if not unit_code:
        return tuple((label, totals[size]) for label, size in zip(labels, sizes, strict=True))
    return tuple(
        (label, None if hidden.hides(unit_code, size) else table[unit_code].get(size, 0))
        for label, size in zip(labels, sizes, strict=True)
    )


def _hide(table: Table, blocks: Sequence[Sequence[Hashable]]) -> Hidden:
    """``suppress``, remembered while the figures are the same."""
    text = repr(
        (threshold(), blocks, sorted((repr(row), sorted(map(repr, cells.items()))) for row, cells in table.items()))
    )
    key = f"population.hidden.{hashlib.sha256(text.encode()).hexdigest()}"
    found: Hidden | None = cache.get(key)
    if found is None:
        found = suppress(table, blocks, threshold())
        cache.set(key, found, 24 * 60 * 60)
    return found
