"""What is in each column, gathered batch by batch: filled, kinds of content, usual shapes, damage, a few examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dean06.ecosystem.datasets.reading import shapes
from dean06.ecosystem.datasets.reading.drift import ColumnWatch, Drift
from dean06.ecosystem.datasets.reading.values import flags

#: Shapes remembered for a column; beyond, the rare ones are forgotten (their number stays in "other").
_MOST_SHAPES = 4000
_TOP = 6
_EXAMPLES = 5


@dataclass(slots=True)
class Example:
    """A cell before and after repair."""

    before: str
    after: str
    flags: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {"before": self.before, "after": self.after, "flags": list(self.flags)}


@dataclass(slots=True)
class Profile:
    """Of one column of the file. ``lowest`` and ``highest`` only for dates and amounts."""

    rows: int = 0
    filled: int = 0
    distinct: int | None = None
    kinds: dict[str, int] = field(default_factory=dict)
    patterns: list[tuple[str, int]] = field(default_factory=list)
    lowest: str | None = None
    highest: str | None = None
    damage: dict[str, int] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "filled": self.filled,
            "distinct": self.distinct,
            "kinds": self.kinds,
            "patterns": self.patterns,
            "lowest": self.lowest,
            "highest": self.highest,
            "damage": self.damage,
        }


class ColumnProfiler:
    """Gathers the profile of one column."""

    def __init__(self, ordered: bool) -> None:
        self._ordered = ordered
        self._shapes: Counter[str] = Counter()
        self._groups = np.zeros(shapes.GROUPS, dtype=np.int64)
        self._watch = ColumnWatch()
        self.profile = Profile()

    def see(self, raw: pa.Array, rows: np.ndarray, kept: np.ndarray, watched: np.ndarray) -> None:
        """Take in a batch as it came; ``kept``: which of its rows are records, ``watched``: these and shifted ones, for
        noticing that the column changes its nature."""
        if not watched.all():
            raw, rows, kept = raw.filter(pa.array(watched)), rows[watched], kept[watched]
        coded = shapes.shapes(raw)
        groups = shapes.groups(coded)
        self._watch.see(groups, rows)
        places = coded.indices.to_numpy()
        counts = np.bincount(places if kept.all() else places[kept], minlength=len(coded.dictionary))
        for shape, count in zip(coded.dictionary.to_pylist(), counts, strict=True):
            if shape and count:
                self._shapes[shapes.collapsed(shape)] += int(count)
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes = Counter(dict(self._shapes.most_common(_MOST_SHAPES // 2)))
        totals = np.bincount(groups if kept.all() else groups[kept], minlength=shapes.GROUPS)
        self._groups += totals
        self.profile.rows += int(kept.sum())
        self.profile.filled += int(kept.sum() - totals[shapes.EMPTY])

    def see_repaired(self, raw: pa.Array, repaired: pa.Array, bits: np.ndarray | None, kept: np.ndarray) -> None:
        """Take in what repair made of it."""
        if self._ordered and repaired.null_count < len(repaired):
            ends = pc.min_max(repaired)
            low, high = ends["min"].as_py(), ends["max"].as_py()
            self.profile.lowest = min(filter(None, (self.profile.lowest, low)))
            self.profile.highest = max(filter(None, (self.profile.highest, high)))
        if bits is not None:
            for name, count in flags.counts(bits[kept]).items():
                self.profile.damage[name] = self.profile.damage.get(name, 0) + count
        if len(self.profile.examples) < _EXAMPLES:
            self._example(raw, repaired, bits, kept)

    def _example(self, raw: pa.Array, repaired: pa.Array, bits: np.ndarray | None, kept: np.ndarray) -> None:
        seen = {example.flags for example in self.profile.examples}
        if bits is not None:
            kinds, firsts = np.unique(np.where(kept, bits, 0), return_index=True)
            for kind, place in zip(kinds, firsts, strict=True):
                names = tuple(flags.names(int(kind)))
                if names and names not in seen and len(self.profile.examples) < _EXAMPLES:
                    self._add(raw, repaired, int(place), names)
        for place in np.flatnonzero(kept)[:40]:
            if len(self.profile.examples) >= 3:
                break
            if raw[int(place)].as_py().strip() and (bits is None or not bits[place]):
                self._add(raw, repaired, int(place), ())

    def _add(self, raw: pa.Array, repaired: pa.Array, place: int, names: tuple[str, ...]) -> None:
        after = repaired[place].as_py()
        self.profile.examples.append(
            Example(raw[place].as_py()[:200], str(after if after is not None else "")[:200], names)
        )

    def finish(self) -> tuple[Profile, list[Drift]]:
        """The profile, and the stretches in which the column holds something else."""
        names = {shapes.EMPTY: "trống", **shapes.GROUP_NAMES}
        self.profile.kinds = {names[index]: int(count) for index, count in enumerate(self._groups) if count}
        self.profile.patterns = self._shapes.most_common(_TOP)
        return self.profile, self._watch.finish()
