"""A made-up registry and made-up lists in a DuckDB of their own: situations by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pyarrow as pa

from dean06.ecosystem.cleaning.evaluating import ListFacts

TODAY = dt.date(2026, 11, 20)

PERSON = pa.schema(
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
        "died_on": pa.date32(),
        "moved_on": pa.date32(),
        "foreigner": pa.bool_(),
        "record_annulled": pa.bool_(),
    }
)
RECORD = pa.schema(
    {
        "record_id": pa.int64(),
        "personal_id": pa.string(),
        "old_id": pa.string(),
        "full_name": pa.string(),
        "birth_year": pa.int16(),
        "birth_month": pa.int8(),
        "birth_day": pa.int8(),
        "sex": pa.string(),
        "unit_text": pa.string(),
        "record_key": pa.string(),
        "flags": pa.string(),
        "nationality": pa.string(),
    }
)
LINK = pa.schema(
    {
        "record_id": pa.int64(),
        "person_key": pa.int64(),
        "probability": pa.float64(),
        "tier": pa.string(),
        "reasons": pa.string(),
    }
)

#: An, a man of 12/03/1985, registered in the commune 18073.
AN: dict[str, Any] = {
    "person_key": 1,
    "personal_id": "042085001234",
    "annulled_ids": None,
    "full_name": "Nguyễn Văn An",
    "birth_year": 1985,
    "birth_month": 3,
    "birth_day": 12,
    "sex": "M",
    "unit_code": "18073",
    "life_status": "alive",
    "died_on": None,
    "moved_on": dt.date(2010, 5, 1),
    "foreigner": False,
    "record_annulled": False,
}


def person(key: int, **other: Any) -> dict[str, Any]:
    """A person like An under another key."""
    return {**AN, "person_key": key, **other}


def record_of(who: dict[str, Any], record_id: int = 1, **other: Any) -> dict[str, Any]:
    """A record that says about ``who`` just what the registry says, changed by ``other``."""
    said = {name: who[name] for name in ("personal_id", "full_name", "birth_year", "birth_month", "birth_day", "sex")}
    return {
        "record_id": record_id,
        "old_id": None,
        "unit_text": who["unit_code"],
        "record_key": f"key-{record_id}",
        "flags": None,
        "nationality": None,
        **said,
        **other,
    }


def link(record_id: int, person_key: int | None, probability: float = 0.9999, tier: str = "id_name") -> dict[str, Any]:
    """The engine's word on a record."""
    return {
        "record_id": record_id,
        "person_key": person_key,
        "probability": probability,
        "tier": tier,
        "reasons": "ID_EQUAL" if tier.startswith("id_") else "",
    }


FACTS = ListFacts(
    today=TODAY,
    data_as_of=dt.date(2026, 11, 1),
    live_days=30,
    mandatory=("personal_id", "full_name"),
    nationality_column="nationality",
)


def world(
    persons: list[dict[str, Any]],
    records: list[dict[str, Any]],
    links: list[dict[str, Any]],
    units: list[tuple[str, str, float]] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection with the four tables that ``evaluate`` reads."""
    db = duckdb.connect()
    for name, rows, schema in (("person", persons, PERSON), ("record", records, RECORD), ("link", links, LINK)):
        db.register("arrived", pa.Table.from_pylist(rows, schema))
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM arrived")
    db.execute("CREATE TABLE unit_map (unit_text VARCHAR, unit_code VARCHAR, share DOUBLE)")
    for row in units if units is not None else [("18073", "18073", 1.0)]:
        db.execute("INSERT INTO unit_map VALUES (?, ?, ?)", row)
    return db


def results(db: duckdb.DuckDBPyConnection) -> dict[int, dict[str, Any]]:
    """Rows of ``result`` by record."""
    found = db.execute("SELECT * FROM result")
    names = [column[0] for column in found.description]
    return {row["record_id"]: row for row in (dict(zip(names, values, strict=True)) for values in found.fetchall())}
