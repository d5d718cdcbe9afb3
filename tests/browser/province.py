"""A small province for the browser: real units and bodies, made-up people, a plan issued and a report checked."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import dossier_people
import insurance_list
from django.test import Client
from django.utils import timezone

from dean06.citizens.identity.tests.factories import account_of
from dean06.demo import plan_document
from dean06.ecosystem.datasets import services as datasets
from dean06.kernel.accounts.permissions import CITIZEN, ROLES, AreaKind
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import make_user
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.population.bulk import importing
from dean06.kernel.population.models import Person
from dean06.kernel.units import queries as unit_queries
from dean06.kernel.units import services as units
from dean06.steering.dashboards import services as dashboards
from dean06.steering.documents import services as documents

REPORT = Path(plan_document.__file__).parent / "samples" / "bao_cao_thang_10.txt"
#: The body that the agency roles belong to, and one that has nothing to do with its tasks.
AGENCY = "so-y-te"
OTHER_AGENCY = "so-tai-chinh"
#: Who is signed in besides one person per role: an officer of ``OTHER_AGENCY``.
OTHER_OFFICER = "other_officer"
#: More people of the roles that clean lists: colleagues, and those of other bodies.
SECOND_STEWARD, OTHER_STEWARD = "second_steward", "other_steward"
OTHER_POLICE = "other_police"


def build() -> tuple[dict[str, str], dict[str, str]]:
    """Fill the empty database through the services; a signed-in session of one person per role, and the personal ids
    of the people of ``dossier_people``."""
    units.load_reference_data(actor=system_actor("browser tests"))
    _registry()
    datasets.load_sectors(actor=system_actor("browser tests"))
    commune, other_commune = insurance_list.communes()
    police = _body(commune, "ca-")
    homes = {
        "data_steward": "bhxh-tinh",
        "commune_police": police,
        "civil_status_officer": _body(commune, "ubnd-"),
        **dossier_people.HOMES,
    }
    people = {
        role.code: make_user(
            role.code,
            "" if AreaKind.PROVINCE in role.areas else homes.get(role.code, AGENCY),
            full_name=f"{role.label} Mẫu",
            with_second_factor=True,
        )
        for role in ROLES.values()
        if role.areas
    }
    # Citizens are never given their role: the registry and an identity provider say who they are.
    people[CITIZEN] = account_of(Person.objects.filter(life_status="alive", birth_year__lt=1995).order_by("pk")[0]).user
    others = (
        (OTHER_OFFICER, "agency_officer", OTHER_AGENCY, "Cán bộ cơ quan khác Mẫu"),
        (SECOND_STEWARD, "data_steward", "bhxh-tinh", "Cán bộ dữ liệu thứ hai Mẫu"),
        (OTHER_STEWARD, "data_steward", OTHER_AGENCY, "Cán bộ dữ liệu ngành khác Mẫu"),
        (OTHER_POLICE, "commune_police", _body(other_commune, "ca-"), "Công an xã khác Mẫu"),
    )
    for key, role, agency, name in others:
        people[key] = make_user(role, agency, full_name=name, with_second_factor=True)
    officer = actor_for(people["steering_officer"], "browser-tests", timezone.localdate())
    _plan_and_report(officer)
    yesterday = timezone.now() - dt.timedelta(days=1)
    dashboards.take_snapshot(actor=system_actor("browser tests"), now=yesterday)
    officers, citizens, numbers = dossier_people.build(system_actor("browser tests"))
    return {role: _session(person) for role, person in (people | officers).items()} | citizens, numbers


def _registry() -> None:
    """The made-up people that the list of ``insurance_list`` speaks of."""
    today = timezone.localdate()
    with tempfile.TemporaryDirectory(prefix="dean06-browser-") as folder:
        file = insurance_list.write_registry(Path(folder))
        batch = importing.start(actor=system_actor("browser tests"), path=file, as_of=today, today=today)
        importing.run(batch.pk)


def _body(commune: str, prefix: str) -> str:
    """Code of the police ("ca-") or committee ("ubnd-") of a commune."""
    bodies = unit_queries.agencies_of_area(commune, timezone.localdate())
    return next(body.code for body in bodies if body.code.startswith(prefix))


def _session(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


def _plan_and_report(officer: Actor) -> None:
    """One plan whose tasks are live, the same plan still under review, and a report with wrong figures."""
    plan = plan_document.plan_file(today=timezone.localdate(), province="Hà Tĩnh")
    issued = documents.upload_document(actor=officer, data=plan, filename="ke_hoach.docx")
    documents.issue_document(
        actor=officer, document_id=issued.pk, override_reason="Kế hoạch mẫu của phép thử trình duyệt"
    )
    documents.upload_document(actor=officer, data=plan, filename="ke_hoach.docx", again=True)
    documents.upload_document(actor=officer, data=REPORT.read_bytes(), filename=REPORT.name)
