"""The end of a run, in one transaction: counts, quality of the month, findings. Nothing of it is there before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import duckdb
import pyarrow as pa

from dean06.ecosystem.cleaning.evaluating import SURE
from dean06.ecosystem.cleaning.models import Finding, QualityCount, Run, RunCount
from dean06.ecosystem.cleaning.rules.quality import CRITERIA
from dean06.ecosystem.cleaning.types import MATCHED, Criterion, FindingState, ResolvedHow

#: Rows a statement: more does not make it faster, and memory stays flat.
BATCH = 5_000
REASONS_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Changed:
    """How many findings were opened (or opened again) and resolved."""

    opened: int
    resolved: int


def keep_counts(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Records per commune, class and part of the first split."""
    rows = db.execute(
        "SELECT unit_code, result_class, split, count(*) FROM result GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    RunCount.objects.filter(run=run).delete()
    RunCount.objects.bulk_create(
        (RunCount(run=run, unit_code=unit, result_class=found, split=split, count=n) for unit, found, split, n in rows),
        batch_size=BATCH,
    )


def keep_quality(db: duckdb.DuckDBPyConnection, run: Run, today: dt.date, reference_count: int | None) -> None:
    """The criteria per commune as this month's counts; earlier months stay as they are."""
    sums = ", ".join(f"count(*) FILTER (WHERE {criterion.value})" for criterion in CRITERIA)
    rows = db.execute(
        f"SELECT unit_code, count(*), {sums} FROM result GROUP BY unit_code ORDER BY unit_code"  # noqa: S608 - constants
    ).fetchall()
    counts = [
        (unit, criterion, numerator, records)
        for unit, records, *numerators in rows
        for criterion, numerator in zip(CRITERIA, numerators, strict=True)
    ]
    if reference_count:
        people = db.execute(
            f"""
            SELECT count(DISTINCT CASE WHEN probability >= {SURE} THEN person_id ELSE -1 - record_id END) FROM result
            """  # noqa: S608 - constants of this app
        ).fetchall()[0][0]
        counts.append(("", Criterion.COVERAGE, people, reference_count))
    month = today.replace(day=1)
    QualityCount.objects.filter(sector=run.sector, month=month).delete()
    QualityCount.objects.bulk_create(
        (
            QualityCount(
                sector=run.sector,
                unit_code=unit,
                criterion=criterion,
                month=month,
                numerator=numerator,
                denominator=denominator,
                as_of=today,
                run=run,
            )
            for unit, criterion, numerator, denominator in counts
        ),
        batch_size=BATCH,
    )


def keep_findings(db: duckdb.DuckDBPyConnection, run: Run, today: dt.date) -> Changed:
    """Open, update, reopen and resolve findings so that each record that is not clean has one, by its key.

    A finding that somebody works on stays in work; one that was accepted stays so while its class is the same.
    """
    _load_present(db, run.sector)
    matched = ", ".join(f"'{one}'" for one in sorted(MATCHED))
    db.execute(
        f"""
        CREATE OR REPLACE TABLE step AS
        WITH dirty AS (
            SELECT * FROM result WHERE result_class NOT IN ({matched})
            QUALIFY row_number() OVER (PARTITION BY record_key ORDER BY record_id) = 1
        )
        SELECT d.record_key, d.record_id, d.result_class, d.reasons, d.unit_code, d.person_id, d.probability,
               CASE WHEN p.id IS NULL THEN 'new'
                    WHEN p.state = '{FindingState.RESOLVED}' THEN 'again'
                    WHEN p.state = '{FindingState.ACCEPTED}' AND p.result_class <> d.result_class THEN 'again'
                    WHEN (p.record_id, p.result_class, p.unit_code, p.reasons, p.person_id, p.probability)
                         IS DISTINCT FROM
                         (d.record_id, d.result_class, d.unit_code, d.reasons, d.person_id, d.probability)
                    THEN 'other' ELSE 'same' END AS act
        FROM dirty d LEFT JOIN present p USING (record_key)
        ORDER BY d.record_id
        """  # noqa: S608 - constants of this app
    )
    for act in ("new", "again", "other"):
        _upsert(db, run, today, act)
    resolved = _resolve(db, run, today)
    # What is left is as it was: one statement says that this run saw it too.
    unended = Finding.objects.filter(sector=run.sector).exclude(state=FindingState.RESOLVED)
    unended.exclude(last_run=run).update(last_run=run, version_id=run.version_id)
    opened = int(db.execute("SELECT count(*) FROM step WHERE act IN ('new', 'again')").fetchall()[0][0])
    return Changed(opened, resolved)


_SAID = ["record_id", "version_id", "result_class", "reasons", "unit_code", "person_id", "probability", "last_run"]
_REOPENED = [*_SAID, "state", "opened_on", "resolved_on", "resolved_how", "resolved_by", "note"]


def _upsert(db: duckdb.DuckDBPyConnection, run: Run, today: dt.date, act: str) -> None:
    rows = db.execute(
        "SELECT record_key, record_id, result_class, reasons, unit_code, person_id, probability FROM step "
        "WHERE act = ? ORDER BY record_id",
        [act],
    )
    while found := rows.fetchmany(BATCH):
        Finding.objects.bulk_create(
            [
                Finding(
                    sector=run.sector,
                    record_key=key,
                    record_id=record,
                    version_id=run.version_id,
                    result_class=result_class,
                    reasons=shortened(reasons),
                    unit_code=unit,
                    person_id=person,
                    probability=probability,
                    first_run=run,
                    last_run=run,
                    opened_on=today,
                )
                for key, record, result_class, reasons, unit, person, probability in found
            ],
            update_conflicts=act != "new",
            unique_fields=["sector", "record_key"] if act != "new" else None,
            update_fields={"again": _REOPENED, "other": _SAID}.get(act),
        )


def _resolve(db: duckdb.DuckDBPyConnection, run: Run, today: dt.date) -> int:
    """Findings whose record is clean now, or gone from the list."""
    rows = db.execute(
        f"""
        SELECT p.id, r.record_key IS NULL AS gone
        FROM present p LEFT JOIN (SELECT DISTINCT record_key FROM result) r USING (record_key)
        WHERE p.state <> '{FindingState.RESOLVED}' AND p.record_key NOT IN (SELECT record_key FROM step)
        """  # noqa: S608 - constants of this app
    ).fetchall()
    for how, ids in (
        (ResolvedHow.RECORD_GONE, [pk for pk, gone in rows if gone]),
        (ResolvedHow.RERUN_CLEAN, [pk for pk, gone in rows if not gone]),
    ):
        for some in in_batches(ids, BATCH):
            Finding.objects.filter(pk__in=some).update(
                state=FindingState.RESOLVED, resolved_on=today, resolved_how=how, resolved_by=None, last_run=run
            )
    return len(rows)


_PRESENT = pa.schema(
    {
        "id": pa.int64(),
        "record_key": pa.string(),
        "state": pa.string(),
        "result_class": pa.string(),
        "record_id": pa.int64(),
        "reasons": pa.string(),
        "unit_code": pa.string(),
        "person_id": pa.int64(),
        "probability": pa.float64(),
    }
)


def _load_present(db: duckdb.DuckDBPyConnection, sector: str) -> None:
    """Table ``present``: findings of the list as they stand, taken over in batches."""
    rows = Finding.objects.filter(sector=sector).values_list(*_PRESENT.names).iterator(chunk_size=BATCH)
    db.register("arrived", _PRESENT.empty_table())
    db.execute("CREATE OR REPLACE TABLE present AS SELECT * FROM arrived")
    while some := list(islice(rows, 10 * BATCH)):
        columns = zip(*some, strict=True)
        batch = pa.table(
            [pa.array(list(values), kind.type) for values, kind in zip(columns, _PRESENT, strict=True)], schema=_PRESENT
        )
        db.register("arrived", batch)
        db.execute("INSERT INTO present SELECT * FROM arrived")
    db.unregister("arrived")


def shortened(reasons: str) -> str:
    """Codes that fit the column, cut between two of them."""
    if len(reasons) <= REASONS_LENGTH:
        return reasons
    return reasons[: REASONS_LENGTH + 1].rpartition(";")[0]


def in_batches(values: Sequence[int], size: int) -> Iterator[list[int]]:
    """``values`` in lists of at most ``size``."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some
