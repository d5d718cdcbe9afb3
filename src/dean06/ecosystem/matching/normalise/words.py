"""The words of names, each distinct one read once: clean, in one tone style, without accents, Telex keys resolved.

A province has some thousands of different words in its names, a million spellings of whole names. So a word is read
with the exact rules of ``kernel.common.vietnamese``, and whole names are only assembled from numbers.
"""

from __future__ import annotations

import threading

import numpy as np
import numpy.typing as npt

from dean06.ecosystem.matching.normalise.hashing import word_key
from dean06.kernel.common.vietnamese import ascii_fold, clean_line, compare_key, read_key_word, split_tone

Numbers = npt.NDArray[np.int64]

#: Keys of a word: as written; in one spelling habit; without tones; without accents; its initial. ``letters`` and
#: ``shift``: the letters as digits of a number to a large base and the factor that shifts past them, so that the key of
#: "nguyenvan" follows from those of "nguyen" and "van".
KEYS = ("strict", "full", "base", "plain", "initial", "letters", "shift")
#: Words kept between batches; slips of the finger never end, so the table starts anew when it is full.
MOST_WORDS = 400_000


#: Forms of address some lists write before the name → how many words the whole must have to be one. Ông is a family
#: name too, and without accents most of these words are.
TITLES = dict.fromkeys(["bà", "cụ", "anh", "chị", "em", "cháu", "bé", "cô", "chú", "bác"], 3) | dict.fromkeys(
    ["ông", "ong", "chau", "chi"], 4
)


class Words:
    """Columns over word numbers. They only grow, so whoever holds a number may read it without a lock."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {}
        self._room = 1 << 12
        self.keys = {key: np.zeros(self._room, dtype=np.uint64) for key in KEYS}
        self.accented = np.zeros(self._room, dtype=np.uint64)
        self.keystrokes = np.zeros(self._room, dtype=np.uint64)
        self.title = np.zeros(self._room, dtype=np.int64)
        self.text = np.empty(self._room, dtype=object)

    def add(self, raw: str) -> int:
        """Read a new word and number it."""
        number = len(self.number)
        if number == self._room:
            self._grow()
        clean = clean_line(raw).lower().strip("'")
        read = read_key_word(clean)
        full = compare_key(read or clean)
        plain = ascii_fold(full).replace("'", "")
        letters, shift = _letters(plain)
        keys = (clean, full, split_tone(full)[0], plain, plain[:1])
        for key, value in zip(KEYS, (*map(word_key, keys), letters, shift), strict=True):
            self.keys[key][number] = value
        self.text[number] = plain
        self.accented[number] = ascii_fold(clean) != clean
        self.keystrokes[number] = read is not None
        self.title[number] = TITLES.get(full, 0)
        self.number[raw] = number
        return number

    def _grow(self) -> None:
        self._room *= 2
        self.keys = {key: np.resize(column, self._room) for key, column in self.keys.items()}
        self.accented = np.resize(self.accented, self._room)
        self.keystrokes = np.resize(self.keystrokes, self._room)
        self.title = np.resize(self.title, self._room)
        self.text = np.resize(self.text, self._room)


class WordTable:
    """The words met so far; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._words = Words()

    def numbers(self, words: list[str]) -> tuple[Numbers, Words]:
        """The number of each word, and the columns the numbers point into."""
        with self._lock:
            if len(self._words.number) + len(words) > MOST_WORDS:
                self._words = Words()
            known, add = self._words.number, self._words.add
            found = [known[word] if word in known else add(word) for word in words]
            return np.array(found, dtype=np.int64), self._words


_LETTER_BASE = word_key("base of the letters") | 1


def _letters(text: str) -> tuple[int, int]:
    value, shift = 0, 1
    for letter in text:
        value = (value * _LETTER_BASE + word_key(letter)) % 2**64
        shift = shift * _LETTER_BASE % 2**64
    return value, shift
