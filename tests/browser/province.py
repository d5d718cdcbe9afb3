"""A small province for the browser: real units and bodies, made-up people, a plan issued and a report checked."""

from __future__ import annotations

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
from dean06.steering.documents import services as documents

REPORT = Path(plan_document.__file__).parent / "samples" / "bao_cao_thang_10.txt"
#: The body that the agency roles belong to.
AGENCY = "SYT"


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
    today = timezone.localdate()
    officer = actor_for(people["steering_officer"], "browser-tests", today)
    _plan_and_report(officer)
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
