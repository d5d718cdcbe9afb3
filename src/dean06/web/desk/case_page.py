"""PRIVATE. The page of a case: what ``cases`` says, told in words and ordered by what an officer looks at first."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.procedures.cases.queries import CasePage
from dean06.procedures.cases.types import FINAL, Channel, Delivery, DocumentSource, Duty, State
from dean06.web.desk import comparing, timeline
from dean06.web.desk.act_pages import ActPage, is_first, page_of
from dean06.web.desk.papers import forms_due, kind_of
from dean06.web.desk.queue_rows import left_until
from dean06.web.desk.words import STATE_KINDS, TimeLeft, percent_used, time_left

_SOURCE_KINDS = {
    DocumentSource.SCAN: "info",
    DocumentSource.UPLOAD: "info",
    DocumentSource.WALLET: "success",
    DocumentSource.REGISTER: "success",
    DocumentSource.OUTSIDE: "ongoing",
}
_OFFERS = {"offered": "warning", "accepted": "success", "refused": "danger"}


def view_of(actor: Actor, page: CasePage) -> dict[str, Any]:
    """Everything ``desk/case.html`` shows as ``view``."""
    case, pack = page.case, page.pack
    known = comparing.registry_values(actor, pack, case)
    answers = comparing.answers(pack, case, Channel(case.channel).word, known)
    acts, more = _acts(page)
    pending = [one for one in page.supplements if one.answered_at is None]
    return {
        "code": case.code,
        "revision": case.revision,
        "title": pack.title,
        "state_label": State(case.state).label,
        "state_kind": STATE_KINDS[case.state],
        "channel": Channel(case.channel).label,
        "marks": _marks(page),
        "applicant_name": case.applicant_name,
        "applicant_number": case.applicant_number,
        "applicant_birth": f"{case.applicant_birth:%d/%m/%Y}" if case.applicant_birth else "",
        "applicant_contact": ", ".join(part for part in (case.phone, case.email, case.applicant_address) if part),
        "parent_url": reverse("desk:case", args=[case.parent_id]) if case.parent_id else "",
        "alerts": _alerts(page),
        "asked": _asked(page, pending[0]) if pending else [],
        "asked_note": pending[0].note if pending else "",
        "asked_at": pending[0].asked_at if pending else None,
        "answer_by": pending[0].answer_by if pending else None,
        "sections": answers.sections,
        "compared": answers.compared,
        "differing": answers.differing,
        "documents": [_document(actor, page, one) for one in page.documents if not one.replaced],
        "missing": [text.rstrip(".") for text in page.missing_documents.values()],
        "add_document_url": _url_if(page, "add_document", "them-giay-to"),
        "papers": [_paper(case.pk, one) for one in page.papers],
        "forms_due": [(title, reverse("desk:make_paper", args=[case.pk, kind])) for kind, title in forms_due(case)],
        "legs": [_leg(child) for child in page.children],
        "decided": page.decided,
        "hand_overs": [_offer(one, page.agency_names) for one in page.hand_overs],
        "timeline": timeline.items(page.timeline, pack, page.agency_names),
        "shares": timeline.shares(page.minutes_by_party),
        "left": left_of(page),
        "percent": percent_used(page.clock) if page.clock.total_minutes else None,
        "percent_kind": "danger" if page.clock.is_late else "",
        "clock_facts": _clock_facts(page),
        "step_title": _step_title(page),
        "step_help": page.step.help if page.step else "",
        "step_note": _step_note(page),
        "acts": acts,
        "more_acts": more,
        "no_acts_text": "Hồ sơ đã kết thúc."
        if case.state in FINAL
        else f"{Duty(case.duty).label}: không phải việc của bạn lúc này.",
    }


def left_of(page: CasePage) -> TimeLeft:
    """The legal clock; before reception the time within which the desk must answer."""
    case = page.case
    if case.state == State.SUBMITTED and case.next_due_at is not None:
        return left_until(case.next_due_at, timezone.now(), work_calendar())
    return time_left(page.clock, case.state)


def _marks(page: CasePage) -> list[tuple[str, str]]:
    case, marks = page.case, []
    if case.assisted_by_id:
        marks.append((f"Có cán bộ hỗ trợ ({page.user_names.get(case.assisted_by_id, '')})", "neutral"))
    if case.identity_verified:
        marks.append(("Định danh điện tử", "success"))
    if case.parent_id:
        marks.append(("Chặng liên thông", "ongoing"))
    if case.hand_over_count > 1:
        marks.append((f"Chuyển {case.hand_over_count} lần", "warning"))
    return marks


def _alerts(page: CasePage) -> list[dict[str, str]]:
    case, alerts = page.case, []
    if page.clock.is_late and case.state not in (State.DONE, *FINAL):
        text = f"{time_left(page.clock, case.state).text} (giờ làm việc). Đang ở: {_where(page)}."
        alerts.append({"kind": "danger", "title": "Hồ sơ trễ hạn", "text": text})
    if case.apologised_at:
        text = (
            f"Hẹn lại {timezone.localtime(case.due_at):%H:%M ngày %d/%m/%Y}; không hẹn lại lần nữa."
            if case.due_at
            else ""
        )
        alerts.append({"kind": "info", "title": "Đã xin lỗi và hẹn lại", "text": text})
    if case.end_note and case.state in FINAL:
        alerts.append({"kind": "warning", "title": State(case.state).label, "text": case.end_note})
    if case.state == State.RETURNED:
        how = Delivery(case.returned_how).label.lower() if case.returned_how in Delivery.values else case.returned_how
        text = f"{case.returned_to or case.applicant_name} nhận, {how or 'tại quầy'}."
        alerts.append({"kind": "success", "title": "Đã trả kết quả", "text": text})
    return alerts


def _asked(page: CasePage, request: Any) -> list[tuple[str, str]]:
    """Label and reason of each thing the applicant was asked for."""
    papers = {one.id: one.title for one in page.pack.files.documents.documents}
    labels = {one.field: one.label for section in page.pack.files.ui.sections for one in section.fields}
    return [
        (
            papers.get(item.get("document", "")) or labels.get(item.get("field", ""), item.get("field", "")),
            item["reason"],
        )
        for item in request.items
    ]


def _document(actor: Actor, page: CasePage, one: Any) -> dict[str, Any]:
    shown = kind_of(one.file_id)
    may_keep = one.file_id and not one.wallet_document_id and page.case.applicant_person_id
    digitise = may_keep and actor.can("wallet.digitise")
    return {
        "title": one.title,
        "kind": _SOURCE_KINDS.get(one.source, "neutral"),
        "source": one.get_source_display(),
        "note": f"thêm lúc {timezone.localtime(one.added_at):%H:%M %d/%m/%Y}"
        + (", đã có trong kho giấy tờ" if one.wallet_document_id else ""),
        "findings": [{"text": one.trouble, "is_bad": True}] if one.trouble else [],
        "view_url": reverse("desk:document", args=[page.case.pk, one.pk]) if shown else "",
        "download_url": reverse("files:download", args=[one.file_id]) if one.file_id else "",
        "digitise_url": f"{reverse('desk:capture')}?ho-so={page.case.pk}&giay-to={one.pk}" if digitise else "",
    }


def _paper(case_id: int, one: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "note": f"{one.get_kind_display()}, lập lúc {timezone.localtime(one.made_at):%H:%M %d/%m/%Y}"
        + (f", số {one.number}" if one.number else "")
        + (f", mã kiểm tra {one.verification_code}" if one.verification_code else "")
        + (f". {one.get_store_gap_display()}" if one.store_gap else ""),
        "view_url": reverse("desk:paper", args=[case_id, one.pk]) if one.pdf_file_id else "",
        "download_url": reverse("files:download", args=[one.docx_file_id]) if one.docx_file_id else "",
        "verify_url": f"/kiem-tra/{one.verification_code}/" if one.verification_code else "",
    }


def _leg(child: Any) -> dict[str, Any]:
    return {
        "title": child.procedure_title,
        "url": reverse("desk:case", args=[child.case_id]),
        "note": f"{child.code}, {child.deciding_agency}",
        "kind": STATE_KINDS[child.state],
        "state": State(child.state).label,
    }


def _offer(one: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "from_name": names.get(one.from_agency, one.from_agency),
        "to_name": names.get(one.to_agency, one.to_agency),
        "offered_at": one.offered_at,
        "reason": one.reason,
        "status": one.get_status_display(),
        "kind": _OFFERS.get(one.status, "neutral"),
        "answer": one.answer,
    }


def _clock_facts(page: CasePage) -> list[tuple[str, str]]:
    case = page.case
    facts = [("Tiếp nhận", _moment(case.received_at)), ("Hẹn trả", _moment(case.due_at))]
    if case.first_due_at and case.due_at != case.first_due_at:
        facts.append(("Hẹn lần đầu", _moment(case.first_due_at)))
    if page.step and case.step_due_at:
        facts.append(("Xong bước này trước", _moment(case.step_due_at)))
    if case.finished_at:
        facts.append(("Xử lý xong", _moment(case.finished_at)))
    if case.state == State.SUBMITTED:
        facts = [("Nộp lúc", _moment(case.submitted_at)), ("Phải trả lời trước", _moment(case.next_due_at))]
    names = page.agency_names
    facts += [("Nơi tiếp nhận", names.get(case.receiving_agency, case.receiving_agency))]
    facts += [("Nơi giải quyết", names.get(case.deciding_agency, case.deciding_agency))]
    if case.helping_agency:
        facts.append(("Nơi hỗ trợ", names.get(case.helping_agency, case.helping_agency)))
    facts.append(("Nhận kết quả", Delivery(case.delivery).label))
    return facts


def _step_title(page: CasePage) -> str:
    if page.step and page.case.state in (State.RECEIVED, State.PROCESSING):
        return f"Bước: {page.step.title}"
    return Duty(page.case.duty).label


def _step_note(page: CasePage) -> str:
    case = page.case
    if case.state in FINAL:
        return ""
    holder = page.user_names.get(case.assignee_id or 0, "")
    place = page.agency_names.get(case.duty_agency, case.duty_agency)
    return f"{holder}, {place}" if holder else (f"{place}, chưa ai nhận" if case.duty_agency else "")


def _where(page: CasePage) -> str:
    place = page.agency_names.get(page.case.duty_agency, page.case.duty_agency)
    return ", ".join(part for part in (Duty(page.case.duty).label.lower(), place) if part)


def _acts(page: CasePage) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The big buttons, and the line of other acts below them; what ends the case stands last."""
    first: list[dict[str, Any]] = []
    more: list[dict[str, Any]] = []
    main_given = False
    stops_by_step = any(legal.service == "act" and legal.kind == "stop" for legal in page.actions)
    for legal in page.actions:
        act = page_of(legal)
        if act is None or (legal.service == "stop" and stops_by_step):
            continue
        kind = act.kind
        if kind == "primary" and main_given:
            kind = "secondary"
        main_given = main_given or kind == "primary"
        entry = {
            "label": legal.title,
            "icon": act.icon,
            "kind": kind,
            "post": act.at_once,
            "key": uuid.uuid4().hex,
            "url": act_url(page.case.pk, act),
        }
        (first if is_first(act) and kind != "danger" else more).append(entry)
    more.sort(key=lambda entry: entry["kind"] == "danger")
    return first, more


def act_url(case_id: int, act: ActPage) -> str:
    """Address of an act's page."""
    if act.action:
        return reverse("desk:step", args=[case_id, act.action])
    return reverse("desk:act", args=[case_id, act.slug])


def _url_if(page: CasePage, service: str, slug: str) -> str:
    legal = any(one.service == service for one in page.actions)
    return reverse("desk:act", args=[page.case.pk, slug]) if legal else ""


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}" if at else ""
