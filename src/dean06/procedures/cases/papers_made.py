"""Forms of a dossier as files, made when somebody asks for them: handing in and receiving never wait for a printer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import Paper, to_docx, to_pdf
from dean06.kernel.files import services as files
from dean06.kernel.writing.services import Write
from dean06.procedures.cases import forms_made, wording
from dean06.procedures.cases.acts.common import lock_for, moment, pack_of, service_for_both
from dean06.procedures.cases.acts.documents import OWNER
from dean06.procedures.cases.acts.pausing import item_titles
from dean06.procedures.cases.errors import PaperNotDue
from dean06.procedures.cases.forms_made import Facts
from dean06.procedures.cases.links import look_up_link
from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, CasePaper, SupplementRequest
from dean06.procedures.cases.types import CasePaperKind, Channel, State
from dean06.procedures.forms import queries as forms
from dean06.socioeconomic.payments import queries as payments

#: Label of files that only officers open.
INTERNAL = "cases.internal"

_DRAWN: dict[str, Callable[[Facts], Paper]] = {
    CasePaperKind.RECEIPT: forms_made.receipt,
    CasePaperKind.SUPPLEMENT: forms_made.supplement,
    CasePaperKind.REFUSAL: forms_made.refusal,
    CasePaperKind.APOLOGY: forms_made.apology,
    CasePaperKind.STOP: forms_made.stop,
    CasePaperKind.CONTROL: forms_made.control,
}


@service_for_both
def make_paper(*, actor: Actor, write: Write, case_id: int, kind: str, now: dt.datetime | None = None) -> CasePaper:
    """A form of the case (``CasePaperKind``: APPLICATION, RECEIPT … CONTROL) as PDF and .docx; the one made before when
    nothing happened since. CONTROL is for officers. Raises ``CaseNotFound``, ``PaperNotDue``.
    """
    now = moment(now)
    case = lock_for(actor, case_id).case
    due = due_since(case, kind)
    if due is None or (kind == CasePaperKind.CONTROL and actor.person_id is not None):
        raise PaperNotDue(kind=kind)
    there = CasePaper.objects.filter(case=case, kind=kind, made_at__gte=due).order_by("-pk").first()
    if there is not None:
        write.audit("case.paper_made", subject=case, details={"kind": kind, "again": True})
        return there
    paper = paper_of(case, kind, now)
    owner = f"{INTERNAL if kind == CasePaperKind.CONTROL else OWNER}:{case.pk}"
    stem = f"{kind}-{case.code}"
    pdf = files.store_upload(actor=actor, data=to_pdf(paper), filename=f"{stem}.pdf", owner=owner)
    docx = files.store_upload(actor=actor, data=to_docx(paper), filename=f"{stem}.docx", owner=owner)
    made = CasePaper.objects.create(
        case=case,
        kind=kind,
        title=CasePaperKind(kind).label,
        made_at=now,
        pdf_file_id=pdf.pk,
        docx_file_id=docx.pk,
    )
    write.audit("case.paper_made", subject=case, details={"kind": kind, "paper": made.pk})
    return made


def due_since(case: Case, kind: str) -> dt.datetime | None:
    """Since when a form of this content exists; ``None`` while there is nothing to print."""
    if kind == CasePaperKind.APPLICATION:
        answered = SupplementRequest.objects.filter(case=case, is_complete=True).order_by("-pk").first()
        return answered.answered_at if answered else case.submitted_at
    if kind == CasePaperKind.RECEIPT:
        return case.received_at
    if kind == CasePaperKind.SUPPLEMENT:
        asked = SupplementRequest.objects.filter(case=case).order_by("-pk").first()
        return asked.asked_at if asked else None
    if kind == CasePaperKind.REFUSAL:
        return case.ended_at if case.state == State.NOT_RECEIVED else None
    if kind == CasePaperKind.APOLOGY:
        return case.apologised_at
    if kind == CasePaperKind.STOP:
        return case.ended_at if case.state == State.STOPPED else None
    return case.last_event_at if kind == CasePaperKind.CONTROL else None


def paper_of(case: Case, kind: str, now: dt.datetime) -> Paper:
    """The form as a neutral paper (what ``make_paper`` keeps; the desk may show it at once)."""
    pack = pack_of(case)
    link = f"{settings.SITE_URL}{look_up_link(case.pk, case.code) or f'/?ho-so={case.code}'}"
    if kind == CasePaperKind.APPLICATION:
        return forms.application_paper(
            pack,
            case.data,
            case_code=case.code,
            applicant_name=case.applicant_name,
            channel=Channel(case.channel).word,
            on=timezone.localdate(case.submitted_at),
            agency=wording.agency_name(case.deciding_agency),
            place=wording.place_of(case.deciding_agency),
            link=link,
        )
    return _DRAWN[kind](_facts(case, link, now))


def _facts(case: Case, link: str, now: dt.datetime) -> Facts:
    pack = pack_of(case)
    timeline = list(CaseEvent.objects.filter(case=case))
    names = wording.agency_names({case.receiving_agency, case.deciding_agency, *(one.agency for one in timeline)})
    request = SupplementRequest.objects.filter(case=case).order_by("-pk").first()
    acted = next((one.user_name for one in reversed(timeline) if one.user_id is not None and one.agency), "")
    received = next((one.user_name for one in timeline if one.act == "received"), acted)
    total = sum(order.total for order in payments.orders_of(case.code) if order.is_open or order.is_paid)
    return Facts(
        case=case,
        pack=pack,
        receiving=names.get(case.receiving_agency, case.receiving_agency),
        deciding=names.get(case.deciding_agency, case.deciding_agency),
        parent_office="",
        place=wording.place_of(case.receiving_agency),
        officer=received,
        link=link,
        now=now,
        documents=list(CaseDocument.objects.filter(case=case, replaced=False)),
        request=request,
        asked=item_titles(pack, request.items) if request else (),
        timeline=timeline,
        fees=wording.money_text(total) if total else "",
        agency_names=names,
    )
