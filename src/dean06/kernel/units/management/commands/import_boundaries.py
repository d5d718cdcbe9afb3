"""``dean06 import_boundaries FILE``: outlines of units from a GeoJSON file; prints what was refused and why."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.units import services


class Command(BaseCommand):
    help = "Nhập ranh giới đơn vị hành chính từ tệp GeoJSON (kinh độ, vĩ độ WGS 84)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
        try:
            report = services.import_boundaries(
                actor=system_actor("import_boundaries"), content=content, source=path.name
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        for refusal in report.refused:
            self.stdout.write(f"Từ chối {refusal.label}: {refusal.reason}")
        self.stdout.write(f"Đã nhập {len(report.imported)}/{report.total} ranh giới, từ chối {len(report.refused)}.")
