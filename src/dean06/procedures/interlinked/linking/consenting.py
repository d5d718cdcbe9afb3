"""The consent of the head of the household that somebody joins: asked, reminded, awaited, given or not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.events import services as events
from dean06.kernel.population import queries as population
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import Leg as LegSpec
from dean06.procedures.interlinked import rules
from dean06.procedures.interlinked.events import ConsentAsked
from dean06.procedures.interlinked.linking import changing
from dean06.procedures.interlinked.models import Consent, Leg
from dean06.procedures.interlinked.types import ConsentState, ConsentVia, LegState

if TYPE_CHECKING:
    from dean06.procedures.interlinked.linking.round import Round

HEAD_UNKNOWN, REFUSED, EXPIRED = "CONSENT_HEAD_UNKNOWN", "CONSENT_REFUSED", "CONSENT_EXPIRED"


def ask_if_needed(look: Round, leg: Leg, spec: LegSpec) -> bool:
    """Ask the head where the leg needs it and nobody agreed yet; true when the leg waits (or fails) now."""
    number = catalogue.value_at(look.case.data, spec.consent_of) if spec.consent_of else None
    if not number or Consent.objects.filter(leg=leg, state=ConsentState.GIVEN).exists():
        return False
    head = population.person_ref_by_number(str(number))
    if head is None:
        look.fail(leg, HEAD_UNKNOWN, "Không có chủ hộ với số định danh đã khai trong dữ liệu dân cư.")
        return True
    remind_at, answer_by = rules.consent_terms(look.calendar, spec.consent_days, look.now)
    consent = Consent(
        leg=leg,
        head_person_id=head.person_id,
        head_name=head.full_name,
        asked_at=look.now,
        remind_at=remind_at,
        answer_by=answer_by,
    )
    if head.person_id == look.case.applicant_person_id:
        consent.state, consent.via, consent.answered_at = ConsentState.GIVEN, ConsentVia.APPLICANT, look.now
        consent.save()
        return False
    account = accounts.citizen_accounts([head.person_id]).get(head.person_id)
    consent.told_online = account is not None
    consent.save()
    leg.due_at = answer_by
    changing.move(leg, LegState.CONSENT, look.actor, look.now, consent=consent.pk)
    events.publish(ConsentAsked(case_id=look.ref.case_id, consent_id=consent.pk), actor=look.actor)
    if account is not None:
        changing.ask_head(consent, leg, account, look.case.applicant_name)
    else:
        changing.ask_desk(consent, leg)
    return True


def look_after(look: Round, leg: Leg) -> bool:
    """A leg that waits for consent: given, refused, out of time, or to be reminded; true when the leg moved."""
    consent = Consent.objects.filter(leg=leg).order_by("-pk").first()
    if consent is None or consent.state in (ConsentState.GIVEN, ConsentState.DROPPED):
        leg.due_at = None
        changing.move(leg, LegState.WAITING, look.actor, look.now)
        return True
    if consent.state == ConsentState.REFUSED:
        look.fail(leg, REFUSED, f"Chủ hộ không đồng ý. {consent.reason}".strip())
        return True
    if consent.state == ConsentState.EXPIRED or look.now >= consent.answer_by:
        Consent.objects.filter(pk=consent.pk).update(state=ConsentState.EXPIRED)
        look.fail(leg, EXPIRED, "Chủ hộ chưa trả lời trong thời hạn.")
        return True
    if consent.reminded_at is None and look.now >= consent.remind_at:
        _remind(look, leg, consent)
    return False


def _remind(look: Round, leg: Leg, consent: Consent) -> None:
    Consent.objects.filter(pk=consent.pk).update(reminded_at=look.now)
    account = accounts.citizen_accounts([consent.head_person_id]).get(consent.head_person_id or 0)
    if account is not None:
        changing.ask_head(consent, leg, account, look.case.applicant_name, reminder=True)
    else:
        changing.ask_desk(consent, leg)


def drop(leg: Leg, now: dt.datetime) -> None:
    """The question is not needed any more."""
    Consent.objects.filter(leg=leg, state=ConsentState.ASKED).update(state=ConsentState.DROPPED, answered_at=now)
