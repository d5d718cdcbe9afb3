"""Who opens the files of a case, and which dossiers open a person's store: what ``files`` and ``wallet`` ask."""

from __future__ import annotations

from collections.abc import Collection

from dean06.kernel.common.actors import Actor
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import State
from dean06.procedures.cases.visibility import may_see

#: Rights with which an officer works on a dossier.
_WORK = ("cases.receive", "cases.process", "cases.approve")


def may_open(actor: Actor, owner: str) -> bool:
    """Papers handed in and made (``cases.case:<id>``): whoever may see the case."""
    case = _case_of(owner)
    return case is not None and may_see(actor, case)


def may_open_internal(actor: Actor, owner: str) -> bool:
    """Internal papers (``cases.internal:<id>``): officers who may see the case."""
    return actor.person_id is None and may_open(actor, owner)


def works_on(actor: Actor, dossier: str, person_id: int) -> bool:
    """The actor works on the dossier of this code and the person is its applicant."""
    case = Case.objects.filter(code=dossier).first()
    if case is None or actor.person_id is not None:
        return False
    if not any(actor.can_any(right, (case.receiving_agency, case.deciding_agency)) for right in _WORK):
        return False
    return case.applicant_person_id == person_id


def still_waiting(references: Collection[str]) -> set[str]:
    """Of these codes of paid orders, the dossiers that did not go on (for the list of stuck payments)."""
    waiting = Case.objects.filter(code__in=references, state=State.FINANCIAL)
    return set(waiting.values_list("code", flat=True))


def _case_of(owner: str) -> Case | None:
    number = owner.partition(":")[2]
    return Case.objects.filter(pk=int(number)).first() if number.isdecimal() else None
