"""The shipped tables, loaded once for all tests of this package and rolled back after the last of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from dean06.kernel.common.actors import system_actor
from dean06.kernel.units import services


@pytest.fixture(scope="package")
def _loaded(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        services.load_reference_data(actor=system_actor("tests"))
        # Deferred foreign keys are checked now, once, and not again at the end of every test.
        connection.check_constraints()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def units(_loaded: None, db: None) -> None:
    """The tables of units and agencies of Hà Tĩnh are in the database."""
