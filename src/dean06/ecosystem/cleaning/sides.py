"""The two sides of a run as tables: the registry's people and the list's records; what holds for the whole list."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dean06.ecosystem.cleaning import communes
from dean06.ecosystem.cleaning.evaluating import ListFacts
from dean06.ecosystem.cleaning.rules.communes import place
from dean06.ecosystem.datasets.types import SectorRef, VersionRef
from dean06.kernel.common.actors import Actor
from dean06.kernel.population import queries as population

#: Columns that the classes need beside the engine's, and what stands in where the registry side lacks one.
_PERSON_EXTRAS = {
    "died_on": ("died_on", "CAST(NULL AS DATE)"),
    "moved_on": ("permanent_since", "CAST(NULL AS DATE)"),
    "foreigner": ("coalesce(nationality, 'VN') NOT IN ('VN', 'VNM', '')", "FALSE"),
    "record_annulled": ("coalesce(id_status, 'active') <> 'active'", "FALSE"),
}
_NEEDS = {
    "died_on": "died_on",
    "moved_on": "permanent_since",
    "foreigner": "nationality",
    "record_annulled": "id_status",
}
#: Names under which a list may state the nationality.
NATIONALITY_COLUMNS = ("nationality", "quoc_tich")
#: A list whose records must state the day of death is a list of the dead.
DEATH_FIELDS = frozenset({"death_date", "died_on"})
#: A list whose records must state the day of registration is a register of past events.
REGISTER_FIELDS = frozenset({"registered_on"})


def open_persons(db: duckdb.DuckDBPyConnection, registry: Path) -> int:
    """View ``person`` on the registry side; returns how many people it holds."""
    person_view(db, f"read_parquet('{_quoted(registry)}')", set(pq.read_schema(registry).names))
    return int(pq.read_metadata(registry).num_rows)


def person_view(db: duckdb.DuckDBPyConnection, source: str, columns: set[str]) -> None:
    """View ``person`` on ``source``, which has the engine's columns and perhaps more (``columns``)."""
    extras = ", ".join(
        f"{have if _NEEDS[name] in columns else otherwise} AS {name}"
        for name, (have, otherwise) in _PERSON_EXTRAS.items()
    )
    db.execute(
        "CREATE OR REPLACE VIEW person AS SELECT person_key, personal_id, annulled_ids, full_name, birth_year, "  # noqa: S608
        f"birth_month, birth_day, sex, unit_code, life_status, {extras} FROM {source}"
    )


def open_records(db: duckdb.DuckDBPyConnection, records: Path) -> int:
    """View ``record`` on a version's rows; returns how many there are."""
    db.execute(f"CREATE OR REPLACE VIEW record AS SELECT * FROM read_parquet('{_quoted(records)}')")  # noqa: S608
    return int(pq.read_metadata(records).num_rows)


def map_units(db: duckdb.DuckDBPyConnection, version: VersionRef, today: dt.date) -> pa.Table:
    """Table ``unit_map``: how the list's words for communes map to today's; also returned, for the engine's file."""
    texts = dict(
        db.execute(
            "SELECT unit_text, count(*) FROM record WHERE unit_text IS NOT NULL GROUP BY unit_text ORDER BY unit_text"
        ).fetchall()
    )
    placed = place(texts, communes.lists(today), prefer_before=version.data_as_of < communes.LISTS_CHANGED_ON)
    table = pa.table(
        {
            "unit_text": pa.array([one.unit_text for one in placed], pa.string()),
            "unit_code": pa.array([one.unit_code for one in placed], pa.string()),
            "share": pa.array([one.share for one in placed], pa.float64()),
        }
    )
    put(db, "unit_map", table)
    return table


def put(db: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    """An Arrow table as a table of ``db``."""
    db.register("arrived", table)
    db.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arrived")  # noqa: S608 - names of this app
    db.unregister("arrived")


def list_facts(sector: SectorRef, version: VersionRef, columns: set[str], today: dt.date) -> ListFacts:
    """What holds for every record of this version."""
    mandatory = {field.code for field in sector.fields if field.mandatory}
    return ListFacts(
        today=today,
        data_as_of=version.data_as_of,
        live_days=sector.live_days,
        mandatory=tuple(column_of(field.code, field.kind) for field in sector.fields if field.mandatory),
        nationality_column=next((name for name in NATIONALITY_COLUMNS if name in columns), ""),
        of_the_dead=bool(mandatory & DEATH_FIELDS),
        historic=bool(mandatory & REGISTER_FIELDS),
    )


def column_of(code: str, kind: str) -> str:
    """The column of a version in which a sector's field lies: dates of birth and communes have columns of their own."""
    if kind == "date" and code.startswith(("birth", "ngay_sinh")):
        return "birth_year"
    if kind == "unit":
        return "unit_text"
    return code


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def registry_side(path: Path, actor: Actor, purpose: str) -> Path:
    """Write the registry's people to ``path`` for matching; the registry leaves the audit row of the bulk read."""
    population.matching_side(path, actor=actor, purpose=purpose)
    return path


def registry_rows(person_ids: Sequence[int], numbers: Sequence[str]) -> pa.Table:
    """The people of these keys, and those who bear or bore one of these numbers, as the registry has them now."""
    people = population.persons(person_ids)
    annulled: dict[int, list[str]] = defaultdict(list)
    for number in numbers:
        bearer = population.person_ref_by_number(number)
        if bearer is not None:
            people[bearer.person_id] = bearer
            if bearer.personal_id != number:
                annulled[bearer.person_id].append(number)
    rows = [
        {
            "person_key": one.person_id,
            "personal_id": one.personal_id,
            "annulled_ids": ";".join(annulled[one.person_id]) or None,
            "full_name": one.full_name,
            "birth_year": one.birth_year,
            "birth_month": one.birth_month,
            "birth_day": one.birth_day,
            "sex": one.sex,
            "unit_code": one.unit_code or None,
            "life_status": one.life_status,
            "id_status": one.id_status,
        }
        for one in people.values()
        if one.merged_into is None
    ]
    return pa.Table.from_pylist(rows, _ROW)


_ROW = pa.schema(
    {
        "person_key": pa.int64(),
        "personal_id": pa.string(),
        "annulled_ids": pa.string(),
        "full_name": pa.string(),
        "birth_year": pa.int16(),
        "birth_month": pa.int8(),
        "birth_day": pa.int8(),
        "sex": pa.string(),
        "unit_code": pa.string(),
        "life_status": pa.string(),
        "id_status": pa.string(),
    }
)
