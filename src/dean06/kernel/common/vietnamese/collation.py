"""Vietnamese alphabetical order as a plain string, so that Python, SQLite and PostgreSQL sort alike without ICU.

Order of letters: a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y (f j w z at their Latin places); tones
ngang, huyền, hỏi, ngã, sắc, nặng decide between syllables of the same letters, syllable by syllable as in
dictionaries: "ba", "ba ba", "bà". Numbers sort by value (Khối 2 before Khối 10) and before letters; signs do not count.
"""

from __future__ import annotations

import re

from dean06.kernel.common.vietnamese.fold import ascii_fold
from dean06.kernel.common.vietnamese.tones import split_tone, to_old_tones
from dean06.kernel.common.vietnamese.unicode import clean_line

__all__ = ["collation_key"]

# Two characters a letter out of 0-9a-z, which every collation orders alike; after the last letter comes "0" + tone.
_SHAPED = {"ă": "a1", "â": "a2", "đ": "d1", "ê": "e1", "ô": "o1", "ơ": "o2", "ư": "u1"}
_TOKEN = re.compile(r"\d+|[^\W\d_]+")


def _letter_code(char: str) -> str:
    if char in _SHAPED:
        return _SHAPED[char]
    return "".join(f"{plain}0" if "a" <= plain <= "z" else "z9" for plain in ascii_fold(char).lower())


def _word_key(word: str) -> str:
    letters, tone = split_tone(word)
    return "".join(map(_letter_code, letters)) + f"0{int(tone)}"


def collation_key(text: str) -> str:
    """A string of ``0-9a-z`` whose plain order is the Vietnamese order of ``text``. Case does not count."""
    keys = []
    for token in _TOKEN.findall(to_old_tones(clean_line(text)).lower()):
        if token[0].isdecimal():
            digits = str(int(token))
            keys.append(f"1{len(digits):03d}{digits}")
        else:
            keys.append(_word_key(token))
    return "".join(keys)
