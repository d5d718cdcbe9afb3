"""The head of the household answers: on the portal, or by a signed paper at the desk."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write, service
from dean06.procedures.interlinked.errors import ConsentAnswered, ConsentNotFound, ConsentPaperMissing, ReasonNeeded
from dean06.procedures.interlinked.linking.deciding import RETRY
from dean06.procedures.interlinked.linking.locking import lock_leg
from dean06.procedures.interlinked.linking.round import Round
from dean06.procedures.interlinked.models import Consent, Leg
from dean06.procedures.interlinked.types import ConsentState, ConsentVia

APPLY = "cases.apply"


@service(permission=APPLY)
def answer_consent(
    *, actor: Actor, write: Write, consent_id: int, agrees: bool, reason: str = "", now: dt.datetime | None = None
) -> Consent:
    """The head says yes or no on the portal; a refusal ends the leg with the reason. Raises ``ConsentNotFound`` for
    everybody else, ``ConsentAnswered``."""
    moment = now or timezone.now()
    consent, leg = _locked(consent_id)
    if actor.person_id is None or consent.head_person_id != actor.person_id:
        raise ConsentNotFound()
    _check_open(consent, moment)
    consent.reason, consent.via = clean_line(reason)[:500], ConsentVia.PORTAL
    _settle(consent, leg, actor, agrees, moment)
    details = {"case": leg.linked.code, "leg": leg.ref, "agrees": agrees}
    write.audit("interlinked.consent_answered", subject=consent, details=details)
    return consent


@service(permission=RETRY)
def record_consent(
    *,
    actor: Actor,
    write: Write,
    consent_id: int,
    agrees: bool,
    paper: bytes = b"",
    filename: str = "",
    reason: str = "",
    now: dt.datetime | None = None,
) -> Consent:
    """The desk records what the head said, with the signed paper (needed for a yes). Raises ``ConsentNotFound``,
    ``ConsentAnswered``, ``ConsentPaperMissing``, ``ReasonNeeded``, ``NotAllowed`` and what ``files`` refuses."""
    moment = now or timezone.now()
    consent, leg = _locked(consent_id)
    if not actor.can(RETRY, agency=leg.linked.agency):
        raise ConsentNotFound()
    _check_open(consent, moment)
    words = clean_line(reason)
    if agrees and not paper:
        raise ConsentPaperMissing(fields={"paper": ConsentPaperMissing.message})
    if not agrees and not paper and len(words) < 10:
        raise ReasonNeeded(fields={"reason": ReasonNeeded.message})
    if paper:
        stored = files.store_upload(actor=actor, data=paper, filename=filename or "dong-y.pdf")
        files.attach(actor=actor, file_id=stored.pk, owner=f"interlinked.consent:{consent.pk}")
        consent.file_id = stored.pk
    consent.reason, consent.via = words[:500], ConsentVia.DESK
    _settle(consent, leg, actor, agrees, moment)
    details = {"case": leg.linked.code, "leg": leg.ref, "agrees": agrees, "paper": bool(paper)}
    write.audit("interlinked.consent_recorded", subject=consent, details=details)
    return consent


def _locked(consent_id: int) -> tuple[Consent, Leg]:
    """A consent under the lock of its linked case. Raises ``ConsentNotFound``."""
    found = Consent.objects.filter(pk=consent_id).values_list("leg_id", flat=True).first()
    leg = lock_leg(found) if found is not None else None
    if leg is None:
        raise ConsentNotFound()
    return Consent.objects.select_for_update().get(pk=consent_id), leg


def _check_open(consent: Consent, now: dt.datetime) -> None:
    if consent.state != ConsentState.ASKED or now >= consent.answer_by:
        raise ConsentAnswered()


def _settle(consent: Consent, leg: Leg, actor: Actor, agrees: bool, now: dt.datetime) -> None:
    consent.state = ConsentState.GIVEN if agrees else ConsentState.REFUSED
    consent.answered_at, consent.answered_by_id = now, actor.user_id
    consent.save()
    Round(leg.linked, now).run()
