"""Linked cases by legal state, brought there by the real services. All people are made up."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.calendar.services import load_calendar
from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.events import services as events
from dean06.kernel.events.models import Delivery, DeliveryState
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests import factories as people
from dean06.kernel.units.models import AdminUnit
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases import services as case_services
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests import factories as case_factories
from dean06.procedures.cases.types import Channel
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.tests import factories as packs
from dean06.procedures.forms import queries as forms
from dean06.procedures.interlinked import services
from dean06.procedures.interlinked.models import DemoItem, Leg, LinkedCase

BIRTH, DEATH, MARRIAGE, BUSINESS = "3.000722", "2.002913", "DA422-10", "DA422-03"
OF_LINK = {
    BIRTH: ("1.001193", "1.004222", "DA06-15-CC"),
    DEATH: ("1.000656", "1.003197", "1.001731"),
    MARRIAGE: ("1.004873", "1.000894"),
    BUSINESS: ("1.001612",),
}
NOW = case_factories.NOW
at = case_factories.at


@dataclass
class World:
    """Offices, officers, a family: the head is the grandfather, who has an account."""

    desk: Actor
    civil: Actor
    civil_head: Actor
    police: Actor
    police_head: Actor
    pc06: Actor
    pc06_head: Actor
    head: Person
    mother: Person
    father: Person
    mother_account: Actor
    head_account: Actor
    extra: dict[str, Any] = field(default_factory=dict)


def setting(*codes: str) -> World:
    """The made-up province with the packs of these linked services (births by default)."""
    load_calendar(actor=system_actor("tests"))
    people.place()
    province = AdminUnit.objects.get(code=people.PROVINCE)
    case_factories.office("pc06", "Phòng Cảnh sát QLHC về TTXH", "department", province)
    wanted = codes or (BIRTH,)
    packs.publish(*dict.fromkeys(part for whole in wanted for part in OF_LINK[whole]))
    packs.publish(*wanted)
    head = people.person("Nguyễn Văn Mẫu Cả", born=dt.date(1962, 3, 3))
    father = people.person("Nguyễn Văn Mẫu Nam", born=dt.date(1993, 1, 5), father=head.pk)
    mother = people.person("Lê Thị Mẫu Hoa", sex="F", born=dt.date(1995, 4, 12))
    people.household(head, father, mother, roles=("child", "other"))
    people.couple(father, mother)
    people_officers = people.officers()
    return World(
        desk=make_actor("one_stop_officer", people.CIVIL_HERE),
        civil=people_officers.civil,
        civil_head=make_actor("agency_head", people.CIVIL_HERE),
        police=make_actor("case_officer", people.POLICE_HERE),
        police_head=make_actor("agency_head", people.POLICE_HERE),
        pc06=make_actor("case_officer", "pc06"),
        pc06_head=make_actor("agency_head", "pc06"),
        head=head,
        mother=mother,
        father=father,
        mother_account=case_factories.citizen(mother),
        head_account=case_factories.citizen(head),
    )


def birth_data(world: World, *, card: bool = False, head: Person | None = None) -> dict[str, Any]:
    """The form of a linked birth: the mother declares, the child joins the grandfather's household."""
    mother, father, leader = world.mother, world.father, head or world.head
    return {
        "child": {
            "full_name": "Nguyễn Minh An",
            "sex": "F",
            "birth_date": "2026-11-02",
            "birth_place": "Bệnh viện đa khoa mẫu",
            "native_place": "Xã Cẩm Mẫu",
            "ethnicity": "01",
            "nationality": "VN",
        },
        "birth_proof": "certificate",
        "mother": {
            "personal_id": mother.personal_id,
            "full_name": mother.full_name,
            "birth_date": "1995-04-12",
            "ethnicity": "01",
            "nationality": "VN",
            "commune": people.HERE,
            "address": "Số 5, Thôn 3",
        },
        "father_recorded": True,
        "father": {
            "personal_id": father.personal_id,
            "full_name": father.full_name,
            "birth_date": "1993-01-05",
            "ethnicity": "01",
            "nationality": "VN",
        },
        "parents_married": True,
        "declarant": {
            "personal_id": mother.personal_id,
            "full_name": mother.full_name,
            "relation": "mother",
            "phone": "0912345678",
        },
        "residence": {
            "commune": people.HERE,
            "village": "Thôn 3",
            "address": "Số 5",
            "head_id": leader.personal_id,
            "head_name": leader.full_name,
            "relation": "grandchild",
        },
        "insurance": {"hospital": "Trạm Y tế xã Cẩm Mẫu"},
        "card": {"wanted": "yes" if card else "no"},
    }


