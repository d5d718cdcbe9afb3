"""What a worker does to dossiers: plans (what is to be done, written down before it is tried) and carrying them out.

A plan is plain data, so that a worker born after a kill can carry out again what its forerunner may or may not have
finished, with the same key: as a person does who pressed a button and got no answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from staging import CIVIL, CIVIL_THERE, Stage

from dean06.kernel.common.actors import Actor
from dean06.kernel.events import services as events
from dean06.kernel.events.timers import run_due
from dean06.procedures.cases import services as cases
from dean06.procedures.cases.models import Case, HandOver
from dean06.procedures.cases.tests import factories
from dean06.procedures.cases.types import Channel, State, SupplementItem
from dean06.procedures.portal_sync import services as portal_sync
from dean06.socioeconomic.payments import services as payments
from dean06.socioeconomic.payments.contrib import demo
from dean06.socioeconomic.payments.models import PaymentOrder

Plan = dict[str, Any]
REASON = "Chưa đủ căn cứ giải quyết"
ITEMS = [SupplementItem(reason="Ảnh mờ", document="proof")]
#: Dossiers in hand at a time: few enough that workers meet at the same one.
IN_HAND = 60
#: Operations that are not about one dossier, with their share of all.
COMMON = {"submit_online": 8, "submit_desk": 4, "deliver": 14, "timers": 2, "send": 5, "fetch": 2}
#: Of acts that could be done to a dossier, how likely each is tried.
LIKELY = {"withdraw": 0.03, "refuse": 0.06, "stop": 0.08, "ask": 0.4, "money": 0.5, "offer": 0.15, "back": 0.25}
#: Acts at step "check" and at step "sign", by id in the pack.
AT_CHECK, AT_SIGN = ("submit", "submit", "ask", "money", "verify", "stop"), ("sign", "sign", "back")


def plan(stage: Stage, chance: random.Random, key: str, next_mother: Callable[[], int | None]) -> Plan:
    """What to try next. ``next_mother``: somebody who has not handed in yet; ``None`` when nobody is left."""
    wanted: Plan = {"key": key}
    if chance.random() * 100 < sum(COMMON.values()):
        kind = chance.choices(list(COMMON), list(COMMON.values()))[0]
        mother = next_mother() if kind.startswith("submit") else None
        if mother is not None or not kind.startswith("submit"):
            return wanted | {"do": kind, "mother": mother}
    found = list(Case.objects.exclude(state__in=[3, 7, 8, 10]).order_by("pk").values_list("pk", flat=True)[:IN_HAND])
    if not found:
        return wanted | {"do": "deliver", "mother": None}
    case = Case.objects.get(pk=chance.choice(found))
    choices = acts_of(case)
    act = chance.choice([one for one in choices if chance.random() < LIKELY.get(one, 1)] or choices)
    wanted |= {"do": act, "case": case.pk, "agency": case.deciding_agency, "mother": case.applicant_person_id}
    if act in ("pay_online", "pay_cash"):
        order = PaymentOrder.objects.filter(reference=case.code).order_by("-pk").first()
        wanted |= {"order": order.pk if order else 0}
    # Twice in a row: a person who pressed twice.
    return wanted | {"again": chance.random() < 0.1}


def acts_of(case: Case) -> list[str]:
    """What somebody might do with a dossier that looks like this; by the time it is tried it may not fit any more."""
    if HandOver.objects.filter(case=case, status="offered").exists():
        return ["accept", "decline"]
    if case.state == State.SUBMITTED:
        return ["receive", "receive", "refuse", "withdraw"]
    if case.state == State.RECEIVED:
        return ["take", "take", "withdraw"]
    if case.state == State.SUPPLEMENT:
        return ["supply", "withdraw"]
    if case.state == State.FINANCIAL:
        return ["pay_online", "pay_online", "pay_cash"]
    if case.state == State.DONE:
        return ["return"]
    return [*(AT_CHECK if case.step == "check" else AT_SIGN), "offer"]


def carry_out(stage: Stage, wanted: Plan) -> Plan:
    """Do it; returns what the caller was told: the code of the dossier, where there is one. Raises ``DomainError``."""
    result = _DO[wanted["do"]](stage, wanted)
    if isinstance(result, Case):
        return {"case": result.pk, "code": result.code}
    return {}


def _submit_online(stage: Stage, wanted: Plan) -> Case:
    mother = next(one for one in stage.mothers if one.pk == wanted["mother"])
    return _submit(stage, wanted, stage.citizens[mother.pk], Channel.ONLINE)


def _submit_desk(stage: Stage, wanted: Plan) -> Case:
    return _submit(stage, wanted, stage.desk, Channel.DIRECT)


def _submit(stage: Stage, wanted: Plan, actor: Actor, channel: Channel) -> Case:
    mother = next(one for one in stage.mothers if one.pk == wanted["mother"])
    return cases.submit_case(
        actor=actor,
        idempotency_key=wanted["key"],
        procedure_code=stage.procedure,
        data=data_of(mother),
        channel=channel,
        applicant=factories.applicant_of(mother),
        documents=[factories.paper_for(actor)],
    )


def data_of(mother: Any) -> dict[str, Any]:
    """The form of a mother; the name of the child tells whose it is."""
    name = mother.full_name.removeprefix("Lê Thị Mẹ ")
    return {"purpose": "Đăng ký khai sinh cho con", "child": f"Lê Bé {name}", "mother": mother.personal_id}


def _by(service: Callable[..., Any], who: str, **arguments: Any) -> Callable[[Stage, Plan], Any]:
    """Carries out an act on a dossier: ``who`` of the stage, at the agency that decided when it was planned."""

    def run(stage: Stage, wanted: Plan) -> Any:
        return service(
            actor=_actor(stage, who, wanted), idempotency_key=wanted["key"], case_id=wanted["case"], **arguments
        )

    return run


def _actor(stage: Stage, who: str, wanted: Plan) -> Actor:
    if who == "citizen":
        return stage.citizens[wanted["mother"]]
    if who in ("clerk", "head"):
        people = stage.clerks if who == "clerk" else stage.heads
        return people[wanted["agency"]]
    if who == "other":
        return stage.clerks[_other(wanted)]
    return stage.desk


def _other(wanted: Plan) -> str:
    return CIVIL_THERE if wanted["agency"] == CIVIL else CIVIL


def _supply(stage: Stage, wanted: Plan) -> Any:
    actor = stage.citizens[wanted["mother"]]
    return cases.supply(
        actor=actor,
        idempotency_key=wanted["key"],
        case_id=wanted["case"],
        documents=[factories.paper_for(actor)],
    )


def _offer(stage: Stage, wanted: Plan) -> Any:
    return cases.offer_hand_over(
        actor=_actor(stage, "clerk", wanted),
        idempotency_key=wanted["key"],
        case_id=wanted["case"],
        to_agency=_other(wanted),
        reason=REASON,
    )


def _pay_online(stage: Stage, wanted: Plan) -> None:
    """The payer's money is in the gateway's books as soon as he paid; we hear of it twice."""
    checkout = payments.start_online(actor=stage.system, order_id=wanted["order"], gateway=demo.NAME)
    total = PaymentOrder.objects.values_list("total", flat=True).get(pk=wanted["order"])
    row = demo.pay(checkout.attempt, amount=total, succeeded=True, now=timezone.now())
    for _ in range(2):
        payload, signature = demo.callback_of(row)
        payments.take_callback(gateway=demo.NAME, payload=payload, signature=signature)


def _pay_cash(stage: Stage, wanted: Plan) -> None:
    payments.pay_cash(actor=stage.desk, idempotency_key=wanted["key"], order_id=wanted["order"])


_DO: dict[str, Callable[[Stage, Plan], Any]] = {
    "submit_online": _submit_online,
    "submit_desk": _submit_desk,
    "receive": _by(cases.receive_case, "desk"),
    "refuse": _by(cases.refuse_reception, "desk", reason="SAI_THAM_QUYEN", remedy=REASON),
    "take": _by(cases.take_case, "clerk"),
    "submit": _by(cases.act, "clerk", action="submit"),
    "ask": _by(cases.act, "clerk", action="ask", items=ITEMS),
    "money": _by(cases.act, "clerk", action="money"),
    "verify": _by(cases.act, "clerk", action="verify"),
    "stop": _by(cases.act, "clerk", action="stop", reason="KHONG_DU_DIEU_KIEN"),
    "sign": _by(cases.act, "head", action="sign"),
    "back": _by(cases.act, "head", action="back", note=REASON),
    "supply": _supply,
    "offer": _offer,
    "accept": _by(cases.accept_hand_over, "other"),
    "decline": _by(cases.refuse_hand_over, "other", reason=REASON),
    "withdraw": _by(cases.withdraw, "citizen"),
    "return": _by(cases.return_result, "desk"),
    "pay_online": _pay_online,
    "pay_cash": _pay_cash,
    "deliver": lambda stage, wanted: events.deliver_due(timezone.now(), limit=40),
    "timers": lambda stage, wanted: run_due(timezone.now()),
    "send": lambda stage, wanted: portal_sync.send_due(timezone.now(), limit=30),
    "fetch": lambda stage, wanted: portal_sync.fetch_new(timezone.now(), limit=5),
}

#: Name in the timeline that each acknowledged act leaves exactly once.
TIMELINE = {
    "submit_online": "submitted",
    "submit_desk": "submitted",
    "receive": "received",
    "refuse": "reception_refused",
    "take": "taken",
    "submit": "acted:submit",
    "ask": "supplement_asked",
    "money": "payment_asked",
    "verify": "acted:verify",
    "stop": "stopped",
    "sign": "finished:sign",
    "back": "acted:back",
    "supply": "supplied",
    "offer": "hand_over_offered",
    "accept": "hand_over_accepted",
    "decline": "hand_over_refused",
    "withdraw": "withdrawn",
    "return": "returned",
}
#: Operations that leave a key of their own in the database when, and only when, they took effect.
KEYED = {*TIMELINE, "pay_cash"}
