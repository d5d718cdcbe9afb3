"""``dean06 match``: one sector's file against the registry, without the database."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dean06.ecosystem.matching.services import match
from dean06.ecosystem.matching.types import DEFAULT_SEED, MatchSummary, Tier
from dean06.kernel.common.errors import DomainError

TIER_WORDS = {
    Tier.ID_NAME: "số định danh và họ tên",
    Tier.ID_DATE: "số định danh và ngày sinh",
    Tier.OLD_ID_NAME: "số CMND cũ và họ tên",
    Tier.NAME_DATE_UNIT: "họ tên, ngày sinh và xã",
    Tier.SCORED: "tính điểm",
    Tier.NONE: "không khớp",
}


class Command(BaseCommand):
    help = "Đối khớp một tệp dữ liệu ngành với dữ liệu dân cư (Parquet vào, Parquet ra; không dùng cơ sở dữ liệu)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--registry", type=Path, required=True, help="tệp Parquet phía dân cư")
        parser.add_argument("--sector", type=Path, required=True, help="tệp Parquet phía ngành")
        parser.add_argument("--unit-map", type=Path, required=True, help="tệp Parquet quy đổi tên xã")
        parser.add_argument("--out", type=Path, required=True, help="thư mục nhận kết quả")
        parser.add_argument("--backend", choices=("duckdb", "spark"), default="duckdb")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
        parser.add_argument("--threads", type=int)
        parser.add_argument("--memory", default="2GB", help="giới hạn bộ nhớ cho các bảng, ví dụ 2GB")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.perf_counter()

        def tell(sentence: str, share: float) -> None:
            self.stdout.write(f"{time.perf_counter() - began:7.1f} s  {share:4.0%}  {sentence}")

        try:
            summary = match(
                options["registry"],
                options["sector"],
                options["unit_map"],
                options["out"],
                backend=options["backend"],
                seed=options["seed"],
                threads=options["threads"],
                memory_limit=options["memory"],
                progress=tell,
            )
        except DomainError as error:
            raise CommandError(f"{error.message} [{error.code}]") from error
        self.print_summary(summary)

    def print_summary(self, summary: MatchSummary) -> None:
        self.stdout.write(
            f"{_grouped(summary.records)} bản ghi, {_grouped(summary.persons)} người trong dân cư; "
            f"khớp {_grouped(summary.linked)}; cần xem lại {_grouped(summary.candidates)} cặp; "
            f"{_grouped(summary.duplicates)} bản ghi chung người với bản ghi khác."
        )
        for tier in Tier:
            self.stdout.write(f"  {TIER_WORDS[tier]:28}{_grouped(summary.tiers[tier]):>12}")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
