"""A later file and the persons it already finds: what differs becomes events, what is equal is left alone."""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import uuid

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction

from dean06.kernel.population.bulk import database
from dean06.kernel.population.bulk.facts import FIELDS, TEMPORARY_UNIT, Field, changed_facts, planned
from dean06.kernel.population.bulk.loading import keep
from dean06.kernel.population.bulk.work import Slice, literal, one_row
from dean06.kernel.population.models import ImportBatch, Person, PersonNumber, Residence
from dean06.kernel.population.types import NumberKind, NumberStatus

CHUNK = 20_000
#: Most values in one IN list: SQLite bears no more than 999.
AT_ONCE = 900
#: Kind of event → the plan's day from which the new values hold. It counts only after the last event that the registry
#: knows of the person: what happened earlier would be overwritten by it. Else the file's day holds.
_KINDS = {"death": "p.died_on", "permanent_move": "p.permanent_since", "change": "NULL::DATE"}


def find_changes(work: duckdb.DuckDBPyConnection, batch: ImportBatch, columns: list[str]) -> tuple[int, int]:
    """Make ``change``; returns how many known persons change and how many stay as they are.

    Only columns that the file has are compared. Persons about whom the registry knows something that happened after
    the file's day are left alone and noted.
    """
    given = [field for field in (*FIELDS, TEMPORARY_UNIT) if field.file_column in columns]
    facts = {kind: changed_facts(field for field in given if field.group == kind) for kind in _KINDS}
    day = f"DATE {literal(batch.as_of)}"
    days = ", ".join(
        f"CASE WHEN {column} BETWEEN l.day AND {day} THEN {column} ELSE {day} END AS {kind}_day"
        for kind, column in _KINDS.items()
    )
    work.execute(
        f"""
        CREATE OR REPLACE TABLE change AS
        SELECT *, row_number() OVER (ORDER BY person_id) - 1 AS position FROM (
            SELECT p.person_id, p.row, r.version AS old_version,
                {", ".join(f"{sql} AS {kind}_facts" for kind, sql in facts.items())},
                {days}, p.name_key,
                {", ".join(f"{_sets(field)} AS set_{field.name}" for field in given)}, r.residence_id
            FROM plan p JOIN (SELECT r.*, s.unit_id AS temporary_unit, s.id AS residence_id FROM registry_person r
                LEFT JOIN (SELECT person_id, max_by(unit_id, id) AS unit_id, max(id) AS id FROM registry_residence
                    GROUP BY person_id) s ON s.person_id = r.id) r ON r.id = p.person_id
            LEFT JOIN registry_last l ON l.person_id = p.person_id
            WHERE p.is_known)
        WHERE {" OR ".join(f"{kind}_facts <> ''" for kind in _KINDS)}
        """
    )
    work.execute(
        "INSERT INTO issue SELECT row, 'NEWER_IN_REGISTRY', '', 'Cơ sở dữ liệu có sự kiện sau ngày của tệp: giữ dữ "
        "liệu đang có.', true FROM change WHERE person_id IN (SELECT person_id FROM newer)"
    )
    work.execute("DELETE FROM change WHERE person_id IN (SELECT person_id FROM newer)")
    work.execute(
        "CREATE OR REPLACE TABLE change AS SELECT * REPLACE (row_number() OVER (ORDER BY person_id) - 1 AS position) "
        "FROM change"
    )
    changed = int(one_row(work, "SELECT count(*) FROM change")[0])
    known = int(one_row(work, "SELECT count(*) FROM plan WHERE is_known")[0])
    return changed, known - changed


def apply_changes(work: duckdb.DuckDBPyConnection, batch: ImportBatch, columns: list[str], progress: Slice) -> None:
    """Write events and new values of every change that the checkpoint does not yet name; then numbers, households."""
    given = [field for field in FIELDS if field.file_column in columns]
    total = one_row(work, "SELECT count(*) FROM change")[0]
    done = int(batch.plan.get("done", {}).get("changes", 0))
    for number, start in enumerate(range(0, total, CHUNK)):
        if number < done:
            continue
        rows = work.sql(
            f"SELECT * FROM change WHERE position >= {start} AND position < {start + CHUNK}"
        ).to_arrow_table()
        with transaction.atomic():
            _write(batch, given, _unchanged_meanwhile(rows), temporary="temporary_unit" in columns)
            keep(batch, "changes", number + 1, persons=0)
        progress("Cập nhật người đã có", (start + CHUNK) / total)
    if not batch.plan.get("done", {}).get("known"):
        with transaction.atomic():
            _numbers(work, batch)
            _households(work)
            keep(batch, "known", 1)


def _sets(field: Field) -> str:
    value = planned(field)
    return f"coalesce({value}, '')" if field.blank else value


def _unchanged_meanwhile(rows: pa.Table) -> pa.Table:
    """Without persons whom somebody changed since the plan was made; a repeated import will look at them afresh."""
    ids = rows["person_id"].to_pylist()
    found: dict[int, int] = {}
    for start in range(0, len(ids), AT_ONCE):
        locked = Person.objects.select_for_update().filter(pk__in=ids[start : start + AT_ONCE]).order_by("pk")
        found.update(locked.values_list("pk", "version"))
    same = [found.get(one) == version for one, version in zip(ids, rows["old_version"].to_pylist(), strict=True)]
    return rows.filter(pa.array(same, pa.bool_()))


