"""``dean06 read_document FILE [--json] [--previous FILE]``: what a document says, as JSON or as a readable summary."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.common.errors import DomainError
from dean06.steering.documents.checking import check
from dean06.steering.documents.reading import read_path
from dean06.steering.documents.recognition import recognise
from dean06.steering.documents.summaries import summary


class Command(BaseCommand):
    """Needs no database. A refused file prints one Vietnamese sentence and exits with status 1."""

    help = "Đọc một kế hoạch hoặc báo cáo (.docx, .pdf có chữ, .txt, .md, .xlsx) và in nội dung nhận được."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File names and the form of the output."""
        parser.add_argument("file", help="tệp cần đọc")
        parser.add_argument("--json", action="store_true", help="in JSON thay cho bản tóm tắt")
        parser.add_argument("--previous", help="báo cáo kỳ trước, để so số lũy kế")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, recognises, checks and prints."""
        try:
            source = read_path(options["file"])
            document = recognise(source)
            previous = recognise(read_path(options["previous"])) if options["previous"] else None
            document.findings = check(document, source, previous)
        except DomainError as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": error.as_dict()}, ensure_ascii=False, indent=2))
            self.stderr.write(error.message)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(document.as_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(summary(document, source.warnings))
