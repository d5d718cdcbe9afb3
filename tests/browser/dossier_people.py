"""Who takes part in the journeys of dossiers: a made-up family of xã Kỳ Khang, its desk, its clerks, who signs.

Only the packs of the journeys are published. Every session is one of a person signed in, by key.
"""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import make_user
from dean06.kernel.calendar.services import load_calendar
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.population import services as population
from dean06.kernel.signing import services as signing
from dean06.procedures.catalogue.tests import factories as packs
from dean06.procedures.forms import services as drafts
from dean06.socioeconomic.payments.contrib.demo import DemoGateway

COMMITTEE, POLICE, TRAFFIC, CENTRE = "ubnd-xa-ky-khang", "ca-xa-ky-khang", "cong-an-tinh", "tt-pvhcc-tinh"
BIRTH, RESIDENCE, LICENCE, STAY = "1.001193", "1.004222", "3.000346", "2.001159"
COMMUNE, COMMUNE_NAME = "18790", "Kỳ Khang"
VILLAGE = "Thôn Trung Tân"

#: Homes of the roles that every page is looked at with.
HOMES = {"one_stop_officer": COMMITTEE, "case_officer": TRAFFIC, "fee_accountant": COMMITTEE}
#: More people than one per role: key, role, body.
OFFICERS = (
    ("clerk", "civil_status_officer", COMMITTEE),
    ("chairman", "agency_head", COMMITTEE),
    ("police_desk", "one_stop_officer", POLICE),
    ("police_clerk", "commune_police", POLICE),
    ("police_head", "agency_head", POLICE),
    ("centre_desk", "one_stop_officer", CENTRE),
    ("traffic_head", "agency_head", TRAFFIC),
    ("desk_elsewhere", "one_stop_officer", "ubnd-xa-ky-anh"),
)
#: Who signs in as a citizen: ``citizen`` has every journey, the others must see none of it.
CITIZENS = {"citizen": "mother", "father": "father", "stranger": "stranger"}


def _one(name: str, sex: str, born: str, house: str, **more: Any) -> dict[str, Any]:
    home = {"commune": COMMUNE, "village": VILLAGE, "address": f"Số {house}", "household": house}
    return {"full_name": name, "sex": sex, "birth_date": born, "ethnicity": "01", **home, **more}


FAMILY: dict[str, dict[str, Any]] = {
    "father": _one("Trần Quốc Mẫu", "M", "1991-11-02", "18", role="head"),
    "mother": _one("Nguyễn Thị Mẫu Hạnh", "F", "1994-05-16", "18", role="spouse", spouse="father"),
    "elder": _one("Trần Văn Mẫu Thịnh", "M", "1955-08-20", "20", role="head"),
    "guest": _one("Phan Thị Mẫu Khách", "F", "1960-02-03", "31", role="head"),
    "stranger": _one("Lê Văn Mẫu Lạ", "M", "1988-01-09", "44", role="head"),
}


def build(system: Actor) -> tuple[dict[str, User], dict[str, str], dict[str, str]]:
    """Packs, signing authority, people. Returns officers by key, sessions of citizens, personal ids by key."""
    load_calendar(actor=system)
    signing.ensure_demo_authority(actor=system)
    packs.publish(BIRTH, RESIDENCE, LICENCE, STAY)
    # The demo gateway is offered here without the rest of the demo.
    DemoGateway.is_enabled = lambda self: True  # type: ignore[method-assign]
    people = population.enrol_samples(actor=system_actor("browser tests"), people=FAMILY, now=timezone.now())
    officers = {
        key: make_user(role, agency, full_name=f"Cán bộ {key.replace('_', ' ')} Mẫu", with_second_factor=True)
        for key, role, agency in OFFICERS
    }
    sessions = {}
    for key, person in CITIZENS.items():
        client = Client()
        actor = sign_in_citizen(client, people[person])
        # A draft that nobody sends, so that its pages can be looked at.
        drafts.save_draft(actor=actor, procedure_code=STAY, data={"host": {"kind": "home"}})
        sessions[key] = client.cookies["sessionid"].value
    return officers, sessions, {key: person.personal_id or "" for key, person in people.items()}
