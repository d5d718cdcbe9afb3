"""``dean06 clean_sector insurance``: match the newest confirmed version of a list, here and now, with progress."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dean06.ecosystem.cleaning import services
from dean06.ecosystem.cleaning.rules.wording import ratio
from dean06.ecosystem.cleaning.types import ResultClass, RunState
from dean06.ecosystem.datasets import queries as datasets
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "Đối khớp bản dữ liệu mới nhất của một danh sách với dữ liệu dân cư, chạy ngay tại đây."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sector", help="mã danh sách, ví dụ: insurance")
        parser.add_argument("--version-id", type=int, help="một bản dữ liệu khác bản mới nhất")

    def handle(self, *arguments: Any, **options: Any) -> None:
        sector = options["sector"]
        try:
            latest = datasets.latest_version(sector)
            version_id = options["version_id"] or (latest.id if latest else None)
            if version_id is None:
                raise CommandError(f"Danh sách {sector} chưa có bản dữ liệu nào được nhận.")
            run = services.run_here(
                actor=system_actor("clean_sector"), sector=sector, version_id=version_id, report=self._report
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        if run.state != RunState.DONE:
            raise CommandError(run.error or "Lần đối khớp đã dừng.")
        self.stdout.write(f"{datasets.sector(sector).report_wording}: {ratio(run.matched)}")
        for one in ResultClass:
            if count := run.counts["classes"].get(one.value):
                self.stdout.write(f"  {one.label}: {count}")
        seconds = ", ".join(f"{step} {taken} s" for step, taken in run.counts["timings"].items())
        self.stdout.write(f"Thời gian: {seconds}")

    def _report(self, step: str, share: float) -> None:
        self.stdout.write(f"  {share:4.0%} {step}")
