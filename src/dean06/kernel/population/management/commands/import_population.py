"""``dean06 import_population FILE``: take a registry file into the registry; go on after a stop."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.population.bulk import importing


class Command(BaseCommand):
    help = "Nhập tệp dân cư (.parquet hoặc .csv) vào cơ sở dữ liệu; chạy lại sau khi dừng thì làm tiếp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="tệp theo mẫu REGISTRY_COLUMNS")
        parser.add_argument(
            "--as-of", type=dt.date.fromisoformat, default=None, help="ngày của dữ liệu, năm-tháng-ngày (mặc định: nay)"
        )

    def handle(self, *, file: Path, as_of: dt.date | None, **options: Any) -> None:
        today = timezone.localdate()
        begun = time.monotonic()
        bar = _Bar(self.stderr, begun)
        try:
            batch = importing.start(
                actor=system_actor("import_population"), path=file.resolve(), as_of=as_of or today, today=today
            )
            if batch.checkpoint == "done":
                self.stdout.write("Tệp này đã được nhập trước đây; không có gì thay đổi.")
                return
            batch = importing.run(batch.pk, bar)
        except DomainError as error:
            raise CommandError(error.message) from None
        bar.end()
        self.stdout.write(
            f"Đã nhập {batch.rows_total} dòng trong {time.monotonic() - begun:.0f} giây: {batch.rows_new} người mới, "
            f"{batch.rows_changed} người thay đổi, {batch.rows_same} người giữ nguyên, {batch.rows_refused} dòng không "
            f"nhận, {batch.rows_noted} dòng nhận nhưng có ghi chú."
        )


class _Bar:
    """One line that grows where a person watches; one line a step where a file does."""

    def __init__(self, out: Any, begun: float) -> None:
        self.out, self.begun, self.step, self.live = out, begun, "", sys.stderr.isatty()

    def __call__(self, step: str, percent: int) -> None:
        seconds = time.monotonic() - self.begun
        if self.live:
            filled = "█" * (percent * 30 // 100)
            self.out.write(f"\r{filled:<30} {percent:3d} %  {step:<28} {seconds:4.0f} giây", ending="")
        elif step != self.step:
            self.out.write(f"{seconds:6.1f} giây  {percent:3d} %  {step}")
        self.step = step

    def end(self) -> None:
        if self.live:
            self.out.write("")
