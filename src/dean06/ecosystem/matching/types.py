"""What goes into the engine and what comes out: columns, tiers, the summary of a run.

The files are the contract: whoever prepares them (``ecosystem.cleaning``, benchmarks) and whoever reads the links needs
only this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

__all__ = [
    "CANDIDATE_COLUMNS",
    "DEFAULT_SEED",
    "DUPLICATE_COLUMNS",
    "LINK_COLUMNS",
    "REGISTRY_SIDE",
    "REVIEW_FLOOR",
    "SECTOR_SIDE",
    "THRESHOLD",
    "UNIT_MAP",
    "BackendName",
    "MatchSummary",
    "Tier",
]

BackendName = Literal["duckdb", "spark"]

#: registry.parquet: column → SQL type. ``old_ids``, ``annulled_ids`` and ``previous_unit_codes`` are joined by ";".
REGISTRY_SIDE: Mapping[str, str] = {
    "person_key": "BIGINT",
    "personal_id": "VARCHAR",
    "old_ids": "VARCHAR",
    "annulled_ids": "VARCHAR",
    "full_name": "VARCHAR",
    "birth_year": "INTEGER",
    "birth_month": "INTEGER",
    "birth_day": "INTEGER",
    "sex": "VARCHAR",
    "unit_code": "VARCHAR",
    "previous_unit_codes": "VARCHAR",
    "village": "VARCHAR",
    "father_name": "VARCHAR",
    "mother_name": "VARCHAR",
    "life_status": "VARCHAR",
}

#: sector.parquet. ``personal_id`` holds the digits as given after intake: 12, 11, 10 or 9 of them, possibly wrong.
SECTOR_SIDE: Mapping[str, str] = {
    "record_id": "BIGINT",
    "personal_id": "VARCHAR",
    "old_id": "VARCHAR",
    "full_name": "VARCHAR",
    "birth_year": "INTEGER",
    "birth_month": "INTEGER",
    "birth_day": "INTEGER",
    "sex": "VARCHAR",
    "unit_text": "VARCHAR",
    "village": "VARCHAR",
    "father_name": "VARCHAR",
    "mother_name": "VARCHAR",
}

#: unit_map.parquet: a commune as the sector's file writes it → today's commune(s); several rows for a split unit, whose
#: ``share`` (0..1) says how much of it went there.
UNIT_MAP: Mapping[str, str] = {"unit_text": "VARCHAR", "unit_code": "VARCHAR", "share": "DOUBLE"}

#: links.parquet: exactly one row a record.
LINK_COLUMNS = (
    "record_id",
    "person_key",
    "probability",
    "tier",
    "reasons",
    "second_key",
    "second_probability",
    "link",
)
#: candidates.parquet: the scored candidates of records that no tier linked, for the review queue.
CANDIDATE_COLUMNS = ("record_id", "person_key", "probability", "reasons")
#: duplicates.parquet: records that agree on one person.
DUPLICATE_COLUMNS = ("person_key", "record_id")

#: A candidate is the engine's own decision from this posterior probability on.
THRESHOLD = 0.5
#: Candidates below this probability are not worth an official's time and are not written.
REVIEW_FLOOR = 0.01
DEFAULT_SEED = 6


class Tier(StrEnum):
    """Which rule found the person of a record."""

    ID_NAME = "id_name"
    ID_DATE = "id_date"
    OLD_ID_NAME = "old_id_name"
    NAME_DATE_UNIT = "name_date_unit"
    SCORED = "scored"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """What a run did. Counts and parameters only, no personal data: it may be logged.

    ``tiers``: records per tier (all six, they add up to ``records``); ``linked``: records whose ``link`` is true;
    ``candidates``: rows of candidates.parquet; ``duplicates``: records that share their person with another record;
    ``threshold``: probability from which a record is linked; ``parameters``: what was learnt, field → level → m, u,
    and the shares that hold for the whole file; ``timings``: step → seconds; ``backend`` and ``seed`` as run.
    """

    records: int
    persons: int
    linked: int
    candidates: int
    duplicates: int
    tiers: Mapping[str, int]
    threshold: float = THRESHOLD
    parameters: Mapping[str, Any] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    backend: str = "duckdb"
    seed: int = DEFAULT_SEED
