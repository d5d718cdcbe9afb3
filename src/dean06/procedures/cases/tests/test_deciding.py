"""What the officer fills in when deciding: kept, shown to officers, printed, reckoned with; money that leads on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from dean06.kernel.audit.models import AuditRow
from dean06.procedures.cases import errors, queries, results, services
from dean06.procedures.cases.models import Case, CaseEvent
from dean06.procedures.cases.tests import factories as make
from dean06.procedures.cases.tests.factories import World, at
from dean06.procedures.cases.types import State
from dean06.procedures.forms import services as forms
from dean06.socioeconomic.payments import queries as payments
from dean06.socioeconomic.payments import services as payment_services

pytestmark = pytest.mark.django_db

MONTHS = {"name": "months", "label": "Số tháng hưởng", "type": "integer", "min": 3, "max": 12}
AMOUNT = {"name": "amount", "label": "Mức hưởng", "type": "money", "min": 1}
KIND = {"name": "kind", "label": "Diện", "type": "choice", "choices": {"a": "Thông thường", "b": "Đặc biệt"}}
WHY = {
    "name": "why",
    "label": "Căn cứ diện đặc biệt",
    "type": "textarea",
    "when": [{"field": "decision.kind", "op": "eq", "value": "b"}],
}
GIVEN = {"months": "4", "amount": "4.920.000", "kind": "a"}


def pack(**changes: Any) -> Any:
    """The simple procedure: the clerk fills in four fields, paying leads to the signature."""
    files = make.simple_pack().model_dump(mode="json")
    check, sign = files["process"]["steps"]
    check["actions"][0]["fields"] = [MONTHS, AMOUNT, KIND, WHY]
    sign["actions"][0]["when"] = [{"field": "decision.months", "op": "lte", "value": 12}]
    files["result"]["blocks"].append(
        {"fields": {"Số tháng": "{decision.months}", "Mức": "{decision.amount}", "Diện": "{decision.kind}"}}
    )
    files["fees"]["fees"] = []
    return make.simple_pack(**{"process": files["process"], "result": files["result"], "fees": files["fees"]} | changes)


def refused_fields(world: World, case: Case, given: dict[str, Any]) -> list[str]:
    """The fields for which a press of the button is refused; nothing changes."""
    before = (Case.objects.values().get(pk=case.pk), CaseEvent.objects.count(), AuditRow.objects.count())
    with pytest.raises(errors.DecisionRefused) as caught, transaction.atomic():
        services.act(actor=world.clerk, case_id=case.pk, action="submit", fields=given, now=at(10))
    assert before == (Case.objects.values().get(pk=case.pk), CaseEvent.objects.count(), AuditRow.objects.count())
    assert all(sentence.endswith(".") for sentence in caught.value.details["fields"].values())
    return sorted(caught.value.details["fields"])


def test_what_is_filled_in_is_kept_with_the_case_shown_to_officers_and_printed() -> None:
    world = make.setting(pack())
    case = make.in_processing(world)
    case = services.act(actor=world.clerk, case_id=case.pk, action="submit", fields=GIVEN, now=at(10))
    assert case.outputs == {"decision.months": 4, "decision.amount": 4_920_000, "decision.kind": "a"}
    assert case.step == "sign"
    page = queries.case(world.head, case.pk, now=at(11))
    said = (("Số tháng hưởng", "4"), ("Mức hưởng", "4.920.000 đồng"), ("Diện", "Thông thường"))
    assert page.decided == said
    entry = next(one for one in page.timeline if one.act == "decided:submit")
    assert entry.note == "Số tháng hưởng: 4; Mức hưởng: 4.920.000 đồng; Diện: Thông thường"
    assert AuditRow.objects.filter(action="case.decided").count() == 1
    seen = queries.case(world.citizen, case.pk, now=at(11))
    assert seen.decided == ()
    assert not any(one.act.startswith("decided") for one in seen.timeline)
    kind = world.pack.meta.results[0]
    drawn = str(results.paper_of(case, world.pack, kind, world.head, at(11)))
    assert "4.920.000" in drawn
    assert "Thông thường" in drawn


def test_every_field_that_is_wrong_is_told_and_nothing_is_written() -> None:
    world = make.setting(pack())
    case = make.in_processing(world)
    assert refused_fields(world, case, {}) == ["decision.amount", "decision.kind", "decision.months"]
    assert refused_fields(world, case, GIVEN | {"months": "13"}) == ["decision.months"]
    assert refused_fields(world, case, GIVEN | {"kind": "b"}) == ["decision.why"]
    assert refused_fields(world, case, GIVEN | {"person_id": "1"}) == ["decision.person_id"]


def test_a_second_proposal_takes_the_place_of_the_first() -> None:
    world = make.setting(pack())
    case = make.in_processing(world)
    first = GIVEN | {"kind": "b", "why": "Theo kết luận số 5"}
    services.act(actor=world.clerk, case_id=case.pk, action="submit", fields=first, now=at(10))
    services.act(actor=world.head, case_id=case.pk, action="back", note="Xem lại diện hưởng", now=at(11))
    case = services.act(actor=world.clerk, case_id=case.pk, action="submit", fields=GIVEN, now=at(14))
    assert case.outputs == {"decision.months": 4, "decision.amount": 4_920_000, "decision.kind": "a"}


def paying(**fee: Any) -> Any:
    """The simple procedure whose money button leads to the signature; the fee is what the clerk assesses."""
    files = make.simple_pack().model_dump(mode="json")
    check = files["process"]["steps"][0]
    check["actions"][2] |= {"to": "sign", "fields": [{"name": "assessed", "label": "Số thuế", "type": "money"}]}
    files["fees"]["fees"][0] |= fee
    return make.simple_pack(process=files["process"], fees=files["fees"])


def test_the_amount_assessed_is_asked_for_and_paying_leads_on_by_itself() -> None:
    world = make.setting(paying(amount=1, per="decision.assessed"))
    case = make.received(world)
    case = services.act(
        actor=world.clerk, case_id=case.pk, action="money", fields={"assessed": "1.250.000"}, now=at(10)
    )
    order = payments.order_of(case.code)
    assert order is not None
    assert (case.state, order.total) == (State.FINANCIAL, 1_250_000)
    payment_services.pay_cash(actor=make.accountant_of(world.desk), order_id=order.order_id, now=at(14))
    for _ in range(2):
        services.note_paid(actor=make.system(), code=case.code, online=False, now=at(14))
    case.refresh_from_db()
    assert (case.state, case.step, case.duty, case.assignee_id) == (State.PROCESSING, "sign", "approve", None)
    assert case.step_due_at == at(8, day=18)
    assert services.act(actor=world.head, case_id=case.pk, action="sign", now=at(15)).state == State.DONE


def test_the_way_on_is_closed_as_long_as_the_money_is_not_paid() -> None:
    world = make.setting(paying())
    case = make.in_processing(world)
    assert "submit" not in {one.action for one in queries.case(world.clerk, case.pk, now=at(10)).actions}
    with pytest.raises(errors.FeeNotPaid) as caught, transaction.atomic():
        services.act(actor=world.clerk, case_id=case.pk, action="submit", now=at(10))
    assert "Yêu cầu nộp tiền" in caught.value.message
    case.refresh_from_db()
    assert case.step == "check"


def test_with_nothing_to_pay_the_way_on_is_open() -> None:
    world = make.setting(paying(amount=0))
    case = make.in_processing(world)
    assert services.act(actor=world.clerk, case_id=case.pk, action="submit", now=at(10)).step == "sign"


def test_the_second_click_on_a_finished_draft_gives_the_same_dossier() -> None:
    world = make.setting()
    draft = forms.save_draft(
        actor=world.citizen, procedure_code=world.pack.code, data={"purpose": "Bổ sung hồ sơ"}, now=at(9)
    )
    first = make.submitted(world, draft_id=draft.pk)
    second = make.submitted(world, draft_id=draft.pk)
    assert second.pk == first.pk
    assert Case.objects.count() == 1
    assert len(payments.orders_of(first.code)) <= 1
