"""The clock stands still: the applicant is asked for what is missing (once), or for money."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.calendar import WorkCalendar
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.writing.services import Write, service
from dean06.procedures.cases import checking, fees, foreseeing, telling, wording
from dean06.procedures.cases.acts.common import (
    PERMISSION_OF_DUTY,
    PROCESS,
    RECEIVE,
    Entry,
    Held,
    action_holds,
    agency_of_step,
    enter_step,
    lock,
    lock_for,
    moment,
    move,
    pack_of,
    require_either,
    require_state,
    service_for_both,
    step_of,
    wait_for_applicant,
)
from dean06.procedures.cases.acts.documents import keep_documents
from dean06.procedures.cases.acts.stepping import ask_outside
from dean06.procedures.cases.errors import NotAsked, NothingAsked, SupplementOnce
from dean06.procedures.cases.models import Case, SupplementRequest
from dean06.procedures.cases.rules import clock
from dean06.procedures.cases.rules.asked import put_value, uncovered
from dean06.procedures.cases.types import Channel, DocumentInput, Duty, State, SupplementItem
from dean06.procedures.catalogue.types import ActionKind, PublishedPack
from dean06.socioeconomic.payments.errors import NothingToPay
from dean06.socioeconomic.payments.types import FeeLine

VIEW = "cases.view"


@service(permission=VIEW)
def request_supplement(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    items: Sequence[SupplementItem],
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Ask the applicant for what is missing (form 02): in writing, complete, once; the clock stands still (state 5).

    A second request is refused unless the answer to the first was incomplete; the index counts such a case as late.
    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``NothingAsked``, ``SupplementOnce``.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    _require_who_works(actor, held.case)
    ask_supplement(held, write, actor, items, note, now)
    return held.case


def ask_supplement(
    held: Held, write: Write, actor: Actor, items: Sequence[SupplementItem], note: str, now: dt.datetime
) -> None:
    """The request itself, for ``request_supplement`` and for a step's action."""
    case, pack = held.case, pack_of(held.case)
    require_state(case, State.SUBMITTED, State.RECEIVED, State.PROCESSING)
    asked = [_item(pack, item) for item in items]
    if not asked:
        raise NothingAsked()
    last = SupplementRequest.objects.filter(case=case).order_by("-pk").first()
    if last is not None and last.is_complete is not False:
        raise SupplementOnce()
    calendar = work_calendar()
    answer_by = calendar.add_working_days(timezone.localdate(now), pack.files.process.supplement_days).day
    SupplementRequest.objects.create(
        case=case,
        items=asked,
        note=clean_line(note),
        asked_at=now,
        asked_by_id=actor.user_id,
        answer_by=answer_by,
    )
    case.supplement_count += 1
    wait_for_applicant(case, clock.close_of(calendar, answer_by))
    titles = item_titles(pack, asked)
    text = "; ".join(filter(None, [*titles, clean_line(note)]))
    entry = Entry("supplement_asked", "case.supplement_asked", note=text, details={"items": len(asked)})
    move(held, write, now, entry, to=State.SUPPLEMENT, calendar=calendar)
    telling.tell(case, pack, "supplement", now, items="; ".join(titles), reason=clean_line(note))


