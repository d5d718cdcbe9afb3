"""Tone marks: where they stand (hòa or hoà), and how to compare words that differ only in that or in i/y.

Two styles of placing the mark in *oa, oe, uy* without a final consonant are in use. Official texts print the old style
(hòa, khỏe, thủy), newer software the new one (hoà, khoẻ, thuỷ); both are correct, so they must compare equal. Case is
kept. ``qu`` is a consonant (quý, quà keep the mark on the vowel), and so is ``gi`` (già, giá).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from dean06.kernel.common.vietnamese.unicode import to_nfc

__all__ = ["Tone", "canonical_tones", "compose", "fold_i_y", "split_tone", "to_new_tones", "to_old_tones"]


class Tone(IntEnum):
    """The six tones in dictionary order (ngang, huyền, hỏi, ngã, sắc, nặng)."""

    NGANG = 0
    HUYEN = 1
    HOI = 2
    NGA = 3
    SAC = 4
    NANG = 5


_MARKS = {"\u0300": Tone.HUYEN, "\u0309": Tone.HOI, "\u0303": Tone.NGA, "\u0301": Tone.SAC, "\u0323": Tone.NANG}
_MARK_OF = {tone: mark for mark, tone in _MARKS.items()}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1024)
def _letter(char: str) -> tuple[str, Tone]:
    """A letter without its tone mark (but with circumflex, horn, breve) and the tone."""
    tone, kept = Tone.NGANG, []
    for part in unicodedata.normalize("NFD", char):
        if part in _MARKS:
            tone = _MARKS[part]
        else:
            kept.append(part)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def split_tone(word: str) -> tuple[str, Tone]:
    """A word (NFC) without its tone mark, and the tone: "Hòa" → ("Hoa", Tone.HUYEN). Of two marks the last wins."""
    tone, letters = Tone.NGANG, []
    for char in word:
        base, found = _letter(char)
        letters.append(base)
        tone = found or tone
    return "".join(letters), tone


def compose(letter: str, tone: Tone) -> str:
    """A vowel letter with a tone mark: ("ê", Tone.SAC) → "ế"."""
    return letter if tone is Tone.NGANG else unicodedata.normalize("NFC", letter + _MARK_OF[tone])


# The vowel pairs on which the two styles differ: only at the end of a syllable, and "uy" not after q.
_PAIR = re.compile(r"(?P<head>(?:.*[^aăâeêioôơuưy])?)(?P<pair>oa|oe|uy)", re.IGNORECASE)


def _move(word: str, position: int) -> str:
    bare, tone = split_tone(word)
    if tone is Tone.NGANG or len(bare) != len(word):
        return word
    match = _PAIR.fullmatch(bare)
    if match is None or (match["pair"].lower() == "uy" and match["head"].lower().endswith("q")):
        return word
    if sum(1 for char in word if _letter(char)[1]) != 1 or not any(_letter(char)[1] for char in word[-2:]):
        return word
    at = len(match["head"]) + position
    return bare[:at] + compose(bare[at], tone) + bare[at + 1 :]


def _each_word(text: str, position: int) -> str:
    return _WORD.sub(lambda match: _move(match.group(0), position), to_nfc(text))


def to_old_tones(text: str) -> str:
    """Old style: hoà → hòa, khoẻ → khỏe, thuỷ → thủy. Words of other languages without such marks stay as they are."""
    return _each_word(text, 0)


def to_new_tones(text: str) -> str:
    """New style: hòa → hoà, khỏe → khoẻ, thủy → thuỷ."""
    return _each_word(text, 1)


def canonical_tones(text: str) -> str:
    """The form this project stores and compares: NFC with old-style tone placement."""
    return to_old_tones(text)


# A rime that is just "y" may be written "i" after these consonants: kỹ/kĩ, lý/lí, mỹ/mĩ, quý/quí, sĩ/sỹ, tỷ/tỉ, hy/hi.
_I_Y = re.compile(r"(?<![^\W\d_])(b|c|d|đ|g|gh|h|k|l|m|n|p|ph|r|s|t|th|v|x|qu)(y)(?![^\W\d_])")


def fold_i_y(text: str) -> str:
    """A comparison key in which i and y are the same letter where spelling allows both (Lý/Lí, kỹ/kĩ, quý/quí).

    Lower-cased and in old tone style; only for comparing, never to show or to store as a name. "tay" and "tai", "thúy"
    and "thúi" stay different, because there i and y are different sounds.
    """

    def fold(match: re.Match[str]) -> str:
        bare, tone = split_tone(match.group(0))
        folded = _I_Y.sub(r"\1i", bare)
        return match.group(0) if folded == bare else folded[:-1] + compose("i", tone)

    return _WORD.sub(fold, to_old_tones(text).lower())
