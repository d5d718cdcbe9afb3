"""The province in which the chaos happens: offices, officers, mothers, and one procedure that registers a birth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.management import call_command
from django.db import transaction

from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.accounts.services import open_citizen_account
from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.population.models import Person
from dean06.kernel.signing import services as signing
from dean06.procedures.cases.tests import factories
from dean06.procedures.catalogue.pack_format import PackFiles

CIVIL, CIVIL_THERE = factories.CIVIL, factories.people.CIVIL_THERE


@dataclass
class Stage:
    """Who acts."""

    procedure: str
    desk: Actor
    system: Actor
    clerks: dict[str, Actor]
    heads: dict[str, Actor]
    mothers: list[Person]
    citizens: dict[int, Actor]


def build(mothers: int) -> Stage:
    """An empty database becomes the stage; each mother can hand in once."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        world = factories.setting(birth_pack())
        signing.ensure_demo_authority(actor=system_actor("chaos"))
        people, citizens = [], {}
        for number in range(mothers):
            # Each lives in one commune in fact and in the other by the book: both may register the birth, so a dossier
            # that was handed over is not refused for ever by the registry (Luật Hộ tịch 2014 Điều 13).
            one = factories.people.person(
                f"Lê Thị Mẹ {words(number)}",
                sex="F",
                born=dt.date(1990, 1, 1) + dt.timedelta(days=number % 3_000),
                current_unit=factories.people.unit_key(factories.people.THERE),
            )
            user = open_citizen_account(actor=system_actor("chaos"), person_id=one.pk, full_name=one.full_name)
            people.append(one)
            citizens[one.pk] = actor_for(user, "chaos", dt.date(2026, 11, 17))
        stage = Stage(
            procedure=world.pack.code,
            desk=factories.accountant_of(world.desk),
            system=system_actor("chaos"),
            clerks={CIVIL: world.clerk, CIVIL_THERE: world.clerk_there},
            heads={CIVIL: world.head, CIVIL_THERE: make_actor("agency_head", CIVIL_THERE)},
            mothers=people,
            citizens=citizens,
        )
    # Every agency that signs gets its certificate now: making a key takes long.
    for agency in stage.clerks:
        signing.issue_certificate(actor=system_actor("chaos"), agency=agency)
    return stage


def words(number: int) -> str:
    """A name of its own for each number; names have no digits."""
    syllables = ("An", "Bình", "Chi", "Dung", "Hà", "Lan", "Mai", "Nga", "Oanh", "Thu")
    return " ".join(syllables[int(digit)] for digit in f"{number:04d}")


def birth_pack() -> PackFiles:
    """The small procedure of the tests, with a fee when handing in or while it is worked on, and one act in the
    registry: a birth."""
    simple = factories.simple_pack()
    form = {
        "type": "object",
        "required": ["purpose", "child", "mother"],
        "properties": {
            "purpose": {"type": "string", "minLength": 3, "maxLength": 200},
            "child": {"type": "string", "minLength": 3, "maxLength": 100},
            "mother": {"type": "string", "format": "personal-id"},
        },
    }
    fields = [{"field": name, "label": name} for name in ("purpose", "child", "mother")]
    return factories.simple_pack(
        meta_results=[{"code": "GIAY_KHAI_SINH", "title": "Giấy khai sinh"}],
        form_schema=form,
        ui=simple.ui.model_dump() | {"sections": [{"id": "main", "title": "Nội dung", "fields": fields}]},
        effects={
            "effects": [
                {
                    "name": "register_birth",
                    "values": {
                        "full_name": "child",
                        "sex": "=F",
                        "born_on": "=2026-11-10",
                        "mother_number": "mother",
                        "home_of": "=mother",
                    },
                }
            ]
        },
    )
