"""Citizens who sign in, for the tests of every app.

``sign_in_citizen(client, person)`` opens a session as a provider's word would (level 2, two factors unless told);
``citizen(person)`` is the actor.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import Client
from django.utils import timezone

from dean06.citizens.identity.models import CitizenAccount
from dean06.citizens.identity.sessions import STANDING
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import make_citizen
from dean06.kernel.common.actors import Actor


def account_of(person: Any, *, level: int = 2, assurance: int = 2, **fields: Any) -> CitizenAccount:
    """The account of a ``population.Person``, as after a first sign-in."""
    user = User.objects.filter(person_id=person.pk).first() or make_citizen(person.pk, person.full_name)
    made, _ = CitizenAccount.objects.get_or_create(
        person_id=person.pk,
        defaults={
            "user": user,
            "provider": "vneid",
            "level": level,
            "assurance": assurance,
            "first_signed_in_at": timezone.now(),
            "last_signed_in_at": timezone.now(),
            **fields,
        },
    )
    return made


def citizen(person: Any, *, on: dt.date | None = None, **fields: Any) -> Actor:
    """The actor of a citizen."""
    return actor_for(account_of(person, **fields).user, "test-request", on or timezone.localdate())


def sign_in_citizen(client: Client, person: Any, *, level: int = 2, assurance: int = 2, **fields: Any) -> Actor:
    """Sign ``client`` in as the citizen; returns the actor."""
    account = account_of(person, level=level, assurance=assurance, **fields)
    client.force_login(account.user)
    session = client.session
    session[STANDING] = {"provider": "vneid", "level": level, "assurance": assurance, "organisation": None}
    session.save()
    return actor_for(account.user, "test-request", timezone.localdate())
