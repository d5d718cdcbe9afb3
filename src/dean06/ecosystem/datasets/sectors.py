"""PRIVATE. The table of sectors that comes with the platform, read from CSV. No database here."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from dean06.ecosystem.datasets.types import FieldRef, SectorRef

DATA = Path(__file__).parent / "data"
CERTAINTIES = ("sure", "likely", "unsure")


@lru_cache(maxsize=1)
def shipped_sectors() -> dict[str, SectorRef]:
    """Sectors by code, with their own columns before those of every sector, in the order of the files."""
    common, own, changes = _fields()
    found = {}
    for row in _rows("sectors.csv"):
        code = row["code"]
        fields = [_changed(field, changes.get((code, field.code))) for field in (*common, *own.get(code, ()))]
        found[code] = SectorRef(
            code=code,
            name=row["name"],
            agency=row["agency"],
            record_word=row["record_word"],
            report_wording=row["report_wording"],
            key_field=row["key_field"],
            live_days=int(row["live_days"]),
            reference_count=int(row["reference_count"]) if row["reference_count"] else None,
            reference_source=row["reference_source"],
            legal_source=row["legal_source"],
            certainty=row["certainty"],
            active=True,
            fields=tuple(fields),
        )
    return found


def _fields() -> tuple[list[FieldRef], dict[str, list[FieldRef]], dict[tuple[str, str], bool]]:
    common: list[FieldRef] = []
    own: dict[str, list[FieldRef]] = {}
    changes: dict[tuple[str, str], bool] = {}
    for row in _rows("sector_fields.csv"):
        if not row["label"]:
            changes[row["sector"], row["code"]] = row["mandatory"] == "1"
            continue
        field = FieldRef(
            code=row["code"],
            label=row["label"],
            kind=row["kind"],
            mandatory=row["mandatory"] == "1",
            personal=row["personal"] == "1",
            synonyms=tuple(row["synonyms"].split(";")),
            width=int(row["width"] or 0),
            certainty=row["certainty"],
        )
        (common if row["sector"] == "*" else own.setdefault(row["sector"], [])).append(field)
    return common, own, changes


def _changed(field: FieldRef, mandatory: bool | None) -> FieldRef:
    if mandatory is None:
        return field
    return FieldRef(
        field.code, field.label, field.kind, mandatory, field.personal, field.synonyms, field.width, field.certainty
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, start=2):
        # A comma that is not quoted shifts what follows it.
        if None in row or (row.get("label") != "" and row["certainty"] not in CERTAINTIES):
            raise ValueError(f"{name}, row {number}: {row}")
    return rows
