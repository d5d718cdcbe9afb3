"""Numbers that are names: personal ids, old ids, codes, phones. Excel's damage to them, and how much can be undone.

What rests on other columns of the row (a lost zero passes only when birth year and sex agree) is ``pad_personal_ids``.
Structure of the 12 digits: NĐ 137/2015/NĐ-CP Đ.13; Luật Căn cước 2023 Đ.12.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.datasets.reading.values import flags
from dean06.ecosystem.datasets.reading.values.distinct import NOTHING, Cache, Repaired, apply_rule, mask, spread
from dean06.ecosystem.datasets.reading.values.text import TextPlan, repair_text
from dean06.ecosystem.datasets.types import Flag

#: The 63 codes of provinces of birth registration (statistical codes before 01/7/2025), as the id carries them.
PROVINCE_CODES = np.array(
    [
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42),
        *(44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86),
        *(87, 89, 91, 92, 93, 94, 95, 96),
    ]
)
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_DECIMAL_TAIL = re.compile(r"(\d+)[.,]0+")
_SEPARATED = re.compile(r"\d[\d .\-–,\u00a0]*\d")
_LOOKALIKE = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "Ｏ": "0"})
_CELL_ERROR = re.compile(r"#[A-Z/0!?_]+")
LENGTHS = (9, 12)
_UNICODE = TextPlan()


def repair_digits(text: str, lengths: tuple[int, ...]) -> tuple[str | None, int]:
    """One number as digits. ``lengths``: how long a right one is (empty: any).

    What is no number (a passport, a word) comes back as it is. ``DIGITS_LOST``: the scientific form kept too few
    digits, so nothing is left to trust.
    """
    found: list[Flag] = []
    result = text.strip(" \t\r\n\u00a0\u200b\ufeff")
    if result != text:
        found.append(Flag.SPACES)
    if result in NOTHING:
        return None, 0
    if _CELL_ERROR.fullmatch(result):
        return None, flags.bit(Flag.CELL_ERROR)
    if result[0] in "'’`" and result[1:].strip():
        result = result[1:].strip()
        found.append(Flag.APOSTROPHE)
    if (match := _SCIENTIFIC.fullmatch(result)) and (lengths or "+" in result):
        digits = match[1] + (match[2] or "")
        whole = int(match[3]) + 1
        if whole > len(digits) or whole > 20:
            return None, flags.bits([*found, Flag.DIGITS_LOST])
        return (digits[:whole], flags.bits([*found, Flag.SCIENTIFIC])) if not digits[whole:].strip("0") else (text, 0)
    match = _DECIMAL_TAIL.fullmatch(result)
    if match and (len(match[1]) >= min(lengths) - 3 if lengths else result.endswith((".0", ",0"))):
        return match[1], flags.bits([*found, Flag.DECIMAL_TAIL])
    if lengths and not result.isdigit() and _SEPARATED.fullmatch(result):
        joined = re.sub(r"\D", "", result)
        if len(joined) in lengths or len(joined) + 1 in lengths:
            return joined, flags.bits([*found, Flag.SEPARATORS])
    if not result.isdigit() and lengths:
        read = result.translate(_LOOKALIKE)
        if read.isdigit() and len(read) in lengths and sum(map(str.isdigit, result)) >= len(read) - 3:
            return read, flags.bits([*found, Flag.LOOKALIKE])
    if result.isdigit() and not result.isascii():
        result = str("".join(str(int(char)) for char in result))
        found.append(Flag.LOOKALIKE)
    return result, flags.bits(found)


def repair_code(text: str, plan: TextPlan) -> tuple[str | None, int]:
    """A code of no fixed length: Excel's damage undone, letters repaired as in any text."""
    return repair_digits(text, ()) if text.isascii() else repair_text(text, plan)


