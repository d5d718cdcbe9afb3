"""``dean06 pack check|diff|publish|diagram|new``: the tools of whoever writes packs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError
from dean06.procedures.catalogue import checks, diagrams, scaffolding, services
from dean06.procedures.catalogue.errors import PackUnreadable
from dean06.procedures.catalogue.pack_format import PackFiles
from dean06.procedures.catalogue.reading import pack_folders, read_pack
from dean06.procedures.catalogue.rules.differences import differences
from dean06.procedures.catalogue.siblings import known_schemas
from dean06.procedures.catalogue.types import Finding


class Command(BaseCommand):
    help = "Gói thủ tục: check (kiểm tra), diff (so sánh), publish (công bố), diagram (vẽ các bước), new (tạo mới)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        check = acts.add_parser("check", help="kiểm tra gói; mã thoát 1 khi có lỗi")
        check.add_argument("folders", nargs="*", help="thư mục gói; để trống là mọi gói")
        check.add_argument("--walk", action="store_true", help="chạy cả hồ sơ mẫu (cần cơ sở dữ liệu)")
        diff = acts.add_parser("diff", help="so sánh hai gói")
        diff.add_argument("old")
        diff.add_argument("new")
        publish = acts.add_parser("publish", help="công bố gói")
        publish.add_argument("folders", nargs="*")
        publish.add_argument("--all", action="store_true", help="mọi gói trong thư mục gói")
        publish.add_argument("--decision", default="", help="số quyết định công bố")
        diagram = acts.add_parser("diagram", help="vẽ các bước: <thư mục>/process.svg và chữ Mermaid ra màn hình")
        diagram.add_argument("folder")
        diagram.add_argument("--svg", help="tệp SVG cần ghi")
        new = acts.add_parser("new", help="tạo gói mới đã kiểm tra đạt để sửa dần")
        new.add_argument("code")
        new.add_argument("slug")
        new.add_argument("title")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['act']}")(options)
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message}", returncode=1) from error

    def _check(self, options: dict[str, Any]) -> None:
        folders = self._folders(options["folders"])
        errors = 0
        for folder, files in self._read(folders):
            if isinstance(files, PackUnreadable):
                errors += 1
                self.stdout.write(f"{folder.name}: LỖI {files.code} {files.message}")
                continue
            found = self._findings(folder, files, walk=options["walk"])
            errors += sum(finding.is_error for finding in found)
            if not found:
                left = "" if options["walk"] or not files.walks else " (chưa chạy hồ sơ mẫu: thêm --walk)"
                self.stdout.write(f"{folder.name}: đạt{left}")
        if errors:
            raise CommandError(f"Có {errors} lỗi trong {len(folders)} gói.", returncode=1)
        self.stdout.write(f"{len(folders)} gói không có lỗi.")

    def _findings(self, folder: Path, files: PackFiles, *, walk: bool) -> list[Finding]:
        """What is to be said about a pack, said."""
        found = checks.findings(files, on=timezone.localdate(), schemas=self._schemas(folder.parent), walk=walk)
        for finding in found:
            word = "LỖI" if finding.is_error else "LƯU Ý"
            where = ", ".join(filter(None, (finding.file, finding.place)))
            self.stdout.write(f"{folder.name}: {word} {finding.code} {where}: {finding.sentence}")
        return found

    def _diff(self, options: dict[str, Any]) -> None:
        found = differences(read_pack(self._folder(options["old"])), read_pack(self._folder(options["new"])))
        for one in found:
            mark = {"added": "+", "removed": "-", "changed": "~"}[one.kind]
            values = " → ".join(value for value in (one.before, one.after) if value is not None)
            self.stdout.write(f"{mark} {one.file} {one.place}: {values}")
        self.stdout.write(f"{len(found)} chỗ khác nhau.")

    def _publish(self, options: dict[str, Any]) -> None:
        folders = self._folders(options["folders"]) if options["folders"] or options["all"] else []
        if not folders:
            raise CommandError("Hãy nêu thư mục gói cần công bố, hoặc --all.", returncode=1)
        actor = system_actor("pack publish")
        for folder in folders:
            # What is published stays as it is: the walks of a pack that somebody has just written are tried before.
            if not options["all"] and any(one.is_error for one in self._findings(folder, read_pack(folder), walk=True)):
                raise CommandError(f"{folder.name}: còn lỗi nên chưa công bố.", returncode=1)
            version = services.publish_pack(actor=actor, pack=folder, decision=options["decision"], now=timezone.now())
            self.stdout.write(f"{folder.name}: phiên bản {version.version}, SHA-256 {version.sha256}")

    def _diagram(self, options: dict[str, Any]) -> None:
        folder = self._folder(options["folder"])
        process = read_pack(folder).process
        target = Path(options["svg"]) if options["svg"] else folder / "process.svg"
        target.write_text(diagrams.svg_file(process) + "\n", encoding="utf-8")
        self.stdout.write(diagrams.mermaid(process), ending="")
        self.stderr.write(f"Đã ghi {target}")

    def _new(self, options: dict[str, Any]) -> None:
        folder = scaffolding.make_pack(
            Path(settings.PACKS_DIR), options["code"], options["slug"], options["title"], timezone.localdate()
        )
        self.stdout.write(f"Đã tạo {folder}. Kiểm tra: dean06 pack check {folder}")

    def _folders(self, named: list[str]) -> list[Path]:
        return [self._folder(one) for one in named] or pack_folders(Path(settings.PACKS_DIR))

    def _folder(self, named: str) -> Path:
        """As named from here; else by its name in the folder of packs, wherever the command was started."""
        here, there = Path(named), Path(settings.PACKS_DIR) / Path(named).name
        return (there if not here.exists() and there.is_dir() else here).resolve()

    def _read(self, folders: list[Path]) -> list[tuple[Path, PackFiles | PackUnreadable]]:
        return [(folder, self._one(folder)) for folder in folders]

    def _one(self, folder: Path) -> PackFiles | PackUnreadable:
        try:
            return read_pack(folder)
        except PackUnreadable as error:
            return error

    def _schemas(self, root: Path) -> dict[str, Any]:
        """Forms of the packs beside, by procedure code: legs of interlinked services name them."""
        if root not in self._known:
            self._known[root] = known_schemas(root)
        return self._known[root]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known: dict[Path, dict[str, Any]] = {}
