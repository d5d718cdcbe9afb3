"""Reading results: what the stable reason codes of a pair mean to an official."""

from __future__ import annotations

from dean06.ecosystem.matching.levels import WORDS

__all__ = ["explain", "explain_code"]


def explain(reasons: str | None) -> str:
    """The reasons of a link or candidate (";"-joined codes) as one Vietnamese line.

    "ID_EQUAL;NAME_TONE;DATE_SWAPPED" → "khớp số định danh; họ tên khác dấu thanh; ngày sinh đảo ngày-tháng". A code of
    a newer version that is not known here is shown as it is.
    """
    return "; ".join(explain_code(code) for code in (reasons or "").split(";") if code)


def explain_code(code: str) -> str:
    """One reason code in Vietnamese."""
    return WORDS.get(code, code)
