"""The words of names, each distinct one read once: clean, in one tone style, without accents, Telex keys resolved.

A province has some thousands of different words in its names, a million spellings of whole names. So a word is read
with the exact rules of ``kernel.common.vietnamese``, and whole names are only assembled from numbers.
"""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.normalise.hashing import U64, word_key
from dean06.kernel.common.vietnamese import ascii_fold, clean_line, compare_key, read_key_word, split_tone


class WordTable:
    """Numbers words in the order met and keeps their keys as columns. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number: dict[str, int] = {}
        self.strict: list[int] = []
        self.full: list[int] = []
        self.base: list[int] = []
        self.plain: list[int] = []
        self.initial: list[int] = []
        #: The letters as digits of a number to a large base, and the factor that shifts past them: the key of
        #: "nguyenvan" follows from those of "nguyen" and "van".
        self.letters: list[int] = []
        self.shift: list[int] = []
        self.text: list[str] = []
        self.accented: list[bool] = []
        self.keystrokes: list[bool] = []

    def numbers(self, words: list[str]) -> npt.NDArray[np.int64]:
        """The number of each word; new ones are read first."""
        with self._lock:
            return np.fromiter((self._number_of(word) for word in words), dtype=np.int64, count=len(words))

    def _number_of(self, word: str) -> int:
        number = self._number.get(word)
        if number is None:
            number = self._number[word] = len(self.strict)
            self._read(word)
        return number

    def _read(self, raw: str) -> None:
        clean = clean_line(raw).lower().strip("'")
        read = read_key_word(clean)
        full = compare_key(read or clean)
        plain = ascii_fold(full).replace("'", "")
        self.strict.append(word_key(clean))
        self.full.append(word_key(full))
        self.base.append(word_key(split_tone(full)[0]))
        self.plain.append(word_key(plain))
        self.initial.append(word_key(plain[:1]))
        value, shift = _letters(plain)
        self.letters.append(value)
        self.shift.append(shift)
        self.text.append(plain)
        self.accented.append(ascii_fold(clean) != clean)
        self.keystrokes.append(read is not None)


_LETTER_BASE = word_key("base of the letters") | 1


def _letters(text: str) -> tuple[int, int]:
    value, shift = 0, 1
    for letter in text:
        value = (value * _LETTER_BASE + word_key(letter)) % 2**64
        shift = shift * _LETTER_BASE % 2**64
    return value, shift


def column(values: list[int], numbers: npt.NDArray[np.int64]) -> U64:
    """The keys of the words numbered."""
    return np.array(values, dtype=np.uint64)[numbers] if len(numbers) else np.zeros(0, dtype=np.uint64)
