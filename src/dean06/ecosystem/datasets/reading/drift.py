"""Noticing that a column changes its nature half-way: two columns swapped from some row on, a part pasted wrongly.

The groups of content (``shapes``) of rows to come are compared with those of the rows before, twenty at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.ecosystem.datasets.reading.shapes import EMPTY, GROUPS

BLOCK = 20
_DIFFERENT = 0.7
_NEEDED = 2
#: A block with fewer filled cells than this says nothing.
_LEAST_FILLED = 6


@dataclass(slots=True)
class Drift:
    """A stretch of rows in which a column holds something else. ``last`` is ``None`` to the end of the file."""

    first: int
    last: int | None
    before: int
    after: int


class ColumnWatch:
    """Watches one column, batch after batch."""

    def __init__(self) -> None:
        self._usual = np.zeros(GROUPS, dtype=np.int64)
        self._strange = 0
        self._open: Drift | None = None
        self._held_groups = np.zeros(0, dtype=np.int8)
        self._held_rows = np.zeros(0, dtype=np.int64)
        self._before = (np.zeros(0, dtype=np.int8), np.zeros(0, dtype=np.int64))
        self.drifts: list[Drift] = []

    def see(self, groups: np.ndarray, rows: np.ndarray) -> None:
        """Take in the groups of a batch with the numbers of its rows."""
        if len(self._held_groups):
            groups, rows = np.concatenate((self._held_groups, groups)), np.concatenate((self._held_rows, rows))
        whole = len(groups) // BLOCK
        self._held_groups, self._held_rows = groups[whole * BLOCK :], rows[whole * BLOCK :]
        if not whole:
            return
        blocks = groups[: whole * BLOCK].reshape(whole, BLOCK)
        counts = np.stack([(blocks == group).sum(axis=1) for group in range(GROUPS)], axis=1)
        counts[:, EMPTY] = 0
        filled = counts.sum(axis=1)
        if self._calm(counts, filled):
            self._usual += counts.sum(axis=0)
            tail = slice(max(0, whole - 2) * BLOCK, whole * BLOCK)
            self._before = (groups[tail], rows[tail])
            return
        for index in range(whole):
            span = slice(index * BLOCK, (index + 1) * BLOCK)
            self._see_block(counts[index], int(filled[index]), groups[span], rows[span])

    def _calm(self, counts: np.ndarray, filled: np.ndarray) -> bool:
        """The quick way out: no block differs from what is usual."""
        if self._open or self._strange or self._usual.sum() < BLOCK:
            return False
        speaking = filled >= _LEAST_FILLED
        shares = counts[speaking] / filled[speaking, None]
        return bool((0.5 * np.abs(shares - self._usual / self._usual.sum()).sum(axis=1) < _DIFFERENT).all())

    def _see_block(self, counts: np.ndarray, filled: int, groups: np.ndarray, rows: np.ndarray) -> None:
        if filled < _LEAST_FILLED:
            return
        if self._usual.sum() < BLOCK:
            self._usual += counts
        else:
            distance = 0.5 * np.abs(counts / filled - self._usual / self._usual.sum()).sum()
            if distance >= _DIFFERENT:
                self._strange += 1
                if self._open is None:
                    before = int(self._usual.argmax())
                    first = self._first_strange(groups, rows, before)
                    self._open = Drift(first, None, before, int(counts.argmax()))
            elif self._open is None:
                self._usual += counts
            elif distance < 0.5:
                self._close(int(rows[0]) - 1)
        self._before = (groups, rows)

    def _first_strange(self, groups: np.ndarray, rows: np.ndarray, usual: int) -> int:
        """The first row of the strange stretch: it may begin in the block before."""
        groups, rows = np.concatenate((self._before[0], groups)), np.concatenate((self._before[1], rows))
        last_usual = np.flatnonzero(groups == usual)
        place = int(last_usual[-1]) + 1 if len(last_usual) else 0
        return int(rows[min(place, len(rows) - 1)])

    def _close(self, last: int | None) -> None:
        if self._open and self._strange >= _NEEDED:
            self._open.last = last
            self.drifts.append(self._open)
        self._open, self._strange = None, 0

    def finish(self) -> list[Drift]:
        """The stretches found, once the file is read."""
        rest = self._held_groups
        if len(rest) and self._open:
            self._strange += 1
        self._close(None)
        return self.drifts
