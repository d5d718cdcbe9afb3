"""Recommendations: raised by a unit, sent on, answered, settled."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.writing.services import Write, service
from dean06.steering.registers.acts.common import (
    authorise,
    body_problems,
    check,
    check_state,
    leave,
    locked,
    moment,
    reason_problem,
)
from dean06.steering.registers.models import Recommendation
from dean06.steering.registers.reading.scope import EDIT, VIEW, recommendations_of
from dean06.steering.registers.types import RecommendationState, Register

_STATE = RecommendationState


@service(permission=VIEW)
def raise_recommendation(
    *,
    actor: Actor,
    write: Write,
    agency_code: str,
    text: str,
    to_whom: str,
    to_code: str = "",
    raised_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Record what a unit asks of somebody above. A unit for itself, the steering office for everybody.

    Raises ``NotAllowed``, ``RegisterRefused``.
    """
    now = moment(now)
    today = timezone.localdate(now)
    raised_on = raised_on or today
    authorise(write, agency=agency_code)
    problems: dict[str, str] = {}
    if len(text.split()) < 4:
        problems["text"] = "Hãy ghi rõ kiến nghị điều gì, để làm gì."
    if not to_whom.strip():
        problems["to_whom"] = "Hãy ghi cơ quan có thẩm quyền trả lời."
    if raised_on > today:
        problems["raised_on"] = "Ngày kiến nghị không được ở sau hôm nay."
    if problem := body_problems([agency_code]):
        problems["agency_code"] = problem
    if problem := body_problems([to_code]):
        problems["to_code"] = problem
    check(problems)
    found = Recommendation.objects.create(
        text=text.strip(),
        agency_code=agency_code,
        to_whom=to_whom.strip()[:200],
        to_code=to_code,
        raised_on=raised_on,
        search_key=search_key(f"{text} {to_whom}"),
    )
    title = f"Kiến nghị gửi {found.to_whom}"
    leave(write, Register.RECOMMENDATION, found, "registers.recommendation_raised", title, now=now)
    return found


@service(permission=EDIT)
def send_recommendation(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    to_whom: str,
    document: str,
    sent_on: dt.date,
    due_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Recommendation:
    """Send it on with a document; also again, when an answer settled nothing (the old answer stays in the history).

    Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(recommendations_of(actor), record_id)
    check_state(
        found.state,
        _STATE.RAISED,
        _STATE.ANSWERED,
        sentence="Kiến nghị này đã gửi hoặc đã kết thúc nên không gửi được.",
    )
    problems: dict[str, str] = {}
    if not document.strip():
        problems["document"] = "Hãy ghi số, ngày văn bản gửi."
    if not to_whom.strip():
        problems["to_whom"] = "Hãy ghi cơ quan nhận."
    if not found.raised_on <= sent_on <= timezone.localdate(now):
        problems["sent_on"] = f"Ngày gửi phải từ {found.raised_on:%d/%m/%Y} đến hôm nay."
    if due_on is not None and due_on < sent_on:
        problems["due_on"] = "Ngày đề nghị trả lời phải sau ngày gửi."
    check(problems)
    earlier = found.answer
    found.state, found.sent_on, found.document, found.due_on = _STATE.SENT, sent_on, document.strip()[:200], due_on
    found.to_whom = to_whom.strip()[:200]
    found.answer, found.answered_on, found.answer_document = "", None, ""
    found.version += 1
    found.save()
    text = f"Trả lời trước đó: {earlier}" if earlier else ""
    title = f"Gửi {found.to_whom} tại {found.document}"
    leave(write, Register.RECOMMENDATION, found, "registers.recommendation_sent", title, text=text, now=now)
    return found


@service(permission=VIEW)
def answer_recommendation(
    *,
    actor: Actor,
    write: Write,
    record_id: int,
    answer: str,
    answered_on: dt.date,
    document: str = "",
    now: dt.datetime | None = None,
) -> Recommendation:
    """Record the answer: the steering office, or the body it was sent to.

    Raises ``NotAllowed``, ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``.
    """
    now = moment(now)
    found = locked(recommendations_of(actor), record_id)
    authorise(write, agency=found.to_code or "?")
    check_state(found.state, _STATE.RAISED, _STATE.SENT, sentence="Kiến nghị này đã có trả lời hoặc đã kết thúc.")
    problems: dict[str, str] = {}
    if problem := reason_problem(answer, "nội dung trả lời"):
        problems["answer"] = problem
    if not (found.sent_on or found.raised_on) <= answered_on <= timezone.localdate(now):
        problems["answered_on"] = "Ngày trả lời phải từ ngày gửi đến hôm nay."
    check(problems)
    found.state, found.answer, found.answered_on = _STATE.ANSWERED, answer.strip(), answered_on
    found.answer_document = document.strip()[:200]
    found.version += 1
    found.save()
    leave(
        write, Register.RECOMMENDATION, found, "registers.recommendation_answered", "Có trả lời", text=answer, now=now
    )
    return found


@service(permission=EDIT)
def settle_recommendation(
    *, actor: Actor, write: Write, record_id: int, note: str, now: dt.datetime | None = None
) -> Recommendation:
    """The answer settled it. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    return _finish(
        actor,
        write,
        record_id,
        note,
        moment(now),
        allowed=_STATE.ANSWERED,
        state=_STATE.SETTLED,
        action="registers.recommendation_settled",
        title="Đã giải quyết xong",
        sentence="Chỉ kết thúc được kiến nghị đã có trả lời.",
    )


@service(permission=EDIT)
def decline_recommendation(
    *, actor: Actor, write: Write, record_id: int, note: str, now: dt.datetime | None = None
) -> Recommendation:
    """It is not sent on, for a reason. Raises ``RecordNotFound``, ``StepRefused``, ``RegisterRefused``."""
    return _finish(
        actor,
        write,
        record_id,
        note,
        moment(now),
        allowed=_STATE.RAISED,
        state=_STATE.DECLINED,
        action="registers.recommendation_declined",
        title="Không gửi tiếp",
        sentence="Chỉ từ chối được kiến nghị chưa gửi.",
    )


def _finish(
    actor: Actor,
    write: Write,
    record_id: int,
    note: str,
    now: dt.datetime,
    *,
    allowed: str,
    state: str,
    action: str,
    title: str,
    sentence: str,
) -> Recommendation:
    found = locked(recommendations_of(actor), record_id)
    check_state(found.state, allowed, sentence=sentence)
    if problem := reason_problem(note):
        check({"note": problem})
    found.state, found.closed_on = state, timezone.localdate(now)
    found.version += 1
    found.save()
    leave(write, Register.RECOMMENDATION, found, action, title, text=note, now=now)
    return found
