"""Count what the modules of the platform count, and make it the values of periods."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.steering.indicators import services
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.indicators.values import periods


class Command(BaseCommand):
    """``dean06 compute_indicators --period 2026-T11`` (may be repeated); without it: present and last periods."""

    help = "Tính các chỉ tiêu mà hệ thống tự đếm từ nghiệp vụ, cho một hoặc nhiều kỳ."

    def add_arguments(self, parser: CommandParser) -> None:
        """The codes of periods."""
        parser.add_argument("--period", action="append", default=[], metavar="MÃ_KỲ", help="ví dụ 2026-T11, 2026-H1")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and say what changed."""
        today = timezone.localdate()
        wanted = options["period"] or [period.code for kind in PeriodKind for period in periods.recent(kind, 2, today)]
        try:
            changed = services.refresh_computed(actor=system_actor("compute_indicators"), periods=wanted, today=today)
        except DomainError as error:
            raise CommandError(error.message) from error
        for code, number in changed.items():
            self.stdout.write(f"{code}: {number} số liệu thay đổi")
