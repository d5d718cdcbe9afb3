"""Two communes with their officers, a list as a file, and findings over it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from dean06.ecosystem.cleaning.models import Finding
from dean06.ecosystem.cleaning.tests import factories as cleaning
from dean06.ecosystem.cleaning.tests.factories import SEN, THO
from dean06.ecosystem.worklists.models import WorkItem
from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.units.models import AdminUnit, Agency

SEN_POLICE, THO_POLICE = "ca-phuong-thanh-sen", "ca-xa-duc-tho"
SEN_HALL, THO_HALL = "ubnd-phuong-thanh-sen", "ubnd-xa-duc-tho"
VILLAGES = ("Tổ dân phố 10", "Tổ dân phố 2", "tổ dân phố 2")


@dataclass(frozen=True)
class People:
    """Actors by duty; ``police`` and ``partner`` serve Thành Sen, ``elsewhere`` Đức Thọ."""

    police: Actor
    partner: Actor
    elsewhere: Actor
    civil: Actor
    head: Actor
    registry: Actor
    steering: Actor
    leader: Actor
    steward: Actor


def bodies() -> None:
    """The communes' committees, beside the police of ``cleaning``'s province."""
    for code, name, unit in ((SEN_HALL, "UBND phường Thành Sen", SEN), (THO_HALL, "UBND xã Đức Thọ", THO)):
        Agency.objects.create(
            code=code,
            name=name,
            short_name=name,
            kind="committee_commune",
            unit=AdminUnit.objects.get(code=unit, valid_to=None),
            name_key=name.lower(),
        )


def people() -> People:
    """Stored persons with their roles."""
    return People(
        police=make_actor("commune_police", SEN_POLICE, full_name="Lê Đức Phong"),
        partner=make_actor("commune_police", SEN_POLICE, full_name="Hoàng Thị Mai"),
        elsewhere=make_actor("commune_police", THO_POLICE, full_name="Võ Văn Thọ"),
        civil=make_actor("civil_status_officer", SEN_HALL, full_name="Trương Kim Oanh"),
        head=make_actor("agency_head", SEN_HALL, full_name="Phan Đình Chủ"),
        registry=make_actor("registry_officer"),
        steering=make_actor("steering_officer"),
        leader=make_actor("provincial_leader"),
        steward=make_actor("data_steward", "bhxh-tinh"),
    )


def list_version(number: int = 8) -> Any:
    """A confirmed version of the insurance list: ``number`` records, villages in turn."""
    rows = [cleaning.record(n, one, village=VILLAGES[n % 3]) for n, one in enumerate(cleaning.crowd(number), 1)]
    return cleaning.version(cleaning.sector(), rows)


def finding(version: Any, record_id: int, unit: str = SEN, result_class: str = "SAI_HO_TEN", **other: Any) -> Finding:
    """A finding over a record of ``version``, open for five days."""
    values = {
        "sector": "insurance",
        "record_key": f"khoa-{record_id}",
        "record_id": record_id,
        "version_id": version.pk,
        "result_class": result_class,
        "unit_code": unit,
        "opened_on": timezone.localdate() - dt.timedelta(days=5),
    }
    return Finding.objects.create(**{**values, **other})


def item(of: Finding) -> WorkItem | None:
    """What is being done about a finding now."""
    return WorkItem.objects.filter(finding=of).first()


def state(of: Finding) -> str:
    """State of the work; "open" when nobody acted."""
    found = item(of)
    return found.state if found else "open"
