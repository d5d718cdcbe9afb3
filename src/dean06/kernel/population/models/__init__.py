"""PRIVATE. The registry: a person's present state is a projection of append-only life events (``LifeEvent``)."""

from dean06.kernel.population.models.acts import ChangeProposal, LifeEvent
from dean06.kernel.population.models.grants import LookupGrant
from dean06.kernel.population.models.lookups import Lookup, LookupPurpose
from dean06.kernel.population.models.persons import (
    Guardianship,
    Household,
    IdCard,
    Person,
    PersonNumber,
    Residence,
)
from dean06.kernel.population.models.transfers import (
    ExportRequest,
    HouseholdCount,
    ImportBatch,
    ImportRefusal,
    PopulationCount,
)

__all__ = [
    "ChangeProposal",
    "ExportRequest",
    "Guardianship",
    "Household",
    "HouseholdCount",
    "IdCard",
    "ImportBatch",
    "ImportRefusal",
    "LifeEvent",
    "Lookup",
    "LookupGrant",
    "LookupPurpose",
    "Person",
    "PersonNumber",
    "PopulationCount",
    "Residence",
]
