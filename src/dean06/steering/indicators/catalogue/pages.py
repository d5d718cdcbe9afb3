"""PRIVATE. What the catalogue pages show: rows of the list, one indicator with everything around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.units import queries as territory
from dean06.steering.indicators.catalogue import history, reading, units
from dean06.steering.indicators.catalogue.acts import target_words
from dean06.steering.indicators.catalogue.definitions import GROUPS
from dean06.steering.indicators.catalogue.forms import KIND_LABELS
from dean06.steering.indicators.errors import IndicatorNotFound
from dean06.steering.indicators.models import Indicator, IndicatorVersion, Target
from dean06.steering.indicators.types import Certainty, IndicatorRef, Level

CERTAINTY_MARK = {Certainty.LIKELY: "warning", Certainty.UNSURE: "warning"}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One indicator in the list."""

    ref: IndicatorRef
    owner: str
    levels: str
    target: str
    unverified: bool


def list_rows(refs: Iterable[IndicatorRef], on: dt.date) -> list[ListRow]:
    """Rows with the names of owners and what must be reached on the day. Two queries."""
    listed = list(refs)
    names = owner_names(listed)
    table = reading.targets(on)
    return [
        ListRow(
            ref=ref,
            owner=names.get(ref.owner, ref.owner),
            levels=levels_words(ref),
            target=", ".join(_target_brief(row, ref) for row in reversed(table.rows(ref.code)) if row.unit_id is None),
            unverified=ref.certainty != Certainty.SURE,
        )
        for ref in listed
    ]


def narrowed(refs: Iterable[IndicatorRef], wanted: dict[str, Any], group: int | None) -> list[IndicatorRef]:
    """Those that fit the filter and the group."""
    words = search_key(wanted.get("q") or "").split()
    return [
        ref
        for ref in refs
        if (group is None or ref.group == group)
        and (not wanted.get("owner") or ref.owner == wanted["owner"])
        and (not wanted.get("frequency") or ref.frequency == wanted["frequency"])
        and (not wanted.get("unverified") or ref.certainty != Certainty.SURE)
        and (not wanted.get("source") or ref.is_computed == (wanted["source"] == "computed"))
        and all(word in search_key(f"{ref.code} {ref.name} {ref.short_name}") for word in words)
    ]


def owner_names(refs: Iterable[IndicatorRef]) -> dict[str, str]:
    """Short names of owners by code. One query."""
    found = territory.get_agencies({ref.owner for ref in refs if ref.owner})
    return {code: agency.short_name or agency.name for code, agency in found.items()}


def levels_words(ref: IndicatorRef) -> str:
    """Who reports, in words."""
    levels = ", ".join(str(level.label) for level in Level if level in ref.levels and level != Level.PROVINCE)
    if Level.PROVINCE in ref.levels:
        return f"Cơ quan chủ quản{', ' + levels if levels else ''}"
    return levels


def _target_brief(row: reading.TargetRow, ref: IndicatorRef) -> str:
    whom = f"{Level(row.level).label}: " if row.level else ""
    return f"{whom}{range_words(row.target, is_rate=ref.is_rate)}"


def range_words(target: Any, *, is_rate: bool) -> str:
    """ "25-30%"."""
    return target_words(target, is_rate=is_rate)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target on the page of its indicator; ``now``: it holds today."""

    row: Target
    whom: str
    words: str
    now: bool
    unsure: bool
    certainty: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version with what it changed against the one before."""

    version: IndicatorVersion
    changed: Sequence[tuple[str, str, str]]
    current: bool


def indicator_of(code: str) -> Indicator:
    """The indicator. Raises ``IndicatorNotFound``."""
    found = Indicator.objects.filter(code=code).first()
    if found is None:
        raise IndicatorNotFound(indicator=code)
    return found


def version_lines(indicator: Indicator, on: dt.date) -> list[VersionLine]:
    """Versions, newest first. One query."""
    rows = list(indicator.versions.select_related("indicator").order_by("number"))
    lines = []
    for place, row in enumerate(rows):
        before = history.definition_of(rows[place - 1]) if place else None
        changed = history.changed_fields(before, history.definition_of(row)) if before else ()
        current = row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
        lines.append(VersionLine(row, changed, current))
    return lines[::-1]


def target_lines(indicator: Indicator, *, is_rate: bool, on: dt.date) -> list[TargetLine]:
    """Targets by whom they are for, then by day; those withdrawn at the end. One query."""
    rows: QuerySet[Target] = indicator.targets.select_related("unit")
    lines = [
        TargetLine(
            row=row,
            whom=whom_words(row),
            words=target_words(row, is_rate=is_rate),
            now=row.withdrawn_at is None and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to),
            unsure=row.certainty != Certainty.SURE,
            certainty=str(Certainty(row.certainty).label),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.row.withdrawn_at is not None, line.whom, line.row.valid_from))


def whom_words(row: Target) -> str:
    """For whom a target is."""
    if row.unit is not None:
        return row.unit.name
    parts = [str(Level(row.level).label) if row.level else "", KIND_LABELS.get(row.kind, "")]
    return ", ".join(part for part in parts if part) or "Mọi đơn vị"


def reporters_words(ref: IndicatorRef, on: dt.date) -> str:
    """How many units report it, by name when they are few."""
    found = units.reporters(ref, on)
    if len(found) <= 3:
        return ", ".join(unit.short_name for unit in found) or "Chưa có đơn vị nào"
    by_level = [
        f"{sum(1 for unit in found if unit.level == level)} {str(level.label).lower()}"
        for level in Level
        if any(unit.level == level for unit in found)
    ]
    return f"{len(found)} đơn vị: {', '.join(by_level)}"


def facts(ref: IndicatorRef, on: dt.date) -> list[tuple[str, str]]:
    """Term and value of a definition, as the page lists them."""
    kinds = ", ".join(KIND_LABELS.get(kind, kind) for kind in sorted(ref.kinds))
    found = [
        ("Tử số", ref.numerator),
        ("Mẫu số", ref.denominator or "Không có: chỉ tiêu là một số đếm"),
        ("Không tính", ref.exclusions or "Không có trường hợp loại trừ"),
        ("Đơn vị tính", str(ref.counted.label)),
        ("Chiều", str(ref.direction.label)),
        ("Cộng theo thời gian", str(ref.accumulation.label)),
        ("Kỳ báo cáo", str(ref.frequency.label)),
        ("Nhóm tiện ích", f"{ref.group}. {GROUPS[ref.group]}"),
        ("Cơ quan chủ quản", owner_names([ref]).get(ref.owner, ref.owner)),
        ("Đơn vị báo cáo", reporters_words(ref, on)),
        ("Nguồn số liệu", "Hệ thống tính" if ref.is_computed else "Đơn vị báo cáo"),
        ("Căn cứ", ref.legal_basis),
    ]
    if kinds:
        found.insert(-2, ("Chỉ loại cơ quan", kinds))
    if ref.may_exceed:
        found.insert(2, ("Vượt 100%", "Tử số được vượt mẫu số"))
    if ref.breakdown:
        found.insert(3, ("Phân tổ", "; ".join(label for _, label in ref.breakdown)))
    return found
