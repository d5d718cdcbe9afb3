"""PRIVATE. Report templates: shipped files, and the steering office's own versions of them. A report keeps its copy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dean06.steering.indicators.types import Level, PeriodKind
from dean06.steering.reports.errors import TemplateNotFound, TemplateRefused
from dean06.steering.reports.language.parsing import unreadable
from dean06.steering.reports.models import ReportTemplate
from dean06.steering.reports.rendering.appendices import APPENDICES

_LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Template:
    """A version of a template. ``body`` is the whole file as data."""

    code: str
    version: int
    name: str
    kinds: tuple[PeriodKind, ...]
    levels: tuple[Level, ...]
    body: dict[str, Any]
    #: The office's own, not the shipped one.
    own: bool = False
    reason: str = ""

    def as_yaml(self) -> str:
        """The template as a person edits it."""
        return yaml.safe_dump(self.body, allow_unicode=True, sort_keys=False, width=4000)


@cache
def shipped() -> dict[str, Template]:
    """The templates that come with the platform, by code."""
    folder = resources.files("dean06.steering.reports").joinpath("data/templates")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml"):
            template = read(file.read_text(encoding="utf-8"))
            found[template.code] = template
    return found


def templates() -> list[Template]:
    """The newest version of each template."""
    found = dict(shipped())
    for row in ReportTemplate.objects.order_by("code", "version"):
        found[row.code] = _own(row)
    return sorted(found.values(), key=lambda one: one.name)


def versions(code: str) -> list[Template]:
    """All versions of a template, newest first. Raises ``TemplateNotFound``."""
    own = [_own(row) for row in ReportTemplate.objects.filter(code=code).order_by("-version")]
    first = [shipped()[code]] if code in shipped() else []
    if not own and not first:
        raise TemplateNotFound(template=code)
    return [*own, *first]


def template_for(kind: PeriodKind, level: Level) -> Template:
    """The template of a kind of period and a level. Raises ``TemplateNotFound``."""
    for template in templates():
        if kind in template.kinds and level in template.levels:
            return template
    raise TemplateNotFound(kind=str(kind), level=str(level))


def read(text: str) -> Template:
    """A template from its file. Raises ``TemplateRefused`` with one sentence on what is wrong and where."""
    if len(text) > _LONGEST_TEXT:
        raise TemplateRefused("Mẫu báo cáo quá dài. Hãy bớt nội dung rồi lưu lại.")
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 1}" if mark is not None else ""
        raise TemplateRefused(f"Mẫu báo cáo viết sai cú pháp YAML{where}. Hãy kiểm tra lề và dấu hai chấm.") from error
    if not isinstance(body, dict):
        raise TemplateRefused("Mẫu báo cáo phải gồm các dòng “tên: giá trị”.")
    _check(body)
    return Template(
        code=body["code"],
        version=int(body["version"]),
        name=body["name"],
        kinds=tuple(PeriodKind(kind) for kind in body["kinds"]),
        levels=tuple(Level(level) for level in body["levels"]),
        body=body,
    )


def _check(body: dict[str, Any]) -> None:
    for name in ("code", "version", "name", "kinds", "levels", "title", "subtitle", "signer", "sections"):
        if name not in body:
            raise TemplateRefused(f"Mẫu báo cáo thiếu mục “{name}”.")
    for name, known in (("kinds", PeriodKind), ("levels", Level)):
        unknown = [one for one in body[name] if one not in known.values]
        if unknown:
            raise TemplateRefused(f"“{name}” không nhận giá trị “{unknown[0]}”. Hãy dùng: {', '.join(known.values)}.")
    if not isinstance(body["version"], int) or not isinstance(body["signer"], dict):
        raise TemplateRefused("“version” phải là số; “signer” phải có “authority” và “title”.")
    unknown = [key for key in body.get("appendices", []) if key not in APPENDICES]
    if unknown:
        raise TemplateRefused(f"Không có phụ lục “{unknown[0]}”. Hãy dùng: {', '.join(APPENDICES)}.")
    keys: set[str] = set()
    for number, section in enumerate(body["sections"], 1):
        if not isinstance(section, dict) or not section.get("key"):
            raise TemplateRefused(f"Mục thứ {number} thiếu “key”.")
        key = str(section["key"])
        if key in keys:
            raise TemplateRefused(f"Hai mục cùng có “key” là “{key}”.")
        keys.add(key)
        wrong = unreadable(str(section.get("text") or ""))
        if wrong:
            raise TemplateRefused(f"Mục “{key}”: không hiểu {wrong[0]}. Hãy viết dạng {{{{ MÃ.trường }}}}.")
    if not keys:
        raise TemplateRefused("Mẫu báo cáo chưa có mục nào.")


def _own(row: ReportTemplate) -> Template:
    return Template(
        code=row.code,
        version=row.version,
        name=row.name,
        kinds=tuple(PeriodKind(kind) for kind in row.body["kinds"]),
        levels=tuple(Level(level) for level in row.body["levels"]),
        body=row.body,
        own=True,
        reason=row.reason,
    )
