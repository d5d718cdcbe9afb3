"""What the sender does: send, supplement, react."""

from __future__ import annotations

import datetime as dt
import secrets
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.files import services as files
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import queries as cases
from dean06.procedures.feedback import rules
from dean06.procedures.feedback.acts.common import lock, moment, settle, tell, words
from dean06.procedures.feedback.errors import FeedbackNotFound, InvalidFeedback, LooksLikeSpam
from dean06.procedures.feedback.events import FeedbackMoved, FeedbackSent
from dean06.procedures.feedback.models import Feedback, Reaction
from dean06.procedures.feedback.types import FeedbackInput, Kind, State

#: From one telephone number in a day.
MOST_A_DAY = 5
LARGEST_FILE = 10 * 1024 * 1024
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OWNER = "feedback.feedback"


@service(permission="feedback.give")
def send_feedback(
    *,
    actor: Actor,
    write: Write,
    given: FeedbackInput,
    attachment: Any = None,
    now: dt.datetime | None = None,
) -> Feedback:
    """Take a feedback from anybody (a visitor comes as a system actor). ``attachment``: an upload, at most 10 MB.

    Raises ``InvalidFeedback`` (fields), ``LooksLikeSpam`` for too many or the same words again, a ``FileRefused``.
    """
    now = moment(now)
    fields = rules.problem_of(
        title=given.title, body=given.body, sender_name=given.sender_name, phone=given.phone, email=given.email
    )
    if given.kind not in Kind.values:
        fields["kind"] = "Hãy chọn loại nội dung."
    linked = cases.by_code(given.case_code) if given.case_code.strip() else None
    if given.case_code.strip() and linked is None:
        fields["case_code"] = "Không có hồ sơ mang mã này. Hãy kiểm tra lại hoặc để trống."
    if given.agency and given.agency not in units.get_agencies([given.agency]):
        fields["agency"] = "Hãy chọn một cơ quan trong danh sách."
    if fields:
        raise InvalidFeedback(fields=fields)
    phone = rules.phone_key(given.phone)
    body_hash = sha256(search_key(given.body).encode()).hexdigest()
    recent = Feedback.objects.filter(phone=phone, received_at__gt=now - dt.timedelta(days=1))
    if recent.count() >= MOST_A_DAY or recent.filter(body_hash=body_hash).exists():
        raise LooksLikeSpam
    sent = Feedback(
        code=f"PA{timezone.localtime(now):%y%m%d}" + "".join(secrets.choice(_LETTERS) for _ in range(6)),
        kind=given.kind,
        title=given.title.strip(),
        body=given.body.strip(),
        sender_name=given.sender_name.strip()[:200],
        phone=phone,
        email=given.email.strip()[:254],
        sender_user_id=actor.user_id if actor.person_id is not None else None,
        person_id=actor.person_id,
        body_hash=body_hash,
        case_id=linked.case_id if linked else None,
        case_code=linked.code if linked else "",
        about_agency=given.agency or (linked.deciding_agency if linked else ""),
        received_at=now,
    )
    settle(sent, State.NEW, now)
    if attachment is not None:
        files.store_upload(
            actor=actor,
            data=attachment,
            filename=attachment.name,
            owner=f"{OWNER}:{sent.pk}",
            limit_bytes=LARGEST_FILE,
        )
    tell(sent, "Gửi phản ánh, kiến nghị", actor=actor, now=now)
    write.audit("feedback.sent", subject=sent, details={"kind": sent.kind, "case": sent.case_id})
    write.publish(FeedbackSent(feedback_id=sent.pk, case_id=sent.case_id))
    return sent


@service(permission="feedback.give")
def supplement_feedback(
    *, actor: Actor, write: Write, code: str, phone: str, text: str, now: dt.datetime | None = None
) -> Feedback:
    """The sender answers what was asked, known by code and telephone number. The answer's clock starts anew.

    Raises ``FeedbackNotFound``, ``WrongStep``, ``WordsMissing``.
    """
    now = moment(now)
    known = Feedback.objects.filter(code=code.strip().upper(), phone=rules.phone_key(phone)).first()
    if known is None:
        raise FeedbackNotFound
    found = lock(known.pk, State.SUPPLEMENT)
    text = words(text, "text")
    found.supplemented_at = now
    found.body = f"{found.body}\n\nBổ sung ngày {timezone.localtime(now):%d/%m/%Y}:\n{text}"
    after = State.ASSIGNED if found.agency else State.NEW
    settle(found, after, now)
    tell(found, "Người gửi đã bổ sung", text, actor=actor, now=now)
    write.audit("feedback.supplemented", subject=found)
    write.publish(FeedbackMoved(feedback_id=found.pk, before=State.SUPPLEMENT, after=after))
    return found


@service(permission="feedback.give")
def react(*, actor: Actor, write: Write, code: str, who: str, liked: bool, now: dt.datetime | None = None) -> Feedback:
    """Say whether a published answer helped; one voice per visitor, which may change. ``who``: account or session.

    Raises ``FeedbackNotFound`` unless it is published.
    """
    known = Feedback.objects.filter(code=code.strip().upper(), state=State.PUBLISHED).first()
    if known is None:
        raise FeedbackNotFound
    found = lock(known.pk, State.PUBLISHED)
    key = sha256(who.encode()).hexdigest()
    before = Reaction.objects.filter(feedback=found, who=key).first()
    if before is None:
        try:
            with transaction.atomic():
                Reaction.objects.create(feedback=found, who=key, liked=liked, at=moment(now))
        except IntegrityError as error:
            raise FeedbackNotFound from error
        _count(found, likes=int(liked), dislikes=int(not liked))
    elif before.liked != liked:
        before.liked, before.at = liked, moment(now)
        before.save(update_fields=["liked", "at"])
        _count(found, likes=1 if liked else -1, dislikes=-1 if liked else 1)
    write.audit("feedback.reacted", subject=found, details={"liked": liked})
    found.refresh_from_db()
    return found


def _count(found: Feedback, *, likes: int, dislikes: int) -> None:
    Feedback.objects.filter(pk=found.pk).update(likes=F("likes") + likes, dislikes=F("dislikes") + dislikes)
