"""Drive a month of dossiers to given counts, and compare the appendices with the printed cells."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dean06.demo.simulation.comparing import compare
from dean06.demo.simulation.counts import ServiceCounts, read_counts, shares
from dean06.demo.simulation.driving import ServiceDriver
from dean06.kernel.common.errors import DomainError
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.figures import services as figures
from dean06.procedures.figures.types import Period

_BATCH = 500


class Command(BaseCommand):
    help = "Tạo hồ sơ mẫu của một tháng theo số đếm cho trước, bằng các dịch vụ thật; so phụ lục với số đã in."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--counts", type=Path, required=True, help="tệp YAML số đếm theo dịch vụ")
        parser.add_argument("--first", type=dt.date.fromisoformat, required=True, help="ngày đầu kỳ, yyyy-mm-dd")
        parser.add_argument("--last", type=dt.date.fromisoformat, required=True, help="ngày cuối kỳ, yyyy-mm-dd")
        parser.add_argument(
            "--part", default="1/1", help="phần việc của tiến trình này, ví dụ 1/2 và 2/2 chạy cùng lúc"
        )
        parser.add_argument("--compare-only", action="store_true", help="chỉ so sánh, không tạo hồ sơ")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period(options["first"], options["last"])
            wanted = read_counts(options["counts"])
            if not options["compare_only"]:
                self._drive(wanted, period, *_part(options["part"]))
            self._compare(wanted, period)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        except ValueError as trouble:
            raise CommandError(
                "Kỳ hoặc phần việc không hợp lệ: ngày cuối phải sau ngày đầu, phần dạng 1/2."
            ) from trouble

    def _drive(self, wanted: list[ServiceCounts], period: Period, mine: int, parts: int) -> None:
        packs = {
            f"{one.list}-{one.number}": pack
            for pack in catalogue.packs_in_force(period.last)
            for one in pack.meta.listings
        }
        seed = f"{period.first}:{period.last}"
        started, made = time.monotonic(), 0
        # Two processes begin at the two ends: those at one service would wait for each other's counters.
        for row in wanted[:: -1 if mine % 2 else 1]:
            pack: PublishedPack | None = packs.get(row.listing)
            plan = [share for share in shares(row) if share.count]
            if not plan:
                continue
            if pack is None:
                raise CommandError(f"Chưa công bố gói thủ tục nào cho dịch vụ {row.listing}.")
            driver, begun, here = ServiceDriver(pack, period, seed=seed, lane=mine), time.monotonic(), 0
            waiting: list[int] = []
            for share in plan:
                for index in range(mine, share.count, parts):
                    waiting.append(driver.drive(share, index))
                    here += 1
                    if len(waiting) >= _BATCH:
                        figures.refresh(waiting)
                        waiting.clear()
                        self._say(row, here, sum(one.count for one in plan) // parts, begun)
            figures.refresh(waiting)
            made += here
            self._say(row, here, sum(one.count for one in plan) // parts, begun)
        self.stdout.write(f"{made} hồ sơ trong {time.monotonic() - started:.0f} giây.")

    def _say(self, row: ServiceCounts, done: int, of: int, begun: float) -> None:
        speed = done / max(time.monotonic() - begun, 0.001)
        self.stdout.write(f"{row.listing}: {done}/{of} hồ sơ, {speed:.0f} hồ sơ/giây")
        self.stdout.flush()

    def _compare(self, wanted: list[ServiceCounts], period: Period) -> None:
        differences, cells = compare(wanted, period)
        for one in differences:
            why = f" Bản in tự mâu thuẫn: {one.why}" if one.why else ""
            self.stdout.write(f"{one.listing}, {one.cell}: in “{one.printed}”, hồ sơ cho “{one.generated}”.{why}")
        unexplained = sum(not one.why for one in differences)
        self.stdout.write(
            f"{cells - len(differences)}/{cells} ô khớp; {len(differences) - unexplained} ô bản in sai; "
            f"{unexplained} ô chưa giải thích được."
        )
        if unexplained:
            raise CommandError("Phụ lục tạo ra khác số đã in.")


def _part(text: str) -> tuple[int, int]:
    mine, _, parts = text.partition("/")
    number, whole = int(mine), int(parts)
    if not 1 <= number <= whole <= 8:
        raise ValueError(text)
    return number - 1, whole
