"""``dean06 verify_audit FILE --public-key KEY``: needs neither the database nor any secret of the installation.

Exit code 0: intact. 1: something was changed, dropped, inserted, swapped, cut or rebuilt. 2: nothing can be said.
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dean06.kernel.audit.file_trouble import reason_of
from dean06.kernel.audit.signatures import Verifier
from dean06.kernel.audit.verification import (
    Tampered,
    Unverifiable,
    read_kept_head,
    read_public_key,
    verify_export,
)


class Command(BaseCommand):
    help = "Kiểm tra một bản xuất nhật ký: còn nguyên hay đã bị sửa, xóa, chèn, đổi chỗ, cắt đuôi, dựng lại."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="bản xuất nhật ký")
        parser.add_argument(
            "--public-key",
            dest="public_keys",
            metavar="KEY",
            type=Path,
            action="append",
            required=True,
            help="khóa công khai (PEM); lặp lại nếu khóa ký đã từng được thay",
        )
        parser.add_argument(
            "--head",
            dest="heads",
            metavar="EARLIER_HEAD_FILE",
            type=Path,
            action="append",
            default=[],
            help="đầu cây đã giữ từ trước (bản in của audit_head); lặp lại được",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verifier = Verifier(*(read_public_key(path) for path in options["public_keys"]))
            kept = [read_kept_head(path) for path in options["heads"]]
            intact = verify_export(options["file"], verifier, kept)
        except Tampered as found:
            where = f"dòng {found.line} của tệp"
            raise CommandError(f"NHẬT KÝ KHÔNG CÒN NGUYÊN VẸN ({where}). {found.message}", returncode=1) from found
        except Unverifiable as error:
            raise CommandError(f"KHÔNG KIỂM TRA ĐƯỢC. {error}", returncode=2) from error
        except OSError as error:
            raise CommandError(
                f"KHÔNG KIỂM TRA ĐƯỢC. Không đọc được tệp {error.filename}: {reason_of(error)}.", returncode=2
            ) from error
        kept_note = f" Khớp với {len(kept)} đầu cây đã giữ." if kept else ""
        self.stdout.write(
            f"Nhật ký còn nguyên vẹn: {intact.rows} dòng, {intact.heads} đầu cây, mọi chữ ký đều đúng.{kept_note}"
        )
