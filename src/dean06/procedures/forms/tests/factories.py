"""Citizens with accounts, desks and drafts, for the tests of forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import UserFactory, make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests import factories as population

DESK = population.CIVIL_HERE


def citizen_user(person: Person, **fields: Any) -> User:
    """The account of a person of the registry."""
    return UserFactory(person_id=person.pk, full_name=person.full_name, phone="0912345678", **fields)


def citizen(person: Person) -> Actor:
    """The actor of a person of the registry, signed in."""
    return actor_for(citizen_user(person), "test-request", timezone.localdate())


def desk_officer(agency: str = DESK) -> Actor:
    """Somebody who works at a one-stop desk."""
    return make_actor("one_stop_officer", agency)


def moment(days: int = 0) -> dt.datetime:
    """Some days after the usual moment of the tests."""
    return population.NOW + dt.timedelta(days=days)
