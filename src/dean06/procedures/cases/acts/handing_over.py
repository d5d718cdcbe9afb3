"""A case goes to another competent agency: offered with a reason, accepted or refused; the moves are counted."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import telling, wording
from dean06.procedures.cases.acts.common import (
    ASSIGN,
    PROCESS,
    Entry,
    clean_reason,
    lock_for,
    moment,
    move,
    place_of,
    require_either,
    require_state,
    step_of,
    tally,
)
from dean06.procedures.cases.errors import HandOverPending, HandOverRefused
from dean06.procedures.cases.models import Case, HandOver
from dean06.procedures.cases.types import State

VIEW = "cases.view"


@service(permission=VIEW)
def offer_hand_over(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    to_agency: str,
    reason: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> HandOver:
    """Offer a case in work to an agency that decides instead; it waits for the answer, its clock runs on.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``HandOverPending``, ``HandOverRefused``,
    ``ReasonMissing``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    require_either(actor, (ASSIGN, case.deciding_agency), (PROCESS, case.deciding_agency))
    require_state(case, State.RECEIVED, State.PROCESSING)
    words = clean_reason(reason, field="reason")
    if HandOver.objects.filter(case=case, status=HandOver.Status.OFFERED).exists():
        raise HandOverPending()
    known = units.get_agencies([to_agency]).get(to_agency)
    if known is None or to_agency == case.deciding_agency:
        raise HandOverRefused()
    if known.valid_to is not None and known.valid_to < timezone.localdate(now):
        raise HandOverRefused("Cơ quan này đã ngừng hoạt động. Hãy chọn cơ quan tiếp nhận chức năng.")
    offer = HandOver.objects.create(
        case=case,
        from_agency=case.deciding_agency,
        to_agency=to_agency,
        reason=words,
        offered_at=now,
        offered_by_id=actor.user_id,
    )
    entry = Entry("hand_over_offered", "case.hand_over_offered", note=words, is_public=False, details={"to": to_agency})
    move(held, write, now, entry)
    telling.tell_officers(
        case,
        PROCESS,
        to_agency,
        title=f"Hồ sơ {case.code} được đề nghị chuyển tới cơ quan bạn",
        body=words,
        key=f"offered:{offer.pk}",
    )
    return offer


@service(permission=VIEW)
def accept_hand_over(
    *, actor: Actor, write: Write, case_id: int, revision: int | None = None, now: dt.datetime | None = None
) -> Case:
    """Take over the case: this agency decides from now on, at the same step. Raises ``CaseNotFound``, ``NotAllowed``,
    ``HandOverRefused``."""
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    offer = _offer(case)
    require_either(actor, (ASSIGN, offer.to_agency), (PROCESS, offer.to_agency))
    _answer(offer, HandOver.Status.ACCEPTED, actor, "", now)
    before = place_of(case, case.state)
    case.deciding_agency = offer.to_agency
    tally(out_of=before, into=place_of(case, case.state))
    case.hand_over_count += 1
    case.assignee_id = None
    step = step_of(case)
    if step is not None and step.office == "deciding" and case.duty_agency == offer.from_agency:
        case.duty_agency = offer.to_agency
    note = f"Chuyển từ {wording.agency_name(offer.from_agency)} tới {wording.agency_name(offer.to_agency)}."
    details = {"from_agency": offer.from_agency, "to_agency": offer.to_agency, "times": case.hand_over_count}
    move(held, write, now, Entry("hand_over_accepted", "case.hand_over_accepted", note=note, details=details))
    return case


@service(permission=VIEW)
def refuse_hand_over(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    reason: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Refuse the offer with a reason (the agency asked), or take it back (who offered it): the case stays where it is.

    Raises ``CaseNotFound``, ``NotAllowed``, ``HandOverRefused``, ``ReasonMissing``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case = held.case
    offer = _offer(case)
    words = clean_reason(reason, field="reason")
    require_either(
        actor, *((permission, one) for permission in (ASSIGN, PROCESS) for one in (offer.to_agency, offer.from_agency))
    )
    asked = actor.can_any(ASSIGN, [offer.to_agency]) or actor.can_any(PROCESS, [offer.to_agency])
    _answer(offer, HandOver.Status.REFUSED, actor, words, now)
    act = "hand_over_refused" if asked else "hand_over_recalled"
    entry = Entry(act, f"case.{act}", note=words, is_public=False, details={"to_agency": offer.to_agency})
    move(held, write, now, entry)
    telling.tell_officers(
        case,
        PROCESS,
        offer.from_agency,
        title=f"Hồ sơ {case.code} không được nhận chuyển",
        body=words,
        key=f"refused:{offer.pk}",
        only=offer.offered_by_id,
    )
    return case


def _offer(case: Case) -> HandOver:
    offer = HandOver.objects.select_for_update().filter(case=case, status=HandOver.Status.OFFERED).first()
    if offer is None:
        raise HandOverRefused("Hồ sơ không có đề nghị chuyển nào đang chờ trả lời.")
    return offer


def _answer(offer: HandOver, status: str, actor: Actor, words: str, now: dt.datetime) -> None:
    offer.status, offer.answered_at, offer.answered_by_id, offer.answer = status, now, actor.user_id, words
    offer.save(update_fields=["status", "answered_at", "answered_by_id", "answer"])
