"""A dossier is handed in: checked, given its code, its papers and its place in the counters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write
from dean06.procedures.cases import checking, competence, fees, foreseeing, telling, visibility
from dean06.procedures.cases.acts.common import (
    RECEIVE,
    Entry,
    leave_traces,
    moment,
    place_of,
    service_for_both,
    tally,
)
from dean06.procedures.cases.acts.documents import keep_documents
from dean06.procedures.cases.codes_given import next_code
from dean06.procedures.cases.errors import CaseNotFound, CodeTaken, NoPack, NotYourDossier
from dean06.procedures.cases.models import Case, CaseEvent
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.rules.codes import is_code
from dean06.procedures.cases.rules.transitions import NOTHING
from dean06.procedures.cases.types import ApplicantInput, Channel, Delivery, DocumentInput, Duty, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import PublishedPack
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms import services as form_services


@service_for_both
def submit_case(
    *,
    actor: Actor,
    write: Write,
    procedure_code: str,
    data: Mapping[str, Any],
    channel: int,
    applicant: ApplicantInput,
    documents: Sequence[DocumentInput] = (),
    delivery: str = Delivery.DESK,
    delivery_address: str = "",
    receiving_agency: str | None = None,
    helping_agency: str = "",
    assisted: bool = False,
    draft_id: int | None = None,
    parent_id: int | None = None,
    leg: str = "",
    code: str | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Hand in a dossier; returns it in state 1, with its code. Online it is answered within 8 working hours.

    A citizen hands in for himself, his child or ward; an officer of a desk for anybody (``assisted``: with the
    citizen, who does it online with help). Papers must be complete online; at the desk and by post until reception.
    ``code``: given by another system (the national portal). ``parent_id``, ``leg``: a leg of an interlinked case, whose
    papers the parent holds. A draft that was sent before gives the case it became.

    Raises ``NoPack``, ``NotYourDossier``, ``NotAllowed``, ``FormRefused``, ``DocumentsMissing``, ``DocumentRefused``,
    ``NoCompetentAgency``, ``CodeTaken``, ``InvalidInput``.
    """
    now = moment(now)
    day = timezone.localdate(now)
    way = Channel(channel)
    before = _sent_before(actor, write, draft_id)
    if before is not None:
        return before
    pack = catalogue.pack_in_force(procedure_code, day)
    if pack is None:
        raise NoPack(procedure=procedure_code)
    _check_applicant(actor, applicant, way)
    _check_delivery(delivery, delivery_address)
    receiving = _receiving(actor, receiving_agency, way)
    if actor.person_id is None and not actor.is_system:
        write.authorise(agency=receiving, permission=RECEIVE)
    form = checking.check_form(
        pack, data, actor=actor, person_id=applicant.person_id, channel=way, dossier=f"nộp {procedure_code}", on=day
    )
    checking.check_documents(pack, form.data, way, documents)
    if way == Channel.ONLINE and parent_id is None:
        checking.check_complete(pack, form.data, way, (one.requirement for one in documents))
    deciding = competence.deciding_agency(pack, form.data, applicant.person_id, receiving, day)
    receiving = receiving or competence.receiving_agency(pack.meta.competence, deciding, day)
    deciding = deciding or receiving
    calendar = work_calendar()
    case = _new_case(pack, form, actor, applicant, way, now)
    case.receiving_agency, case.deciding_agency = receiving, deciding
    case.helping_agency = helping_agency or (actor.agency or "" if assisted and actor.person_id is None else "")
    case.assisted_by_id = actor.user_id if assisted and actor.person_id is None else None
    case.delivery, case.delivery_address = delivery, clean_line(delivery_address)[:300]
    _join_parent(case, parent_id, leg)
    if parent_id is None:
        foreseeing.check_foreseen(case, pack, actor, now)
    case.duty, case.duty_agency = Duty.RECEIVE, receiving
    case.step_due_at = case.next_due_at = clock.answer_due(calendar, now)
    case.code = _given_code(code) if code else next_code(receiving, day)
    case.has_digitised = any(one.file_id is not None for one in documents)
    case.save(force_insert=True)
    keep_documents(case, actor, documents, now, is_new=True)
    if case.has_reused:
        Case.objects.filter(pk=case.pk).update(has_reused=True)
    _first_entry(case, actor, write, now, assisted=assisted)
    _settle_form(case, pack, form, actor, draft_id, day)
    fees.ask_before_reception(case, pack, actor, now)
    telling.tell(case, pack, "submitted", now)
    return case


def _sent_before(actor: Actor, write: Write, draft_id: int | None) -> Case | None:
    """The case of a draft that was sent already: the second click makes no second one."""
    code = form_services.sent_as(actor=actor, draft_id=draft_id) if draft_id is not None else ""
    case = Case.objects.filter(code=code).first() if code else None
    if case is not None:
        write.audit("case.submitted", subject=case, details={"code": case.code, "repeated": True})
    return case


