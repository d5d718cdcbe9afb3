"""``dean06 write_report --kind month --period 2026-T11 [--unit CODE] [--out FILE]``: a report from live figures."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.kernel.common.papers import to_docx
from dean06.steering.indicators import queries as indicators
from dean06.steering.indicators.types import PeriodKind
from dean06.steering.reports import queries, services
from dean06.steering.reports.output import office


class Command(BaseCommand):
    """Makes the draft unless it is there, and writes it as .docx (or .pdf, by the ending of ``--out``)."""

    help = "Lập báo cáo của một kỳ từ số liệu hiện có và ghi ra tệp .docx hoặc .pdf."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Kind, period, unit, file."""
        parser.add_argument("--kind", choices=PeriodKind.values, help="loại kỳ, để kiểm tra với mã kỳ")
        parser.add_argument("--period", required=True, help="mã kỳ: 2026-T11, 2026-W47, 2026-H1, 2026-N")
        parser.add_argument("--unit", help="mã đơn vị báo cáo; mặc định là tỉnh")
        parser.add_argument("--out", help="tệp ghi ra, đuôi .docx hoặc .pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, draw, write."""
        actor = system_actor("write_report")
        try:
            period = indicators.period(options["period"])
            if options["kind"] and period.kind != options["kind"]:
                self.stderr.write(f"Mã kỳ {period.code} không phải loại “{PeriodKind(options['kind']).label}”.")
                sys.exit(1)
            unit = options["unit"] or indicators.province().code
            report = services.create_report(actor=actor, unit=unit, period=period.code)
            paper = queries.paper_of(actor, report.pk, today=timezone.localdate())
        except DomainError as refusal:
            self.stderr.write(refusal.message)
            sys.exit(1)
        out = Path(options["out"] or f"bao-cao-{period.code}.docx")
        content = to_docx(paper)
        if out.suffix == ".pdf":
            content, _ = office.pdf(content, paper)
        out.write_bytes(content)
        self.stdout.write(f"{report.unit_name}, {report.period_label}: đã ghi {out} ({len(content)} byte).")
