"""Changes of registry data under four eyes: one person proposes with reason and evidence, another decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotFound
from dean06.kernel.files import services as files
from dean06.kernel.population import projection
from dean06.kernel.population.acts import deciding
from dean06.kernel.population.acts.common import DECIDE, PROPOSE, existing, moment, subject, today_of
from dean06.kernel.population.errors import ActRefused, NotAllowedHere, PersonNotFound, Reason
from dean06.kernel.population.events import ChangeDecided, ChangeProposed
from dean06.kernel.population.models import ChangeProposal, Person, PersonNumber
from dean06.kernel.population.projection import Registration
from dean06.kernel.population.rules import changes
from dean06.kernel.population.rules.persons import check_in_use, check_reason
from dean06.kernel.population.types import NumberKind, NumberStatus, ProposalKind, ProposalState
from dean06.kernel.units import queries as units
from dean06.kernel.writing.services import Write, service

#: Kinds that touch the number or the record as a whole: only one of them may wait for a person.
WHOLE_RECORD = frozenset(ProposalKind) - {ProposalKind.CORRECT, ProposalKind.CHANGE}


@service(permission=PROPOSE)
def propose_change(
    *,
    actor: Actor,
    write: Write,
    kind: str,
    person_id: int,
    values: Mapping[str, Any] | None = None,
    reason: str,
    effective_on: dt.date | None = None,
    evidence_id: int | None = None,
    evidence: tuple[str, bytes] | None = None,
    other_id: int | None = None,
    origin: str = "",
    now: dt.datetime | None = None,
) -> ChangeProposal:
    """Propose to correct or change data, to annul, replace or restore a number, to merge or unmerge records.

    ``kind``: a ``ProposalKind``. ``values``: fields of ``rules.state`` with their new values (``CORRECT``: wrong from
    the start, holds for every day; ``CHANGE``: from ``effective_on`` on; ``CHANGE_ID``: may correct sex and birth date
    with the new number; ``REESTABLISH_ID``: ``personal_id``, else the last annulled one). ``other_id``: for ``MERGE``
    the record that goes into ``person_id``. ``evidence``: name and content of a file, or ``evidence_id`` of a stored
    one; not needed when ``origin`` names the record of another app that holds it (``"cleaning.correction:17"``).
    Commune officers propose for people who live in their commune, registry officers for the province.

    Raises ``ActRefused``, ``PersonNotFound``, ``NotAllowed``.
    """
    now = moment(now)
    kind = ProposalKind(kind)
    person = existing(person_id)
    if person is None:
        raise PersonNotFound()
    other = existing(other_id)
    _check_area(actor, person, other)
    reason = check_reason(reason)
    if evidence is None and evidence_id is None and not origin:
        raise ActRefused(Reason.EVIDENCE_MISSING, field="evidence")
    effective = effective_on or today_of(now)
    if effective > today_of(now):
        raise ActRefused(Reason.DAY_IN_FUTURE, field="effective_on", day=f"{effective:%d/%m/%Y}")
    cleaned, before = _checked(kind, person, other, dict(values or {}), today_of(now))
    _check_nothing_waits(kind, person, other, cleaned)
    proposal = ChangeProposal.objects.create(
        kind=kind,
        person=person,
        other=other,
        values=cleaned,
        before=before,
        effective_on=effective,
        reason=reason[:500],
        origin=origin[:80],
        agency=actor.agency or "",
        proposed_by=actor.user_id,
        proposed_at=now,
    )
    _keep_evidence(actor, proposal, evidence, evidence_id)
    write.audit(
        "population.change_proposed",
        subject=person,
        details={"proposal": proposal.pk, "kind": kind, "fields": sorted(cleaned), "origin": origin},
    )
    write.publish(
        ChangeProposed(
            person_id=person.pk,
            agency=proposal.agency,
            proposal_id=proposal.pk,
            kind=kind,
            origin=origin if " " not in origin else "",
        )
    )
    return proposal


@service(permission=DECIDE)
def decide_change(
    *, actor: Actor, write: Write, proposal_id: int, approve: bool, note: str = "", now: dt.datetime | None = None
) -> ChangeProposal:
    """Approve or refuse a waiting proposal of somebody else; approving writes the events. A refusal needs a note.

    Raises ``NotFound``, ``ActRefused`` (``OWN_PROPOSAL``, ``PROPOSAL_DECIDED``, ``CHANGED_SINCE``…).
    """
    now = moment(now)
    write.authorise(agency=WHOLE_PROVINCE)
    proposal = _waiting(proposal_id)
    if proposal.proposed_by == actor.user_id:
        raise ActRefused(Reason.OWN_PROPOSAL)
    if not approve:
        note = check_reason(note, field="note")
    else:
        by = Registration(
            now=now,
            actor_id=proposal.proposed_by,
            agency=proposal.agency,
            reason=proposal.reason[:300],
            evidence_id=proposal.evidence_id,
            approved_by=actor.user_id,
        )
        write.publish(deciding.apply(proposal, on=today_of(now), by=by))
    state = ProposalState.APPROVED if approve else ProposalState.REFUSED
    _close(proposal, state, actor, now, note)
    write.audit(
        "population.change_approved" if approve else "population.change_refused",
        subject=proposal.person,
        details={"proposal": proposal.pk, "kind": proposal.kind, "fields": sorted(proposal.values)},
    )
    write.publish(_decided(proposal))
    return proposal


@service(permission=PROPOSE)
def withdraw_change(*, actor: Actor, write: Write, proposal_id: int, now: dt.datetime | None = None) -> ChangeProposal:
    """Take one's own waiting proposal back. Raises ``NotFound``, ``ActRefused``."""
    now = moment(now)
    proposal = _waiting(proposal_id)
    if proposal.proposed_by != actor.user_id:
        raise ActRefused(Reason.NOT_YOUR_PROPOSAL)
    _close(proposal, ProposalState.WITHDRAWN, actor, now, "")
    write.audit("population.change_withdrawn", subject=proposal.person, details={"proposal": proposal.pk})
    write.publish(_decided(proposal))
    return proposal


