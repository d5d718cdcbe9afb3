"""``dean06 run_due [--loop]``: the one background process. Runs timers that are due and delivers events.

Any number of them may run, on one machine or several: the database keeps them from doing the same thing twice.
"""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from dean06.kernel.events import services, timers

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Chạy các tác vụ đến giờ và chuyển sự kiện cho nơi nhận."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help="chạy mãi cho tới khi nhận SIGTERM")
        parser.add_argument(
            "--interval", type=float, default=5.0, metavar="GIÂY", help="nghỉ giữa hai lượt (mặc định 5)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            ran, delivered = self._turn()
            if not options["verbosity"]:
                return
            self.stdout.write(
                f"Đã chạy {len(ran)} tác vụ ({', '.join(ran) or 'không có'}), chuyển {delivered} sự kiện."
            )
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            try:
                self._turn()
            except Exception:
                # The database may be away for a while; the next turn tries again.
                logger.exception("run_due")
            stop.wait(options["interval"])

    def _turn(self) -> tuple[list[str], int]:
        # Timers first, then events, since timers may publish; the clock is read here and passed on.
        ran = timers.run_due(timezone.now())
        return ran, services.deliver_due(timezone.now())
