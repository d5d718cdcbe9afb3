"""PRIVATE. Definitions, targets and period rules from YAML as people write it; every wrong line is named. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from dean06.steering.indicators.catalogue.definitions import Definition, TargetDraft
from dean06.steering.indicators.types import Certainty, Level

_KNOWN = frozenset(
    (
        "code", "name", "short", "numerator", "denominator", "counted", "direction", "accumulation", "frequency",
        "levels", "kinds", "owner", "figure", "breakdown", "may_exceed", "basis", "certainty", "exclusions", "note",
        "from", "to", "group", "targets",
    )
)  # fmt: skip
_TARGET_KNOWN = frozenset(("level", "kind", "unit", "from", "to", "min", "max", "basis", "certainty", "exclusions"))


@dataclass(frozen=True, slots=True)
class Parsed:
    """One indicator of a file: its definition, the day it ended (if it did), and its targets."""

    definition: Definition
    ends: dt.date | None
    targets: tuple[TargetDraft, ...]


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A period rule of a file."""

    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    cut_off_day: int | None
    due_day: int
    due_month: int | None
    basis: str
    certainty: str


@dataclass(slots=True)
class Reading:
    """What a file holds: good indicators, and what is wrong with the others, each with its place."""

    found: list[Parsed] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def read_catalogue(text: str) -> Reading:
    """Indicators of a YAML text (one group with defaults, or several such documents)."""
    reading = Reading()
    try:
        documents = [document for document in yaml.safe_load_all(text) if document is not None]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"dòng {mark.line + 1}" if mark else "tệp"
        reading.errors.append((place, "Tệp không đúng cách viết YAML. Hãy kiểm tra thụt lề và dấu hai chấm."))
        return reading
    for document in documents:
        if not isinstance(document, Mapping) or not isinstance(document.get("indicators"), Sequence):
            reading.errors.append(("tệp", "Tệp phải có mục “indicators” là một danh sách chỉ tiêu."))
            continue
        defaults = {"group": document.get("group"), **(document.get("defaults") or {})}
        for number, entry in enumerate(document["indicators"], 1):
            place = str(entry.get("code")) if isinstance(entry, Mapping) and entry.get("code") else f"mục {number}"
            try:
                reading.found.append(_parsed(entry, defaults))
            except _Wrong as wrong:
                reading.errors.append((place, str(wrong)))
    return reading


def read_rules(text: str) -> list[RuleDraft]:
    """Period rules of the shipped file."""
    return [
        RuleDraft(
            kind=row["kind"],
            valid_from=row["from"],
            valid_to=row.get("to"),
            cut_off_day=row.get("cut_off_day"),
            due_day=row["due_day"],
            due_month=row.get("due_month"),
            basis=row.get("basis", ""),
            certainty=row.get("certainty", Certainty.UNSURE),
        )
        for row in yaml.safe_load(text)["rules"]
    ]


class _Wrong(ValueError):
    """A sentence about one entry."""


def _parsed(entry: Any, defaults: Mapping[str, Any]) -> Parsed:
    if not isinstance(entry, Mapping):
        raise _Wrong("Mỗi chỉ tiêu phải là một nhóm “tên: giá trị”.")
    unknown = sorted(set(map(str, entry)) - _KNOWN)
    if unknown:
        raise _Wrong(f"Không rõ mục {', '.join(unknown)}.")
    merged = {**defaults, **entry}
    levels = _texts(merged.get("levels"))
    # Communes are all of one kind, so a default list of kinds of departments says nothing about them.
    narrowed = set(levels) & {Level.AGENCY, Level.FACILITY}
    definition = Definition(
        code=_text(merged.get("code")),
        valid_from=day_of(merged.get("from"), "from"),
        name=_text(merged.get("name")),
        short_name=_text(merged.get("short")),
        group=_whole(merged.get("group"), "group"),
        numerator=_text(merged.get("numerator")),
        denominator=_text(merged.get("denominator")),
        counted=_text(merged.get("counted")),
        direction=_text(merged.get("direction")),
        accumulation=_text(merged.get("accumulation")),
        frequency=_text(merged.get("frequency")),
        levels=ordered_levels(levels),
        kinds=_texts(merged.get("kinds")) if narrowed else (),
        owner=_text(merged.get("owner")),
        figure=_text(merged.get("figure")),
        breakdown=_pairs(merged.get("breakdown")),
        may_exceed=bool(merged.get("may_exceed", False)),
        legal_basis=_text(merged.get("basis")),
        certainty=_text(merged.get("certainty")) or Certainty.UNSURE,
        exclusions=_text(merged.get("exclusions")),
        note=_text(merged.get("note")),
    )
    targets = tuple(_target(definition.code, one) for one in merged.get("targets") or ())
    ends = day_of(merged["to"], "to") if merged.get("to") else None
    return Parsed(definition, ends, targets)


def ordered_levels(levels: Sequence[str]) -> tuple[str, ...]:
    """Levels once each, the province first; unknown ones at the end."""
    known = [level for level in Level.values if level in levels]
    return (*known, *(level for level in dict.fromkeys(levels) if level not in Level.values))


def _target(code: str, entry: Any) -> TargetDraft:
    if not isinstance(entry, Mapping) or "min" not in entry or "from" not in entry:
        raise _Wrong("Mỗi mục tiêu phải có “from” và “min”.")
    unknown = sorted(set(map(str, entry)) - _TARGET_KNOWN)
    if unknown:
        raise _Wrong(f"Mục tiêu: không rõ mục {', '.join(unknown)}.")
    return TargetDraft(
        code=code,
        valid_from=day_of(entry["from"], "targets.from"),
        valid_to=day_of(entry["to"], "targets.to") if entry.get("to") else None,
        minimum=_number(entry["min"]),
        maximum=_number(entry["max"]) if entry.get("max") is not None else None,
        basis=_text(entry.get("basis")),
        level=_text(entry.get("level")),
        kind=_text(entry.get("kind")),
        unit=_text(entry.get("unit")),
        certainty=_text(entry.get("certainty")) or Certainty.UNSURE,
        exclusions=_text(entry.get("exclusions")),
    )


def day_of(value: Any, name: str) -> dt.date:
    """A day of the file. Raises a ``ValueError`` with a sentence."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise _Wrong(f"“{name}” phải là một ngày, ví dụ 2026-01-01.") from error


def _number(value: Any) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise _Wrong(f"“{value}” không phải là số.") from error
    if not found.is_finite():
        raise _Wrong(f"“{value}” không phải là số.")
    return found


def _whole(value: Any, name: str) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise _Wrong(f"“{name}” phải là một số nguyên.") from error


def _text(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(part for part in (piece.strip() for piece in value.split("|")) if part)
    return tuple(_text(one) for one in value)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = []
    for one in value or ():
        if not isinstance(one, Sequence) or isinstance(one, str) or len(one) != 2:
            raise _Wrong("Mỗi phân tổ ghi [mã, tên].")
        pairs.append((_text(one[0]), _text(one[1])))
    return tuple(pairs)
