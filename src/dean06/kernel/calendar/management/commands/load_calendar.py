"""``dean06 load_calendar``: the shipped holidays, swapped days and office hours into the table. May be run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dean06.kernel.calendar import services
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "Nạp lịch làm việc (ngày nghỉ lễ, ngày hoán đổi, giờ làm việc); chạy lại được, không ghi đè phần tỉnh đã sửa"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = services.load_calendar(actor=system_actor("load_calendar"))
        except DomainError as error:
            raise CommandError(error.message) from error
        years = work_calendar().covered_years
        self.stdout.write(
            f"Lịch làm việc: thêm {report.added} ngày, cập nhật {report.updated}, giữ {report.kept} ngày tỉnh đã sửa; "
            f"đủ ngày nghỉ của các năm {', '.join(map(str, years)) or '(chưa có)'}."
        )
