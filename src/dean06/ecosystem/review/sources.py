"""PRIVATE. Where the compared values come from: the record from the sector's file, people from the registry.

Everything here is personal data without a check of rights: callers authorise first and leave the audit rows
(``showing`` for pages).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from dean06.ecosystem.cleaning import queries as cleaning
from dean06.ecosystem.cleaning.types import CandidateRef
from dean06.ecosystem.datasets import queries as datasets
from dean06.ecosystem.datasets.types import RecordRow
from dean06.ecosystem.matching.types import REVIEW_FLOOR
from dean06.ecosystem.review.models import ReviewCase
from dean06.ecosystem.review.rules.comparing import Values, fingerprint
from dean06.ecosystem.review.types import BirthDate
from dean06.kernel.population.types import Sex
from dean06.kernel.units import queries as units
from dean06.kernel.units.errors import UnitNotFound

#: Candidates shown beside a record: as many as a reader can hold in view, and as there are number keys in reach.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record of the sector's file, with what was repaired when it was read."""

    values: Values
    own_number: str = ""
    row_no: int = 0
    flags: tuple[str, ...] = ()

    @property
    def print(self) -> str:
        """Fingerprint of the compared fields."""
        return fingerprint(self.values)


@dataclass(frozen=True, slots=True)
class PersonView:
    """A registered person as far as a decision needs it."""

    id: int
    values: Values
    life_status: str = ""
    id_status: str = ""
    unit_code: str = ""

    @property
    def print(self) -> str:
        """Fingerprint of the compared fields."""
        return fingerprint(self.values)


def record_of(case: ReviewCase, today: dt.date) -> RecordView | None:
    """The record behind a case; ``None`` when the version was withdrawn or no longer has it."""
    row = datasets.records(case.version_id, [case.record_id]).get(case.record_id)
    return record_view(case.sector, row, unit=unit_name(case.unit_code, today)) if row else None


def record_view(sector: str, row: RecordRow, *, unit: str) -> RecordView:
    """The compared fields of a row. ``unit``: today's commune that its text was resolved to, if any."""
    given = row.values
    key_field = _key_field(sector)
    values = Values(
        full_name=_text(given.get("full_name")),
        birth=BirthDate(given.get("birth_year"), given.get("birth_month"), given.get("birth_day")),
        sex=sex_label(given.get("sex")),
        personal_id=_text(given.get("personal_id")),
        old_ids=tuple(filter(None, [_text(given.get("old_id"))])),
        unit=unit or _text(given.get("unit_text")),
        village=_text(given.get("village")),
        father_name=_text(given.get("father_name")),
        mother_name=_text(given.get("mother_name")),
    )
    return RecordView(values, _text(given.get(key_field)) if key_field else "", row.row_no, row.flags)


def records_by_key(version_id: int, keys: Sequence[str]) -> dict[str, RecordRow]:
    """Records of a version by their stable key; keys that the version lacks are absent."""
    if not keys:
        return {}
    path = str(datasets.sector_side(version_id))
    with duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "512MB"}) as connection:
        found = connection.execute(
            "SELECT record_id FROM read_parquet(?) WHERE record_key IN (SELECT unnest(?::VARCHAR[]))",
            [path, list(keys)],
        ).fetchall()
    rows = datasets.records(version_id, [row[0] for row in found])
    return {row.record_key: row for row in rows.values()}


def candidates_of(case: ReviewCase) -> list[CandidateRef]:
    """The people whom the engine thinks possible, most likely first, at most ``SHOWN``."""
    found = {one.person_id: one for one in cleaning.candidates(case.run_id, case.record_id)}
    if case.person_id is not None and case.person_id not in found:
        found[case.person_id] = CandidateRef(case.person_id, case.probability or 0.0, "")
    ranked = sorted(found.values(), key=lambda one: (-one.probability, one.person_id))
    return [one for one in ranked if one.probability >= REVIEW_FLOOR or one.person_id == case.person_id][:SHOWN]


def unit_name(code: str, today: dt.date) -> str:
    """Name of today's commune; empty when the code is unknown."""
    try:
        return units.unit_on(code, today).name if code else ""
    except UnitNotFound:
        return ""


def sex_label(code: str | None) -> str:
    """ "Nam", "Nữ" or nothing."""
    return str(Sex(code).label) if code in Sex.values else ""


def _key_field(sector: str) -> str:
    return datasets.sector(sector).key_field


def _text(value: object) -> str:
    return "" if value is None else str(value)
