"""PRIVATE. A person's own letters: which are refused, which came, to which address."""

from __future__ import annotations

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.steering.dashboards.models import Letter, LetterChoice

_MOST_SHOWN = 14


def refused_letters(actor: Actor) -> set[str]:
    """Kinds of letters that the actor does not want."""
    return set(LetterChoice.objects.filter(user_id=actor.user_id or 0).values_list("kind", flat=True))


def my_letters(actor: Actor) -> list[Letter]:
    """The latest letters to the actor, the newest first."""
    return list(Letter.objects.filter(user_id=actor.user_id or 0).order_by("-day", "kind")[:_MOST_SHOWN])


def letter_address(actor: Actor) -> str:
    """Where letters to the actor go; empty when no address is known."""
    person = accounts.person(actor.user_id) if actor.user_id is not None else None
    return person.email if person else ""
