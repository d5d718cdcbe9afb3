"""Applying a rule to a column: to each distinct value once, and only to those that a fast test does not clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

#: A repaired text (``None``: nothing left of it) and the bits of its flags.
Rule = Callable[[str], tuple[str | None, int]]
#: How many values a column remembers across batches; cleared when full, so memory stays flat.
CACHE_SIZE = 200_000

#: What programs write for "nothing".
NOTHING = frozenset(("", "NULL", "null", "\\N", "NaN", "nan", "None", "<NA>"))


@dataclass(slots=True)
class Repaired:
    """A column after repair: values (null where empty) and the bits of its flags (``None``: no cell has any)."""

    values: pa.Array
    bits: np.ndarray | None


class Cache(dict[str, tuple[str | None, int]]):
    """Results of a rule, bounded."""

    def apply(self, rule: Rule, text: str) -> tuple[str | None, int]:
        """The rule's result, remembered."""
        found = self.get(text)
        if found is None:
            if len(self) >= CACHE_SIZE:
                self.clear()
            found = self[text] = rule(text)
        return found


def apply_rule(
    words: pa.Array, open_mask: np.ndarray, rule: Rule, cache: Cache, bits: np.ndarray
) -> tuple[pa.Array, np.ndarray]:
    """Run ``rule`` on the words under ``open_mask``; ``bits`` (one per word) gains the flags. Returns both."""
    places = np.flatnonzero(open_mask)
    if not len(places):
        return words, bits
    results = [cache.apply(rule, text) for text in words.take(pa.array(places)).to_pylist()]
    replaced = pc.replace_with_mask(words, pa.array(open_mask), pa.array([text for text, _ in results], pa.string()))
    bits[places] |= np.fromiter((flags for _, flags in results), dtype=np.int64, count=len(results))
    return replaced, bits


def spread(words: pa.Array, bits: np.ndarray, indices: pa.Array) -> Repaired:
    """From distinct words back to rows; the empty text becomes null."""
    words = pc.if_else(pc.equal(words, ""), pa.scalar(None, pa.string()), words)
    values = words.take(indices)
    return Repaired(values, bits[indices.to_numpy()] if bits.any() else None)


def mask(condition: pa.Array) -> np.ndarray:
    """A boolean array as numpy; null counts as false."""
    return condition.fill_null(False).to_numpy(zero_copy_only=False)
