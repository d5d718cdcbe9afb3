"""The made-up commune of these tests: its desk, its clerk, its head, each with a browser."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.population.tests import factories as people
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.tests.factories import World


@dataclass
class Desk:
    """The world of cases, and one browser a role."""

    world: World
    desk: Client
    clerk: Client
    head: Client
    #: A clerk and a desk of another commune.
    clerk_there: Client
    desk_there: Client
    #: Somebody without any right on cases.
    stranger: Client


def browser(role: str, agency: str = "") -> Client:
    """A browser signed in as a new person with ``role``."""
    client = Client()
    sign_in(client, role, agency)
    return client


@pytest.fixture
def at(db: None) -> Desk:
    world = make.setting()
    return Desk(
        world=world,
        desk=browser("one_stop_officer", make.CIVIL),
        clerk=browser("civil_status_officer", make.CIVIL),
        head=browser("agency_head", make.CIVIL),
        clerk_there=browser("civil_status_officer", people.CIVIL_THERE),
        desk_there=browser("one_stop_officer", people.CIVIL_THERE),
        stranger=browser("administrator"),
    )
