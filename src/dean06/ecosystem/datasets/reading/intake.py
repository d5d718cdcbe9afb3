"""The reading itself: every row of the file becomes a record or a listed bad row; the counts add up to the file.

Writes ``records.parquet``, ``bad_rows.parquet`` and ``changes.parquet`` into a folder that the caller gives; memory
stays flat, whatever the size of the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dean06.ecosystem.datasets.errors import EmptyList
from dean06.ecosystem.datasets.reading import finishing
from dean06.ecosystem.datasets.reading.canonical import Canonical, Records
from dean06.ecosystem.datasets.reading.drift import Drift
from dean06.ecosystem.datasets.reading.profiling import ColumnProfiler, Profile
from dean06.ecosystem.datasets.reading.shapes import GROUP_NAMES
from dean06.ecosystem.datasets.reading.sorting import sort_rows
from dean06.ecosystem.datasets.reading.sources.base import RawBadRow, RawBatch
from dean06.ecosystem.datasets.reading.survey import Finding, Survey, plan_columns
from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.types import FieldRef

RECORDS, BAD_ROWS, CHANGES = "records.parquet", "bad_rows.parquet", "changes.parquet"
_BAD_SCHEMA = pa.schema(
    [("row_no", pa.int64()), ("reason", pa.string()), ("detail", pa.string()), ("cells", pa.string())]
)
#: Bad rows that are no fault of the list.
HARMLESS = frozenset(("TOTAL_ROW", "REPEATED_HEADER", "SECTION_ROW"))
_SERIOUS_SHARE = 0.05
#: Called with rows read so far and rows in all.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What reading needs to know beside the file. ``latest_year``: no later birth is believed."""

    latest_year: int
    key_field: str = ""
    key_salt: str = ""
    previous: Path | None = None
    memory: str = "1GB"
    threads: int = 2


@dataclass(slots=True)
class Reading:
    """What was read: counts, profiles by position of the column, findings."""

    rows: int = 0
    bad_rows: int = 0
    empty_rows: int = 0
    deleted_rows: int = 0
    bad_reasons: dict[str, int] = field(default_factory=dict)
    flag_counts: dict[str, int] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    repeated_keys: int = 0
    changes: dict[str, int] = field(default_factory=dict)

    @property
    def file_rows(self) -> int:
        """Rows below the heading: records, bad rows, empty rows, rows deleted in a dBase table."""
        return self.rows + self.bad_rows + self.empty_rows + self.deleted_rows


def read(
    found: Survey,
    mapping: Mapping[int, str],
    fields: Sequence[FieldRef],
    out: Path,
    options: Options,
    progress: Progress | None = None,
) -> Reading:
    """Read a surveyed file into ``out``. ``mapping``: field code by position of the column; the rest is left out.

    Raises ``EmptyList`` when no record is left, and what the source raises; files in ``out`` are then half-made and
    the caller removes them.
    """
    plans, findings = plan_columns(found, mapping, fields, options.latest_year)
    canonical = Canonical(plans, options.latest_year)
    work = _Work(found, canonical, findings)
    rough = out / "rough.parquet"
    key_field = options.key_field if options.key_field in canonical.own else ""
    with _Writers(rough, out / BAD_ROWS, canonical.schema) as writers:
        for batch in found.opened.source.batches(len(found.heading.labels), found.heading.first_row):
            work.take(batch, writers)
            if progress:
                progress(work.seen, max(found.total, work.seen))
    if not work.reading.rows:
        raise EmptyList("Không dòng nào có họ tên hoặc số giấy tờ nên không có bản ghi. Hãy xem lại cách chọn cột.")
    with finishing.connect(options.memory, options.threads, out) as connection:
        work.reading.repeated_keys = finishing.finish_records(
            connection, rough, out / RECORDS, canonical.own, key_field, options.key_salt
        )
        rough.unlink()
        work.distinct(finishing.distinct_counts(connection, out / RECORDS, work.stored_columns()))
        work.reading.changes = finishing.compare(connection, out / RECORDS, options.previous, out / CHANGES)
    return work.finish(options.previous is not None)


