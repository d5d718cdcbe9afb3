"""A batch of cells to records of one shape: repaired fields, what was repaired, and how it was before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.datasets.reading.sources.base import RawBatch
from dean06.ecosystem.datasets.reading.survey import ColumnPlan
from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.reading.values.dates import DateColumn, DateReader
from dean06.ecosystem.datasets.reading.values.digits import pad_personal_ids, repair_digits_column
from dean06.ecosystem.datasets.reading.values.distinct import Cache, Repaired, mask
from dean06.ecosystem.datasets.reading.values.sexes import read_sex_column
from dean06.ecosystem.datasets.reading.values.text import repair_text_column
from dean06.ecosystem.datasets.types import SECTOR_SIDE, Flag

#: Fields that end in a column of another name, or in none of their own.
_INTO_OTHERS = frozenset(
    [
        "personal_id",
        "old_id",
        "full_name",
        "family_name",
        "given_name",
        "birth_date",
        "birth_date_male",
        "birth_date_female",
        "birth_year",
        "birth_month",
        "birth_day",
        "sex",
        "unit",
        "village",
        "father_name",
        "mother_name",
    ]
)
_BIRTH = ("birth_date", "birth_date_male", "birth_date_female", "birth_year")
_LENGTHS = {"id": (9, 12), "old_id": (9,)}
_UNIT_IN_ADDRESS = r"(?i)(?P<part>(?:xã|phường|thị trấn|đặc khu|xa|phuong|thi tran) [^,;–-]+)"
_VILLAGE_IN_ADDRESS = r"(?i)(?P<part>(?:thôn|xóm|tổ dân phố|tdp|tổ|khối phố|khối|bản|ấp|buôn) [^,;–-]+)"
_ARROW = {"int64": pa.int64(), "int16": pa.int16(), "int8": pa.int8(), "string": pa.string()}


@dataclass(slots=True)
class Records:
    """Columns of a batch by name (``SECTOR_SIDE`` without the id, then own fields), and what was repaired."""

    columns: dict[str, pa.Array]
    flags: pa.Array
    original: pa.Array
    #: Bits of flags by field, for counting.
    bits: dict[str, np.ndarray] = field(default_factory=dict)
    #: Repaired values by position of the column, for the profile.
    by_position: dict[int, pa.Array] = field(default_factory=dict)


class Canonical:
    """Turns batches into records by the plans of the columns; remembers what it repaired."""

    def __init__(self, plans: Sequence[ColumnPlan], latest_year: int) -> None:
        self.plans = list(plans)
        self.latest_year = latest_year
        self.own = [plan.field.code for plan in plans if plan.field.code not in _INTO_OTHERS]
        self._by_code = {plan.field.code: plan for plan in plans}
        self._caches = {plan.position: Cache() for plan in plans}
        self._dates = {plan.position: DateReader(plan.dates) for plan in plans}

    @property
    def schema(self) -> pa.Schema:
        """Columns of a record, in order, without id and trailing columns."""
        side = [(name, _ARROW[kind]) for name, kind in SECTOR_SIDE.items() if name != "record_id"]
        return pa.schema([*side, *((code, pa.string()) for code in self.own)])

    def records(self, batch: RawBatch) -> Records:
        """The records of a batch, row by row as they came."""
        repaired: dict[str, Repaired] = {}
        dates: dict[str, DateColumn] = {}
        for plan in self.plans:
            raw, code = batch.columns[plan.position], plan.field.code
            if plan.field.kind == "date" or code in _BIRTH:
                dates[code] = self._dates[plan.position].read(raw)
            else:
                repaired[code] = self._repair(raw, plan)
        found = _Assembly(batch.size, repaired, dates, self._by_code)
        found.assemble(self.own, self.latest_year)
        marks, original = self._repairs(batch, found.bits)
        by_position = {plan.position: found.shown(plan.field.code) for plan in self.plans}
        return Records(found.columns, marks, original, found.bits, by_position)

    def _repair(self, raw: pa.Array, plan: ColumnPlan) -> Repaired:
        kind, cache = plan.field.kind, self._caches[plan.position]
        if kind == "sex":
            return read_sex_column(raw, plan.sexes)
        if kind in _LENGTHS:
            width = 9 if kind == "old_id" else 0
            return repair_digits_column(raw, _LENGTHS[kind], width, cache)
        if kind == "code" and plan.field.width:
            return repair_digits_column(raw, (plan.field.width,), plan.field.width, cache)
        if kind == "phone":
            return repair_digits_column(raw, (10,), 10, cache)
        if kind in ("account", "part", "code", "card"):
            return repair_digits_column(raw, (), 0, cache, plan.text)
        return repair_text_column(raw, plan.text, cache)

    def _repairs(self, batch: RawBatch, bits: Mapping[str, np.ndarray]) -> tuple[pa.Array, pa.Array]:
        """The columns ``flags`` and ``original``."""
        marks, fragments = [], []
        for code, column in bits.items():
            marks.append(flags.labelled(column, code))
            changed = (column & ~flags.REMARKS) != 0
            if changed.any():
                raw = batch.columns[self._by_code[code].position]
                fragments.append(_fragments(code, raw, changed))
        size = batch.size
        return _join(marks, ";", size), _braced(_join(fragments, ",", size))


class _Assembly:
    """Fields of the file to columns of a record."""

    def __init__(
        self, size: int, repaired: dict[str, Repaired], dates: dict[str, DateColumn], plans: Mapping[str, ColumnPlan]
    ) -> None:
        self.size, self.repaired, self.dates, self.plans = size, repaired, dates, plans
        self.bits = {code: one.bits for code, one in repaired.items() if one.bits is not None}
        self.bits |= {code: one.bits for code, one in dates.items() if one.bits.any()}
        self.columns: dict[str, pa.Array] = {}

    def assemble(self, own: Sequence[str], latest_year: int) -> None:
        year, month, day, sex_by_column = self._birth()
        sex = self._values("sex")
        if sex_by_column is not None:
            sex = pc.coalesce(sex, sex_by_column)
        ids = self._padded(year, sex, latest_year)
        address = self.repaired["address"].values if "address" in self.repaired else None
        side = {
            "personal_id": ids,
            "old_id": self._values("old_id"),
            "full_name": self._full_name(),
            "birth_year": _known(year, pa.int16()),
            "birth_month": _known(month, pa.int8()),
            "birth_day": _known(day, pa.int8()),
            "sex": sex,
            "unit_text": self._unit(address),
            "village": self._place("village", address, _VILLAGE_IN_ADDRESS),
            "father_name": self._values("father_name"),
            "mother_name": self._values("mother_name"),
        }
        self.columns = side | {code: self.shown(code) for code in own}

    def shown(self, code: str) -> pa.Array:
        """A field as text: repaired values, dates as ``2003-09-05``, ``2003-09`` or ``2003``."""
        if code == "personal_id" and "personal_id" in self.columns:
            return self.columns["personal_id"]
        if code in self.repaired:
            return self.repaired[code].values
        date = self.dates[code]
        packed = date.year.astype(np.int64) * 10_000 + date.month.astype(np.int64) * 100 + date.day
        distinct, place = np.unique(packed, return_inverse=True)
        return pa.array([_iso(int(one)) for one in distinct], pa.string()).take(pa.array(place))

    def _values(self, code: str) -> pa.Array:
        return self.repaired[code].values if code in self.repaired else pa.nulls(self.size, pa.string())

    def _birth(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, pa.Array | None]:
        """Birth date from whatever columns tell it; where two stand for men and women, the sex as well."""
        year = np.zeros(self.size, dtype=np.int16)
        month, day = np.zeros(self.size, dtype=np.int8), np.zeros(self.size, dtype=np.int8)
        sex = np.full(self.size, -1, dtype=np.int8)
        for code in _BIRTH:
            if code not in self.dates:
                continue
            date = self.dates[code]
            empty = (year == 0) & (date.year > 0)
            year, month, day = (
                np.where(empty, new, old) for new, old in ((date.year, year), (date.month, month), (date.day, day))
            )
            if code in ("birth_date_male", "birth_date_female"):
                sex = np.where(empty, int(code == "birth_date_female"), sex)
        parts = {
            code: _numbers(self.repaired[code].values) for code in ("birth_month", "birth_day") if code in self.repaired
        }
        if "birth_month" in parts:
            use = (month == 0) & (year > 0) & (parts["birth_month"] >= 1) & (parts["birth_month"] <= 12)
            month = np.where(use, parts["birth_month"], month).astype(np.int8)
            if "birth_day" in parts:
                fits = use & (parts["birth_day"] >= 1) & (parts["birth_day"] <= _last_days(year, month))
                day = np.where(fits, parts["birth_day"], day).astype(np.int8)
        by_column = pa.array(np.array(["M", "F", None], dtype=object)[sex], pa.string()) if (sex >= 0).any() else None
        return year.astype(np.int16), month.astype(np.int8), day.astype(np.int8), by_column

    def _padded(self, year: np.ndarray, sex: pa.Array, latest_year: int) -> pa.Array:
        if "personal_id" not in self.repaired:
            return pa.nulls(self.size, pa.string())
        one = self.repaired["personal_id"]
        code = np.where(mask(pc.equal(sex, "M")), 0, np.where(mask(pc.equal(sex, "F")), 1, -1))
        ids, padded = pad_personal_ids(one.values, year, code, latest_year)
        if padded.any():
            bits = one.bits.copy() if one.bits is not None else np.zeros(self.size, dtype=np.int64)
            bits[padded] |= flags.bit(Flag.ZERO_PADDED)
            self.bits["personal_id"] = bits
        return ids

    def _full_name(self) -> pa.Array:
        name = self._values("full_name")
        if "given_name" not in self.repaired and "family_name" not in self.repaired:
            return name
        family, given = self._values("family_name"), self._values("given_name")
        return pc.coalesce(name, _join((family, given), " ", self.size))

    def _unit(self, address: pa.Array | None) -> pa.Array:
        """Name of the commune; its code where the list has only that."""
        if "unit" not in self.repaired and "unit_code" in self.repaired:
            return self._values("unit_code")
        return self._place("unit", address, _UNIT_IN_ADDRESS)

    def _place(self, code: str, address: pa.Array | None, pattern: str) -> pa.Array:
        """A place from its own column; without one, the part of the address that names it."""
        if code in self.repaired or address is None:
            return self._values(code)
        coded = address.dictionary_encode()
        part = pc.struct_field(pc.extract_regex(coded.dictionary, pattern), "part")
        return pc.utf8_trim_whitespace(part).take(coded.indices)


def _numbers(values: pa.Array) -> np.ndarray:
    short = pc.if_else(pc.match_substring_regex(values, r"^\d{1,2}$"), values, pa.scalar(None, pa.string()))
    return short.cast(pa.int16()).fill_null(0).to_numpy(zero_copy_only=False)


def _last_days(year: np.ndarray, month: np.ndarray) -> np.ndarray:
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[month] + ((month == 2) & leap)


def _known(column: np.ndarray, kind: pa.DataType) -> pa.Array:
    return pa.array(column, kind, mask=column == 0)


def _iso(packed: int) -> str | None:
    year, month, day = packed // 10_000, packed // 100 % 100, packed % 100
    if not year:
        return None
    return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")


def _fragments(code: str, raw: pa.Array, changed: np.ndarray) -> pa.Array:
    """``"field":"cell as it was"`` for the rows changed, null for the others."""
    cells = raw.filter(pa.array(changed))
    if pc.any(pc.match_substring_regex(cells, r'["\\\x00-\x1f]')).as_py():
        quoted = pa.array(
            [f'"{code}":{json.dumps(cell, ensure_ascii=False)}' for cell in cells.to_pylist()], pa.string()
        )
    else:
        quoted = pc.binary_join_element_wise(f'"{code}":"', cells, '"', "")
    return pc.replace_with_mask(pa.nulls(len(raw), pa.string()), pa.array(changed), quoted)


def _join(parts: Sequence[pa.Array], separator: str, size: int) -> pa.Array:
    """Texts joined row by row, null where there is none."""
    if not parts:
        return pa.nulls(size, pa.string())
    if len(parts) == 1:
        return parts[0]
    # Not null_handling="skip": with it, Arrow 26 drops a row in which every part is null.
    led = [pc.binary_join_element_wise(separator, part, "").fill_null("") for part in parts]
    joined = pc.utf8_slice_codeunits(pc.binary_join_element_wise(*led, ""), len(separator))
    return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)


def _braced(column: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise("{", column, "}", "") if column.null_count < len(column) else column
