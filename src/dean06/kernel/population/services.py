"""PUBLIC writes of the population registry. Each is one transaction with audit row and event (see ``kernel.writing``).

Civil status is registered by the commune committee's officer (``agency`` ``ubnd-xa-…``), residence by the commune
police (``ca-xa-…``); both default to the actor's own body. Corrections, numbers and merges are proposed by one person
and decided by another. All take ``now`` for back-dated demo data and tests; by default it is the present moment.
"""

from dean06.kernel.population.acts.proposals import decide_change, propose_change, withdraw_change

__all__ = [
    "decide_change",
    "propose_change",
    "withdraw_change",
]
