"""Chance by seed: one independent stream a purpose, so that a new question does not change the old answers.

Only raw uniform draws and table look-ups are used (no logarithms or sines, whose last digit depends on the processor):
the same seed gives the same province on every machine, whatever the number of threads.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: An array of any kind: shapes and kinds are said in the docstrings.
Array = NDArray[Any]


class Chance:
    """All randomness of one province."""

    def __init__(self, seed: int, scope: str = "") -> None:
        self._seed = seed
        self._scope = scope

    def scoped(self, scope: str) -> Chance:
        """The same seed for another part of the work (one sector)."""
        return Chance(self._seed, f"{self._scope}/{scope}")

    def stream(self, purpose: str) -> np.random.Generator:
        """A fresh stream for one purpose; asking twice gives the same numbers twice."""
        mark = zlib.crc32(f"{self._scope}/{purpose}".encode())
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self._seed, mark])))


def cumulative(weights: Sequence[float] | Array) -> Array:
    """Weights as a table for ``draw``: growing shares that end at 1."""
    table = np.cumsum(np.asarray(weights, dtype=np.float64))
    table /= table[-1]
    table[-1] = 1.0
    return table


def draw(table: Array, uniform: Array) -> Array:
    """For each uniform number in [0, 1) the place in the cumulative table it falls into (int32)."""
    return np.searchsorted(table, uniform, side="right").astype(np.int32)


def spread(uniform: Array, ages: Sequence[float], shares: Sequence[float]) -> Array:
    """Draw from a distribution given as a broken line: ``shares`` (growing from 0 to 1) reached at ``ages``."""
    return np.interp(uniform, shares, ages)


def without_repetition(rng: np.random.Generator, group: Array, size: int, taken: Array | None = None) -> Array:
    """Random numbers below ``size``, none twice within a ``group`` (int64 codes); ``taken`` lists codes already used.

    The code of a draw is ``group * size + number``; the codes are returned.
    """
    codes = group * size + rng.integers(0, size, len(group))
    while True:
        order = np.argsort(codes, kind="stable")
        repeated = np.zeros(len(codes), dtype=bool)
        ordered = codes[order]
        repeated[order[1:]] = ordered[1:] == ordered[:-1]
        if taken is not None and len(taken):
            place = np.minimum(np.searchsorted(taken, codes), len(taken) - 1)
            repeated |= taken[place] == codes
        if not repeated.any():
            return codes
        again = np.flatnonzero(repeated)
        codes[again] = group[again] * size + rng.integers(0, size, len(again))
