"""``dean06 audit_public_key``: the key with which anyone checks an export."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dean06.kernel.audit.file_trouble import reason_of
from dean06.kernel.audit.keys import create_key, load_signer
from dean06.kernel.audit.signatures import public_pem
from dean06.kernel.common.errors import DomainError


class Command(BaseCommand):
    help = "In khóa công khai dùng để kiểm tra nhật ký."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--create", action="store_true", help="tạo khóa ký nếu máy chủ chưa có")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["create"]:
                create_key(Path(settings.AUDIT_SIGNING_KEY_FILE))
            self.stdout.write(public_pem(load_signer().public_key), ending="")
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(f"Không tạo được tệp khóa {error.filename}: {reason_of(error)}.") from error