def repair_digits_column(
    raw: pa.Array, lengths: tuple[int, ...], width: int, cache: Cache, plan: TextPlan = _UNICODE
) -> Repaired:
    """``repair_digits`` for a column; with ``width``, shorter numbers get up to three lost zeros back.

    Without ``lengths`` the column holds codes of any length (``repair_code``).
    """
    wanted = "|".join(rf"\d{{{length}}}" for length in lengths) or r"[A-Za-z0-9][A-Za-z0-9/_-]*"
    done = mask(pc.or_(pc.equal(raw, ""), pc.match_substring_regex(raw, rf"^(?:{wanted})$")))
    done &= ~mask(pc.is_in(raw, pa.array(sorted(NOTHING - {""}))))
    if done.all():
        return Repaired(pc.if_else(pc.equal(raw, ""), pa.scalar(None, pa.string()), raw), None)
    coded = raw.dictionary_encode()
    words = coded.dictionary
    bits = np.zeros(len(words), dtype=np.int64)
    plain = words
    tail = rf"^(\d{{{min(lengths) - 3 if lengths else 1},}})\.0$"
    for pattern, flag in ((r"^\s+|\s+$", Flag.SPACES), (r"^'", Flag.APOSTROPHE), (tail, Flag.DECIMAL_TAIL)):
        hit = mask(pc.match_substring_regex(plain, pattern))
        if hit.any():
            only_digits = pc.replace_substring_regex(plain, pattern, r"\1" if "(" in pattern else "")
            settled = hit & mask(pc.match_substring_regex(only_digits, r"^\d+(?:\.0)?$"))
            plain = pc.if_else(pa.array(settled), only_digits, plain)
            bits[settled] |= flags.bit(flag)

    def rule(text: str) -> tuple[str | None, int]:
        return repair_digits(text, lengths) if lengths else repair_code(text, plan)

    settled = mask(pc.match_substring_regex(plain, r"^\d*$"))
    bits[~settled] = 0
    plain, bits = apply_rule(pc.if_else(pa.array(settled), plain, words), ~settled, rule, cache, bits)
    if width:
        plain, bits = _pad(plain, width, bits)
    return spread(plain, bits, coded.indices)


def _pad(words: pa.Array, width: int, bits: np.ndarray) -> tuple[pa.Array, np.ndarray]:
    short = mask(pc.match_substring_regex(words, rf"^\d{{{max(1, width - 3)},{width - 1}}}$"))
    if short.any():
        words = pc.if_else(pa.array(short), pc.utf8_lpad(words, width, "0"), words)
        bits[short] |= flags.bit(Flag.ZERO_PADDED)
    return words, bits


def pad_personal_ids(
    ids: pa.Array, birth_year: np.ndarray | None, sex: np.ndarray | None, latest_year: int
) -> tuple[pa.Array, np.ndarray]:
    """Numbers of 10 and 11 digits with their lost zeros, where the padded number passes every check the row allows:
    province code, century, year and sex. ``birth_year``: 0 where unknown; ``sex``: 0 male, 1 female, -1 unknown.

    Returns the column and which rows were padded.
    """
    short = mask(pc.match_substring_regex(ids, r"^\d{10,11}$"))
    padded = np.zeros(len(ids), dtype=bool)
    places = np.flatnonzero(short)
    if not len(places):
        return ids, padded
    full = pc.utf8_lpad(ids.take(pa.array(places)), 12, "0")
    digit = digit_matrix(full)
    year = 1900 + 100 * (digit[:, 3] // 2) + digit[:, 4] * 10 + digit[:, 5]
    passes = np.isin(digit[:, 0] * 100 + digit[:, 1] * 10 + digit[:, 2], PROVINCE_CODES) & (year <= latest_year)
    if birth_year is not None:
        known = birth_year[places]
        passes &= (known == 0) | (known == year)
    if sex is not None:
        known = sex[places]
        passes &= (known < 0) | (known == digit[:, 3] % 2)
    padded[places[passes]] = True
    return pc.replace_with_mask(ids, pa.array(padded), full.filter(pa.array(passes))), padded


def digit_matrix(numbers: pa.Array) -> np.ndarray:
    """One row of digits for each number; all of the same length, none null."""
    data = "".join(numbers.to_pylist()).encode("ascii")
    return (np.frombuffer(data, dtype=np.uint8) - 48).astype(np.int64).reshape(len(numbers), -1)
