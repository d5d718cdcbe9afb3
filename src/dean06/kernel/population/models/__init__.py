"""PRIVATE. The registry: a person's present state is a projection of append-only life events (``LifeEvent``)."""

from dean06.kernel.population.models.acts import ChangeProposal, LifeEvent
from dean06.kernel.population.models.grants import LookupGrant
from dean06.kernel.population.models.persons import (
    Guardianship,
    Household,
    IdCard,
    Person,
    PersonNumber,
    Residence,
)
from dean06.kernel.population.models.transfers import ExportRequest, ImportBatch, ImportRefusal, PopulationCount

__all__ = [
    "ChangeProposal",
    "ExportRequest",
    "Guardianship",
    "Household",
    "IdCard",
    "ImportBatch",
    "ImportRefusal",
    "LifeEvent",
    "LookupGrant",
    "Person",
    "PersonNumber",
    "PopulationCount",
    "Residence",
]
