"""``dean06 check_document FILE [--previous FILE] [--json]``: what in a document cannot be right."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.common.errors import DomainError
from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.types import Finding, Severity, plain

_WORDS = {Severity.ERROR: "SAI", Severity.WARNING: "CẦN XEM", Severity.NOTE: "LƯU Ý"}


class Command(BaseCommand):
    """Needs no database. A refused file prints one Vietnamese sentence and exits with status 1."""

    help = "Kiểm tra số liệu, ngày tháng của một báo cáo hoặc kế hoạch và chỉ ra những chỗ không thể đúng."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File names and the form of the output."""
        parser.add_argument("file", help="tệp cần kiểm tra")
        parser.add_argument("--previous", help="báo cáo kỳ trước, để so số lũy kế và mức tăng, giảm")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho bản tóm tắt")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, checks and prints."""
        try:
            source = read_path(options["file"])
            document = recognise(source)
            previous = recognise(read_path(options["previous"])) if options["previous"] else None
        except DomainError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": error.as_dict()}, ensure_ascii=False, indent=2))
            self.stderr.write(error.message)
            sys.exit(1)
        findings = check(document, source, previous)
        if options["json"]:
            rows = plain([asdict(finding) for finding in findings])
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(readable(findings))


def readable(findings: Sequence[Finding]) -> str:
    """The findings as plain Vietnamese text, one per paragraph."""
    if not findings:
        return "Không phát hiện số liệu hay ngày tháng nào mâu thuẫn."
    lines = [f"Phát hiện {len(findings)} chỗ cần kiểm tra:", ""]
    for finding in findings:
        lines.append(f"Dòng {finding.line} [{_WORDS[finding.severity]}] {finding.message}")
        lines.append(f"    “{finding.excerpt}”")
    return "\n".join(lines)
