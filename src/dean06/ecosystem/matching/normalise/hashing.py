"""64-bit keys of words and of sequences of words: the same on every machine, backend and run.

A key stands for a text in joins and comparisons. With n distinct texts the chance of any clash is about n²/2⁶⁵: 10⁻⁷
for two million names.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]

#: Names longer than this are folded into the last place; nobody has so many words in a name.
PLACES = 16
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def word_key(word: str) -> int:
    """The key of one word (unsigned, 64 bits)."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


#: An odd factor for each place in the sequence, so that order counts.
PLACE_FACTORS: U64 = np.array([word_key(f"place {place}") | 1 for place in range(PLACES)], dtype=np.uint64)


def mixed(keys: U64) -> I64:
    """Spread the bits (splitmix64) and give the signed number that SQL keeps."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (keys ^ (keys >> np.uint64(31))).view(np.int64)


def segment_sums(values: U64, offsets: npt.NDArray[np.int64]) -> U64:
    """Sums (modulo 2⁶⁴) of the stretches of ``values`` that ``offsets`` bound; 0 for an empty stretch."""
    running = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=running[1:])
    return running[offsets[1:]] - running[offsets[:-1]]


def ordered_keys(words: U64, places: npt.NDArray[np.int64], offsets: npt.NDArray[np.int64]) -> I64:
    """One key a sequence of words; order counts."""
    factors = PLACE_FACTORS[np.minimum(places, PLACES - 1)]
    return mixed(segment_sums(words * factors, offsets) + np.diff(offsets).astype(np.uint64) * _GOLDEN)


def multiset_keys(words: U64, offsets: npt.NDArray[np.int64]) -> I64:
    """One key a sequence of words; order does not count."""
    return mixed(segment_sums(mixed(words).view(np.uint64), offsets) + np.diff(offsets).astype(np.uint64) * _GOLDEN)


def pair_keys(first: U64, second: U64) -> I64:
    """One key for two words."""
    return mixed(first * PLACE_FACTORS[0] + second * PLACE_FACTORS[1])
