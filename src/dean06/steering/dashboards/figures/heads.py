"""PRIVATE. Who answers: names of bodies and of their heads, for many codes with two queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dean06.kernel.units import queries as units
from dean06.kernel.units.types import AgencyHead


@dataclass(frozen=True, slots=True)
class Answerer:
    """A body and who heads it; ``head`` is ``None`` while nobody entered it."""

    agency: str
    name: str
    head: AgencyHead | None

    @property
    def head_text(self) -> str:
        """Name and title; empty when unknown."""
        return f"{self.head.name}, {self.head.title}".removesuffix(", ") if self.head else ""


def answerers(codes: Iterable[str]) -> Mapping[str, Answerer]:
    """The bodies by code; unknown codes are absent."""
    wanted = {code for code in codes if code}
    heads = units.agency_heads(wanted) if wanted else {}
    agencies = units.get_agencies(wanted) if wanted else {}
    return {code: Answerer(code, agency.name, heads.get(code)) for code, agency in agencies.items()}
