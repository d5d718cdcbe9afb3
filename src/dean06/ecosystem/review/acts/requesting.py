"""Asking the registry's owner to look at a value, and the answer. Nothing here changes the registry: approval writes a
proposal, which ``population`` puts before yet another person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

from django.core.files.base import File

from dean06.ecosystem.review.acts import telling
from dean06.ecosystem.review.acts.common import look, moment
from dean06.ecosystem.review.acts.leasing import today_of
from dean06.ecosystem.review.errors import AnswerIncomplete, EvidenceMissing, NothingToCorrect, StepRefused
from dean06.ecosystem.review.events import CorrectionAnswered, CorrectionRequested
from dean06.ecosystem.review.models import CorrectionRequest, CorrectionStep, Decision
from dean06.ecosystem.review.rules.comparing import Values
from dean06.ecosystem.review.rules.routing import ANSWER_DAYS, split_by_owner
from dean06.ecosystem.review.scopes import DECIDE, HANDLE, get_decision, get_request, may_handle
from dean06.ecosystem.review.types import DecisionState, Queue, RefusalCode, RequestState, Verdict
from dean06.kernel.calendar import queries as calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.vietnamese import display_name
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write, service

_LEAST_REASON = 10
#: What a request waits for, and who may act on it.
OPEN = (RequestState.SENT, RequestState.IN_WORK)


@service(permission=DECIDE)
def request_corrections(
    *,
    actor: Actor,
    write: Write,
    decision_id: int,
    fields: Sequence[str],
    reason: str,
    document_ref: str = "",
    evidence: tuple[str, File | BinaryIO | bytes] | None = None,
    now: dt.datetime | None = None,
) -> list[CorrectionRequest]:
    """Ask the owners of ``fields`` to look at the registry's values; one request for each body concerned.

    The decision must hold and say "same". ``document_ref`` or ``evidence`` (name, content) is needed: a request without
    a paper behind it is no evidence. Raises ``StepRefused``, ``NothingToCorrect``, ``AnswerIncomplete``,
    ``EvidenceMissing``.
    """
    now = moment(now)
    decision = get_decision(actor, decision_id)
    Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state != DecisionState.FINAL or decision.verdict != Verdict.SAME or decision.person_id is None:
        raise StepRefused("Chỉ lập phiếu từ một quyết định “cùng một người” đang có hiệu lực.")
    owners = split_by_owner(field for field in fields if field in decision.differing)
    if not owners:
        raise NothingToCorrect("Hãy chọn ít nhất một trường khác nhau mà bạn cho rằng dữ liệu dân cư sai.")
    reason = _reason(reason)
    if not document_ref.strip() and evidence is None:
        raise EvidenceMissing
    shown = look(decision.case, today_of(now))
    person = shown.people.get(decision.person_id)
    if person is None:
        raise StepRefused("Người này không còn trong dữ liệu dân cư. Hãy chạy đối khớp lại.")
    made = []
    for queue, named in owners.items():
        if decision.requests.filter(queue=queue, state__in=(*OPEN, RequestState.RETURNED)).exists():
            raise StepRefused("Đã có phiếu đề nghị cho quyết định này đang chờ trả lời.")
        request = CorrectionRequest.objects.create(
            decision=decision,
            sector=decision.sector,
            record_key=decision.record_key,
            person_id=decision.person_id,
            unit_code=decision.case.unit_code,
            queue=queue,
            agency=telling.body_of_commune(decision.case.unit_code, queue),
            fields={
                field: {"registry": person.values.text(field), "proposed": _proposed(field, shown.record.values)}
                for field in named
            },
            reason=reason[:500],
            document_ref=document_ref.strip()[:200],
            due_on=_due(queue, now),
            sent_by=actor.user_id,
            sent_agency=actor.agency or "",
            sent_at=now,
        )
        if evidence is not None:
            _keep_evidence(request, evidence, actor)
        step(request, actor, now, reason)
        write.audit(
            "review.correction_requested",
            subject=request,
            details={"decision": decision.pk, "queue": queue, "agency": request.agency, "fields": sorted(named)},
        )
        write.publish(CorrectionRequested(request_id=request.pk, queue=queue, agency=request.agency))
        telling.request_sent(request)
        made.append(request)
    return made


@service(permission=DECIDE)
def complete_request(
    *,
    actor: Actor,
    write: Write,
    request_id: int,
    text: str,
    document_ref: str = "",
    evidence: tuple[str, File | BinaryIO | bytes] | None = None,
    now: dt.datetime | None = None,
) -> CorrectionRequest:
    """Give what was asked for when the request was returned; the time to answer starts anew. Raises ``StepRefused``."""
    now = moment(now)
    request = _open(actor, request_id, RequestState.RETURNED)
    get_decision(actor, request.decision_id)  # only the side that decided may add to it
    text = _reason(text)
    if document_ref.strip():
        request.document_ref = document_ref.strip()[:200]
    if evidence is not None:
        _keep_evidence(request, evidence, actor)
    request.state, request.due_on = RequestState.SENT, _due(Queue(request.queue), now)
    request.save()
    step(request, actor, now, text)
    write.audit("review.request_completed", subject=request)
    telling.request_sent(request, again=True)
    return request


@service(permission=HANDLE)
def take_request(*, actor: Actor, write: Write, request_id: int, now: dt.datetime | None = None) -> CorrectionRequest:
    """Begin to verify a request. Raises ``StepRefused``, ``NotAllowed``."""
    now = moment(now)
    request = handled(actor, request_id, RequestState.SENT)
    request.state, request.handled_by = RequestState.IN_WORK, actor.user_id
    request.save(update_fields=["state", "handled_by"])
    step(request, actor, now, "")
    write.audit("review.request_taken", subject=request)
    return request


@service(permission=HANDLE)
def refuse_request(
    *,
    actor: Actor,
    write: Write,
    request_id: int,
    code: RefusalCode | str,
    answer: str,
    now: dt.datetime | None = None,
) -> CorrectionRequest:
    """The registry stays as it is, for a coded reason and in words. Raises ``StepRefused``, ``AnswerIncomplete``."""
    now = moment(now)
    request = handled(actor, request_id, *OPEN)
    request.refusal_code = RefusalCode(code)
    answered(request, actor, now, RequestState.REFUSED, _reason(answer))
    write.audit("review.request_refused", subject=request, details={"code": request.refusal_code})
    tell_answer(write, request, f"không sửa ({RefusalCode(code).label.lower()})")
    return request


@service(permission=HANDLE)
def return_request(
    *, actor: Actor, write: Write, request_id: int, answer: str, now: dt.datetime | None = None
) -> CorrectionRequest:
    """Ask the sender for more. Raises ``StepRefused``, ``AnswerIncomplete``."""
    now = moment(now)
    request = handled(actor, request_id, *OPEN)
    answered(request, actor, now, RequestState.RETURNED, _reason(answer))
    write.audit("review.request_returned", subject=request)
    tell_answer(write, request, "cần bổ sung")
    return request


def handled(actor: Actor, request_id: int, *states: RequestState) -> CorrectionRequest:
    """The request, locked, in one of ``states``, when the actor answers for its body and did not send it."""
    request = _open(actor, request_id, *states)
    if not may_handle(actor, request):
        raise NotAllowed(permission=HANDLE, agency=request.agency)
    if actor.user_id is not None and actor.user_id == request.sent_by:
        raise NotAllowed("Người gửi phiếu không tự trả lời phiếu của mình.", permission=HANDLE)
    return request


def _open(actor: Actor, request_id: int, *states: RequestState) -> CorrectionRequest:
    request = get_request(actor, request_id, lock=True)
    if request.state not in states:
        raise StepRefused
    return request


def answered(request: CorrectionRequest, actor: Actor, now: dt.datetime, state: RequestState, answer: str) -> None:
    """Write the answer and its line of history."""
    request.state, request.answer, request.answered_at = state, answer[:500], now
    request.handled_by = actor.user_id
    request.save()
    step(request, actor, now, answer)


def step(request: CorrectionRequest, actor: Actor, now: dt.datetime, text: str) -> None:
    """One line of a request's history."""
    CorrectionStep.objects.create(
        request=request,
        at=now,
        state=request.state,
        text=text[:500],
        actor_id=actor.user_id,
        actor_name=actor.name[:160],
    )


def _keep_evidence(request: CorrectionRequest, evidence: tuple[str, Any], actor: Actor) -> None:
    name, content = evidence
    request.evidence = files.store_upload(
        actor=actor, data=content, filename=name, owner=f"review.correctionrequest:{request.pk}"
    )
    request.save(update_fields=["evidence"])


def tell_answer(write: Write, request: CorrectionRequest, words: str) -> None:
    """The sector hears of the answer."""
    finding = request.decision.case.finding_id
    write.publish(CorrectionAnswered(request_id=request.pk, finding_id=finding, state=request.state))
    telling.request_answered(request, words)


def _proposed(field: str, values: Values) -> str:
    """The sector's value as a register writes it: a name in capitals becomes a name."""
    text = values.text(field)
    return display_name(text) if field.endswith("_name") and text in (text.upper(), text.lower()) else text


def _due(queue: Queue, now: dt.datetime) -> dt.date:
    return calendar.work_calendar().add_working_days(today_of(now), ANSWER_DAYS[queue]).day


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < _LEAST_REASON:
        raise AnswerIncomplete
    return text
