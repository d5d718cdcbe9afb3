"""``dean06 read_dataset FILE --sector CODE``: read a list without the database, print what is in it and what is wrong.

With ``--out`` the canonical Parquet files stay in that folder. Exit code 1: the file is refused; 2: serious findings.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from dean06.ecosystem.datasets.errors import ReadingRefused, SheetNeeded
from dean06.ecosystem.datasets.masking import mask
from dean06.ecosystem.datasets.reading.intake import Options, Reading, read
from dean06.ecosystem.datasets.reading.survey import Survey, survey
from dean06.ecosystem.datasets.sectors import shipped_sectors
from dean06.ecosystem.datasets.types import BadRowReason, Flag, SectorRef


class Command(BaseCommand):
    help = "Đọc thử một danh sách của ngành: mô tả cột, dòng lỗi, những gì đã sửa."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".csv, .txt, .xlsx, .parquet hoặc .dbf")
        parser.add_argument("--sector", required=True, choices=sorted(shipped_sectors()), help="mã ngành dữ liệu")
        parser.add_argument("--sheet", default="", help="tên trang tính")
        parser.add_argument("--out", type=Path, help="thư mục giữ kết quả Parquet")
        parser.add_argument("--year", type=int, default=time.localtime().tm_year, help="năm của số liệu")

    def handle(self, *args: Any, **options: Any) -> None:
        sector = shipped_sectors()[options["sector"]]
        path: Path = options["file"]
        if not path.is_file():
            self._refuse(f"Không có tệp {path}.")
        try:
            found = survey(path, sector.fields, sheet=options["sheet"])
            reading = self._read(found, sector, options)
        except SheetNeeded as error:
            self._refuse(f"{error.message} Dùng --sheet với một trong: {', '.join(error.details['sheets'])}.")
        except ReadingRefused as error:
            self._refuse(error.message)
        self._print(found, reading)
        if any(finding.severity == "serious" for finding in reading.findings):
            sys.exit(2)

    def _read(self, found: Survey, sector: SectorRef, options: dict[str, Any]) -> Reading:
        mapping = {place: one.field for place, one in enumerate(found.proposals) if one.field}
        wanted = Options(latest_year=options["year"], key_field=sector.key_field)
        if options["out"]:
            options["out"].mkdir(parents=True, exist_ok=True, mode=0o700)
            return read(found, mapping, sector.fields, options["out"], wanted)
        with tempfile.TemporaryDirectory(prefix="dean06-read-") as folder:
            return read(found, mapping, sector.fields, Path(folder), wanted)

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(1)

    def _print(self, found: Survey, reading: Reading) -> None:
        out = self.stdout.write
        opened = found.opened
        out(f"{opened.format.label}, {opened.encoding}{f', trang “{opened.sheet}”' if opened.sheet else ''}")
        out(
            f"{reading.file_rows} dòng dưới tiêu đề = {reading.rows} bản ghi + {reading.bad_rows} dòng lỗi "
            f"+ {reading.empty_rows} dòng trống + {reading.deleted_rows} dòng đã xóa"
        )
        out("\nCột")
        for position, label in enumerate(found.labels):
            proposal, profile = found.proposals[position], reading.profiles.get(position)
            if profile is None:
                continue
            taken = f"→ {proposal.field} ({proposal.confidence:.0%})" if proposal.field else "→ bỏ qua"
            out(f"  {position + 1:2}. {label[:40]:40} {taken}")
            patterns = ", ".join(f"{shape} ×{count}" for shape, count in profile.patterns[:3])
            distinct = f", khác nhau khoảng {profile.distinct}" if profile.distinct is not None else ""
            out(f"      có {profile.filled}/{profile.rows}{distinct}; dạng: {patterns}")
            for flag, count in sorted(profile.damage.items(), key=lambda one: -one[1]):
                out(f"      {count} ô: {Flag(flag).label}")
            for example in [one for one in profile.examples if one.flags][:3]:
                out(f"      ví dụ: {mask(example.before)!r} → {mask(example.after)!r}")
        if reading.bad_reasons:
            out("\nDòng lỗi")
            for reason, count in sorted(reading.bad_reasons.items(), key=lambda one: -one[1]):
                out(f"  {count}: {BadRowReason(reason).label}")
        if reading.findings:
            out("\nCần biết")
            for finding in reading.findings:
                mark = {"serious": "!!", "warning": " !", "info": "  "}[finding.severity]
                out(f"  {mark} {finding.text}")
