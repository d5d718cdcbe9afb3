"""The registry as it stands, as tables in the work file: who bears which number, and what is known of each person."""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pyarrow as pa
from django.db.models import Max

from dean06.kernel.population.bulk.dumping import dump
from dean06.kernel.population.bulk.facts import FIELDS
from dean06.kernel.population.bulk.work import literal
from dean06.kernel.population.models import Household, LifeEvent, Person, PersonNumber, Residence
from dean06.kernel.population.types import NumberKind, ResidenceKind

_ARROW = {"text": pa.string(), "code": pa.string(), "number": pa.int64(), "day": pa.date32(), "unit": pa.int64()}
_FAR = dt.date(9999, 12, 31)


def load_units(work: duckdb.DuckDBPyConnection) -> None:
    """Table ``unit``: every commune that ever was, with the days on which its code meant it."""
    model = Person._meta.get_field("permanent_unit").related_model
    communes = model.objects.filter(level="commune") | model.objects.filter(is_stand_in=True)  # type: ignore[union-attr, attr-defined]
    rows = list(communes.values_list("id", "code", "valid_from", "valid_to"))
    table = pa.table(
        {
            "id": pa.array([row[0] for row in rows], pa.int64()),
            "code": pa.array([row[1] for row in rows], pa.string()),
            "valid_from": pa.array([row[2] for row in rows], pa.date32()),
            "valid_to": pa.array([row[3] or _FAR for row in rows], pa.date32()),
        }
    )
    work.register("unit_arrow", table)
    work.execute("CREATE OR REPLACE TABLE unit AS SELECT * FROM unit_arrow")
    work.unregister("unit_arrow")


def is_empty() -> bool:
    """True while the registry holds nobody."""
    return not Person.objects.exists()


def take(work: duckdb.DuckDBPyConnection, folder: Path, as_of: dt.date) -> None:
    """Make the ``registry_*`` tables; empty ones cost nothing."""
    person = pa.schema(
        [
            pa.field("id", pa.int64()),
            *(pa.field(field.name, _ARROW[field.kind]) for field in FIELDS),
            pa.field("version", pa.int64()),
            pa.field("other_names", pa.string()),
        ]
    )
    columns = [field.db_column for field in FIELDS]
    _table(
        work, folder, "registry_person", Person.objects.values_list("id", *columns, "version", "other_names"), person
    )
    numbers = PersonNumber.objects.filter(kind=NumberKind.PERSONAL_ID).values_list("number", "person_id", "status")
    number = pa.schema([("number", pa.string()), ("person_id", pa.int64()), ("status", pa.string())])
    _table(work, folder, "registry_number", numbers, number)
    old = PersonNumber.objects.filter(kind=NumberKind.OLD_ID).values_list("number", "person_id", "status")
    _table(work, folder, "registry_old_id", old, number)
    homes = Household.objects.values_list("id", "number", "unit_id", "village", "address", "head_id")
    home = pa.schema(
        [
            ("id", pa.int64()),
            ("number", pa.string()),
            ("unit_id", pa.int64()),
            ("village", pa.string()),
            ("address", pa.string()),
            ("head_id", pa.int64()),
        ]
    )
    _table(work, folder, "registry_household", homes, home)
    open_now = Residence.objects.filter(kind=ResidenceKind.TEMPORARY, ended_on=None)
    spell = pa.schema([("id", pa.int64()), ("person_id", pa.int64()), ("unit_id", pa.int64())])
    _table(work, folder, "registry_residence", open_now.values_list("id", "person_id", "unit_id"), spell)
    last = LifeEvent.objects.values("person_id").annotate(day=Max("occurred_on")).values_list("person_id", "day")
    _table(work, folder, "registry_last", last, pa.schema([("person_id", pa.int64()), ("day", pa.date32())]))
    work.execute(
        f"CREATE OR REPLACE TABLE newer AS SELECT person_id FROM registry_last WHERE day > DATE {literal(as_of)}"
    )


def _table(work: duckdb.DuckDBPyConnection, folder: Path, name: str, rows: object, schema: pa.Schema) -> None:
    path = folder / f"{name}.parquet"
    try:
        dump(rows, schema, path)  # type: ignore[arg-type]
        work.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_parquet({literal(path)})")
    finally:
        path.unlink(missing_ok=True)
