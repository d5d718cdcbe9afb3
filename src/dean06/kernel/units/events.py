"""PUBLIC. Facts that ``units`` publishes."""

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyChanged(Event):
    """Name, head or aliases of an agency were edited."""

    name: ClassVar[str] = "units.agency_changed"
    agency_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundariesImported(Event):
    """Outlines of units were imported; maps drawn earlier are out of date."""

    name: ClassVar[str] = "units.boundaries_imported"
    imported: int
    refused: int
