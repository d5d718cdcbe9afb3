"""Numbers in Vietnamese words: "hai mươi lăm" is 25, and back ("Bằng chữ: …" on receipts).

Reading accepts the spoken variants (mốt/một, lăm/nhăm/năm, tư/bốn, linh/lẻ, nghìn/ngàn, tỷ/tỉ); writing uses the form
of official receipts: nghìn, tỷ, linh. Whole numbers from 0 to below 10^18.
"""

from __future__ import annotations

import re

__all__ = ["number_to_words", "read_number_words"]

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_READ = {word: value for value, word in enumerate(_DIGITS)} | {
    "mốt": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
}
_SCALES = ((10**9, ("tỷ", "tỉ")), (10**6, ("triệu",)), (1000, ("nghìn", "ngàn")))
LIMIT = 10**18


def _read_below_thousand(words: list[str]) -> int | None:
    """``[trăm] [mươi | linh] [đơn vị]``; ``None`` for anything that nobody says."""
    total, rest = 0, list(words)
    if "trăm" in rest:
        at = rest.index("trăm")
        if at != 1 or rest[0] not in _DIGITS:
            return None
        total, rest = _READ[rest[0]] * 100, rest[2:]
        if not rest:
            return total
        if rest[0] in ("linh", "lẻ"):
            rest = rest[1:]
            return total + _READ[rest[0]] if len(rest) == 1 and rest[0] in _READ and _READ[rest[0]] else None
        if len(rest) == 1 and rest[0] != "mười":
            return None  # "hai trăm ba" may be 203 or 230
    if rest[0] == "mười":
        total, rest = total + 10, rest[1:]
    elif len(rest) >= 2 and rest[1] in ("mươi", "chục") and _READ.get(rest[0], 0) >= 2:
        total, rest = total + _READ[rest[0]] * 10, rest[2:]
    elif len(words) != 1 or rest[0] not in _DIGITS:
        return None
    if not rest:
        return total
    unit = _READ.get(rest[0]) if len(rest) == 1 else None
    if unit is None or (unit == 0 and len(words) > 1):
        return None
    return total + unit


def _read(words: list[str]) -> int | None:
    for scale, names in _SCALES:
        at = next((index for index in range(len(words) - 1, -1, -1) if words[index] in names), None)
        if at is None:
            continue
        head = _read(words[:at])
        tail_words = words[at + 1 :]
        if tail_words[:2] == ["không", "trăm"]:
            tail_words = tail_words[2:]
            if tail_words[:1] in (["linh"], ["lẻ"]):
                tail_words = tail_words[1:]
        tail = _read(tail_words) if tail_words else 0
        if head is None or tail is None or head == 0 or tail >= scale:
            return None
        return head * scale + tail
    return _read_below_thousand(words) if words else None


def read_number_words(text: str) -> int | None:
    """The whole number that ``text`` says in words, or ``None`` ("hai mươi lăm" → 25, "năm nay" → ``None``)."""
    words = re.sub(r"[\s,]+", " ", text.strip().lower()).split(" ")
    return _read(words) if words != [""] else None


def _write_below_thousand(value: int, full: bool) -> list[str]:
    hundreds, tens, units = value // 100, value // 10 % 10, value % 10
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if units:
            words += ["linh"] if words else []
            words.append(_DIGITS[units])
        return words
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return words


def _write(value: int, full: bool) -> list[str]:
    for scale, names in _SCALES:
        if value >= scale:
            head, tail = divmod(value, scale)
            return _write(head, full) + [names[0]] + (_write(tail, True) if tail else [])
    return _write_below_thousand(value, full)


def number_to_words(value: int) -> str:
    """``3037420`` → "ba triệu không trăm ba mươi bảy nghìn bốn trăm hai mươi". ValueError outside 0..10^18-1."""
    if not 0 <= value < LIMIT:
        raise ValueError("Chỉ viết được bằng chữ số nguyên từ 0 đến dưới một tỷ tỷ")
    return " ".join(_write(value, False)) if value else _DIGITS[0]
