"""The whole list of units and agencies, for the tests that walk the packs of the repository."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from dean06.kernel.calendar.services import load_calendar
from dean06.kernel.common.actors import system_actor
from dean06.kernel.signing import services as signing
from dean06.kernel.units import services as units


@pytest.fixture(scope="module")
def _province(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        actor = system_actor("tests")
        units.load_reference_data(actor=actor)
        load_calendar(actor=actor)
        signing.ensure_demo_authority(actor=actor)
        # Deferred foreign keys are checked now, once, and not again at the end of every test.
        connection.check_constraints()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def province(_province: None, db: None) -> None:
    """All 69 communes of the province, their bodies, and the working calendar."""