@service_for_both
def supply(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    documents: Sequence[DocumentInput] = (),
    data: Mapping[str, Any] | None = None,
    partial: bool = False,
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Answer the request on the same code: exactly what was asked, nothing else. The clock goes on (state 4), or the
    desk decides on reception. ``data``: path → value of the fields asked for. ``partial``: the applicant has no more.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``NotAsked``, ``NothingAsked``, ``FormRefused``,
    ``DocumentRefused`` (also a file that nobody can read).
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    case, pack = held.case, pack_of(held.case)
    if actor.person_id is None:
        require_either(actor, (RECEIVE, case.receiving_agency), (PROCESS, case.deciding_agency))
    require_state(case, State.SUPPLEMENT)
    request = SupplementRequest.objects.select_for_update().filter(case=case, answered_at=None).first()
    if request is None:
        raise NothingAsked("Hồ sơ không có yêu cầu bổ sung nào đang chờ.")
    values = dict(data or {})
    asked_documents = {item["document"] for item in request.items if item["document"]}
    asked_fields = {item["field"] for item in request.items if item["field"]}
    if {one.requirement for one in documents} - asked_documents or set(values) - asked_fields:
        raise NotAsked()
    left = uncovered(request.items, {one.requirement for one in documents}, set(values))
    if left and (not partial or len(left) == len(request.items)):
        sentences = {item["document"] or item["field"]: "Chưa bổ sung mục này." for item in left}
        raise NothingAsked("Còn mục được yêu cầu mà chưa bổ sung. Hãy bổ sung đủ các mục.", fields=sentences)
    channel = Channel(case.channel)
    checking.check_documents(pack, case.data, channel, documents)
    checking.check_readable(documents)
    if values:
        merged = copy.deepcopy(case.data)
        for path, value in values.items():
            put_value(merged, path, value)
        case.data = checking.check_form(
            pack,
            merged,
            actor=actor,
            person_id=case.applicant_person_id,
            channel=channel,
            dossier=case.code,
            on=timezone.localdate(now),
        ).data
        if case.parent_id is None:
            foreseeing.check_foreseen(case, pack, actor, now)
    keep_documents(case, actor, documents, now)
    request.answered_at, request.is_complete = now, not left
    request.save(update_fields=["answered_at", "is_complete"])
    details = {"documents": len(documents), "fields": len(values), "complete": not left}
    go_on(held, write, now, Entry("supplied", "case.supplied", details=details), work_calendar())
    telling.tell_officers(
        case,
        PERMISSION_OF_DUTY.get(case.duty, PROCESS),
        case.duty_agency,
        title=f"Hồ sơ {case.code} đã được bổ sung",
        key=f"supplied:{case.revision}",
        only=case.assignee_id,
    )
    return case


@service(permission=VIEW)
def request_payment(
    *,
    actor: Actor,
    write: Write,
    case_id: int,
    lines: Sequence[FeeLine] = (),
    note: str = "",
    revision: int | None = None,
    now: dt.datetime | None = None,
) -> Case:
    """Ask for money (state 6, the clock stands still): ``lines``, or what the pack has due in processing.

    Raises ``CaseNotFound``, ``NotAllowed``, ``IllegalMove``, ``NothingToPay`` and what ``create_order`` raises.
    """
    now = moment(now)
    held = lock_for(actor, case_id, revision)
    _require_who_works(actor, held.case)
    ask_payment(held, write, actor, lines, note, now)
    return held.case


def ask_payment(held: Held, write: Write, actor: Actor, lines: Sequence[FeeLine], note: str, now: dt.datetime) -> None:
    """The request itself, for ``request_payment`` and for a step's action."""
    case, pack = held.case, pack_of(held.case)
    require_state(case, State.RECEIVED, State.PROCESSING)
    order = fees.ask(case, actor, list(lines) or fees.lines(case, pack, "processing", now), now)
    if order is None:
        raise NothingToPay()
    wait_for_applicant(case, None)
    amount = wording.money_text(order.total)
    text = " ".join(filter(None, (f"Số tiền phải nộp: {amount}.", clean_line(note))))
    entry = Entry("payment_asked", "case.payment_asked", note=text, details={"total": order.total})
    move(held, write, now, entry, to=State.FINANCIAL)
    telling.tell(case, pack, "financial", now, amount=amount, reason=clean_line(note))


@service(permission=VIEW)
def note_paid(*, actor: Actor, write: Write, code: str, online: bool, now: dt.datetime | None = None) -> Case | None:
    """An order of the dossier was paid: noted for the index, and a case that waited for it goes on. Repeating changes
    nothing. Called when ``payments`` tells of it; ``None`` when no case has the code."""
    now = moment(now)
    known = Case.objects.filter(code=code).values_list("pk", flat=True).first()
    if known is None:
        write.audit("case.paid", subject="cases.case:0", details={"known": False})
        return None
    held = lock(known)
    case = held.case
    if not actor.is_system:
        write.authorise(agency=case.receiving_agency, permission=RECEIVE)
    fresh = online and not case.paid_online
    if fresh:
        case.paid_online = 2
    if case.state == State.FINANCIAL and not fees.is_owed(case):
        calendar = work_calendar()
        go_on(held, write, now, Entry("paid", "case.paid", details={"online": online}), calendar)
        _lead_on(held, write, now, calendar)
        telling.tell(case, pack_of(case), "resumed", now)
    elif fresh:
        move(held, write, now, Entry("paid", "case.paid", details={"online": online}))
    else:
        write.audit("case.paid", subject=case, details={"online": online, "repeated": True})
    return case


def go_on(held: Held, write: Write, now: dt.datetime, entry: Entry, calendar: WorkCalendar) -> None:
    """Out of a pause: back to the desk before reception, else to the step that waits."""
    case, step = held.case, step_of(held.case)
    if case.received_at is None or step is None:
        case.duty, case.duty_agency = Duty.RECEIVE, case.receiving_agency
        case.step_due_at = case.next_due_at = clock.answer_due(calendar, now)
        move(held, write, now, entry, calendar=calendar)
        return
    case.duty, case.duty_agency, case.next_due_at = step.duty, agency_of_step(case, step), case.due_at
    back_to_desk = case.state == State.FINANCIAL and case.begun_at is None
    if not back_to_desk and case.begun_at is None:
        case.begun_at = now
    move(held, write, now, entry, to=State.RECEIVED if back_to_desk else State.PROCESSING, calendar=calendar)


def _lead_on(held: Held, write: Write, now: dt.datetime, calendar: WorkCalendar) -> None:
    """Paid: to the step that the pack's FINANCIAL action names, without anybody's pressing a button."""
    case, step = held.case, step_of(held.case)
    if step is None or case.state != State.PROCESSING:
        return
    asked = [one for one in step.actions if one.kind == ActionKind.FINANCIAL and one.to and action_holds(case, one)]
    if not asked or asked[0].to is None:
        return
    case.assignee_id = None
    enter_step(case, pack_of(case).step(asked[0].to), now, calendar)
    entry = Entry(f"acted:{asked[0].id}", "case.acted", details={"action": asked[0].id, "kind": "paid"})
    move(held, write, now, entry, calendar=calendar)
    ask_outside(held, write, now, calendar)


def item_titles(pack: PublishedPack, items: Sequence[Mapping[str, str]]) -> list[str]:
    """The items as people read them: title of the paper or label of the field, and what is wrong."""
    papers = {one.id: one.title for one in pack.files.documents.documents}
    labels = {field.field: field.label for section in pack.files.ui.sections for field in section.fields}
    return [
        f"{papers.get(item['document']) or labels.get(_declared(item['field']), item['field'])}: {item['reason']}"
        for item in items
    ]


def _item(pack: PublishedPack, item: SupplementItem) -> dict[str, str]:
    """An item as it is stored: one known paper or field, with words. Raises ``NothingAsked``, ``NotAsked``."""
    if bool(item.document) == bool(item.field):
        raise NothingAsked()
    reason = clean_line(item.reason)
    if not reason:
        raise NothingAsked(fields={item.document or item.field: "Hãy ghi vì sao phải bổ sung mục này."})
    papers = {one.id for one in pack.files.documents.documents}
    fields = {field.field for section in pack.files.ui.sections for field in section.fields}
    if (item.document and item.document not in papers) or (item.field and _declared(item.field) not in fields):
        raise NotAsked("Mục cần bổ sung không có trong thành phần hồ sơ hoặc tờ khai của thủ tục.")
    return {"document": item.document, "field": item.field, "reason": reason}


def _declared(path: str) -> str:
    """``members[0].full_name`` → ``members[].full_name``."""
    out, inside = [], False
    for letter in path:
        if letter == "[":
            out.append("[]")
            inside = True
        elif letter == "]":
            inside = False
        elif not inside:
            out.append(letter)
    return "".join(out)


def _require_who_works(actor: Actor, case: Case) -> None:
    """The desk before processing; whoever has the step, after."""
    pairs = [(RECEIVE, case.receiving_agency)] if case.state in (State.SUBMITTED, State.RECEIVED) else []
    step = step_of(case)
    if step is not None and step.duty in PERMISSION_OF_DUTY:
        pairs.append((PERMISSION_OF_DUTY[step.duty], agency_of_step(case, step)))
    require_either(actor, *(pairs or [(PROCESS, case.deciding_agency)]))
