"""``dean06 review_accounts``: close idle and moved accounts now, and tell what is left to review."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dean06.kernel.accounts import queries, services
from dean06.kernel.common.actors import system_actor


class Command(BaseCommand):
    """The same as the daily timer, with a list printed."""

    help = "Khóa tài khoản không dùng quá 45 ngày hoặc đã chuyển công tác; in số tài khoản chờ rà soát quý."

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("review_accounts")
        today = timezone.localdate()
        for user in services.close_unused_accounts(actor=actor, today=today):
            self.stdout.write(f"Đã khóa: {user.full_name} ({user.email}): {user.get_closed_reason_display()}")
        due = queries.due_for_review(actor=actor, today=today).count()
        self.stdout.write(f"Chờ rà soát trong quý: {due} tài khoản.")