def _write(batch: ImportBatch, given: list[Field], rows: pa.Table, *, temporary: bool) -> None:
    act = uuid.uuid5(uuid.NAMESPACE_URL, f"dean06:import:{batch.sha256}")
    written = pa.array([0] * rows.num_rows, pa.int64())
    for kind in _KINDS:
        has = pc.not_equal(rows[f"{kind}_facts"], "")
        written = pc.add(written, pc.cast(has, pa.int64()))
        part = rows.filter(has)
        if part.num_rows:
            _events(batch, kind, part, act)
    table = {"id": rows["person_id"]}
    for field in given:
        table[field.db_column] = rows[f"set_{field.name}"]
    table["name_key"] = rows["name_key"]
    table["updated_at"] = pa.array([database.moment(batch.started_at)] * rows.num_rows, pa.string())
    table["version"] = pc.add(rows["old_version"], written)
    if rows.num_rows:
        database.update("population_person", "id", list(table)[1:], pa.table(table))
        if temporary:
            _residences(batch, rows)


def _events(batch: ImportBatch, kind: str, part: pa.Table, act: uuid.UUID) -> None:
    count = part.num_rows

    def same(value: object, arrow: pa.DataType) -> pa.Array:
        return pa.array([value] * count, arrow)

    facts = pa.array(["{" + text + "}" for text in part[f"{kind}_facts"].to_pylist()], pa.string())
    table = pa.table(
        {
            "person_id": part["person_id"],
            "kind": same(kind, pa.string()),
            "occurred_on": part[f"{kind}_day"],
            "recorded_at": same(database.moment(batch.started_at), pa.string()),
            "facts": facts,
            "act": same(str(act) if database.on_postgresql() else act.hex, pa.string()),
            "agency": same("", pa.string()),
            "paper": same("", pa.string()),
            "reason": same("", pa.string()),
            "actor_id": same(batch.started_by, pa.int64()),
            "import_batch_id": same(batch.pk, pa.int64()),
        }
    )
    database.insert("population_lifeevent", table.column_names, table)


def _residences(batch: ImportBatch, rows: pa.Table) -> None:
    """Where the file names another place of temporary residence: the old spell ends, the new one begins."""
    named = [
        (row["person_id"], row["set_temporary_unit"], row["residence_id"])
        for row in rows.select(["person_id", "set_temporary_unit", "residence_id", "change_facts"]).to_pylist()
        if '"temporary_unit":' in row["change_facts"]
    ]
    ended = [spell for _, _, spell in named if spell]
    for start in range(0, len(ended), AT_ONCE):
        Residence.objects.filter(pk__in=ended[start : start + AT_ONCE]).update(ended_on=batch.as_of)
    Residence.objects.bulk_create(
        [
            Residence(person_id=person, kind="temporary", unit_id=unit, started_on=batch.as_of)
            for person, unit, _ in named
            if unit
        ],
        batch_size=500,
    )


def _numbers(work: duckdb.DuckDBPyConnection, batch: ImportBatch) -> None:
    """Numbers that the file knows and the registry did not; numbers in use that the file says are annulled."""
    new = work.sql(
        """
        SELECT number, kind, status, person_id, '' AS reason FROM (
            SELECT personal_id AS number, 'personal_id' AS kind, id_status AS status, person_id FROM plan WHERE is_known
            UNION ALL
            SELECT unnest(string_split(annulled_ids, ';')), 'personal_id', 'annulled', person_id
            FROM plan WHERE is_known AND annulled_ids IS NOT NULL)
        WHERE number NOT IN (SELECT number FROM registry_number)
            AND person_id NOT IN (SELECT person_id FROM newer)
        UNION ALL
        SELECT number, 'old_id', 'active', person_id, '' FROM (
            SELECT DISTINCT unnest(string_split(old_ids, ';')) AS number, person_id
            FROM plan WHERE is_known AND old_ids IS NOT NULL) o
        WHERE NOT EXISTS (SELECT 1 FROM registry_old_id r WHERE r.number = o.number AND r.person_id = o.person_id)
        """
    ).to_arrow_table()
    if new.num_rows:
        database.insert("population_personnumber", ("number", "kind", "status", "person_id", "reason"), new)
    gone = work.execute(
        """
        SELECT n.number FROM registry_number n WHERE n.status = 'active' AND n.person_id NOT IN
            (SELECT person_id FROM newer) AND n.number IN (
            SELECT personal_id FROM plan WHERE is_known AND id_status = 'annulled'
            UNION ALL SELECT unnest(string_split(annulled_ids, ';')) FROM plan
            WHERE is_known AND annulled_ids IS NOT NULL)
        """
    ).fetchall()
    numbers = [row[0] for row in gone]
    for start in range(0, len(numbers), AT_ONCE):
        PersonNumber.objects.filter(kind=NumberKind.PERSONAL_ID, number__in=numbers[start : start + AT_ONCE]).update(
            status=NumberStatus.ANNULLED, annulled_on=batch.as_of
        )


def _households(work: duckdb.DuckDBPyConnection) -> None:
    rows = work.sql(
        """
        SELECT p.id, coalesce(p.head_id, r.head_id) AS head_id, p.unit_id, coalesce(p.village, '') AS village,
            coalesce(p.address, '') AS address
        FROM household_plan p JOIN registry_household r ON r.id = p.id
        WHERE p.is_known AND p.head_id IS NOT NULL AND (p.head_id IS DISTINCT FROM r.head_id
            OR p.unit_id IS DISTINCT FROM r.unit_id OR coalesce(p.village, '') <> coalesce(r.village, '')
            OR coalesce(p.address, '') <> coalesce(r.address, ''))
        """
    ).to_arrow_table()
    if rows.num_rows:
        database.update("population_household", "id", ("head_id", "unit_id", "village", "address"), rows)
