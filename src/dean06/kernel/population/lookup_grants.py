"""Leave to open a person's page: given by a search with purpose and dossier, for a few minutes.

The search (``queries``) gives it, the page asks for it; so no page opens by guessing addresses, and each opening is
logged with the purpose that the officer stated.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.population.errors import LookupNeeded
from dean06.kernel.population.models import LookupGrant, Person

#: How long after the search the page may be opened.
VALID_FOR = dt.timedelta(minutes=15)
SEARCH = "population.search"


def grant(
    actor: Actor, person_id: int, purpose: str, dossier: str, *, now: dt.datetime | None = None
) -> LookupGrant | None:
    """Let ``actor`` open the person's page for fifteen minutes; after a search that was authorised and logged.

    A later search takes the place of an earlier one. ``None`` for the system: it opens no pages. Raises ``NotAllowed``.
    """
    actor.require(SEARCH)
    if actor.user_id is None:
        return None
    moment = now or timezone.now()
    given, _ = LookupGrant.objects.update_or_create(
        user_id=actor.user_id,
        person_id=person_id,
        defaults={
            "purpose": purpose[:300],
            "dossier": dossier[:100],
            "granted_at": moment,
            "expires_at": moment + VALID_FOR,
        },
    )
    return given


def require_grant(actor: Actor, person_id: int, *, now: dt.datetime | None = None) -> LookupGrant:
    """The leave in force. Raises ``NotAllowed``, and ``LookupNeeded`` when there is none any more."""
    actor.require(SEARCH)
    given = LookupGrant.objects.filter(
        user_id=actor.user_id or 0, person_id=person_id, expires_at__gt=now or timezone.now()
    ).first()
    if given is None:
        raise LookupNeeded(person=person_id)
    return given


def has_grant(actor: Actor, person_id: int, *, now: dt.datetime | None = None) -> bool:
    """Whether the actor may open the page now."""
    rows = LookupGrant.objects.filter(user_id=actor.user_id or 0, person_id=person_id)
    return rows.filter(expires_at__gt=now or timezone.now()).exists()


def pass_on(actor: Actor, given: LookupGrant, person_ids: list[int], *, now: dt.datetime | None = None) -> None:
    """Extend a leave to people of the same household or family that an act is about, with the same purpose."""
    for pk in Person.objects.filter(pk__in=person_ids).values_list("pk", flat=True):
        grant(actor, pk, given.purpose, given.dossier, now=now)


def log_opening(actor: Actor, given: LookupGrant, *, part: str) -> None:
    """The audit row of one opening of a page, about ``population.person:<id>``."""
    audit.record_read(
        actor=actor,
        action="population.person_opened",
        subject=f"population.person:{given.person_id}",
        purpose=given.purpose,
        dossier=given.dossier,
        details={"part": part},
    )
