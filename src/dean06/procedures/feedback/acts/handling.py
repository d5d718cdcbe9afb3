"""What the offices do: sort, assign, refuse, ask, answer, publish; reminders; the table of days."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications import services as notifications
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.acts.common import lock, moment, settle, tell, words
from dean06.procedures.feedback.errors import InvalidClock, InvalidFeedback, PersonalDataLeft
from dean06.procedures.feedback.events import FeedbackMoved
from dean06.procedures.feedback.models import ClockRow, Feedback
from dean06.procedures.feedback.types import ClockRule, Kind, RefusalReason, State

NOTICE_KIND = "feedback"


@service(permission="feedback.assign")
def assign_feedback(
    *,
    actor: Actor,
    write: Write,
    feedback_id: int,
    agency: str,
    kind: str,
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Class a feedback and give it to the agency that must answer (also again, to another). Raises ``NotAllowed``,
    ``FeedbackNotFound``, ``WrongStep``, ``InvalidFeedback`` for an unknown agency or class.
    """
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    found = lock(feedback_id, State.NEW, State.ASSIGNED, revision=revision)
    target = units.get_agencies([agency]).get(agency)
    if target is None or kind not in Kind.values:
        raise InvalidFeedback(fields={"agency": "Hãy chọn cơ quan trả lời."})
    before = State(found.state)
    found.agency, found.kind, found.assigned_at = agency, kind, now
    settle(found, State.ASSIGNED, now)
    tell(found, f"Chuyển {target.short_name or target.name} xử lý", note.strip(), actor=actor, now=now)
    write.audit("feedback.assigned", subject=found, details={"agency": agency, "kind": kind})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=before, after=State.ASSIGNED))
    _notify(found, "Phản ánh, kiến nghị chờ trả lời", agency)
    return found


@service(permission="feedback.answer")
def return_feedback(
    *, actor: Actor, write: Write, feedback_id: int, reason: str, now: dt.datetime | None = None
) -> Feedback:
    """The agency says that it is not the one to answer; the clock goes on. Raises as ``answer_feedback``."""
    now = moment(now)
    found = lock(feedback_id, State.ASSIGNED)
    write.authorise(agency=found.agency)
    reason = words(reason, "reason")
    returned_by, found.agency = found.agency, ""
    settle(found, State.NEW, now)
    tell(found, "Cơ quan được chuyển trả lại", reason, actor=actor, now=now, is_public=False)
    write.audit("feedback.returned", subject=found, details={"agency": returned_by})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=State.ASSIGNED, after=State.NEW))
    return found


@service(permission="feedback.assign")
def refuse_feedback(
    *,
    actor: Actor,
    write: Write,
    feedback_id: int,
    reason: str,
    note: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Do not take a feedback: a coded reason, and words for the sender. Raises ``NotAllowed``, ``WrongStep``…"""
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    found = lock(feedback_id, State.NEW, State.ASSIGNED, revision=revision)
    if reason not in RefusalReason.values:
        raise InvalidFeedback(fields={"reason": "Hãy chọn lý do."})
    note = words(note, "note")
    before = State(found.state)
    found.refusal_reason, found.refused_at = reason, now
    settle(found, State.REFUSED, now)
    tell(found, f"Từ chối tiếp nhận: {RefusalReason(reason).label}", note, actor=actor, now=now)
    write.audit("feedback.refused", subject=found, details={"reason": reason, "late": found.was_late})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=before, after=State.REFUSED))
    return found


@service(permission="feedback.view")
def ask_supplement(
    *,
    actor: Actor,
    write: Write,
    feedback_id: int,
    question: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Ask the sender for what is missing, once; by who sorts or by the agency that answers. Raises as the others."""
    now = moment(now)
    found = lock(feedback_id, State.NEW, State.ASSIGNED, revision=revision)
    if not actor.can("feedback.assign", agency=WHOLE_PROVINCE):
        write.authorise(permission="feedback.answer", agency=found.agency or WHOLE_PROVINCE)
    if found.asked_at is not None:
        raise InvalidFeedback("Chỉ yêu cầu bổ sung một lần. Hãy trả lời với nội dung đã có.")
    before = State(found.state)
    found.question, found.asked_at = words(question, "question"), now
    settle(found, State.SUPPLEMENT, now)
    tell(found, "Yêu cầu bổ sung", found.question, actor=actor, now=now)
    write.audit("feedback.supplement_asked", subject=found, details={"late": found.was_late})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=before, after=State.SUPPLEMENT))
    return found


