"""What an actor may do with a case now: the buttons of its page."""

from __future__ import annotations

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.procedures.cases.acts.common import (
    APPROVE,
    ASSIGN,
    PERMISSION_OF_DUTY,
    PROCESS,
    RECEIVE,
    action_holds,
    agency_of_step,
    pack_of,
    step_of,
)
from dean06.procedures.cases.acts.deciding import waits_for_money
from dean06.procedures.cases.models import Case, HandOver, SupplementRequest
from dean06.procedures.cases.types import LegalAction, State
from dean06.procedures.cases.visibility import is_own
from dean06.procedures.catalogue.types import Action, ActionKind, Step

S = State
_RUNNING = {S.RECEIVED, S.PROCESSING, S.SUPPLEMENT, S.FINANCIAL}
_NOTED = {ActionKind.RETURN, ActionKind.STOP}


def legal_actions(actor: Actor, case: Case) -> list[LegalAction]:
    """What the actor may do now, the usual next act first. Services check again: a list is no right."""
    if actor.person_id is not None:
        return _of_citizen(actor, case)
    found = _at_desk(actor, case) + _of_step(actor, case) + _of_agency(actor, case)
    return sorted(found, key=lambda one: not one.is_main)


def _of_citizen(actor: Actor, case: Case) -> list[LegalAction]:
    found: list[LegalAction] = []
    if not is_own(actor, case):
        return found
    if case.state == S.SUPPLEMENT and _waits_for_supplement(case):
        found.append(LegalAction("supply", "Bổ sung hồ sơ", is_main=True))
    if case.state in _RUNNING | {S.SUBMITTED}:
        found.append(LegalAction("withdraw", "Rút hồ sơ"))
    return found


def _at_desk(actor: Actor, case: Case) -> list[LegalAction]:
    """Receiving, refusing, asking, supplying for the applicant, withdrawing for him, handing the result over."""
    if not actor.can(RECEIVE, agency=case.receiving_agency):
        return []
    found = []
    reasons = pack_of(case).meta.refusal_reasons
    waits = case.state == S.SUPPLEMENT and _waits_for_supplement(case)
    at_desk = case.state == S.SUBMITTED or (case.state == S.SUPPLEMENT and case.received_at is None and not waits)
    if at_desk:
        found.append(LegalAction("receive_case", "Tiếp nhận", is_main=True))
        found.append(
            LegalAction("refuse_reception", "Từ chối tiếp nhận", reasons=reasons, needs_note=True, kind="stop")
        )
    if case.state in (S.SUBMITTED, S.RECEIVED) and case.supplement_count == 0:
        found.append(LegalAction("request_supplement", "Yêu cầu bổ sung", kind="supplement"))
    if waits:
        found.append(LegalAction("supply", "Nhận giấy tờ bổ sung", is_main=True))
    if case.state in _RUNNING | {S.SUBMITTED}:
        found.append(LegalAction("withdraw", "Rút hồ sơ theo yêu cầu", needs_note=True))
        found.append(LegalAction("add_document", "Thêm bản số hóa"))
    if case.state == S.DONE:
        found.append(LegalAction("return_result", "Trả kết quả", is_main=True))
    return found


def _of_step(actor: Actor, case: Case) -> list[LegalAction]:
    """The actions of the present step, for who may do it and while no other agency is asked to take the case."""
    step = step_of(case)
    if step is None or case.state not in (S.RECEIVED, S.PROCESSING) or step.duty not in PERMISSION_OF_DUTY:
        return []
    if not actor.can(PERMISSION_OF_DUTY[step.duty], agency=agency_of_step(case, step)):
        return []
    found = []
    if case.state == S.RECEIVED or (case.assignee_id is None and actor.user_id is not None):
        found.append(LegalAction("take_case", "Nhận thụ lý", is_main=case.state == S.RECEIVED))
    if _is_offered(case):
        return found
    found += [
        LegalAction(
            "act",
            action.title,
            action=action.id,
            kind=action.kind.value,
            reasons=_reasons(case, action),
            needs_note=action.kind in _NOTED,
            is_main=action.kind in (ActionKind.FORWARD, ActionKind.FINISH),
            fields=tuple(action.fields),
        )
        for action in step.actions
        if not action.on_answer and action_holds(case, action) and _still(case, step, action)
    ]
    return found


def _of_agency(actor: Actor, case: Case) -> list[LegalAction]:
    """Giving to somebody, to another agency; apologising; stopping."""
    found = []
    may_assign = actor.can_any(ASSIGN, [case.deciding_agency, case.receiving_agency])
    if may_assign and case.state in _RUNNING:
        found.append(LegalAction("assign_case", "Phân công"))
    offer = HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).first()
    if offer is not None:
        if actor.can(ASSIGN, agency=offer.to_agency) or actor.can(PROCESS, agency=offer.to_agency):
            found.append(LegalAction("accept_hand_over", "Nhận hồ sơ chuyển đến", is_main=True))
            found.append(LegalAction("refuse_hand_over", "Từ chối nhận", needs_note=True))
        elif actor.can(ASSIGN, agency=offer.from_agency) or actor.can(PROCESS, agency=offer.from_agency):
            found.append(LegalAction("refuse_hand_over", "Thu hồi đề nghị chuyển", needs_note=True))
    elif case.state in (S.RECEIVED, S.PROCESSING) and (
        actor.can(ASSIGN, agency=case.deciding_agency) or actor.can(PROCESS, agency=case.deciding_agency)
    ):
        found.append(LegalAction("offer_hand_over", "Chuyển cơ quan khác", needs_note=True))
    if actor.can(APPROVE, agency=case.deciding_agency):
        if case.state in (S.RECEIVED, S.PROCESSING) and case.apologised_at is None:
            found.append(LegalAction("apologise", "Xin lỗi, hẹn lại ngày", needs_note=True))
        if case.state in _RUNNING:
            reasons = pack_of(case).meta.refusal_reasons
            found.append(LegalAction("stop", "Dừng giải quyết", reasons=reasons, needs_note=True, kind="stop"))
    return found


def _reasons(case: Case, action: Action) -> dict[str, str]:
    if action.kind != ActionKind.STOP:
        return {}
    known = pack_of(case).meta.refusal_reasons
    return {code: known[code] for code in (action.reasons or tuple(known)) if code in known}


def _still(case: Case, step: Step, action: Action) -> bool:
    """What may be done only once is not offered again, nor the way on from a step whose money is not paid."""
    if waits_for_money(case, step, action, timezone.now()):
        return False
    if action.kind == ActionKind.SUPPLEMENT:
        last = SupplementRequest.objects.filter(case=case).order_by("-pk").first()
        return last is None or last.is_complete is False
    if action.kind == ActionKind.VERIFY:
        has_term = pack_of(case).meta.time_limit.extended_value is not None
        return has_term and not case.verification_extended and case.apologised_at is None
    return True


def _waits_for_supplement(case: Case) -> bool:
    return SupplementRequest.objects.filter(case=case, answered_at=None).exists()


def _is_offered(case: Case) -> bool:
    return HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).exists()
