"""Reading a file through the public functions of the core, and looking at what came out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from dean06.ecosystem.datasets.reading.intake import Options, Reading, read
from dean06.ecosystem.datasets.reading.limits import DEFAULT_LIMITS, Limits
from dean06.ecosystem.datasets.reading.survey import Survey, survey
from dean06.ecosystem.datasets.sectors import shipped_sectors


@dataclass
class Read:
    """A survey, a reading, its records and bad rows."""

    survey: Survey
    reading: Reading
    records: list[dict[str, Any]]
    bad: list[dict[str, Any]]

    def column(self, name: str) -> list[Any]:
        return [record[name] for record in self.records]

    def originals(self) -> list[dict[str, str]]:
        return [json.loads(record["original"]) if record["original"] else {} for record in self.records]

    def flags(self) -> list[list[str]]:
        return [(record["flags"] or "").split(";") if record["flags"] else [] for record in self.records]

    def finding(self, code: str) -> Any:
        return next((one for one in self.reading.findings if one.code == code), None)


def take_in(
    path: Path,
    out: Path,
    sector: str = "insurance",
    *,
    sheet: str = "",
    mapping: dict[int, str] | None = None,
    previous: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Read:
    """Survey and read a file, as it is proposed unless ``mapping`` says otherwise."""
    ref = shipped_sectors()[sector]
    found = survey(path, ref.fields, sheet=sheet, limits=limits)
    chosen = mapping or {place: one.field for place, one in enumerate(found.proposals) if one.field}
    out.mkdir(exist_ok=True)
    reading = read(found, chosen, ref.fields, out, Options(2026, ref.key_field, "salt", previous))
    records = pq.read_table(out / "records.parquet").to_pylist()
    bad = pq.read_table(out / "bad_rows.parquet").to_pylist()
    return Read(found, reading, records, bad)
