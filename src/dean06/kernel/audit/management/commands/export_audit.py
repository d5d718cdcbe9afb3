"""``dean06 export_audit FILE``: everything sealed, as lines that ``verify_audit`` checks without this database."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dean06.kernel.audit import services
from dean06.kernel.audit.file_trouble import reason_of
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "Xuất toàn bộ nhật ký ra tệp, kèm các đầu cây đã ký."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="tệp sẽ ghi (ghi đè nếu đã có)")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        part = target.with_name(f"{target.name}.{os.getpid()}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                for line in services.export(actor=system_actor("export_audit"), now=timezone.now()):
                    file.write(line)
            part.replace(target)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {target}: {reason_of(error)}.") from error
        finally:
            part.unlink(missing_ok=True)
        self.stdout.write(f"Đã xuất nhật ký ra {target}.")