class _Writers:
    """The two files being written."""

    def __init__(self, records: Path, bad_rows: Path, schema: pa.Schema) -> None:
        more = [("row_no", pa.int64()), ("flags", pa.string()), ("original", pa.string())]
        self.schema = pa.schema([("record_id", pa.int64()), *[(one.name, one.type) for one in schema], *more])
        self.records = pq.ParquetWriter(
            records, self.schema, compression="snappy", use_dictionary=False, write_statistics=False
        )
        self.bad = pq.ParquetWriter(bad_rows, _BAD_SCHEMA, compression="zstd")

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        self.records.close()
        self.bad.close()


class _Work:
    """The state of a reading."""

    def __init__(self, found: Survey, canonical: Canonical, findings: Sequence[Finding]) -> None:
        self.found, self.canonical = found, canonical
        self.reading = Reading(findings=[*found.findings, *findings])
        self.seen = 0
        self._labels = found.labels
        self._plans = {plan.position: plan for plan in canonical.plans}
        self._reasons: Counter[str] = Counter()
        self._profilers = {
            position: ColumnProfiler(
                ordered=position in self._plans and self._plans[position].field.kind in ("date", "year")
            )
            for position in range(len(self._labels))
            if self._labels[position] and (position in self._plans or found.heading.labels[position])
        }

    def take(self, batch: RawBatch, writers: _Writers) -> None:
        """Records and bad rows of a batch, to their files."""
        records = self.canonical.records(batch)
        kept, bad, empty = sort_rows(batch, records, self._labels, sorted(self._plans))
        shifted = [row.row_no for row in bad if row.reason == "SHIFTED"]
        self._profile(batch, records, kept, kept | np.isin(batch.row_no, shifted) if shifted else kept)
        self._write_records(batch, records, kept, writers)
        self._write_bad([*batch.bad, *bad], writers)
        self.reading.empty_rows += empty
        self.seen += batch.size + len(batch.bad)

    def _write_records(self, batch: RawBatch, records: Records, kept: np.ndarray, writers: _Writers) -> None:
        count = int(kept.sum())
        if not count:
            return
        columns = [records.columns[name] for name in self.canonical.schema.names]
        columns += [pa.array(batch.row_no, pa.int64()), records.flags, records.original]
        if count < batch.size:
            where = pa.array(kept)
            columns = [column.filter(where) for column in columns]
        first = self.reading.rows + 1
        ids = pa.array(np.arange(first, first + count, dtype=np.int64))
        writers.records.write_batch(pa.RecordBatch.from_arrays([ids, *columns], schema=writers.schema))
        self.reading.rows += count
        for code, bits in records.bits.items():
            for name, number in flags.counts(bits[kept]).items():
                self.reading.flag_counts[f"{code}:{name}"] = self.reading.flag_counts.get(f"{code}:{name}", 0) + number

    def _write_bad(self, bad: list[RawBadRow], writers: _Writers) -> None:
        if not bad:
            return
        bad.sort(key=lambda row: row.row_no)
        self._reasons.update(row.reason for row in bad)
        self.reading.bad_rows += len(bad)
        cells = [json.dumps(row.cells, ensure_ascii=False) for row in bad]
        columns = [[row.row_no for row in bad], [row.reason for row in bad], [row.detail for row in bad], cells]
        writers.bad.write_batch(
            pa.RecordBatch.from_arrays(
                [pa.array(values, kind.type) for values, kind in zip(columns, _BAD_SCHEMA, strict=True)],
                schema=_BAD_SCHEMA,
            )
        )

    def _profile(self, batch: RawBatch, records: Records, kept: np.ndarray, watched: np.ndarray) -> None:
        for position, profiler in self._profilers.items():
            raw = batch.columns[position]
            profiler.see(raw, batch.row_no, kept, watched)
            if position in self._plans:
                code = self._plans[position].field.code
                profiler.see_repaired(raw, records.by_position[position], records.bits.get(code), kept)

    def stored_columns(self) -> list[str]:
        """Columns of the file whose values are stored under one name."""
        stored = set(self.canonical.schema.names)
        return [name for name in map(_stored_as, self._codes()) if name in stored]

    def _codes(self) -> list[str]:
        return [plan.field.code for plan in self.canonical.plans]

    def distinct(self, counts: Mapping[str, int]) -> None:
        """Numbers of different values, to the profiles of their columns."""
        for position, plan in self._plans.items():
            self._profilers[position].profile.distinct = counts.get(_stored_as(plan.field.code))

    def finish(self, compared: bool) -> Reading:
        """The reading, with what a person must know of it."""
        reading = self.reading
        reading.bad_reasons = dict(self._reasons)
        reading.deleted_rows = int(getattr(self.found.opened.source, "deleted", 0))
        drifts: dict[int, list[Drift]] = {}
        for position, profiler in self._profilers.items():
            reading.profiles[position], found = profiler.finish()
            if found and position in self._plans:
                drifts[position] = found
        reading.findings += _drift_findings(drifts, self._labels)
        reading.findings += _count_findings(reading, compared)
        return reading


