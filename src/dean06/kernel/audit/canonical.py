"""Canonical JSON: one value has one spelling, so that its hash means something.

Keys sorted, no spaces, text as it is (not ``\\u`` escapes), whole floats as integers; in the spirit of RFC 8785.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


def canonical_json(value: Any) -> str:
    """The one JSON spelling of ``value``. Dates become ISO text, decimals and UUIDs text, sets sorted lists.

    Raises ``TypeError`` for other types, for keys that are not text, and ``ValueError`` for NaN, infinities and for
    text that is not valid Unicode.
    """
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    text.encode("utf-8")
    return text


def utc_text(moment: datetime) -> str:
    """``2026-03-01T07:30:00.000000Z``: microseconds always written, so that text order is time order."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str):
        # Choices of Django models are str or int subclasses: json would write them well, but sorting would not.
        return value if value is None or isinstance(value, bool) else (str if isinstance(value, str) else int)(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("NaN or infinity in an audit row")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of audit details must be text")
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=canonical_json)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no place in an audit row")
