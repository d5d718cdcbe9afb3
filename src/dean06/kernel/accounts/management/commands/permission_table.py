"""``dean06 permission_table > docs/reference/permissions.md``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.accounts.reference import permissions_page


class Command(BaseCommand):
    """Prints the reference page of the permission table."""

    help = "In trang tham khảo bảng quyền (docs/reference/permissions.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(permissions_page(), ending="")
