"""Writing the new persons: households, persons, their events and numbers, temporary residence, refused rows.

Each chunk is one transaction together with the checkpoint that says it is done.
"""

# ruff: noqa: S608 - the SQL is put together from names and constants of this package; values are literals of ours
from __future__ import annotations

import uuid
from contextlib import nullcontext
from dataclasses import dataclass

import duckdb
from django.db import transaction

from dean06.kernel.population.bulk import database
from dean06.kernel.population.bulk.facts import FIELDS, Field, enrolled_facts
from dean06.kernel.population.bulk.work import Slice, literal, one_row
from dean06.kernel.population.models import ImportBatch

CHUNK = 100_000
#: Up to so many new persons go in as one transaction: nothing need be dropped, nothing can be half.
ONE_GO = 50_000


@dataclass(frozen=True, slots=True)
class Step:
    """A table to fill: where from, in which order, cut by which key."""

    name: str
    label: str
    table: str
    columns: tuple[str, ...]
    #: SQL with ``{low}`` and ``{high}``: the key's half-open range of a chunk.
    query: str
    first: int
    last: int

    def chunks(self, size: int) -> list[str]:
        """The queries, one a chunk."""
        return [
            self.query.replace("{low}", str(low)).replace("{high}", str(low + size))
            for low in range(self.first, self.last + 1, size)
        ]


def steps(work: duckdb.DuckDBPyConnection, batch: ImportBatch, *, links: bool) -> list[Step]:
    """What a batch writes. ``links``: persons are written with their relations at once."""
    now = literal(database.moment(batch.started_at))
    act = uuid.uuid5(uuid.NAMESPACE_URL, f"dean06:import:{batch.sha256}")
    low, high = _range(work, "SELECT min(person_id), max(person_id) FROM plan WHERE NOT is_known")
    first_home, last_home = _range(work, "SELECT min(id), max(id) FROM household_plan WHERE NOT is_known")
    first_row, last_row = _range(work, "SELECT min(row), max(row) FROM issue")
    of_chunk = "person_id >= {low} AND person_id < {high} AND NOT is_known"
    agency = literal("")
    return [
        Step(
            "households",
            "Ghi hộ gia đình",
            "population_household",
            ("id", "number", "head_id", "unit_id", "village", "address", "closed_on"),
            f"SELECT id, number, {'head_id' if links else 'NULL::BIGINT'}, unit_id, coalesce(village, ''), "
            "coalesce(address, ''), NULL::DATE FROM household_plan "
            "WHERE id >= {low} AND id < {high} AND NOT is_known ORDER BY id",
            first_home,
            last_home,
        ),
        Step(
            "persons",
            "Ghi người",
            "population_person",
            ("id", *(field.db_column for field in FIELDS), "name_key", "other_names", "version", "updated_at"),
            f"SELECT person_id, {', '.join(_value(field, links) for field in FIELDS)}, name_key, '', 1, {now} "
            f"FROM plan WHERE {of_chunk} ORDER BY person_id",
            low,
            high,
        ),
        Step(
            "events",
            "Ghi sự kiện thu thập",
            "population_lifeevent",
            (
                "person_id",
                "kind",
                "occurred_on",
                "recorded_at",
                "facts",
                "act",
                "agency",
                "paper",
                "reason",
                "actor_id",
                "import_batch_id",
            ),
            f"SELECT person_id, 'enrolled', DATE {literal(batch.as_of)}, {now}, {enrolled_facts()}, "
            f"{literal(str(act) if database.on_postgresql() else act.hex)}, {agency}, '', '', "
            f"{literal(batch.started_by)}::BIGINT, {batch.pk}::BIGINT FROM plan WHERE {of_chunk} ORDER BY person_id",
            low,
            high,
        ),
        Step(
            "numbers",
            "Ghi các số của từng người",
            "population_personnumber",
            ("number", "kind", "status", "person_id", "reason"),
            f"""
            SELECT number, kind, status, person_id, '' FROM (
                SELECT personal_id AS number, 'personal_id' AS kind, id_status AS status, person_id
                FROM plan WHERE {of_chunk}
                UNION ALL
                SELECT unnest(string_split(annulled_ids, ';')), 'personal_id', 'annulled', person_id
                FROM plan WHERE annulled_ids IS NOT NULL AND {of_chunk}
                UNION ALL
                SELECT unnest(list_distinct(string_split(old_ids, ';'))), 'old_id', 'active', person_id
                FROM plan WHERE old_ids IS NOT NULL AND {of_chunk}
            ) ORDER BY person_id, kind, number
            """,
            low,
            high,
        ),
        Step(
            "residences",
            "Ghi nơi tạm trú",
            "population_residence",
            ("person_id", "kind", "unit_id", "village", "address", "started_on", "until", "ended_on"),
            f"SELECT person_id, 'temporary', temporary_unit_id, '', '', DATE {literal(batch.as_of)}, NULL::DATE, "
            f"NULL::DATE FROM plan WHERE temporary_unit_id IS NOT NULL AND life_status = 'alive' AND {of_chunk} "
            "ORDER BY person_id",
            low,
            high,
        ),
        Step(
            "refusals",
            "Ghi các dòng không nhận",
            "population_importrefusal",
            ("batch_id", "row", "code", "column", "message", "taken"),
            f'SELECT {batch.pk}::BIGINT, row, code, "column", message, '
            f"{'taken' if database.on_postgresql() else 'taken::INTEGER'} FROM issue "
            "WHERE row >= {low} AND row < {high} ORDER BY row, code",
            first_row,
            last_row,
        ),
    ]


