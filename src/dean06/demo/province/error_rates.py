"""How often each error is made, in which sector, by which desk and with which people; and the draw of who gets it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

import numpy as np

from dean06.demo.province.chance import Array

#: Share of records that pass a dirty desk, and how much oftener errors are made there.
DIRTY_SHARE = 0.10
DIRTY_FACTOR = 5.0
#: Desks of a commune; each record passes one.
DESKS_A_COMMUNE = 4
#: However dirty the desk, a part of its records is right.
MOST_LIKELY = 0.95
#: Errors of the whole list, not of a desk: who is in it at all.
OF_THE_LIST = frozenset(
    ("DUPLICATE", "DUPLICATE_OTHER_ID", "DEAD", "FOREIGNER", "NOT_REGISTERED", "UNIT_OLD", "VILLAGE_MISSING")
)


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, str]]:
    text = resources.files("dean06.demo.province").joinpath("data/error_rates.csv").read_text(encoding="utf-8")
    return {row["error"]: row for row in csv.DictReader(text.splitlines())}


def errors() -> tuple[str, ...]:
    """Names of all errors, in the order in which they are planted."""
    return tuple(_table())


def more_often(error: str) -> str:
    """With whom the error is made oftener, in words."""
    return _table()[error]["more_often"]


def rates_of(sector: str, changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Rate of each error in a sector, ``changed`` ones replaced. Raises KeyError for an error that does not exist."""
    rates = {error: float(row.get(sector) or row["default"]) for error, row in _table().items()}
    for error, rate in (changed or {}).items():
        if error not in rates:
            raise KeyError(error)
        rates[error] = rate
    return rates


def dirty_desks(rng: np.random.Generator, desk: Array) -> Array:
    """Which records passed a dirty desk: whole desks, drawn until about ``DIRTY_SHARE`` of the records are covered."""
    size = np.bincount(desk)
    order = rng.permutation(len(size))
    covered = np.cumsum(size[order]) / max(1, len(desk))
    dirty = np.zeros(len(size), dtype=bool)
    dirty[order[covered <= DIRTY_SHARE]] = True
    if not dirty[desk].any() and len(desk):
        dirty[order[np.argmin(np.abs(covered - DIRTY_SHARE))]] = True
    return dirty[desk]


def plant(uniform: Array, rate: float, factor: Array) -> Array:
    """Which records get an error: ``rate`` of all, each in proportion to ``factor`` (0: impossible).

    The base probability is solved for, so that caps and impossible records do not lower the rate as long as it can be
    reached.
    """
    count = len(factor)
    if not count or rate <= 0 or not (factor > 0).any():
        return np.zeros(count, dtype=bool)
    values, sizes = np.unique(np.round(factor, 6), return_counts=True)
    low, high = 0.0, MOST_LIKELY / float(values[values > 0].min())
    for _ in range(60):
        middle = (low + high) / 2
        if float((np.minimum(MOST_LIKELY, middle * values) * sizes).sum()) / count < rate:
            low = middle
        else:
            high = middle
    return uniform < np.minimum(MOST_LIKELY, round(high, 9) * factor)
