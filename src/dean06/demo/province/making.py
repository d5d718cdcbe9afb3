"""Makes the whole province: registry, sector lists, truth, and the report of what was planted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from dean06.demo.province.chance import Chance
from dean06.demo.province.error_rates import errors
from dean06.demo.province.extract import make_extract
from dean06.demo.province.raw import RawFile, write_raw
from dean06.demo.province.registry import make_registry, write_registry, write_registry_side
from dean06.demo.province.report import Report
from dean06.demo.province.sector_files import SectorFile
from dean06.demo.province.sectors import BY_CODE, SECTORS
from dean06.demo.province.unit_texts import unit_texts

ALL = "all"


@dataclass(slots=True)
class ProvinceSummary:
    """What was written: rows of the registry, records and planted errors of each sector, files, seconds."""

    people: int
    seed: int
    records: dict[str, int] = field(default_factory=dict)
    errors: dict[str, dict[str, int]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)
    seconds: float = 0.0


def make_province(
    out: Path,
    *,
    people: int,
    seed: int,
    sectors: Sequence[str] | str = ALL,
    records: int | None = None,
    raw: bool = False,
    rates: Mapping[str, float] | None = None,
    say: Callable[[str], None] = print,
) -> ProvinceSummary:
    """Write a made-up province into ``out`` (made if missing; files of the same names are replaced).

    ``people``: registered persons, dead ones among them. ``sectors``: codes, or "all". ``records``: of each list
    (default: the sector's usual share of the people; fewer when there are not so many of its kind). ``raw``: also the
    damaged files as sectors hand them over. ``rates``: error rates that replace the table's. Same people, seed and
    arguments give the same rows on every machine.

    Raises ValueError for an unknown sector or error, a rate outside 0..1, or fewer than 50 people; nothing is written.
    """
    if people < 50:
        raise ValueError(f"Cần ít nhất 50 người, không phải {people}.")
    chosen = list(BY_CODE) if sectors == ALL else _chosen(sectors)
    _check_rates(rates or {})
    started = time.monotonic()

    def step(text: str) -> None:
        say(f"{time.monotonic() - started:6.1f} s  {text}")

    out.mkdir(parents=True, exist_ok=True)
    chance = Chance(seed)
    summary = ProvinceSummary(people, seed)
    step(f"Dựng {_count(people)} người")
    registry = make_registry(people, chance)
    step("Ghi sổ dân cư")
    write_registry(registry, _noted(summary, out / "registry.parquet"))
    write_registry_side(registry, _noted(summary, out / "registry_side.parquet"))
    texts = unit_texts(registry.places)
    pq.write_table(texts.map, _noted(summary, out / "unit_map.parquet"))
    report = Report(people, seed)
    for code in chosen:
        sector = BY_CODE[code]
        extract = make_extract(sector, registry, texts, chance, records=records, rates=rates)
        step(f"Ghi danh sách {sector.label}: {_count(len(extract))} dòng")
        file = SectorFile(extract, registry, texts, chance)
        file.write(_noted(summary, out / f"{code}.parquet"))
        handed: RawFile | None = None
        if raw:
            handed = write_raw(file, code, out / "raw", chance)
            summary.files.append(handed.path)
        truth = _noted(summary, out / f"{code}.truth.parquet")
        file.write_truth(truth, handed.row_of_record if handed else None, handed.damage if handed else None)
        report.add(extract, handed.damage if handed else None)
        summary.records[code] = len(extract)
        summary.errors[code] = {name: int(rows.sum()) for name, rows in extract.planted.items()}
    report.write(_noted(summary, out / "ERRORS.md"))
    summary.seconds = time.monotonic() - started
    step("Xong")
    return summary


def _chosen(sectors: Sequence[str] | str) -> list[str]:
    codes = sectors.split(",") if isinstance(sectors, str) else list(sectors)
    known = {sector.code for sector in SECTORS}
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(f"Không có ngành {', '.join(unknown)}. Các ngành: {', '.join(sorted(known))}.")
    return codes


def _check_rates(rates: Mapping[str, float]) -> None:
    for name, rate in rates.items():
        if name not in errors():
            raise ValueError(f"Không có lỗi nào tên là {name}. Các lỗi: {', '.join(errors())}.")
        if not 0 <= rate <= 1:
            raise ValueError(f"Tỉ lệ của {name} phải từ 0 đến 1, không phải {rate:g}.")


def _noted(summary: ProvinceSummary, path: Path) -> Path:
    summary.files.append(path)
    return path


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")
