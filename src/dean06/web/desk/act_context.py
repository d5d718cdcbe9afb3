"""PRIVATE. What the forms of acts offer to choose from, and the facts shown above them."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.queries import CasePage
from dean06.procedures.cases.types import Channel, LegalAction, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.catalogue.types import ActionKind, DecisionField
from dean06.procedures.forms import queries as forms
from dean06.procedures.forms.types import FormField
from dean06.web.desk import act_forms
from dean06.web.desk.act_pages import ActPage
from dean06.web.desk.case_page import left_of
from dean06.web.desk.offices import staff

_PERMISSIONS = {"receive": "cases.receive", "process": "cases.process", "approve": "cases.approve"}


def context_of(act: ActPage, page: CasePage, legal: LegalAction | None) -> dict[str, Any]:
    """Choices of the form of ``act``."""
    case, pack = page.case, page.pack
    channel = Channel(case.channel).word
    if act.form in (act_forms.RefuseForm, act_forms.StopForm):
        reasons = (legal.reasons if legal else {}) or pack.meta.refusal_reasons
        return {"reasons": list(reasons.items())}
    if act.form is act_forms.AssignForm:
        duty = page.step.duty if page.step else "process"
        office = case.receiving_agency if page.step and page.step.office == "receiving" else case.deciding_agency
        return {"officers": staff(_PERMISSIONS.get(duty, "cases.process"), office)}
    if act.form is act_forms.SupplementForm:
        return {"items": _may_be_asked(page, channel)}
    if act.form is act_forms.FinancialForm:
        return {"fee_lines": forms.fee_lines(pack, cases.facts(case), channel, timezone.localdate(), due="processing")}
    if act.form is act_forms.DocumentForm:
        needs = forms.required_documents(pack, case.data, channel)
        return {"requirements": [(need.document.id, need.document.title) for need in needs]}
    if act.form is act_forms.SupplyForm:
        titles = {one.id: one.title for one in pack.files.documents.documents}
        return {"asked_documents": [(code, titles.get(code, code)) for code in _asked(page, "document")]}
    return {}


def declared(case: Any, action: str) -> LegalAction:
    """A button of the case's pack that is not offered now, as it was when it was: the present step's first."""
    pack = catalogue.pack(case.version_id)
    steps = sorted(pack.files.process.steps, key=lambda step: step.id != case.step)
    found = next((one for step in steps for one in step.actions if one.id == action and not one.on_answer), None)
    if found is None:
        return LegalAction("act", "Làm bước này", action=action, kind=ActionKind.FORWARD)
    reasons = {code: text for code, text in pack.meta.refusal_reasons.items() if code in found.reasons}
    return LegalAction("act", found.title, action=action, kind=found.kind.value, reasons=reasons, fields=found.fields)


def decision_fields(act: ActPage, page: CasePage) -> tuple[DecisionField, ...]:
    """What the pack asks the officer for with this button."""
    return declared(page.case, act.action).fields if act.action else ()


def initial_of(act: ActPage, page: CasePage) -> dict[str, Any]:
    """What stands in the form of ``act`` when it is opened."""
    if act.form is act_forms.HandOverResultForm:
        return {"to_name": page.case.applicant_name, "how": page.case.delivery}
    return {}


def facts_of(act: ActPage, page: CasePage) -> list[tuple[str, Any]]:
    """The case in a few lines, and what the act rests on."""
    case = page.case
    facts: list[tuple[str, Any]] = [
        ("Thủ tục", page.pack.title),
        ("Người nộp", case.applicant_name),
        ("Trạng thái", State(case.state).label),
        ("Thời gian", left_of(page).text),
    ]
    offers = [one for one in page.hand_overs if one.status == "offered"]
    if offers and act.service in ("accept_hand_over", "refuse_hand_over"):
        names = page.agency_names
        facts += [("Bên chuyển", names.get(offers[-1].from_agency, "")), ("Lý do chuyển", offers[-1].reason)]
    if act.service == "apologise" and case.due_at:
        facts.append(("Đang hẹn", f"{timezone.localtime(case.due_at):%H:%M ngày %d/%m/%Y}"))
    return facts


def asked_fields(page: CasePage) -> list[FormField]:
    """The fields that the applicant was asked for, ready to be drawn, with their reasons as hints."""
    wanted = set(_asked(page, "field"))
    form = forms.form(page.pack, page.case.data, channel=Channel(page.case.channel).word, audience="officer")
    return [field for field in form.fields if field.path in wanted]


def supplied_fields(page: CasePage, post: Any) -> dict[str, Any]:
    """Path → value of the asked fields that the page sent."""
    if not _asked(page, "field"):
        return {}
    sent = forms.from_post(page.pack, post)
    form = forms.form(page.pack, sent, channel=Channel(page.case.channel).word, audience="officer")
    wanted = set(_asked(page, "field"))
    return {field.path: field.value for field in form.fields if field.path in wanted and field.value not in (None, "")}


def _asked(page: CasePage, kind: str) -> list[str]:
    """Codes of the papers, or paths of the fields, that were asked for and not answered yet."""
    waiting = [one for one in page.supplements if one.answered_at is None]
    return [item[kind] for item in waiting[0].items if item.get(kind)] if waiting else []


def _may_be_asked(page: CasePage, channel: str) -> list[tuple[str, str, str]]:
    """Kind, code and label of everything that may be missing: papers first, missing ones before others."""
    needs = forms.required_documents(page.pack, page.case.data, channel)
    lacking = set(page.missing_documents)
    papers = sorted(needs, key=lambda need: need.document.id not in lacking)
    form = forms.form(page.pack, page.case.data, channel=channel, audience="officer")
    fields = [field for section in form.shown_sections for field in section.all_fields if field.when_ok]
    return [("document", need.document.id, need.document.title) for need in papers] + [
        ("field", field.path, f"{field.label}{f': {field.shown}' if field.shown else ''}") for field in fields
    ]
