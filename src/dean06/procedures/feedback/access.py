"""PRIVATE. Who may open a file that came with a feedback."""

from __future__ import annotations

from dean06.kernel.common.actors import Actor
from dean06.procedures.feedback import queries


def may_open_attachment(actor: Actor, owner: str) -> bool:
    """Whoever may see the feedback named ``"feedback.feedback:<id>"``."""
    key = owner.partition(":")[2]
    if not (actor.can("feedback.view") and key.isdigit()):
        return False
    return queries.visible(actor).filter(pk=int(key)).exists()
