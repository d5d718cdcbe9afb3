"""``dean06 load_units``: the tables of units and agencies into the database. May be run again at any time."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import services


class Command(BaseCommand):
    help = "Nạp bảng đơn vị hành chính và cơ quan (chạy lại được, không ghi đè phần tỉnh đã sửa)"

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def progress(sentence: str) -> None:
            self.stdout.write(f"{time.monotonic() - started:5.1f} s  {sentence}")
            self.stdout.flush()

        services.load_reference_data(actor=system_actor("load_units"), progress=progress)
        progress("Xong.")