def _check_area(actor: Actor, person: Person, other: Person | None) -> None:
    """Registry officers: everybody. Others: people who live in a commune they work for."""
    areas = actor.agencies_for(PROPOSE)
    if WHOLE_PROVINCE in areas:
        return
    codes = {units.agency_unit(agency) for agency in areas} - {None}
    homes = [pk for one in (person, other) if one for pk in (one.permanent_unit_id, one.current_unit_id) if pk]
    if not codes & {unit.code for unit in units.unit_refs(homes).values()}:
        raise NotAllowedHere(permission=PROPOSE)


def _checked(
    kind: ProposalKind, person: Person, other: Person | None, values: dict[str, Any], today: dt.date
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values to set and those they replace, after the checks of the kind."""
    state = projection.stored_state(person)
    if kind == ProposalKind.UNMERGE:
        if person.merged_into_id is None:
            raise ActRefused(Reason.NOT_MERGED)
        return {}, {"merged_into": person.merged_into_id}
    check_in_use(subject(person))
    if kind == ProposalKind.MERGE:
        return {}, _check_merge(person, other, state)
    if kind == ProposalKind.ANNUL_ID:
        _need_number(person)
        return {}, {"personal_id": person.personal_id}
    if kind == ProposalKind.REESTABLISH_ID:
        return {"personal_id": _annulled_number(person, values.get("personal_id"))}, {"personal_id": None}
    if kind == ProposalKind.CHANGE_ID:
        _need_number(person)
        cleaned = changes.check_values(values, state, changes.WITH_NEW_NUMBER, today) if values else {}
        return cleaned, {"personal_id": person.personal_id, **{name: state[name] for name in cleaned}}
    allowed = changes.CORRECTABLE if kind == ProposalKind.CORRECT else changes.CHANGEABLE
    cleaned = changes.check_values(values, state, allowed, today)
    changes.check_number_fits(state, {**state, **cleaned})
    deciding.check_references(person, cleaned)
    return cleaned, {name: state[name] for name in cleaned}


def _check_merge(person: Person, other: Person | None, state: dict[str, Any]) -> dict[str, Any]:
    if other is None:
        raise ActRefused(Reason.OTHER_MISSING, field="other")
    if other.pk == person.pk:
        raise ActRefused(Reason.SAME_PERSON, field="other")
    check_in_use(subject(other))
    deciding.check_merge(person, other)
    return {"personal_id": state["personal_id"], "other_personal_id": other.personal_id}


def _need_number(person: Person) -> None:
    if not person.personal_id:
        raise ActRefused(Reason.NO_NUMBER)


def _annulled_number(person: Person, wanted: str | None) -> str:
    if person.personal_id:
        raise ActRefused(Reason.HAS_NUMBER)
    numbers = PersonNumber.objects.filter(
        person=person, kind=NumberKind.PERSONAL_ID, status=NumberStatus.ANNULLED
    ).order_by("-annulled_on", "-pk")
    found = numbers.filter(number=wanted).first() if wanted else numbers.first()
    if found is None:
        raise ActRefused(Reason.NUMBER_NOT_OF_PERSON, field="personal_id")
    return found.number


def _check_nothing_waits(kind: ProposalKind, person: Person, other: Person | None, cleaned: Mapping[str, Any]) -> None:
    about = [one.pk for one in (person, other) if one is not None]
    for waiting in ChangeProposal.objects.filter(state=ProposalState.WAITING, person__in=about):
        whole = kind in WHOLE_RECORD and waiting.kind in WHOLE_RECORD
        if whole or set(waiting.values) & set(cleaned):
            raise ActRefused(Reason.PROPOSAL_WAITING)
    if ChangeProposal.objects.filter(state=ProposalState.WAITING, other__in=about).exists():
        raise ActRefused(Reason.PROPOSAL_WAITING)


def _keep_evidence(
    actor: Actor, proposal: ChangeProposal, evidence: tuple[str, bytes] | None, evidence_id: int | None
) -> None:
    owner = f"population.changeproposal:{proposal.pk}"
    if evidence is not None:
        name, content = evidence
        stored = files.store_upload(actor=actor, data=content, filename=name, owner=owner)
        evidence_id = stored.pk
    if evidence_id is None:
        return
    proposal.evidence_id = evidence_id
    try:
        held_by = proposal.evidence.owner  # type: ignore[union-attr]
    except ObjectDoesNotExist as error:
        raise NotFound("Không tìm thấy tệp chứng minh.") from error
    proposal.save(update_fields=["evidence"])
    if not held_by:
        files.attach(actor=actor, file_id=evidence_id, owner=owner)


def _waiting(proposal_id: int) -> ChangeProposal:
    proposal = (
        ChangeProposal.objects.select_for_update(of=("self",)).select_related("person").filter(pk=proposal_id).first()
    )
    if proposal is None:
        raise NotFound("Không tìm thấy đề nghị này.")
    if proposal.state != ProposalState.WAITING:
        raise ActRefused(Reason.PROPOSAL_DECIDED)
    return proposal


def _close(proposal: ChangeProposal, state: ProposalState, actor: Actor, now: dt.datetime, note: str) -> None:
    proposal.state = state
    proposal.decided_by = actor.user_id
    proposal.decided_at = now
    proposal.decision_note = note[:500]
    proposal.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _decided(proposal: ChangeProposal) -> ChangeDecided:
    return ChangeDecided(
        person_id=proposal.person_id,
        agency=proposal.agency,
        proposal_id=proposal.pk,
        state=proposal.state,
        origin=proposal.origin if " " not in proposal.origin else "",
    )
