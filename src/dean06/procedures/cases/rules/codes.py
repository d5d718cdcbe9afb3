"""Codes of dossiers: ``{agency identifier}-{yymmdd}-{number of the day}``.

Identifiers follow QĐ 20/2020/QĐ-TTg (``H27.22.01``; reverse ``000.00.00.H27`` is read, not written).
"""

from __future__ import annotations

import datetime as dt
import re

#: What the national portal accepts.
CODE = re.compile(
    r"^(?:000(?:\.\d{2,3}){2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\w{1,3}){0,3})-(\d{6}|\d{8})-(\d{4,7})$", re.ASCII
)
PREFIX = re.compile(r"^[A-Z]\d{2}(?:\.\w{1,3}){0,3}$", re.ASCII)

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: How many agencies can have a made-up identifier.
MOST_FALLBACKS = len(_DIGITS) ** 2


def is_code(text: str) -> bool:
    """True if ``text`` is a dossier code in the national form."""
    return CODE.fullmatch(text) is not None


def is_prefix(text: str) -> bool:
    """True if ``text`` can stand before the date in a code."""
    return PREFIX.fullmatch(text) is not None


def code(prefix: str, day: dt.date, number: int) -> str:
    """The code. Raises ``ValueError`` for a prefix or number that the national form does not allow."""
    made = f"{prefix}-{day:%y%m%d}-{number:04d}"
    if not is_code(made):
        raise ValueError(f"no dossier code: {made}")
    return made


def fallback_prefix(province: str, number: int) -> str:
    """``H27.X01``: stands for the identifier of an agency that has none yet; ``X`` and two digits of base 36."""
    if not 0 <= number < MOST_FALLBACKS:
        raise ValueError(f"no fallback number {number}")
    return f"{province}.X{_DIGITS[number // 36]}{_DIGITS[number % 36]}"
