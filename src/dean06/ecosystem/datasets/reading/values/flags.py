"""Flags of cells as bits, so that whole columns of them are numbers until they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from dean06.ecosystem.datasets.types import Flag

_BIT: dict[str, int] = {flag.value: 1 << index for index, flag in enumerate(Flag)}
#: Flags that say something about a cell without changing it.
_REMARKS = (Flag.LETTERS_LOST, Flag.TELEX)


def bit(flag: Flag) -> int:
    """The bit of one flag."""
    return _BIT[flag.value]


def bits(flags: Iterable[Flag]) -> int:
    """The bits of several flags."""
    total = 0
    for flag in flags:
        total |= _BIT[flag.value]
    return total


REMARKS = bits(_REMARKS)


def names(value: int) -> Iterator[str]:
    """The flags in a number of bits, in their order."""
    for name, one in _BIT.items():
        if value & one:
            yield name


def labelled(column: np.ndarray, field: str) -> pa.Array:
    """``"field:FLAG;field:FLAG"`` for each row, null where nothing is flagged."""
    distinct, place = np.unique(column, return_inverse=True)
    texts = [";".join(f"{field}:{name}" for name in names(int(one))) or None for one in distinct]
    return pa.array(texts, pa.string()).take(pa.array(place))


def counts(column: np.ndarray) -> dict[str, int]:
    """How many cells have each flag."""
    distinct, numbers = np.unique(column, return_counts=True)
    total: dict[str, int] = {}
    for one, number in zip(distinct, numbers, strict=True):
        for name in names(int(one)):
            total[name] = total.get(name, 0) + int(number)
    return total
