"""Agreeing to a request: a proposal to the registry, decided there by others; and hearing what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.ecosystem.review.acts.common import moment
from dean06.ecosystem.review.acts.leasing import today_of
from dean06.ecosystem.review.acts.requesting import OPEN, answered, handled, step, tell_answer
from dean06.ecosystem.review.errors import AnswerIncomplete, StepRefused
from dean06.ecosystem.review.models import CorrectionRequest
from dean06.ecosystem.review.rules.routing import PROPOSABLE
from dean06.ecosystem.review.scopes import HANDLE
from dean06.ecosystem.review.types import RequestState
from dean06.kernel.common.actors import Actor
from dean06.kernel.population import services as population
from dean06.kernel.population.types import ProposalKind, ProposalState, Sex
from dean06.kernel.writing.services import Write, service

ORIGIN = "review.correctionrequest"
#: What a decided proposal means for its request; one that its author took back is in work again.
_OUTCOMES: dict[str, tuple[RequestState, str]] = {
    ProposalState.APPROVED: (RequestState.DONE, "dân cư đã sửa"),
    ProposalState.REFUSED: (RequestState.REFUSED, "đề nghị sửa không được duyệt"),
    ProposalState.WITHDRAWN: (RequestState.IN_WORK, "đề nghị sửa đã rút, đang xác minh lại"),
}


@service(permission=HANDLE)
def approve_request(
    *, actor: Actor, write: Write, request_id: int, answer: str = "", now: dt.datetime | None = None
) -> CorrectionRequest:
    """The body agrees that the registry is wrong: it proposes the change to the registry, which others decide.

    Numbers and residence are changed by the police's own procedures, not by a correction: see ``report_done``. Raises
    ``StepRefused``, ``NotAllowed``, and what ``population.services.propose_change`` raises.
    """
    now = moment(now)
    request = handled(actor, request_id, *OPEN)
    if not set(request.fields) <= PROPOSABLE:
        raise StepRefused(
            "Số định danh và nơi cư trú được sửa bằng thủ tục của công an. Làm thủ tục xong, hãy ghi kết quả ở mục "
            "“Đã xử lý bằng thủ tục khác”."
        )
    proposal = population.propose_change(
        actor=actor,
        kind=ProposalKind.CORRECT,
        person_id=request.person_id,
        values=proposed_values(request.fields),
        reason=f"Theo phiếu đề nghị sửa số {request.pk}: {request.reason}"[:500],
        effective_on=today_of(now),
        evidence_id=request.evidence_id,
        origin=f"{ORIGIN}:{request.pk}",
    )
    request.proposal_id = proposal.pk
    answered(request, actor, now, RequestState.APPROVED, answer.strip())
    write.audit("review.request_approved", subject=request, details={"proposal": proposal.pk})
    tell_answer(write, request, "đã lập đề nghị sửa, chờ cơ sở dữ liệu dân cư duyệt")
    return request


@service(permission=HANDLE)
def report_done(
    *, actor: Actor, write: Write, request_id: int, answer: str, now: dt.datetime | None = None
) -> CorrectionRequest:
    """The registry was put right by another procedure (residence, re-issue of a number): say which.

    Raises ``StepRefused``, ``AnswerIncomplete``.
    """
    now = moment(now)
    request = handled(actor, request_id, *OPEN)
    if len(answer.strip()) < 10:
        raise AnswerIncomplete("Hãy ghi thủ tục đã làm và số giấy tờ (ít nhất 10 ký tự).")
    answered(request, actor, now, RequestState.DONE, answer.strip())
    write.audit("review.request_closed", subject=request, details={"state": request.state})
    tell_answer(write, request, "đã xử lý")
    return request


@service(permission=HANDLE)
def close_request(
    *, actor: Actor, write: Write, proposal_id: int, state: str, now: dt.datetime | None = None
) -> CorrectionRequest | None:
    """The registry decided the proposal of a request. A repeated call changes nothing."""
    now = moment(now)
    request = CorrectionRequest.objects.select_for_update().filter(proposal_id=proposal_id).first()
    if request is not None and request.state == RequestState.APPROVED and state in _OUTCOMES:
        request.state, words = _OUTCOMES[state]
        request.save(update_fields=["state"])
        step(request, actor, now, words[0].upper() + words[1:])
        tell_answer(write, request, words)
    write.audit("review.request_closed", subject=f"population.changeproposal:{proposal_id}", details={"state": state})
    return request


def proposed_values(fields: dict[str, dict[str, str]]) -> dict[str, Any]:
    """The values of a request in the words of the registry's columns."""
    values: dict[str, Any] = {}
    for field, pair in fields.items():
        proposed = pair["proposed"]
        if field == "birth_date":
            values |= _date_values(proposed)
        elif field == "sex":
            values["sex"] = next((code for code, label in Sex.choices if label == proposed), proposed)
        else:
            values["permanent_village" if field == "village" else field] = proposed
    return values


def _date_values(text: str) -> dict[str, int | None]:
    parts = [int(part) for part in text.split("/") if part]
    day, month, year = [None] * (3 - len(parts)) + parts
    return {"birth_year": year, "birth_month": month, "birth_day": day}
