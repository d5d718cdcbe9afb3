"""What every act shares: the present moment, its body, the line of history, the columns that follow from records."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.common.vietnamese import search_key
from dean06.steering.assignments import bodies as registry
from dean06.steering.assignments.models import Assignment, AssignmentParty, HistoryEntry, PartyBody
from dean06.steering.assignments.rules import progress, timing
from dean06.steering.assignments.rules.states import next_state
from dean06.steering.assignments.types import (
    Act,
    AssignmentDraft,
    Cadence,
    DeadlineKind,
    PartyDraft,
    Role,
    State,
    Track,
)


def moment(now: dt.datetime | None) -> dt.datetime:
    """The given moment, or the present one."""
    return now or timezone.now()


def day_of(now: dt.datetime) -> dt.date:
    """The local calendar day of a moment."""
    return timezone.localdate(now)


def move(assignment: Assignment, act: Act) -> None:
    """Change the state by the table. Raises ``TransitionRefused``."""
    assignment.state = next_state(State(assignment.state), act)


def check_act(assignment: Assignment, act: Act) -> None:
    """Raise ``TransitionRefused`` unless ``act`` fits the present state; changes nothing."""
    next_state(State(assignment.state), act)


def settle(assignment: Assignment) -> None:
    """Bring the columns that follow from others up to date, then save."""
    assignment.track = timing.track(
        state=State(assignment.state),
        kind=DeadlineKind(assignment.deadline_kind),
        due_date=assignment.due_date,
        reported_done_on=assignment.reported_done_on,
    )
    assignment.due_sort = assignment.due_date or timing.NO_DUE_DATE
    assignment.save()
    _settle_shares(assignment)


def _settle_shares(assignment: Assignment) -> None:
    """The same for the share of each body. A group has up to a hundred, but few different outcomes: one update each."""
    track = Track(assignment.track)
    changed: dict[tuple[Track, dt.date, bool | None], list[int]] = {}
    for body in assignment.bodies.all():
        done_on = body.reported_done_on
        settled = (
            timing.share_track(track, due_date=assignment.due_date, body_done_on=done_on),
            assignment.due_sort,
            timing.share_on_time(track, due_date=assignment.due_date, body_done_on=done_on),
        )
        if settled != (body.track, body.due_sort, body.finished_on_time):
            changed.setdefault(settled, []).append(body.pk)
    for (share, due_sort, on_time), ids in changed.items():
        PartyBody.objects.filter(pk__in=ids).update(track=share, due_sort=due_sort, finished_on_time=on_time)


def settle_percent(assignment: Assignment) -> None:
    """The percent of the task from those of its leading bodies."""
    leads = assignment.bodies.filter(role=Role.LEAD)
    assignment.percent = progress.overall_percent(list(leads.values_list("percent", flat=True)))


def settle_names(assignment: Assignment, parties: list[AssignmentParty]) -> None:
    """Names shown in lists and the text that the search box looks through."""
    short = registry.names_of(party.agency_code for party in parties if party.agency_code)
    leads = [short.get(party.agency_code or "", party.text) for party in parties if party.role == Role.LEAD]
    assignment.lead_text = ", ".join(leads)[:500]
    basis = assignment.basis
    words = [
        assignment.code,
        assignment.title,
        assignment.text,
        assignment.product,
        assignment.head_name,
        # As printed and as short: people look for either.
        *dict.fromkeys([*(party.text for party in parties), *short.values()]),
        *((basis.number, basis.title) if basis else ()),
    ]
    assignment.head_key = search_key(assignment.head_name)[:160]
    assignment.search_text = search_key(" ".join(word for word in words if word))


def record(assignment: Assignment, *, act: str, title: str, text: str = "", actor: Actor, now: dt.datetime) -> None:
    """One line of the task's story."""
    HistoryEntry.objects.create(
        assignment=assignment,
        at=now,
        act=act,
        title=title[:200],
        text=text,
        actor_name=actor.name[:160],
        agency_code=actor.agency or "",
    )


def body_of(
    assignment: Assignment, actor: Actor, permission: str, *, agency_code: str | None = None, role: Role | None = None
) -> PartyBody:
    """The body of the task for which the actor acts: ``agency_code``, else the actor's own, else the only possible one.

    Raises ``NotAllowed`` when the actor may not act for any body of the task.
    """
    bodies = list(assignment.bodies.all() if role is None else assignment.bodies.filter(role=role))
    mine = [body for body in bodies if actor.can(permission, agency=body.agency_code)]
    if agency_code:
        mine = [body for body in mine if body.agency_code == agency_code]
    # A body may lead and take part at once: what it leads comes first ("lead" sorts before "partner").
    own = [body for body in mine if body.agency_code == actor.agency] or mine
    if not own or len({body.agency_code for body in own}) > 1:
        raise NotAllowed(permission=permission)
    return own[0]


def awaits_guidance(assignment: Assignment) -> bool:
    """True for a task that stands on the tab "Chờ Trung ương"."""
    return assignment.track == Track.WAITING


def doing_bodies(assignment: Assignment) -> set[str]:
    """Codes of all bodies that do the task."""
    return set(assignment.bodies.values_list("agency_code", flat=True))


def as_draft(assignment: Assignment, parties: list[AssignmentParty] | None = None) -> AssignmentDraft:
    """The task in the shape that the clarities judge."""
    parties = list(assignment.parties.all()) if parties is None else parties

    def of(role: Role) -> tuple[PartyDraft, ...]:
        return tuple(
            PartyDraft(text=party.text, agency_code=party.agency_code, deliverable=party.deliverable)
            for party in parties
            if party.role == role
        )

    return AssignmentDraft(
        text=assignment.text,
        title=assignment.title,
        number=assignment.number,
        section_path=tuple(assignment.section_path),
        leads=of(Role.LEAD),
        partners=of(Role.PARTNER),
        assigned_by=assignment.assigned_by,
        product=assignment.product,
        deadline_kind=DeadlineKind(assignment.deadline_kind),
        deadline_text=assignment.deadline_text,
        due_date=assignment.due_date,
        measure=assignment.measure,
        cadence=Cadence(assignment.cadence) if assignment.cadence else None,
        trigger_document=assignment.trigger_document,
        head_name=assignment.head_name,
        head_position=assignment.head_position,
        source_line=assignment.source_line,
    )
