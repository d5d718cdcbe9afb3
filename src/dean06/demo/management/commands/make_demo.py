"""``dean06 make_demo``: the made-up province, built once and kept."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dean06.demo import building
from dean06.demo.people import ACCOUNTS
from dean06.kernel.accounts.permissions import ROLES


class Command(BaseCommand):
    help = "Dựng tỉnh mẫu (một lần) và in địa chỉ, tài khoản theo vai trò. --reset dựng lại từ đầu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="xóa dữ liệu mẫu và dựng lại")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Chỉ dựng tỉnh mẫu với cấu hình dùng thử (settings.DEMO). Không có gì thay đổi.")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        if options["reset"] or not building.marker().exists():
            started = time.monotonic()
            building.remove_everything()
            building.build(lambda step: self.stdout.write(f"  {time.monotonic() - started:5.1f} s  {step}"))
            building.bring_up_to_date()
            self.stdout.write(f"  {time.monotonic() - started:5.1f} s  Xong")
        elif building.bring_up_to_date():
            self.stdout.write("  Mã nguồn đã đổi: dữ liệu mẫu được giữ và cập nhật theo.")
        self.stdout.write(self._welcome())

    def _welcome(self) -> str:
        lines = [
            "",
            f"  dean06 – tỉnh mẫu: {settings.SITE_URL}",
            "",
            "  Tài khoản theo vai trò (bấm tên ở trang đăng nhập):",
        ]
        for account in ACCOUNTS:
            role = ROLES[account.role].label
            lines.append(f"    {role:<36} {account.full_name:<16} {account.email}")
        lines += ["", "  Mọi người trong tỉnh mẫu đều không có thật. Ctrl-C để dừng.", ""]
        return "\n".join(lines)
