"""A small province for the browser: real units and bodies, made-up people, a plan issued and a report checked."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from dean06.demo import plan_document
from dean06.kernel.accounts.permissions import ROLES, AreaKind
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.tests.factories import make_user
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.units import services as units
from dean06.steering.dashboards import services as dashboards
from dean06.steering.documents import services as documents

REPORT = Path(plan_document.__file__).parent / "samples" / "bao_cao_thang_10.txt"
#: The body that the agency roles belong to, and one that has nothing to do with its tasks.
AGENCY = "so-y-te"
OTHER_AGENCY = "so-tai-chinh"
#: Who is signed in besides one person per role: an officer of ``OTHER_AGENCY``.
OTHER_OFFICER = "other_officer"


def build() -> dict[str, str]:
    """Fill the empty database through the services; a signed-in session of one person per role."""
    units.load_reference_data(actor=system_actor("browser tests"))
    people = {
        role.code: make_user(
            role.code,
            "" if AreaKind.PROVINCE in role.areas else AGENCY,
            full_name=f"{role.label} Mẫu",
            with_second_factor=True,
        )
        for role in ROLES.values()
    }
    people[OTHER_OFFICER] = make_user(
        "agency_officer", OTHER_AGENCY, full_name="Cán bộ cơ quan khác Mẫu", with_second_factor=True
    )
    officer = actor_for(people["steering_officer"], "browser-tests", timezone.localdate())
    _plan_and_report(officer)
    yesterday = timezone.now() - dt.timedelta(days=1)
    dashboards.take_snapshot(actor=system_actor("browser tests"), now=yesterday)
    return {role: _session(person) for role, person in people.items()}


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
