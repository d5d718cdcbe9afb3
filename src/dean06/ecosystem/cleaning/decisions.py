"""Where decisions of people about records come from: upper layers register a source, a run asks them all."""

from __future__ import annotations

from dataclasses import dataclass, field

from dean06.ecosystem.cleaning.types import DecisionRef, DecisionSource


@dataclass(slots=True)
class Sources:
    """The registry; tests make their own."""

    _sources: list[DecisionSource] = field(default_factory=list)

    def register(self, source: DecisionSource) -> None:
        """Ask ``source`` in every run from now on; once is enough."""
        if source not in self._sources:
            self._sources.append(source)

    def remove(self, source: DecisionSource) -> None:
        """Ask it no more."""
        self._sources.remove(source)

    def of(self, sector: str) -> list[DecisionRef]:
        """What people decided about records of a list, of all sources."""
        return [decision for source in self._sources for decision in source(sector)]


sources = Sources()
