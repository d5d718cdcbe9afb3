"""PUBLIC facts about persons: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dean06.kernel.events.types import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEvent(Event):
    """Base of the facts about one person. ``agency``: who registered it."""

    person_id: int
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthRegistered(PersonEvent):
    """A birth was registered and a number issued."""

    name: ClassVar[str] = "population.birth_registered"
    mother_id: int | None = None
    father_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEnrolled(PersonEvent):
    """Somebody who arrives from another province came into the registry."""

    name: ClassVar[str] = "population.person_enrolled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRegistered(PersonEvent):
    """A death was registered. ``spouse_id``: who became widowed; ``ward_ids``: who lost the guardian."""

    name: ClassVar[str] = "population.death_registered"
    spouse_id: int | None = None
    ward_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarriageRegistered(PersonEvent):
    """A marriage was registered."""

    name: ClassVar[str] = "population.marriage_registered"
    spouse_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DivorceRegistered(PersonEvent):
    """A divorce was noted."""

    name: ClassVar[str] = "population.divorce_registered"
    spouse_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionRegistered(PersonEvent):
    """A child was adopted."""

    name: ClassVar[str] = "population.adoption_registered"
    adopter_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipChanged(PersonEvent):
    """A guardianship began or ended; ``person_id`` is the ward."""

    name: ClassVar[str] = "population.guardianship_changed"
    guardian_id: int
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceChanged(PersonEvent):
    """Residence began, moved or ended. ``kind``: ``permanent`` or a ``ResidenceKind``; ``unit``: code where it is now,
    ``previous_unit`` where it was."""

    name: ClassVar[str] = "population.residence_changed"
    kind: str
    unit: str = ""
    previous_unit: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdChanged(Event):
    """A household was formed, joined, left, given another head or closed."""

    name: ClassVar[str] = "population.household_changed"
    household_id: int
    act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued(PersonEvent):
    """A card was issued."""

    name: ClassVar[str] = "population.card_issued"
    card_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(PersonEvent):
    """Data were corrected or lawfully changed by a decided proposal. ``fields``: names of the columns."""

    name: ClassVar[str] = "population.person_corrected"
    proposal_id: int
    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberChanged(PersonEvent):
    """The number was annulled, issued anew or restored (``kind`` of the proposal)."""

    name: ClassVar[str] = "population.number_changed"
    proposal_id: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsMerged(PersonEvent):
    """``other_id`` turned out to be the person ``person_id``."""

    name: ClassVar[str] = "population.persons_merged"
    proposal_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsUnmerged(PersonEvent):
    """``other_id`` is a person of its own again."""

    name: ClassVar[str] = "population.persons_unmerged"
    proposal_id: int
    other_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeProposed(PersonEvent):
    """Somebody proposed a change."""

    name: ClassVar[str] = "population.change_proposed"
    proposal_id: int
    kind: str
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDecided(PersonEvent):
    """A proposal was approved, refused or withdrawn (``state``). ``origin`` is the proposal's."""

    name: ClassVar[str] = "population.change_decided"
    proposal_id: int
    state: str
    origin: str = ""
