"""Keystrokes that were typed with the Vietnamese keyboard switched off, or re-typed by a scanner into one.

``Nguyeenx Vawn A`` (Telex) and ``Nguye6n4 Va8n A`` (VNI keys) are what a card scanner in keyboard mode leaves in a
form. The reading is only suggested, never applied: a foreign name may look like it ("Lees").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dean06.kernel.common.vietnamese.syllables import is_syllable
from dean06.kernel.common.vietnamese.tones import Tone, compose

__all__ = ["KeyResidue", "find_key_residue", "read_key_word"]


@dataclass(frozen=True, slots=True)
class KeyResidue:
    """``suggestion``: the text as probably meant; ``method``: the way of typing; ``words``: how many would change."""

    method: Literal["telex", "vni_keys"]
    suggestion: str
    words: int


_TELEX_TONES = {"f": Tone.HUYEN, "r": Tone.HOI, "x": Tone.NGA, "s": Tone.SAC, "j": Tone.NANG}
_TELEX_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_VNI_TONES = {"1": Tone.SAC, "2": Tone.HUYEN, "3": Tone.HOI, "4": Tone.NGA, "5": Tone.NANG}
_VNI_SHAPES = {"a6": "â", "e6": "ê", "o6": "ô", "a8": "ă", "o7": "ơ", "u7": "ư", "d9": "đ"}
_VOWELS = "aăâeêioôơuưy"


def _place_tone(word: str, tone: Tone) -> str | None:
    """Put the mark where the old style puts it: on ă â ê ô ơ ư if there is one, else by the shape of the rime."""
    start = 2 if word.startswith(("qu", "gi")) and len(word) > 2 and word[2] in _VOWELS else 0
    vowels = [i for i, char in enumerate(word) if i >= start and char in _VOWELS]
    if not vowels:
        return None
    shaped = [i for i in vowels if word[i] in "ăâêôơ"] or [i for i in vowels if word[i] == "ư"]
    if shaped:
        at = shaped[-1]
    elif len(vowels) == 1:
        at = vowels[0]
    elif len(vowels) == 3 or vowels[-1] < len(word) - 1:
        at = vowels[1]
    else:
        at = vowels[0]
    return word[:at] + compose(word[at], tone) + word[at + 1 :]


def _read_keys(word: str, tones: dict[str, Tone], shapes: dict[str, str]) -> tuple[str, int] | None:
    """The word that the keystrokes make, and how many special keys were used; ``None`` when they make no syllable."""
    small, operations, tone = word.lower(), 0, Tone.NGANG
    tone_keys = [i for i, char in enumerate(small) if char in tones and i > 0]
    for i in reversed(tone_keys):
        rest = small[:i] + small[i + 1 :]
        # A tone key stands right of the vowel; r, s, x at the beginning are consonants.
        if any(char in _VOWELS for char in small[:i]):
            tone, small, operations = tones[small[i]], rest, 1
            break
    if tones is _TELEX_TONES:
        small, count = re.subn("uow", "ươ", small)
        operations += count
    else:
        small, count = re.subn("uo7", "ươ", small)
        operations += count
    for keys, letter in shapes.items():
        if keys in small:
            small, operations = small.replace(keys, letter, 1), operations + 1
        elif keys[0] in small and small.endswith(keys[1]) and tones is _VNI_TONES:
            at = small.index(keys[0])
            small, operations = small[:at] + letter + small[at + 1 : -1], operations + 1
    if not operations:
        return None
    placed = _place_tone(small, tone) if tone else small
    if placed is None or not is_syllable(placed):
        return None
    return placed, operations


def _restore_case(original: str, read: str) -> str:
    letters = [char for char in original if char.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return read.upper()
    return read.capitalize() if letters and letters[0].isupper() else read


def _try_method(words: list[str], method: Literal["telex", "vni_keys"]) -> KeyResidue | None:
    tones, shapes = (_TELEX_TONES, _TELEX_SHAPES) if method == "telex" else (_VNI_TONES, _VNI_SHAPES)
    result, operations, changed = [], 0, 0
    for word in words:
        if word.isalpha() and is_syllable(word):
            result.append(word)
            continue
        read = _read_keys(word, tones, shapes) if word.isascii() and word.isalnum() else None
        if read is None:
            return None
        result.append(_restore_case(word, read[0]))
        operations, changed = operations + read[1], changed + 1
    return KeyResidue(method, " ".join(result), changed) if operations >= 2 else None


def find_key_residue(text: str) -> KeyResidue | None:
    """The likely meaning of a name that holds Telex or VNI keystrokes, or ``None``.

    Every word must be a possible syllable as it stands or become one, and at least two special keys were used.
    """
    words = text.split()
    if not words or not any(word.isascii() for word in words):
        return None
    return _try_method(words, "telex") or _try_method(words, "vni_keys")


def read_key_word(word: str) -> str | None:
    """The syllable that one word of keystrokes stands for, small letters ("Nguyeenx" → "nguyễn"), or ``None``.

    Weaker than ``find_key_residue``: one special key is enough, so a slip of the finger may pass for a tone key. For
    comparing two names only, never to suggest or to store.
    """
    if not (word.isascii() and word.isalnum()) or (word.isalpha() and is_syllable(word)):
        return None
    read = _read_keys(word, _TELEX_TONES, _TELEX_SHAPES) or _read_keys(word, _VNI_TONES, _VNI_SHAPES)
    return read[0] if read else None
