"""Single records evaluated again, against today's registry and decisions, by the same rules as a whole run.

The record's list is the version of the latest run; it is looked at together with the records that share its number or
its person. A record is linked anew by the exact rule "its number's bearer agrees in name or birth date", else it keeps
the engine's link. What changes moves the counts of the run along, and is kept beside the run's own rows
(``RecordUpdate``), so that each number still leads to its records.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
from django.db.models import F
from django.utils import timezone

from dean06.ecosystem.cleaning import evaluating, linking, results, sides
from dean06.ecosystem.cleaning.decisions import sources
from dean06.ecosystem.cleaning.errors import ResultsGone
from dean06.ecosystem.cleaning.keeping import shortened
from dean06.ecosystem.cleaning.models import Finding, QualityCount, RecordUpdate, Run, RunCount
from dean06.ecosystem.cleaning.rules.facts import Birth, compare_birth, compare_name, same_letters
from dean06.ecosystem.cleaning.rules.quality import CRITERIA
from dean06.ecosystem.cleaning.types import MATCHED, FindingState, ResolvedHow, RunState
from dean06.ecosystem.datasets import queries as datasets

_STATE = ("unit_code", "result_class", "split", *(criterion.value for criterion in CRITERIA))
#: Column of a result → field of ``RecordUpdate``.
UPDATE_COLUMNS = {name: f"is_{name}" if name in CRITERIA else name for name in _STATE}


@dataclass(slots=True)
class RecheckResult:
    """What a recheck found: ids of findings resolved, changed in class, and still the same."""

    resolved: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    #: Sector → findings opened again, resolved.
    by_sector: dict[str, tuple[int, int]] = field(default_factory=dict)


def recheck(findings: Sequence[Finding], now: dt.datetime) -> RecheckResult:
    """Evaluate ``findings`` (locked by the caller) and write what changed; inside the caller's transaction."""
    done = RecheckResult()
    by_sector: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_sector[finding.sector].append(finding)
    for sector in sorted(by_sector):
        _recheck_sector(sector, by_sector[sector], now, done)
    return done


def _recheck_sector(sector: str, findings: list[Finding], now: dt.datetime, done: RecheckResult) -> None:
    run = Run.objects.select_for_update().filter(sector=sector, state=RunState.DONE).order_by("-pk").first()
    if run is None or not run.results:
        raise ResultsGone(sector=sector)
    wanted = [finding for finding in findings if finding.version_id == run.version_id]
    with results.connect() as db:
        before = _prepare(db, run, [finding.record_id for finding in wanted])
        _evaluate(db, run, timezone.localtime(now).date())
        after = _rows(db, "result", [finding.record_id for finding in wanted])
    opened = resolved = 0
    for finding in findings:
        row = after.get(finding.record_id) if finding.version_id == run.version_id else None
        if row is None:
            # The record is not in the list of the latest run any more: that run has ended the finding already.
            done.same.append(finding.pk)
            continue
        was_open, was_class = finding.state in (FindingState.OPEN, FindingState.IN_WORK), finding.result_class
        _write_finding(finding, row, run, now)
        is_open = finding.state in (FindingState.OPEN, FindingState.IN_WORK)
        opened += is_open and not was_open
        resolved += was_open and not is_open
        kind = done.resolved if finding.state == FindingState.RESOLVED else done.changed
        (done.same if finding.state != FindingState.RESOLVED and was_class == finding.result_class else kind).append(
            finding.pk
        )
    _write_records(run, before, after, now)
    done.by_sector[sector] = (opened, resolved)


