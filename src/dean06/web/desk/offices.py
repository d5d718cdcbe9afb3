"""PRIVATE. For which offices somebody works at the desk, and how offices and people are called."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.units import queries as units


def offices_of(actor: Actor, permission: str) -> tuple[str, ...]:
    """The offices where the actor holds ``permission``, his own first; an area of the whole province is his own."""
    held = actor.agencies_for(permission)
    if WHOLE_PROVINCE in held:
        return (actor.agency,) if actor.agency else ()
    return tuple(sorted(held, key=lambda code: (code != actor.agency, code)))


def own_office(actor: Actor, permission: str) -> str:
    """The office that the actor works for with ``permission``. Raises ``NotAllowed``."""
    offices = offices_of(actor, permission)
    if not offices:
        raise NotAllowed(permission=permission)
    return offices[0]


def names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of offices; a code nobody knows is its own name. One query."""
    wanted = {code for code in codes if code}
    found = units.get_agencies(wanted)
    return {code: (found[code].short_name or found[code].name) if code in found else code for code in wanted}


def staff(permission: str, office: str) -> list[tuple[int, str]]:
    """Who holds ``permission`` at the office today, for a list to choose from."""
    return [(person.user_id, person.full_name) for person in accounts.users_with_permission(permission, office)]