def load(work: duckdb.DuckDBPyConnection, batch: ImportBatch, progress: Slice, *, links: bool, one_go: bool) -> None:
    """Write every chunk that the batch's checkpoint does not yet name."""
    todo = [(step, step.chunks(CHUNK)) for step in steps(work, batch, links=links)]
    total = sum(len(chunks) for _, chunks in todo) or 1
    done = batch.plan.get("done", {})
    finished = 0
    with transaction.atomic() if one_go else nullcontext():
        for step, chunks in todo:
            already = min(int(done.get(step.name, 0)), len(chunks))
            finished += already
            for position, rows, count in database.chunks_of(work, chunks[already:]):
                with transaction.atomic():
                    if count:
                        database.insert(step.table, step.columns, rows)
                    finished += 1
                    keep(batch, step.name, already + position + 1, persons=count if step.name == "events" else 0)
                progress(step.label, finished / total)


def keep(batch: ImportBatch, step: str, chunks: int, *, persons: int = 0) -> None:
    """Say on the batch that so many chunks of a step are written, in the transaction that wrote them."""
    batch.plan.setdefault("done", {})[step] = chunks
    batch.checkpoint = f"{step}:{chunks}"
    batch.rows_done += persons
    batch.save(update_fields=["plan", "checkpoint", "rows_done"])


def add_links(work: duckdb.DuckDBPyConnection, batch: ImportBatch, progress: Slice) -> None:
    """Give the new persons their relations and the households their heads, where these could not be written at once."""
    low, high = _range(work, "SELECT min(person_id), max(person_id) FROM plan WHERE NOT is_known")
    done = int(batch.plan.get("done", {}).get("links", 0))
    for position, start in enumerate(range(low, high + 1, CHUNK)):
        if position < done:
            continue
        part = f"person_id >= {start} AND person_id < {start + CHUNK} AND NOT is_known"
        people = work.sql(
            "SELECT person_id AS id, father_ref AS father_id, mother_ref AS mother_id, spouse_ref AS spouse_id "
            f"FROM plan WHERE {part} AND coalesce(father_ref, mother_ref, spouse_ref) IS NOT NULL"
        ).to_arrow_table()
        heads = work.sql(
            f"SELECT id, head_id FROM household_plan WHERE NOT is_known AND head_id >= {start} "
            f"AND head_id < {start + CHUNK}"
        ).to_arrow_table()
        with transaction.atomic():
            if people.num_rows:
                database.update("population_person", "id", ("father_id", "mother_id", "spouse_id"), people)
            if heads.num_rows:
                database.update("population_household", "id", ("head_id",), heads)
            keep(batch, "links", position + 1)
        progress("Ghi quan hệ gia đình", (start - low + CHUNK) / max(high - low, 1))


def _value(field: Field, links: bool) -> str:
    column, blank, name = field.column, field.blank, field.name
    if name in {"father", "mother", "spouse"} and not links:
        return "NULL::BIGINT"
    return f"coalesce({column}, '')" if blank else column


def _range(work: duckdb.DuckDBPyConnection, query: str) -> tuple[int, int]:
    low, high = one_row(work, query)
    return (0, -1) if low is None else (int(low), int(high))
