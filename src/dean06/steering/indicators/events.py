"""PUBLIC facts about indicators: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesSaved(Event):
    """Figures of a unit changed. ``indicators``: codes of those that did."""

    name: ClassVar[str] = "indicators.values_saved"
    unit: str
    period: str
    indicators: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesStateSet(Event):
    """Figures of a unit were sent, accepted or given back."""

    name: ClassVar[str] = "indicators.values_state_set"
    unit: str
    period: str
    state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLockSet(Event):
    """A period was locked or opened again."""

    name: ClassVar[str] = "indicators.period_lock_set"
    period: str
    locked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuesComputed(Event):
    """Computed figures of a period were brought up to date."""

    name: ClassVar[str] = "indicators.values_computed"
    period: str
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChanged(Event):
    """The definition of an indicator or its targets changed. ``version``: its newest version."""

    name: ClassVar[str] = "indicators.catalogue_changed"
    code: str
    version: int
