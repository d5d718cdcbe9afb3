"""``dean06 flush`` empties the database, and with it the log: refused, except where everything is made up.

The test runner empties the database between transactional tests by this command; there the guards are lifted for it.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from dean06.kernel.audit import guards
from dean06.kernel.common import append_only


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        if not settings.AUDIT_MAY_BE_ERASED:
            raise CommandError("Không được xóa sạch cơ sở dữ liệu này: nhật ký truy vết phải được giữ nguyên.")
        connection = connections[options["database"]]
        with guards.lifted(connection), append_only.lifted(connection):
            super().handle(**options)
