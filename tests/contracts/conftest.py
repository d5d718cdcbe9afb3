"""A small invented province with tasks, and the API as a described WSGI application."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone

from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import make_citizen, sign_in
from dean06.kernel.events.services import deliver_due
from dean06.kernel.population.models import Person
from dean06.kernel.units.models import AdminUnit, AdminUnitSuccession
from dean06.kernel.units.naming import fold_words
from dean06.kernel.units.types import UnitChange, UnitKind, UnitLevel
from dean06.procedures.cases.tests import factories as dossiers
from dean06.procedures.feedback.models import Feedback
from dean06.procedures.feedback.tests import factories as voices
from dean06.steering.assignments.tests import factories
from dean06.steering.dashboards.tests import factories as figures

sys.path.insert(0, str(Path(__file__).parent))  # for ``api_operations``, which lies beside this file
from api_operations import ANSWER_CODE, CASE_CODE

LONG_AGO, LAST_DAY, CHANGEOVER = dt.date(2004, 1, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1)


@pytest.fixture(scope="package")
def _province(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Made once for all tests of this folder and rolled back after the last of them."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        _build()
        # Deferred foreign keys are checked now, once, and not again at the end of every test.
        connection.check_constraints()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def province(_province: None, db: None) -> None:
    """A commune that became another one, a few bodies, one task in each of three states, one dossier that was received
    and one published answer."""


def _build() -> None:
    tinh = unit("42", "Tỉnh", "Hà Tĩnh", UnitLevel.PROVINCE, UnitKind.TINH)
    huyen = unit("449", "Huyện", "Mẫu", UnitLevel.DISTRICT, UnitKind.HUYEN, parent=tinh, valid_to=LAST_DAY)
    old = unit("18790", "Xã", "Mẫu Cũ", UnitLevel.COMMUNE, UnitKind.XA, parent=huyen, valid_to=LAST_DAY)
    new = unit("18791", "Xã", "Mẫu Mới", UnitLevel.COMMUNE, UnitKind.XA, parent=tinh, valid_from=CHANGEOVER)
    AdminUnitSuccession.objects.create(old=old, new=new, change=UnitChange.MERGED, effective_on=CHANGEOVER)
    factories.province()
    who = factories.people()
    factories.in_progress(who)
    factories.reported_done(who)
    factories.accepted(who)
    world = dossiers.setting(dossiers.simple_pack(meta_life_events=["co_con"]))
    dossiers.received(world, actor=dossiers.system(), code=CASE_CODE)
    deliver_due(timezone.now())
    voices.agencies()
    Feedback.objects.filter(pk=voices.published().pk).update(code=ANSWER_CODE)
    figures.world(communes=2, indicators=4, months=2, today=timezone.localdate())


def unit(
    code: str,
    word: str,
    name: str,
    level: UnitLevel,
    kind: UnitKind,
    *,
    parent: AdminUnit | None = None,
    valid_from: dt.date = LONG_AGO,
    valid_to: dt.date | None = None,
) -> AdminUnit:
    """An administrative unit with the keys that the search looks at."""
    full = f"{word} {name}"
    return AdminUnit.objects.create(
        code=code,
        name=full,
        short_name=name,
        level=level,
        kind=kind,
        parent=parent,
        valid_from=valid_from,
        valid_to=valid_to,
        short_key=fold_words(name),
        name_key=fold_words(full),
        path_key=f" {fold_words(full)}{parent.path_key if parent else ' '}",
    )


class Served:
    """The application as a server hands requests to it: with the caller's address, and nothing packed."""

    def __init__(self) -> None:
        self.application = get_wsgi_application()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ.setdefault("REMOTE_ADDR", "127.0.0.1")
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return self.application(environ, start_response)


@pytest.fixture
def described(db: None) -> Iterator[Any]:
    """The API as it describes itself."""
    # As Django's own test client does: the end of a request must not close the connection that holds the test's data.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield _description()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def _description() -> Any:
    """Read once: the API describes itself in the same way to everybody."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Served())


@pytest.fixture
def cookies_of() -> Callable[[str], dict[str, str]]:
    """Cookies of a fresh session of a person with that role."""

    def signed_in(role: str) -> dict[str, str]:
        client = Client()
        if role == "anonymous":
            return {}
        if role == "citizen":
            applicant = Person.objects.get(full_name="Lê Thị Mẫu Hoa")
            client.force_login(User.objects.filter(person_id=applicant.pk).first() or make_citizen(applicant.pk))
        else:
            sign_in(client, role, dossiers.CIVIL if role == "one_stop_officer" else "")
        return {name: morsel.value for name, morsel in client.cookies.items()}

    return signed_in