def _prepare(db: duckdb.DuckDBPyConnection, run: Run, record_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Tables ``record``, ``person``, ``engine_link``, ``engine_candidate`` for these records and those beside them.

    Returns the state of the records as the run, or a later recheck, left it.
    """
    folder = results.results_folder(run.pk)
    if not (folder / results.RECORDS).is_file():
        raise ResultsGone(run=run.pk)
    db.execute("CREATE TABLE kept AS SELECT * FROM read_parquet(?)", [str(folder / results.RECORDS)])
    db.execute("CREATE TABLE target AS SELECT unnest(?::BIGINT[]) AS record_id", [list(record_ids)])
    records = str(datasets.sector_side(run.version_id))
    db.execute(
        """
        CREATE TABLE record AS SELECT * FROM read_parquet($path) WHERE record_id IN (
            SELECT record_id FROM target
            UNION SELECT record_id FROM read_parquet($path) WHERE personal_id IN (
                SELECT personal_id FROM read_parquet($path) WHERE record_id IN (SELECT record_id FROM target)
            )
            UNION SELECT record_id FROM kept WHERE person_id IN (
                SELECT person_id FROM kept WHERE record_id IN (SELECT record_id FROM target)
            )
        )
        """,
        {"path": records},
    )
    db.execute(
        """
        CREATE TABLE engine_candidate AS
        SELECT record_id, person_id AS person_key, probability, reasons FROM read_parquet(?)
        WHERE record_id IN (SELECT record_id FROM record)
        """,
        [str(folder / results.CANDIDATES)],
    )
    _load_persons(db, run)
    db.execute(
        """
        CREATE TABLE engine_link AS
        SELECT record_id, CASE WHEN probability IS NOT NULL THEN person_id END AS person_key, probability, tier,
               array_to_string(list_filter(string_split(reasons, ';'), lambda code: NOT list_contains($own, code)), ';')
                   AS reasons
        FROM kept WHERE record_id IN (SELECT record_id FROM record) AND coalesce(tier, '') <> $decision
          AND (person_id IS NULL OR person_id IN (SELECT person_key FROM person))
        """,
        {"own": sorted(evaluating.OWN_CODES), "decision": linking.DECISION},
    )
    _link_by_number(db)
    before = _rows(db, "kept", record_ids)
    for update in RecordUpdate.objects.filter(run=run, record_id__in=record_ids):
        before[update.record_id] = {name: getattr(update, column) for name, column in UPDATE_COLUMNS.items()}
    return before


def _load_persons(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """View ``person``: everybody these records could be, as the registry has them now."""
    ids = {
        row[0]
        for row in db.execute(
            """
            SELECT person_id FROM kept WHERE person_id IS NOT NULL AND record_id IN (SELECT record_id FROM record)
            UNION SELECT person_key FROM engine_candidate
            """
        ).fetchall()
    }
    keys = {row[0] for row in db.execute("SELECT record_key FROM record").fetchall()}
    ids |= {decision.person_id for decision in sources.of(run.sector) if decision.record_key in keys}
    numbers = {
        row[0] for row in db.execute("SELECT DISTINCT personal_id FROM record WHERE personal_id IS NOT NULL").fetchall()
    }
    table = sides.registry_rows(sorted(ids), sorted(numbers))
    sides.put(db, "registry", table)
    sides.person_view(db, "registry", set(table.column_names))


def _link_by_number(db: duckdb.DuckDBPyConnection) -> None:
    """Records whose number's bearer agrees in name or birth date are that person, whoever it was before."""
    pairs = db.execute(
        """
        SELECT r.record_id, p.person_key, r.full_name, p.full_name, r.birth_year, r.birth_month, r.birth_day,
               p.birth_year, p.birth_month, p.birth_day
        FROM record r JOIN person p ON p.personal_id = r.personal_id
        """
    ).fetchall()
    for record, person, name, registered, *dates in pairs:
        by_name = bool(name) and same_letters(name, registered)
        by_date = compare_birth(Birth(*dates[:3]), Birth(*dates[3:])) == "same" and dates[1] is not None
        if by_name or by_date:
            db.execute("DELETE FROM engine_link WHERE record_id = ?", [record])
            # "Alike" in name may mean "but for its marks": the officer must not read "giống hệt" beside "Sai họ tên".
            name_code = "NAME_DIACRITICS" if by_name and compare_name(name, registered) == "different" else "NAME_EQUAL"
            codes = ";".join(["ID_EQUAL"] + [name_code] * by_name + ["DATE_EQUAL"] * by_date)
            tier = "id_name" if by_name else "id_date"
            db.execute("INSERT INTO engine_link VALUES (?, ?, 0.9999, ?, ?)", [record, person, tier, codes])
            db.execute("DELETE FROM engine_candidate WHERE record_id = ?", [record])


def _evaluate(db: duckdb.DuckDBPyConnection, run: Run, today: dt.date) -> None:
    sector, version = datasets.sector(run.sector), datasets.version(run.version_id)
    sides.map_units(db, version, today)
    linking.read_decisions(db, sources.of(run.sector))
    linking.decide(db)
    columns = {row[0] for row in db.execute("DESCRIBE record").fetchall()}
    evaluating.evaluate(db, sides.list_facts(sector, version, columns, today))


def _rows(db: duckdb.DuckDBPyConnection, table: str, record_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found = db.execute(
        f"SELECT * FROM {table} WHERE record_id IN (SELECT unnest(?::BIGINT[]))",  # noqa: S608 - tables of this module
        [list(record_ids)],
    )
    names = [column[0] for column in found.description or ()]
    rows = (dict(zip(names, values, strict=True)) for values in found.fetchall())
    return {row["record_id"]: row for row in rows}


def _write_finding(finding: Finding, row: Mapping[str, Any], run: Run, now: dt.datetime) -> None:
    today = timezone.localtime(now).date()
    clean = row["result_class"] in MATCHED
    same_class = finding.result_class == row["result_class"]
    if clean and finding.state != FindingState.RESOLVED:
        finding.state, finding.resolved_on = FindingState.RESOLVED, today
        finding.resolved_how, finding.resolved_by = ResolvedHow.RECHECKED, None
    elif not clean and (
        finding.state == FindingState.RESOLVED or (finding.state == FindingState.ACCEPTED and not same_class)
    ):
        finding.state, finding.opened_on, finding.resolved_on, finding.resolved_how = FindingState.OPEN, today, None, ""
    if not clean:
        finding.result_class, finding.reasons = row["result_class"], shortened(row["reasons"])
        finding.person_id, finding.probability = row["person_id"], row["probability"]
        finding.unit_code = row["unit_code"]
    finding.last_run, finding.rechecked_at = run, now
    finding.save()


def _write_records(
    run: Run, before: Mapping[int, Mapping[str, Any]], after: Mapping[int, Mapping[str, Any]], now: dt.datetime
) -> None:
    """Keep the records that changed beside the run's own and move its counts along."""
    moved = {key: row for key, row in after.items() if key in before and _differs(before[key], row)}
    if not moved:
        return
    RecordUpdate.objects.bulk_create(
        [
            RecordUpdate(
                run=run,
                record_id=key,
                reasons=shortened(row["reasons"]),
                person_id=row["person_id"],
                updated_at=now,
                **{column: row[name] for name, column in UPDATE_COLUMNS.items()},
            )
            for key, row in moved.items()
        ],
        update_conflicts=True,
        unique_fields=["run", "record_id"],
        update_fields=[*UPDATE_COLUMNS.values(), "reasons", "person_id", "updated_at"],
    )
    _move_classes(run, [(before[key], row) for key, row in moved.items()])
    _move_quality(run, [(before[key], row) for key, row in moved.items()], timezone.localtime(now).date())


def _differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    return any(old[name] != new[name] for name in _STATE)


_Moves = Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]


def _move_classes(run: Run, moves: _Moves) -> None:
    deltas: dict[tuple[str, str, str], int] = defaultdict(int)
    totals: dict[str, dict[str, int]] = {name: dict(run.counts.get(name, {})) for name in ("classes", "split")}
    for old, new in moves:
        for row, sign in ((old, -1), (new, 1)):
            deltas[row["unit_code"], row["result_class"], row["split"]] += sign
            totals["classes"][row["result_class"]] = totals["classes"].get(row["result_class"], 0) + sign
            totals["split"][row["split"]] = totals["split"].get(row["split"], 0) + sign
    for (unit, result_class, split), delta in deltas.items():
        if delta:
            kept, _ = RunCount.objects.get_or_create(
                run=run, unit_code=unit, result_class=result_class, split=split, defaults={"count": 0}
            )
            RunCount.objects.filter(pk=kept.pk).update(count=F("count") + delta)
    run.counts = {**run.counts, **totals}
    run.save(update_fields=["counts"])


def _move_quality(run: Run, moves: _Moves, today: dt.date) -> None:
    """Into this month's counts; a month that begins with a recheck begins with the last month's counts."""
    month = today.replace(day=1)
    latest = QualityCount.objects.filter(sector=run.sector).order_by("-month").values_list("month", flat=True).first()
    if latest and latest < month:
        copies = list(QualityCount.objects.filter(sector=run.sector, month=latest))
        for copy in copies:
            copy.pk, copy.month, copy.as_of = None, month, today
        QualityCount.objects.bulk_create(copies)
    deltas: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for old, new in moves:
        for row, sign in ((old, -1), (new, 1)):
            for criterion in CRITERIA:
                delta = deltas[row["unit_code"], criterion.value]
                delta[0] += sign * bool(row[criterion.value])
                delta[1] += sign
    for (unit, name), (numerator, denominator) in deltas.items():
        kept, _ = QualityCount.objects.get_or_create(
            sector=run.sector,
            unit_code=unit,
            criterion=name,
            month=month,
            defaults={"numerator": 0, "denominator": 0, "as_of": today, "run": run},
        )
        QualityCount.objects.filter(pk=kept.pk).update(
            numerator=F("numerator") + numerator, denominator=F("denominator") + denominator, as_of=today
        )
