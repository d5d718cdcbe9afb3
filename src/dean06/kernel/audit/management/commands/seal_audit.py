"""``dean06 seal_audit``: seal what waits, now, instead of at the next minute."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dean06.kernel.audit import services
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "Niêm phong các dòng nhật ký đang chờ và ký đầu cây mới."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sealed = services.seal(timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Đã niêm phong {sealed} dòng." if sealed else "Không có dòng nào chờ niêm phong.")