def _new_case(
    pack: PublishedPack,
    form: checking.CheckedForm,
    actor: Actor,
    applicant: ApplicantInput,
    channel: Channel,
    now: dt.datetime,
) -> Case:
    return Case(
        version_id=pack.version_id,
        procedure_code=pack.code,
        field_code=pack.meta.field_code,
        state=State.SUBMITTED,
        channel=channel,
        applicant_person_id=applicant.person_id,
        applicant_name=clean_line(applicant.full_name)[:200],
        applicant_number=applicant.number.strip()[:20],
        applicant_birth=applicant.birth_date,
        applicant_address=clean_line(applicant.address)[:300],
        applicant_is_organisation=applicant.is_organisation,
        phone=applicant.phone.strip()[:20],
        email=applicant.email.strip()[:254],
        submitted_by_id=actor.user_id if actor.person_id is not None else None,
        identity_verified=_is_verified(actor, applicant, channel),
        submitted_at=now,
        last_event_at=now,
        data=form.data,
        data_sources=form.sources,
    )


def _is_verified(actor: Actor, applicant: ApplicantInput, channel: Channel) -> bool:
    """Signed in with e-identification: here, or at the national portal (which hands in as the system) where who applied
    agrees with the registry."""
    return actor.person_id is not None or (
        actor.is_system and channel == Channel.ONLINE and applicant.person_id is not None
    )


def _join_parent(case: Case, parent_id: int | None, leg: str) -> None:
    """A leg belongs to the whole: whoever handed that in sees it. Raises ``CaseNotFound``."""
    if parent_id is None:
        return
    parent = Case.objects.filter(pk=parent_id).first()
    if parent is None:
        raise CaseNotFound()
    case.parent_id, case.leg = parent_id, leg
    case.submitted_by_id, case.identity_verified = parent.submitted_by_id, parent.identity_verified
    case.assisted_by_id, case.helping_agency = parent.assisted_by_id, parent.helping_agency


def _settle_form(
    case: Case, pack: PublishedPack, form: checking.CheckedForm, actor: Actor, draft_id: int | None, day: dt.date
) -> None:
    """The draft is used up, and what the form spared is counted (not of what another system's form asked)."""
    if draft_id is not None:
        form_services.finish_draft(actor=actor, draft_id=draft_id, reference=case.code)
    if actor.is_system:
        return
    form_services.record_diet(
        reference=case.code,
        procedure_code=case.procedure_code,
        version_id=case.version_id,
        agency=case.deciding_agency,
        diet=forms.diet(pack, form.data, form.known, channel=Channel(case.channel).word),
        on=day,
    )


def _first_entry(case: Case, actor: Actor, write: Write, now: dt.datetime, *, assisted: bool) -> None:
    CaseEvent.objects.create(
        case=case,
        at=now,
        act="submitted",
        from_state=None,
        to_state=State.SUBMITTED,
        user_id=actor.user_id,
        user_name=actor.name[:120],
        agency=(actor.agency or "")[:80],
        party="citizen",
    )
    tally(out_of=None, into=place_of(case, State.SUBMITTED))
    details = {"procedure": case.procedure_code, "channel": int(case.channel), "assisted": assisted}
    leave_traces(case, write, Entry("submitted", "case.submitted", details=details), NOTHING)


def _check_applicant(actor: Actor, applicant: ApplicantInput, channel: Channel) -> None:
    if not clean_line(applicant.full_name):
        raise InvalidInput("Thiếu họ tên người nộp hồ sơ.", fields={"full_name": "Hãy ghi họ tên."})
    if actor.person_id is None:
        return
    if applicant.person_id is None:
        if not applicant.is_organisation:
            raise NotYourDossier()
    elif not visibility.acts_for(actor.person_id, applicant.person_id):
        raise NotYourDossier()
    if channel == Channel.DIRECT:
        raise NotYourDossier("Nộp trực tiếp do cán bộ bộ phận một cửa ghi nhận tại quầy.")


def _check_delivery(delivery: str, address: str) -> None:
    if delivery not in Delivery.values:
        raise InvalidInput("Hãy chọn cách nhận kết quả.", fields={"delivery": "Hãy chọn cách nhận kết quả."})
    if delivery == Delivery.POST and not clean_line(address):
        sentence = "Nhận qua bưu chính thì phải ghi địa chỉ nhận."
        raise InvalidInput(sentence, fields={"delivery_address": sentence})


def _receiving(actor: Actor, agency: str | None, channel: Channel) -> str:
    """The desk: the one named, else the officer's own; empty for a citizen (it follows from who decides)."""
    if agency:
        return agency
    return (actor.agency or "") if actor.person_id is None else ""


def _given_code(code: str) -> str:
    if not is_code(code) or Case.objects.filter(code=code).exists():
        raise CodeTaken()
    return code
