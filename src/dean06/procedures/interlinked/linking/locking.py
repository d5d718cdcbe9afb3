"""Reading and locking a linked case: everything about its legs happens under the lock of its row."""

from __future__ import annotations

from dean06.procedures.interlinked.models import Leg, LinkedCase


def lock(case_id: int) -> LinkedCase | None:
    """The linked case of a parent, locked; ``None`` where the case has no legs. Inside a transaction."""
    return LinkedCase.objects.select_for_update().filter(case_id=case_id).first()


def lock_leg(leg_id: int) -> Leg | None:
    """A leg under the lock of its linked case; ``None`` when there is no such leg."""
    found = Leg.objects.filter(pk=leg_id).values_list("linked__case_id", flat=True).first()
    if found is None or lock(found) is None:
        return None
    return Leg.objects.select_related("linked").get(pk=leg_id)
