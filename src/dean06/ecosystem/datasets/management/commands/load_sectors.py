"""``dean06 load_sectors``: the table of sectors that the platform ships, into the database; may be repeated."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dean06.ecosystem.datasets import services
from dean06.kernel.common.actors import system_actor


class Command(BaseCommand):
    help = "Nạp danh mục ngành dữ liệu; giữ nguyên những gì đã sửa trên màn hình."

    def handle(self, *args: Any, **options: Any) -> None:
        count = services.load_sectors(actor=system_actor("load_sectors"))
        self.stdout.write(f"{count} ngành dữ liệu.")