def _stored_as(code: str) -> str:
    return {"unit": "unit_text", "birth_date": "", "birth_year": ""}.get(code, code)


def _drift_findings(drifts: Mapping[int, list[Drift]], labels: Sequence[str]) -> list[Finding]:
    """Columns that change their nature; two that do so at the same place were swapped there."""
    found = []
    starts: dict[int, list[int]] = {}
    for position, some in drifts.items():
        for drift in some:
            near = next((row for row in starts if abs(row - drift.first) <= 20), drift.first)
            starts.setdefault(near, []).append(position)
    for row, positions in sorted(starts.items()):
        if len(positions) == 2:
            names = " và ".join(f"“{labels[position]}”" for position in positions)
            text = f"Từ dòng {row}, hai cột {names} có vẻ bị đổi chỗ cho nhau. Hãy sửa tệp gốc rồi nộp lại."
            found.append(Finding("COLUMNS_SWAPPED", "serious", text, positions[0], row))
            continue
        for position in positions:
            drift = next(one for one in drifts[position] if abs(one.first - row) <= 20)
            until = f" đến dòng {drift.last}" if drift.last else ""
            text = (
                f"Từ dòng {drift.first}{until}, cột “{labels[position]}” chuyển từ "
                f"{GROUP_NAMES.get(drift.before, 'trống')} sang {GROUP_NAMES.get(drift.after, 'trống')}. "
                "Hãy xem lại đoạn này trong tệp gốc."
            )
            found.append(Finding("COLUMN_CHANGES", "serious", text, position, drift.first))
    return found


def _count_findings(reading: Reading, compared: bool) -> list[Finding]:
    found = []
    faulty = sum(count for reason, count in reading.bad_reasons.items() if reason not in HARMLESS)
    if faulty > _SERIOUS_SHARE * (reading.rows + faulty):
        text = (
            f"{faulty} dòng lỗi trên {reading.rows + faulty} dòng (hơn 5%). Hãy xem danh sách dòng lỗi trước khi nhận."
        )
        found.append(Finding("MANY_BAD_ROWS", "serious", text))
    if reading.deleted_rows:
        text = f"{reading.deleted_rows} dòng đã đánh dấu xóa trong tệp .dbf; không tính là bản ghi."
        found.append(Finding("DELETED_ROWS", "info", text))
    lost = sum(count for flag, count in reading.flag_counts.items() if flag.endswith(":DIGITS_LOST"))
    if lost:
        text = f"{lost} ô số đã mất chữ số do Excel ghi dạng 4,2E+10; phải lấy lại từ phần mềm của ngành."
        found.append(Finding("DIGITS_LOST", "warning", text))
    if reading.repeated_keys:
        text = f"{reading.repeated_keys} bản ghi trùng khóa với bản ghi đứng trước trong tệp."
        found.append(Finding("REPEATED_KEYS", "warning", text))
    gone = reading.changes.get("gone", 0)
    if compared and gone > 0.3 * (reading.rows + gone):
        text = f"{gone} bản ghi của bản trước không còn trong bản này (hơn 30%). Hãy chắc chắn đây là danh sách đầy đủ."
        found.append(Finding("MANY_GONE", "serious", text))
    return found
