"""Reasons of a record in Vietnamese: this app's own codes and those of matching, in one line."""

from __future__ import annotations

from dean06.ecosystem.cleaning.rules.reasons import WORDS
from dean06.ecosystem.matching.queries import explain_code


def explain(reasons: str) -> str:
    """ "NUMBER_MISSING;NAME_TONE" → "chưa có số định danh; họ tên khác dấu thanh"."""
    return "; ".join(WORDS.get(code) or explain_code(code) for code in reasons.split(";") if code)
