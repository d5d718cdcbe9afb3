"""``dean06 load_indicators``: reporting units, indicators, targets and period rules. May be run again at any time."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.common.actors import system_actor
from dean06.steering.indicators import services


class Command(BaseCommand):
    help = "Nạp danh mục chỉ tiêu, mục tiêu, đơn vị báo cáo, kỳ báo cáo (chạy lại được, giữ phần tỉnh đã sửa)"

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()

        def progress(sentence: str) -> None:
            self.stdout.write(f"{time.monotonic() - started:5.1f} s  {sentence}")
            self.stdout.flush()

        report = services.load_catalogue(actor=system_actor("Nạp danh mục"), progress=progress)
        for sentence in report.sentences():
            progress(sentence)
