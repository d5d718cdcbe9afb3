"""Keys to search and compare by: without diacritics, without case, without differences of spelling habit.

Three strengths, from strict to loose: ``compare_key`` (same name in another spelling habit), ``search_key`` (what
people type into a search box), ``loose_key`` (also without spaces and signs). Keys are never shown and never stored as
names.
"""

from __future__ import annotations

import unicodedata

from dean06.kernel.common.vietnamese.tones import fold_i_y
from dean06.kernel.common.vietnamese.unicode import clean_line, unify_d

__all__ = ["ascii_fold", "compare_key", "loose_key", "search_key"]

# Letters that canonical decomposition leaves whole.
_WHOLE_LETTERS = str.maketrans(
    {
        "đ": "d",
        "Đ": "D",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
    }
)


def ascii_fold(text: str) -> str:
    """Letters without any diacritics, case kept: "Đức Thọ" → "Duc Tho". Letters of other scripts stay as they are."""
    decomposed = unicodedata.normalize("NFD", unify_d(text)).translate(_WHOLE_LETTERS)
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not unicodedata.combining(char)))


def search_key(text: str) -> str:
    """What a search box compares: clean, small, no diacritics, single spaces. "Hà  TĨNH" → "ha tinh"."""
    return ascii_fold(clean_line(text)).lower()


def compare_key(text: str) -> str:
    """Equal for two spellings of one name: case, spaces, tone placement and i/y do not count; tones do."""
    return fold_i_y(clean_line(text))


def loose_key(text: str) -> str:
    """``search_key`` reduced to letters and digits: "H'Hen Niê", "H Hen Nie" and "HHENNIE" are equal."""
    return "".join(char for char in search_key(text) if char.isalnum())