@service(permission="feedback.answer")
def answer_feedback(
    *,
    actor: Actor,
    write: Write,
    feedback_id: int,
    answer: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """The agency answers; then the controller publishes. Raises ``NotAllowed`` for another agency's head,
    ``FeedbackNotFound``, ``WrongStep``, ``WordsMissing``.
    """
    now = moment(now)
    found = lock(feedback_id, State.ASSIGNED, revision=revision)
    write.authorise(agency=found.agency)
    found.answer, found.answered_at, found.answered_by_name = words(answer, "answer"), now, actor.name[:160]
    settle(found, State.ANSWERED, now)
    tell(found, "Trả lời", found.answer, actor=actor, now=now)
    write.audit("feedback.answered", subject=found, details={"late": found.was_late})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=State.ASSIGNED, after=State.ANSWERED))
    return found


@service(permission="feedback.assign")
def publish_feedback(
    *,
    actor: Actor,
    write: Write,
    feedback_id: int,
    title: str,
    body: str,
    answer: str,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Publish question and answer without personal data. Raises ``PersonalDataLeft`` (fields) when a number, address or
    the sender's name is still in the text; ``NotAllowed``, ``WrongStep``, ``WordsMissing``.
    """
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    found = lock(feedback_id, State.ANSWERED, revision=revision)
    texts = {"title": words(title, "title")[:200], "body": words(body, "body"), "answer": words(answer, "answer")}
    left = {
        name: "Còn số điện thoại, số định danh, thư điện tử hoặc họ tên người gửi."
        for name, text in texts.items()
        if rules.hide_personal_data(text, [found.sender_name]) != text
    }
    if left:
        raise PersonalDataLeft(fields=left)
    found.public_title, found.public_body, found.public_answer = texts["title"], texts["body"], texts["answer"]
    found.published_at = now
    settle(found, State.PUBLISHED, now)
    tell(found, "Công khai", actor=actor, now=now)
    write.audit("feedback.published", subject=found, details={"late": found.was_late})
    write.publish(FeedbackMoved(feedback_id=found.pk, before=State.ANSWERED, after=State.PUBLISHED))
    return found


@service(permission="feedback.assign")
def remind(*, actor: Actor, write: Write, feedback_id: int, days_left: int, now: dt.datetime | None = None) -> int:
    """Remind whoever owes the next step (system only); the same reminder goes out once. Returns how many were told."""
    if not actor.is_system:
        raise NotAllowed(permission="feedback.assign")
    found = lock(feedback_id)
    title = "Phản ánh, kiến nghị quá hạn" if days_left < 0 else "Phản ánh, kiến nghị sắp đến hạn"
    told = _notify(found, title, found.agency if found.state == State.ASSIGNED else "", key=str(days_left))
    write.audit("feedback.reminded", subject=found, details={"days_left": days_left, "told": told})
    return told


def _notify(found: Feedback, title: str, agency: str, key: str = "") -> int:
    """Tell the agency that answers (empty: who sorts and publishes). Returns how many were told."""
    people = (
        accounts.users_of_agency(agency, "feedback.answer")
        if agency
        else accounts.users_with_permission("feedback.assign")
    )
    told = notifications.notify(
        user_ids=[person.user_id for person in people],
        kind=NOTICE_KIND,
        title=f"{title}: {found.code}",
        body=f"Hạn: {found.due_on:%d/%m/%Y}." if found.due_on else "",
        url=reverse("feedback:detail", args=[found.pk]),
        subject=f"feedback.feedback:{found.pk}",
        dedupe_key=f"feedback:{found.pk}:{found.state}:{agency}:{key}",
    )
    return len(told)


@service(permission="feedback.assign")
def save_clock(*, actor: Actor, write: Write, rule: ClockRule, now: dt.datetime | None = None) -> ClockRow:
    """Enter or replace the days allowed from a day on. Feedback received before keeps its days. Raises
    ``InvalidClock``, ``NotAllowed``.
    """
    write.authorise(agency=WHOLE_PROVINCE)
    days = (rule.refuse_days, rule.ask_days, rule.answer_days, rule.publish_days)
    if not all(1 <= number <= 60 for number in days) or not rule.source.strip():
        raise InvalidClock
    row, _ = ClockRow.objects.update_or_create(
        valid_from=rule.valid_from,
        defaults={
            **{name: getattr(rule, name) for name in ClockRule.__dataclass_fields__},
            "updated_at": moment(now),
            "updated_by_name": actor.name[:160],
        },
    )
    write.audit("feedback.clock_saved", subject=row, details={"days": list(days)})
    return row