def received(
    world: World, code: str, data: dict[str, Any], applicant: Person, *, now: dt.datetime = NOW, **changes: Any
) -> Case:
    """A linked case that the desk received, handed in at the counter with every paper; events not yet delivered."""
    pack = catalogue.pack_in_force(code, timezone.localdate(now))
    assert pack is not None
    papers = [case_factories.paper_for(world.desk, need.document.id) for need in _needs(pack, data) if need.must_upload]
    values: dict[str, Any] = {
        "procedure_code": code,
        "data": copy.deepcopy(data),
        "channel": Channel.DIRECT,
        "applicant": case_factories.applicant_of(applicant),
        "documents": papers,
        "now": now,
    }
    case = case_services.submit_case(actor=world.desk, **(values | changes))
    return case_services.receive_case(actor=world.desk, case_id=case.pk, now=now)


def _needs(pack: Any, data: dict[str, Any]) -> list[Any]:

    return forms.required_documents(pack, data, "direct")


def settle(now: dt.datetime = NOW) -> None:
    """Deliver every event until none is left, at a moment after all of them."""
    due = timezone.now() + dt.timedelta(hours=12)
    for _ in range(50):
        events.deliver_due(due, limit=500)
        if not Delivery.objects.filter(state=DeliveryState.PENDING).exists():
            break
    failed = Delivery.objects.exclude(state=DeliveryState.DONE).values_list("event__name", "subscriber", "last_error")
    assert not list(failed), list(failed)
    sweep(now)


def sweep(now: dt.datetime) -> None:
    """The timer that looks over linked cases."""
    services.sweep(now)


def leg(case: Case, ref: str) -> Leg:
    """A leg of a linked case, as stored."""
    return Leg.objects.select_related("linked").get(linked__case_id=case.pk, ref=ref)


def child(case: Case, ref: str) -> Case:
    """The present child case of a leg."""
    return Case.objects.get(pk=leg(case, ref).case_id)


def states(case: Case) -> dict[str, str]:
    """State by leg."""
    return dict(Leg.objects.filter(linked__case_id=case.pk).values_list("ref", "state"))


def linked(case: Case) -> LinkedCase:
    """The linked case of a parent."""
    return LinkedCase.objects.get(case_id=case.pk)


#: Actions of the two steps by procedure.
_ACTS = {"1.001193": ("submit", "sign")}


def decide(case: Case, officer: Actor, signer: Actor, *, now: dt.datetime = NOW) -> Case:
    """A child case from its officer to its result."""
    first, second = _ACTS.get(case.procedure_code, ("trinh_duyet", "ban_hanh"))
    case_services.act(actor=officer, case_id=case.pk, action=first, now=now)
    done = case_services.act(actor=signer, case_id=case.pk, action=second, now=now)
    settle(now)
    return done


def refuse(case: Case, officer: Actor, signer: Actor, action: str, reason: str, *, now: dt.datetime = NOW) -> Case:
    """A child case that its signer stops."""
    first, _ = _ACTS.get(case.procedure_code, ("trinh_duyet", ""))
    case_services.act(actor=officer, case_id=case.pk, action=first, now=now)
    done = case_services.act(
        actor=signer, case_id=case.pk, action=action, reason=reason, note="Không đủ căn cứ để giải quyết.", now=now
    )
    settle(now)
    return done


def answered(now: dt.datetime) -> int:
    """Messages are sent, the demo systems answer at once, answers are taken in; those systems live in the present."""
    present = max(now, timezone.now())
    services.send_due(present)
    DemoItem.objects.update(answer_at=timezone.now() - dt.timedelta(minutes=1))
    done = services.fetch_answers(present)
    settle(now)
    return done


def case_of(case: Case) -> Case:
    """The case as it stands now."""
    return cases.row(system_actor("tests"), case.pk)
