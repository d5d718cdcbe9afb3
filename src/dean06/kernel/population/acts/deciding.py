"""What an approved proposal does: corrections, lawful changes, numbers. Merging is in ``merging``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.events.types import Event
from dean06.kernel.population import numbers, projection
from dean06.kernel.population.acts import merging
from dean06.kernel.population.acts.common import existing
from dean06.kernel.population.acts.family import parents_by_birth
from dean06.kernel.population.errors import ActRefused, PersonNotFound, Reason
from dean06.kernel.population.events import NumberChanged, PersonCorrected
from dean06.kernel.population.locking import Locked, lock
from dean06.kernel.population.models import ChangeProposal, IdCard, LifeEvent, Person
from dean06.kernel.population.projection import END_OF_TIME, Registration
from dean06.kernel.population.rules import changes
from dean06.kernel.population.rules.kinship import LONGEST_LINE, ancestors
from dean06.kernel.population.rules.state import EVENT_DAY, mended, setter_of
from dean06.kernel.population.types import EventKind, LifeStatus, MaritalStatus, ProposalKind

_BIRTH = ("birth_year", "birth_month", "birth_day")
check_merge = merging.check_merge


def apply(proposal: ChangeProposal, *, on: dt.date, by: Registration) -> Event:
    """Write the events of an approved proposal; returns the fact to publish. Raises ``ActRefused``."""
    kind = ProposalKind(proposal.kind)
    if kind == ProposalKind.MERGE:
        return merging.merge(proposal, on=on, by=by)
    if kind == ProposalKind.UNMERGE:
        return merging.unmerge(proposal, on=on, by=by)
    locked = lock([proposal.person_id, *_spouse_of_mistaken_death(proposal)])
    person = locked.person(proposal.person_id)
    _check_unchanged(proposal, person)
    if kind == ProposalKind.CORRECT:
        check_references(person, proposal.values)
        correct(person, proposal.values, on=on, by=by)
        _revive(locked, person, proposal.values, on=on, by=by)
    elif kind == ProposalKind.CHANGE:
        _change(person, proposal.values, on=proposal.effective_on, by=by)
    else:
        _renumber(person, kind, proposal.values, on=on, by=by)
        return NumberChanged(person_id=person.pk, agency=by.agency, proposal_id=proposal.pk, kind=kind)
    return PersonCorrected(
        person_id=person.pk,
        agency=by.agency,
        proposal_id=proposal.pk,
        kind=kind,
        fields=tuple(sorted(proposal.values)),
    )


def correct(person: Person, values: Mapping[str, Any], *, on: dt.date, by: Registration) -> None:
    """Mend each value in the event that set it, so that it holds for every day. ``person`` is locked."""
    known = projection.happenings(person.pk)
    by_event: dict[int, dict[str, Any]] = {}
    for name, value in values.items():
        setter = setter_of(known, name, END_OF_TIME)
        if setter is None:
            raise PersonNotFound()
        by_event.setdefault(setter.id, {})[name] = value
    facts_of = {event.id: event for event in mended(known)}
    for event_id, facts in by_event.items():
        event = facts_of[event_id]
        moved = _moved_day(event.kind, {**event.facts, **facts}, facts)
        facts = facts | ({EVENT_DAY: moved} if moved else {})
        projection.record(person, kind=EventKind.CORRECTION, day=on, facts=facts, by=by, corrects=event_id)


def check_references(person: Person, values: Mapping[str, Any]) -> None:
    """Parents exist, have the right sex and do not descend from the person. Raises ``ActRefused``."""
    for name, sex in (("father", "M"), ("mother", "F")):
        parent = existing(values.get(name))
        if parent is None:
            continue
        if parent.sex != sex:
            raise ActRefused(Reason.PARENT_SEX, field=name)
        above = ancestors(parent.pk, parents_by_birth([parent.pk]), LONGEST_LINE)
        if parent.pk == person.pk or person.pk in above:
            raise ActRefused(Reason.DIRECT_LINE_LOOP, field=name)


def _change(person: Person, values: Mapping[str, Any], *, on: dt.date, by: Registration) -> None:
    facts = dict(values)
    if "full_name" in facts:
        names = [name for name in person.other_names.split("; ") if name]
        facts["other_names"] = "; ".join([*names, person.full_name])[:250]
    projection.record(person, kind=EventKind.CHANGE, day=on, facts=facts, by=by)


def _renumber(person: Person, kind: str, values: Mapping[str, Any], *, on: dt.date, by: Registration) -> None:
    if kind == ProposalKind.REESTABLISH_ID:
        number = numbers.restore(person, values["personal_id"])
        _number_event(person, EventKind.ID_REESTABLISHED, number, on, by)
        return
    old = numbers.annul(person, on=on, reason=by.reason)
    IdCard.objects.filter(person=person, number=old, revoked_on__isnull=True).update(revoked_on=on)
    facts = {"personal_id": None, "id_status": "annulled", "annulled_number": old}
    projection.record(person, kind=EventKind.ID_ANNULLED, day=on, facts=facts, by=by)
    if kind == ProposalKind.ANNUL_ID:
        return
    if values:
        correct(person, values, on=on, by=by)
    number = numbers.issue(person, place_code=old[:3], sex=person.sex, birth_year=person.birth_year, on=on)
    _number_event(person, EventKind.ID_REESTABLISHED, number, on, by)


def _number_event(person: Person, kind: EventKind, number: str, on: dt.date, by: Registration) -> None:
    projection.record(person, kind=kind, day=on, facts={"personal_id": number, "id_status": "active"}, by=by)


def _moved_day(kind: str, facts: Mapping[str, Any], corrected: Mapping[str, Any]) -> str | None:
    """A corrected death or birth day moves the event that it is the day of."""
    if kind == EventKind.DEATH and corrected.get("died_on"):
        return str(corrected["died_on"])
    if kind == EventKind.BIRTH and any(name in corrected for name in _BIRTH) and all(facts.get(n) for n in _BIRTH):
        return dt.date(facts["birth_year"], facts["birth_month"], facts["birth_day"]).isoformat()
    return None


def _check_unchanged(proposal: ChangeProposal, person: Person) -> None:
    """What the proposal replaces still stands. Raises ``ActRefused`` (``CHANGED_SINCE``)."""
    state = projection.stored_state(person)
    if any(state[name] != value for name, value in proposal.before.items()):
        raise ActRefused(Reason.CHANGED_SINCE)
    if person.merged_into_id is not None:
        raise ActRefused(Reason.CHANGED_SINCE)
    after = {**state, **proposal.values}
    if proposal.kind in (ProposalKind.CORRECT, ProposalKind.CHANGE):
        changes.check_number_fits(state, after)


def _is_mistaken_death(proposal: ChangeProposal) -> bool:
    return proposal.kind == ProposalKind.CORRECT and proposal.values.get("life_status") == LifeStatus.ALIVE


def _widowed_by(person_id: int) -> LifeEvent | None:
    """The event by which the spouse became widowed in the act of this person's death."""
    death = LifeEvent.objects.filter(person_id=person_id, kind=EventKind.DEATH).order_by("-pk").first()
    if death is None:
        return None
    return LifeEvent.objects.filter(act=death.act, kind=EventKind.WIDOWED).order_by("pk").first()


def _spouse_of_mistaken_death(proposal: ChangeProposal) -> list[int]:
    widowed = _widowed_by(proposal.person_id) if _is_mistaken_death(proposal) else None
    return [widowed.person_id] if widowed else []


def _revive(locked: Locked, person: Person, values: Mapping[str, Any], *, on: dt.date, by: Registration) -> None:
    """Whoever lives after all: the spouse was never widowed, unless married again meanwhile."""
    widowed = _widowed_by(person.pk) if values.get("life_status") == LifeStatus.ALIVE else None
    if widowed is None:
        return
    spouse = locked.person(widowed.person_id)
    if spouse.marital_status == MaritalStatus.WIDOWED:
        facts = {"marital_status": MaritalStatus.MARRIED.value, "spouse": person.pk}
        projection.record(spouse, kind=EventKind.CORRECTION, day=on, facts=facts, by=by, corrects=widowed.pk)
    else:
        facts = {"marital_status": MaritalStatus.DIVORCED.value, "spouse": None}
        correct(person, facts, on=on, by=by)
