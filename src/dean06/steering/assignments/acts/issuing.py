"""Drafting and issuing: a task becomes live only when the five clarities are there, or a reason is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dean06.kernel.common.actors import Actor
from dean06.kernel.writing.services import Write, service
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments.acts import telling
from dean06.steering.assignments.acts.common import (
    as_draft,
    check_act,
    day_of,
    moment,
    move,
    record,
    settle,
    settle_names,
)
from dean06.steering.assignments.errors import NotClear, NothingToIssue
from dean06.steering.assignments.events import AssignmentsIssued
from dean06.steering.assignments.models import (
    Assignment,
    AssignmentParty,
    Basis,
    CodeCounter,
    Issue,
    PartyBody,
)
from dean06.steering.assignments.rules import clarity, progress
from dean06.steering.assignments.rules.codes import assignment_code
from dean06.steering.assignments.types import Act, AssignmentDraft, DocumentRef, PartyDraft, Role
from dean06.steering.assignments.visibility import lock_visible


@service(permission="assignments.issue")
def issue_assignments(
    *,
    actor: Actor,
    write: Write,
    drafts: Sequence[AssignmentDraft],
    document: DocumentRef | None = None,
    override_reason: str = "",
    issuer_code: str = "",
    now: dt.datetime | None = None,
) -> Issue:
    """Make all of ``drafts`` live, all or none, with the document that gives them. Tasks: ``result.assignments``,
    in the order of ``drafts``.

    Raises ``NothingToIssue``; ``NotClear`` when a clarity is missing and ``override_reason`` says nothing;
    ``UnknownBody`` for a code that is no agency.
    """
    now = moment(now)
    issuer_code = issuer_code or actor.agency or ""
    write.authorise(agency=issuer_code)
    if not drafts:
        raise NothingToIssue
    known = _known_bodies(drafts, on=day_of(now))
    drafts = [_with_head(draft, known) for draft in drafts]
    reason = _check_clear(drafts, override_reason)

    issue = Issue.objects.create(
        basis=_basis(document),
        issued_by_id=actor.user_id,
        issued_by_name=actor.name[:160],
        issued_at=now,
        override_reason=reason,
        count=len(drafts),
    )
    for draft, code in zip(drafts, _next_codes(day_of(now).year, len(drafts)), strict=True):
        assignment = _new(draft, code=code, basis=issue.basis, issuer_code=issuer_code, actor=actor, now=now)
        _write_parties(assignment, draft, known)
        _make_live(assignment, issue, actor=actor, write=write, now=now)
    _tell(issue, actor=actor, write=write)
    return issue


@service(permission="assignments.issue")
def create_draft(
    *,
    actor: Actor,
    write: Write,
    draft: AssignmentDraft,
    document: DocumentRef | None = None,
    issuer_code: str = "",
    now: dt.datetime | None = None,
) -> Assignment:
    """Keep one task written by hand, not yet issued: only the issuing side sees it. Raises ``UnknownBody``."""
    now = moment(now)
    issuer_code = issuer_code or actor.agency or ""
    write.authorise(agency=issuer_code)
    known = _known_bodies([draft], on=day_of(now))
    (code,) = _next_codes(day_of(now).year, 1)
    assignment = _new(draft, code=code, basis=_basis(document), issuer_code=issuer_code, actor=actor, now=now)
    parties = _write_parties(assignment, draft, known)
    settle_names(assignment, parties)
    settle(assignment)
    record(assignment, act="create", title="Soạn dự thảo nhiệm vụ", actor=actor, now=now)
    write.audit("assignment.drafted", subject=assignment)
    return assignment


@service(permission="assignments.issue")
def edit_draft(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    draft: AssignmentDraft,
    document: DocumentRef | None = None,
    now: dt.datetime | None = None,
) -> Assignment:
    """Replace what a draft says. Raises ``TransitionRefused`` once it is issued, ``UnknownBody``."""
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    move(assignment, Act.EDIT)
    known = _known_bodies([draft], on=day_of(now))
    _fill(assignment, draft)
    if document is not None:
        assignment.basis = _basis(document)
    assignment.parties.all().delete()
    settle_names(assignment, _write_parties(assignment, draft, known))
    settle(assignment)
    record(assignment, act=Act.EDIT, title="Sửa dự thảo", actor=actor, now=now)
    write.audit("assignment.draft_edited", subject=assignment)
    return assignment


@service(permission="assignments.issue")
def issue_draft(
    *, actor: Actor, write: Write, assignment_id: int, override_reason: str = "", now: dt.datetime | None = None
) -> Assignment:
    """Make one draft live. Raises ``NotClear`` (see ``issue_assignments``), ``TransitionRefused``."""
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    check_act(assignment, Act.ISSUE)
    draft = as_draft(assignment)
    known = _known_bodies([draft], on=day_of(now))
    draft = _with_head(draft, known)
    reason = _check_clear([draft], override_reason)
    _fill(assignment, draft)
    # Members of a group are those of the day of issue, not of the day of drafting.
    assignment.parties.all().delete()
    _write_parties(assignment, draft, known)
    issue = Issue.objects.create(
        basis=assignment.basis,
        issued_by_id=actor.user_id,
        issued_by_name=actor.name[:160],
        issued_at=now,
        override_reason=reason,
        count=1,
    )
    _make_live(assignment, issue, actor=actor, write=write, now=now)
    _tell(issue, actor=actor, write=write)
    return assignment


@service(permission="assignments.issue")
def amend_assignment(
    *,
    actor: Actor,
    write: Write,
    assignment_id: int,
    reason: str,
    title: str | None = None,
    product: str | None = None,
    measure: str | None = None,
    trigger_document: str | None = None,
    head_name: str | None = None,
    head_position: str | None = None,
    now: dt.datetime | None = None,
) -> Assignment:
    """Fill in what was missing when a live task was issued (``None`` leaves a field as it is).

    The text, the bodies and the deadline stay: those change by hand-over and deadline change only.
    Raises ``ReasonMissing``, ``TransitionRefused``.
    """
    now = moment(now)
    assignment = lock_visible(actor, assignment_id)
    write.authorise(agency=assignment.issuer_code)
    move(assignment, Act.AMEND)
    reason = progress.check_reason(reason)
    given = {
        "title": title,
        "product": product,
        "measure": measure,
        "trigger_document": trigger_document,
        "head_name": head_name,
        "head_position": head_position,
    }
    changed = [
        name for name, value in given.items() if value is not None and value.strip() != getattr(assignment, name)
    ]
    for name in changed:
        setattr(assignment, name, (given[name] or "").strip())
    settle_names(assignment, list(assignment.parties.all()))
    settle(assignment)
    record(assignment, act=Act.AMEND, title="Bổ sung thông tin nhiệm vụ", text=reason, actor=actor, now=now)
    write.audit("assignment.amended", subject=assignment, details={"fields": changed})
    return assignment


def _check_clear(drafts: Sequence[AssignmentDraft], override_reason: str) -> str:
    """The reason to record: empty when every light is on."""
    lacking = [(position, clarity.missing(draft)) for position, draft in enumerate(drafts, 1)]
    lacking = [(position, lights) for position, lights in lacking if lights]
    if not lacking:
        return ""
    if override_reason.strip():
        return progress.check_reason(override_reason)
    position, lights = lacking[0]
    reasons = " ".join(light.missing for light in lights)
    message = (
        f"Nhiệm vụ chưa đủ năm rõ: {reasons} Hãy bổ sung, hoặc ghi lý do vẫn giao."
        if len(drafts) == 1
        else f"Có {len(lacking)} trên {len(drafts)} nhiệm vụ chưa đủ năm rõ (đầu tiên là nhiệm vụ thứ {position}: "
        f"{reasons}) Hãy bổ sung, hoặc ghi lý do vẫn giao."
    )
    raise NotClear(message, missing={str(position): [light.code for light in lights] for position, lights in lacking})


def _known_bodies(drafts: Sequence[AssignmentDraft], *, on: dt.date) -> dict[str, registry.Body]:
    parties = [party for draft in drafts for party in (*draft.leads, *draft.partners)]
    return registry.bodies((party.agency_code for party in parties if party.agency_code), on=on)


def _with_head(draft: AssignmentDraft, known: dict[str, registry.Body]) -> AssignmentDraft:
    """The head of the first leading body answers for the task, unless another person is named."""
    if draft.head_name.strip() or not draft.leads:
        return draft
    body = known.get(draft.leads[0].agency_code or "")
    if body is None or not body.head_name:
        return draft
    return replace(draft, head_name=body.head_name, head_position=draft.head_position or body.head_title)


def _next_codes(year: int, count: int) -> list[str]:
    """``count`` codes in a row; the counter row stays locked until the transaction ends."""
    counter, _ = CodeCounter.objects.select_for_update().get_or_create(year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [assignment_code(year, number) for number in range(first, first + count)]


def _basis(document: DocumentRef | None) -> Basis | None:
    """The record of the giving document, found again by its upload or by number and date."""
    if document is None or not (document.source_id or document.number or document.title):
        return None
    fields = {
        "number": document.number,
        "date": document.date,
        "kind": document.kind,
        "title": document.title,
        "issuer": document.issuer,
    }
    if document.source_id is not None:
        return Basis.objects.get_or_create(source_id=document.source_id, defaults=fields)[0]
    if document.number:
        found = Basis.objects.filter(number=document.number, date=document.date).first()
        if found is not None:
            return found
    return Basis.objects.create(**fields)


def _new(
    draft: AssignmentDraft, *, code: str, basis: Basis | None, issuer_code: str, actor: Actor, now: dt.datetime
) -> Assignment:
    assignment = Assignment(
        code=code, basis=basis, issuer_code=issuer_code, created_by_id=actor.user_id, created_at=now
    )
    _fill(assignment, draft)
    assignment.save()
    return assignment


def _fill(assignment: Assignment, draft: AssignmentDraft) -> None:
    assignment.text = draft.text.strip()
    assignment.title = draft.title.strip()[:200]
    assignment.number = draft.number[:40]
    assignment.section_path = list(draft.section_path)
    assignment.assigned_by = draft.assigned_by[:255]
    assignment.product = draft.product.strip()
    assignment.deadline_kind = draft.deadline_kind
    assignment.deadline_text = draft.deadline_text[:500]
    assignment.due_date = draft.due_date
    assignment.measure = draft.measure.strip()
    assignment.cadence = draft.cadence
    assignment.trigger_document = draft.trigger_document.strip()[:500]
    assignment.head_name = draft.head_name.strip()[:160]
    assignment.head_position = draft.head_position.strip()[:160]
    assignment.source_line = draft.source_line


def _write_parties(
    assignment: Assignment, draft: AssignmentDraft, known: dict[str, registry.Body]
) -> list[AssignmentParty]:
    """The parties as printed, and one row for each body behind them (a body named twice in a role counts once)."""
    parties: list[AssignmentParty] = []
    for role, drafts in ((Role.LEAD, draft.leads), (Role.PARTNER, draft.partners)):
        parties += [_party(assignment, role, position, party, known) for position, party in enumerate(drafts)]
    AssignmentParty.objects.bulk_create(parties)
    rows: dict[tuple[str, str], PartyBody] = {}
    for party in parties:
        body = known.get(party.agency_code or "")
        for code, name in body.doing if body else ():
            rows.setdefault(
                (party.role, code),
                PartyBody(assignment=assignment, party=party, role=party.role, agency_code=code, name=name[:255]),
            )
    PartyBody.objects.bulk_create(rows.values())
    return parties


def _party(
    assignment: Assignment, role: Role, position: int, party: PartyDraft, known: dict[str, registry.Body]
) -> AssignmentParty:
    body = known.get(party.agency_code or "")
    return AssignmentParty(
        assignment=assignment,
        role=role,
        position=position,
        text=(party.text.strip() or (body.name if body else ""))[:500],
        agency_code=party.agency_code or None,
        is_group=bool(body and body.is_group),
        deliverable=party.deliverable.strip(),
    )


def _make_live(assignment: Assignment, issue: Issue, *, actor: Actor, write: Write, now: dt.datetime) -> None:
    move(assignment, Act.ISSUE)
    assignment.issue = issue
    assignment.issued_at = now
    settle_names(assignment, list(assignment.parties.all()))
    settle(assignment)
    lacking = [light.code for light in clarity.missing(as_draft(assignment))]
    text = f"Giao khi chưa đủ năm rõ. Lý do: {issue.override_reason}" if lacking else ""
    record(assignment, act=Act.ISSUE, title="Giao nhiệm vụ", text=text, actor=actor, now=now)
    details = {"code": assignment.code, "issue": issue.pk}
    if lacking:
        write.audit(
            "assignment.issued_unclear",
            subject=assignment,
            purpose=issue.override_reason,
            details={**details, "missing": lacking},
        )
    else:
        write.audit("assignment.issued", subject=assignment, details=details)


def _tell(issue: Issue, *, actor: Actor, write: Write) -> None:
    telling.issued(issue, actor=actor)
    write.publish(AssignmentsIssued(issue_id=issue.pk, count=issue.count, overridden=bool(issue.override_reason)))
