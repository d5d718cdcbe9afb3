"""Placeholders of notices and result papers: ``{child.full_name}``, ``{case.code}``. Nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dean06.procedures.catalogue.rules.guards import value_at

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*(?:\[\])?(?:\.[a-z][a-z0-9_]*(?:\[\])?)*)\}")
_STRAY = re.compile(r"[{}]")
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")

#: What ``{case.…}`` and ``{agency.…}`` may name.
CASE_NAMES = (
    "code",
    "due",
    "reason",
    "items",
    "amount",
    "applicant_name",
    "applicant_number",
    "procedure",
    "submitted_on",
    "received_on",
    "finished_on",
    "returned_on",
    "new_due",
    "link",
)
AGENCY_NAMES = ("name", "unit", "phone", "address")
#: What may be said of the person who signs.
SIGNER_NAMES = ("name", "title")


def placeholders(text: str) -> list[str]:
    """The names between braces, in order."""
    return _PLACEHOLDER.findall(text)


def is_alone(text: str) -> bool:
    """True where nothing but one placeholder is printed: beside a label it may stay empty."""
    return _PLACEHOLDER.fullmatch(text.strip()) is not None


def stray_braces(text: str) -> bool:
    """True where a brace stands that is no placeholder: a typing error."""
    return bool(_STRAY.search(_PLACEHOLDER.sub("", text)))


def fill(
    text: str,
    data: Mapping[str, Any],
    extra: Mapping[str, Any] | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """``text`` with every placeholder replaced: first from ``extra`` (dotted names such as ``case.code``), then from
    the form's ``data``. ``labels`` (path → value → words, see ``enum_labels``) turns codes into words; dates are
    written dd/mm/yyyy. What is unknown or empty becomes nothing.
    """
    extra = extra or {}
    labels = labels or {}

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        value = extra[name] if name in extra else value_at(data, name)
        return in_words(value, labels.get(name))

    return _PLACEHOLDER.sub(one, text)


def in_words(value: Any, labels: Mapping[str, str] | None = None) -> str:
    """A value of the form as people read it: yes/no, dd/mm/yyyy, mm/yyyy, the words of a code, lists with commas;
    whole numbers from 10.000 on with dots."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, list):
        return ", ".join(filter(None, (in_words(one, labels) for one in value)))
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}".replace(",", ".")
    text = str(value)
    if labels and text in labels:
        return labels[text]
    day = _DAY.fullmatch(text)
    return "/".join(part for part in reversed(day.groups()) if part) if day else text
