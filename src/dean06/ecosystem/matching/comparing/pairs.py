"""A batch of pairs with the facts of both sides → the level of every field, and the frequency term.

The frequency term (thousandths of a natural logarithm, so that sums are exact on every machine) says how much rarer
than usual the agreeing value is: sharing the name Nguyễn Văn Hùng proves less than sharing Âu Dương Khải Tú.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from dean06.ecosystem.matching.comparing.dates import date_levels
from dean06.ecosystem.matching.comparing.names import name_levels, parent_levels
from dean06.ecosystem.matching.comparing.numbers import number_levels, old_number_levels
from dean06.ecosystem.matching.comparing.places import place_levels
from dean06.ecosystem.matching.levels import FIELDS, Date, Name, OldNumber, Place, Sex
from dean06.ecosystem.matching.normalise.names import KEY_COLUMNS

LEVEL_COLUMNS = tuple(field.column for field in FIELDS)
SCHEMA = pa.schema(
    [("record_id", pa.int64()), ("person_key", pa.int64()), ("source", pa.int8())]
    + [(column, pa.int8()) for column in LEVEL_COLUMNS]
    + [("frequency", pa.int32())]
)
Column = npt.NDArray[np.int64]
#: One natural logarithm unit in the whole numbers that weights are kept in.
UNIT = 1000


@dataclass(frozen=True, slots=True)
class Expected:
    """How often a record agrees by chance with a random person: on the full name, its plain words, its edges, the
    date, the year, the commune; ``persons`` in the registry."""

    persons: int
    full: float
    bag: float
    edges: float
    date: float
    year: float
    unit: float


def compare_pairs(batch: pa.RecordBatch, *, expected: Expected) -> pa.RecordBatch:
    """Levels of a batch (``SCHEMA``), pair by pair."""
    facts = {
        column: batch.column(column).to_numpy(zero_copy_only=False)
        for column in batch.schema.names
        if column not in ("a_plain", "b_plain")
    }

    def side(prefix: str, columns: tuple[str, ...]) -> dict[str, Column]:
        return {column: facts[f"{prefix}{column}"] for column in columns}

    name_columns = (*KEY_COLUMNS, "words", "flags")
    parent_columns = ("n_full", "n_bag", "n_edges", "n_given")
    levels = {
        "l_name": name_levels(
            side("a_", name_columns), side("b_", name_columns), batch.column("a_plain"), batch.column("b_plain")
        ),
        "l_date": date_levels(facts["a_birth"].astype(np.int64), facts["b_birth"].astype(np.int64)),
        "l_number": number_levels(
            facts["a_pid"],
            facts["a_digits"],
            facts["b_pid"],
            owned=facts["a_owned"] == 1,
            annulled=facts["annulled"] == 1,
        ),
        "l_old": _old_levels(facts),
        "l_sex": _sex_levels(facts["a_sex"], facts["b_sex"]),
        "l_place": place_levels(
            side("a_", ("unit_text", "unit", "village")),
            side("b_", ("unit", "village", "old_low", "old_high", "prev_low", "prev_high")),
            facts["share"],
        ),
        **{
            f"l_{parent}": parent_levels(side(f"a_{parent}_", parent_columns), side(f"b_{parent}_", parent_columns))
            for parent in ("father", "mother")
        },
        "l_taken": facts["b_taken"].astype(np.int8),
    }
    frequency = _frequency(facts, levels, expected)
    arrays = [batch.column("record_id"), batch.column("person_key"), batch.column("source").cast(pa.int8())]
    arrays += [pa.array(levels[column], pa.int8()) for column in LEVEL_COLUMNS]
    return pa.RecordBatch.from_arrays([*arrays, pa.array(frequency, pa.int32())], schema=SCHEMA)


def _old_levels(facts: dict[str, Column]) -> npt.NDArray[np.int8]:
    """One of a person's several old numbers being equal is enough."""
    level = old_number_levels(facts["a_old"], facts["b_old"])
    level[facts["old_equal"] == 1] = OldNumber.EQUAL
    return level


def _sex_levels(record: Column, person: Column) -> npt.NDArray[np.int8]:
    level = np.where(record == person, Sex.EQUAL, Sex.OTHER).astype(np.int8)
    level[(record == 0) | (person == 0)] = Sex.MISSING
    return level


_FULL = (Name.EQUAL, Name.PLACEMENT)
_BAG = (
    *(Name.TONE, Name.DIACRITICS, Name.GLUED, Name.ORDER, Name.KEYSTROKES),
    *(Name.BARE, Name.BARE_EQUAL, Name.BARE_GLUED, Name.BARE_ORDER),
)
_EDGES = (
    *(Name.MIDDLE_MISSING, Name.INITIALS, Name.MIDDLE_OTHER),
    *(Name.BARE_MIDDLE_MISSING, Name.BARE_INITIALS, Name.BARE_MIDDLE_OTHER),
)
_DATE = (Date.EQUAL, Date.JAN_EQUAL)
_YEAR = (Date.PART_EQUAL, Date.JAN_YEAR, Date.YEAR_ALONE, Date.SWAPPED, Date.YEAR_MONTH, Date.YEAR_DAY)
_UNIT = (
    *(Place.UNIT, Place.UNIT_VILLAGE, Place.UNIT_OTHER_VILLAGE),
    *(Place.SPLIT, Place.SPLIT_VILLAGE, Place.SPLIT_OTHER_VILLAGE),
)


def _frequency(
    facts: dict[str, Column], levels: dict[str, npt.NDArray[np.int8]], expected: Expected
) -> npt.NDArray[np.int32]:
    """ln(usual frequency / frequency of this value), summed over the fields that agree on a counted value."""
    total = np.zeros(len(facts["record_id"]), dtype=np.float64)
    for column, chosen, count, usual in (
        ("l_name", _FULL, "a_c_full", expected.full),
        ("l_name", _BAG, "a_c_bag", expected.bag),
        ("l_name", _EDGES, "a_c_edges", expected.edges),
        ("l_date", _DATE, "a_c_date", expected.date),
        ("l_date", _YEAR, "a_c_year", expected.year),
        ("l_place", _UNIT, "c_unit", expected.unit),
    ):
        agree = np.isin(levels[column], chosen)
        total[agree] += np.log(usual * expected.persons / np.maximum(facts[count][agree], 1))
    split = np.isin(levels["l_place"], (Place.SPLIT, Place.SPLIT_VILLAGE, Place.SPLIT_OTHER_VILLAGE))
    total[split] += np.log(np.maximum(facts["share"][split], 0.01))
    return np.rint(total * UNIT).astype(np.int32)
