"""Two records of one person become one, and can be parted again. Nothing is deleted; both stay searchable."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.kernel.population import numbers, projection
from dean06.kernel.population.acts.homes import OUT, make_head
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.events import PersonsMerged, PersonsUnmerged
from dean06.kernel.population.locking import Locked, lock
from dean06.kernel.population.models import ChangeProposal, Guardianship, LifeEvent, Person
from dean06.kernel.population.projection import END_OF_TIME, Registration
from dean06.kernel.population.rules import changes
from dean06.kernel.population.rules.state import BLANK, Happening, setter_of, state_on
from dean06.kernel.population.types import EventKind, HouseholdRole, IdStatus

_LINKS = ("father", "mother", "spouse")


def check_merge(keep: Person, other: Person) -> None:
    """The two records can be one person as they stand. Raises ``ActRefused`` (``MERGE_CONFLICT``)."""
    why = changes.merge_conflict(
        projection.stored_state(keep),
        projection.stored_state(other),
        keep_id=keep.pk,
        other_id=other.pk,
        other_heads_others=_heads_others(other),
    )
    if why:
        raise ActRefused(Reason.MERGE_CONFLICT, why=why)


def merge(proposal: ChangeProposal, *, on: dt.date, by: Registration) -> PersonsMerged:
    """The other record goes into the person's: its number is annulled, who pointed to it points to the one that stays,
    household and spouse are taken over where the kept record has none. Raises ``ActRefused``."""
    if proposal.other_id is None:
        raise ActRefused(Reason.OTHER_MISSING)
    pointing = _pointing_to(proposal.other_id)
    locked = lock([proposal.person_id, proposal.other_id, *(pk for pks in pointing.values() for pk in pks)])
    keep, other = locked.person(proposal.person_id), locked.person(proposal.other_id)
    if IdStatus.MERGED in (keep.id_status, other.id_status):
        raise ActRefused(Reason.CHANGED_SINCE)
    check_merge(keep, other)
    headed = [home.pk for home in locked.households.values() if home.head_id == other.pk]
    took = _taken_over(keep, other)
    moved: dict[str, Any] = {
        "took": took,
        "links": pointing,
        "number": other.personal_id,
        "headed": headed,
        "guardian_of": _move_guardianships("guardian", other, keep),
        "ward_of": _move_guardianships("ward", other, keep),
    }
    if other.personal_id:
        numbers.annul(other, on=on, reason=f"Gộp vào hồ sơ {keep.pk}")
    gone = {**OUT, "spouse": None, "personal_id": None, "id_status": "merged", "merged_into": keep.pk}
    projection.record(other, kind=EventKind.MERGED, day=on, facts={**gone, "moved": moved}, by=by)
    projection.record(keep, kind=EventKind.MERGED, day=on, facts={**took, "merged_from": other.pk}, by=by)
    _repoint(locked, pointing, keep.pk, on=on, by=by)
    _settle_homes(locked, headed, keep, on=on, by=by)
    return PersonsMerged(person_id=keep.pk, agency=by.agency, proposal_id=proposal.pk, other_id=other.pk)


def unmerge(proposal: ChangeProposal, *, on: dt.date, by: Registration) -> PersonsUnmerged:
    """The merged record stands alone again: number, links, household (while it is open) go back to it.

    Raises ``ActRefused`` (``NOT_MERGED``).
    """
    event = LifeEvent.objects.filter(person_id=proposal.person_id, kind=EventKind.MERGED).order_by("-pk").first()
    other = Person.objects.filter(pk=proposal.person_id).first()
    if event is None or other is None or other.merged_into_id is None or "moved" not in event.facts:
        raise ActRefused(Reason.NOT_MERGED)
    keep_id, moved = other.merged_into_id, event.facts["moved"]
    before = _before(other.pk, event.pk)
    links = {name: list(pks) for name, pks in moved["links"].items()}
    locked = lock([other.pk, keep_id, *(pk for pks in links.values() for pk in pks)], _open([before["household"]]))
    other, keep = locked.person(other.pk), locked.person(keep_id)
    if other.id_status != IdStatus.MERGED:
        raise ActRefused(Reason.NOT_MERGED)
    still = {name: [pk for pk in pks if _points(locked.person(pk), name) == keep.pk] for name, pks in links.items()}
    given_back = {
        name: _before(keep.pk, event.pk)[name]
        for name, value in moved["took"].items()
        if projection.stored_state(keep)[name] == value
    }
    if given_back:
        projection.record(keep, kind=EventKind.UNMERGED, day=on, facts={**given_back, "unmerged_from": other.pk}, by=by)
    _return(other, before, moved, locked, on=on, by=by)
    _repoint(locked, still, other.pk, on=on, by=by)
    for role, name in (("guardian", "guardian_of"), ("ward", "ward_of")):
        Guardianship.objects.filter(pk__in=moved[name], **{role: keep}).update(**{role: other})
    _settle_homes(locked, moved["headed"], other, on=on, by=by)
    return PersonsUnmerged(person_id=keep.pk, agency=by.agency, proposal_id=proposal.pk, other_id=other.pk)


def _return(
    other: Person, before: dict[str, Any], moved: dict[str, Any], locked: Locked, *, on: dt.date, by: Registration
) -> None:
    facts: dict[str, Any] = {"merged_into": None, "id_status": before["id_status"], "personal_id": None}
    if moved["number"]:
        facts["personal_id"] = numbers.restore(other, moved["number"])
    if before["household"] in locked.households and locked.households[before["household"]].closed_on is None:
        facts |= {"household": before["household"], "household_role": before["household_role"]}
    spouse = before["spouse"]
    if spouse is not None and spouse in moved["links"].get("spouse", ()):
        facts["spouse"] = spouse
    projection.record(other, kind=EventKind.UNMERGED, day=on, facts=facts, by=by)


def _heads_others(person: Person) -> bool:
    homes = person.headed_households.filter(closed_on__isnull=True)
    return Person.objects.filter(household__in=homes).exclude(pk=person.pk).exists()


def _taken_over(keep: Person, other: Person) -> dict[str, Any]:
    """Household and marriage of the other record where the kept one has none."""
    took: dict[str, Any] = {}
    if keep.household_id is None and other.household_id is not None:
        took |= {"household": other.household_id, "household_role": other.household_role}
    elif keep.household_id == other.household_id and other.household_role == HouseholdRole.HEAD:
        took |= {"household_role": HouseholdRole.HEAD.value}
    if keep.spouse_id is None and other.spouse_id is not None:
        took |= {"spouse": other.spouse_id, "marital_status": other.marital_status}
    return took


def _pointing_to(person_id: int) -> dict[str, list[int]]:
    """Records in use whose father, mother or spouse is the person."""
    rows = Person.objects.exclude(id_status=IdStatus.MERGED)
    return {
        name: list(rows.filter(**{f"{name}_id": person_id}).order_by("pk").values_list("pk", flat=True))
        for name in _LINKS
    }


def _points(person: Person, name: str) -> int | None:
    value: int | None = getattr(person, f"{name}_id")
    return value


def _repoint(locked: Locked, pointing: dict[str, list[int]], target: int, *, on: dt.date, by: Registration) -> None:
    """A link to a record of the same human being was only written to the wrong row: corrected for every day."""
    for name, pks in pointing.items():
        for pk in pks:
            person = locked.person(pk)
            setter = setter_of(projection.happenings(pk), name, END_OF_TIME)
            if setter is not None and _points(person, name) != target:
                projection.record(
                    person, kind=EventKind.CORRECTION, day=on, facts={name: target}, by=by, corrects=setter.id
                )


def _move_guardianships(role: str, other: Person, keep: Person) -> list[int]:
    rows = Guardianship.objects.filter(ended_on__isnull=True, **{role: other})
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(**{role: keep})
    return pks


def _settle_homes(locked: Locked, headed: list[int], head: Person, *, on: dt.date, by: Registration) -> None:
    for pk in headed:
        household = locked.households.get(pk)
        if household is None or household.closed_on is not None:
            continue
        if head.household_id == pk:
            make_head(household, head, locked.members(pk), on=on, by=by)
        elif not locked.members(pk):
            household.head, household.closed_on = None, on
            household.save(update_fields=["head", "closed_on"])


def _before(person_id: int, event_id: int) -> dict[str, Any]:
    """The person's state as the events before ``event_id`` have it."""
    earlier: list[Happening] = [event for event in projection.happenings(person_id) if event.id < event_id]
    return state_on(earlier, END_OF_TIME) or dict(BLANK)


def _open(household_ids: list[int | None]) -> list[int]:
    return [pk for pk in household_ids if pk is not None]
