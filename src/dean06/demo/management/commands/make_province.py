"""``dean06 make_province``: a made-up province of any size as files, with known errors and the truth about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dean06.demo.province import make_province


class Command(BaseCommand):
    help = (
        "Dựng một tỉnh mẫu (người không có thật) thành tệp: sổ dân cư, danh sách các ngành có lỗi biết trước, đáp án."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, required=True, help="số người trong sổ dân cư")
        parser.add_argument("--seed", type=int, default=6, help="số hạt giống: cùng số thì cùng dữ liệu")
        parser.add_argument("--out", type=Path, required=True, help="thư mục để ghi")
        parser.add_argument("--sectors", default="all", help="các ngành, cách nhau bằng dấu phẩy, hoặc all")
        parser.add_argument("--records", type=int, help="số dòng của mỗi danh sách (mặc định theo ngành)")
        parser.add_argument("--raw", action="store_true", help="ghi cả tệp hỏng như các ngành thường gửi")
        parser.add_argument(
            "--rate", action="append", default=[], metavar="LỖI=TỈ_LỆ", help="đổi tỉ lệ một lỗi, ví dụ ID_MISSING=0.3"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rates = {name: float(value) for name, _, value in (text.partition("=") for text in options["rate"])}
            summary = make_province(
                options["out"],
                people=options["people"],
                seed=options["seed"],
                sectors=options["sectors"],
                records=options["records"],
                raw=options["raw"],
                rates=rates,
                say=self.stdout.write,
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã ghi {len(summary.files)} tệp vào {options['out']}. Mọi người đều không có thật.")
