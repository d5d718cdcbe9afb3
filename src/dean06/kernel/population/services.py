"""PUBLIC writes of the population registry. Each is one transaction with audit row and event (see ``kernel.writing``).

Civil status is registered by the commune committee's officer (``agency`` ``ubnd-xa-…``), residence by the commune
police (``ca-xa-…``); both default to the actor's own body. Corrections, numbers and merges are proposed by one person
and decided by another. All take ``now`` for back-dated demo data and tests; by default it is the present moment.
"""

from dean06.kernel.population.acts.arrivals import enrol_arrival, enrol_parent
from dean06.kernel.population.acts.births import register_birth
from dean06.kernel.population.acts.cards import issue_card
from dean06.kernel.population.acts.deaths import register_death
from dean06.kernel.population.acts.guardians import end_guardianship, register_adoption, register_guardianship
from dean06.kernel.population.acts.households import change_head, join_household, split_household
from dean06.kernel.population.acts.marriages import register_divorce, register_marriage
from dean06.kernel.population.acts.proposals import decide_change, propose_change, withdraw_change
from dean06.kernel.population.acts.residence import (
    declare_absence,
    end_residence,
    notify_stay,
    register_permanent_residence,
    register_temporary_residence,
)
from dean06.kernel.population.acts.samples import enrol_samples

__all__ = [
    "change_head",
    "decide_change",
    "declare_absence",
    "end_guardianship",
    "end_residence",
    "enrol_arrival",
    "enrol_parent",
    "enrol_samples",
    "issue_card",
    "join_household",
    "notify_stay",
    "propose_change",
    "register_adoption",
    "register_birth",
    "register_death",
    "register_divorce",
    "register_guardianship",
    "register_marriage",
    "register_permanent_residence",
    "register_temporary_residence",
    "split_household",
    "withdraw_change",
]
