"""PRIVATE. Personal values made unrecognisable, yet still telling what is wrong with them. Pure."""

from __future__ import annotations

import re

_KEPT = 3


def mask(text: str) -> str:
    """Digits and letters beyond the first few of each run become ``•``; length, signs and spaces stay.

    ``042203001234`` → ``042•••••1234``; ``Nguyễn Văn An`` → ``N••••• V•• A•``; ``05/09/2003`` → ``••/••/2003``.
    """
    if re.fullmatch(r"\D*\d{1,4}[/.\-]\d{1,2}([/.\-]\d{1,4})?\D*.*", text) and re.search(r"\d{4}", text):
        return re.sub(r"(?<!\d)\d{1,2}(?!\d)", lambda match: "•" * len(match[0]), text)
    if re.search(r"\d{8,}", text):
        return re.sub(r"\d{8,}", lambda match: _middle(match[0]), text)
    if re.search(r"\d{5,}", text):
        return re.sub(r"\d{5,}", lambda match: match[0][0] + "•" * (len(match[0]) - 1), text)
    return re.sub(r"[^\W\d_]+", lambda match: match[0][0] + "•" * (len(match[0]) - 1), text)


def _middle(digits: str) -> str:
    return digits[:_KEPT] + "•" * (len(digits) - _KEPT - 4) + digits[-4:]
