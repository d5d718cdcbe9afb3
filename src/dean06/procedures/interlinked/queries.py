"""PUBLIC reads: linked cases with their legs, consents, connected systems, and figures of the linked services."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.utils import timezone

from dean06.kernel.audit import services as audit
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.procedures.cases import queries as cases
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked import reading, rules
from dean06.procedures.interlinked.contrib.ports import is_demo
from dean06.procedures.interlinked.errors import LinkedNotFound, MessageNotFound, SystemNotFound
from dean06.procedures.interlinked.linking import starting
from dean06.procedures.interlinked.linking.round import Round
from dean06.procedures.interlinked.models import (
    Consent,
    DemoMood,
    Incident,
    Leg,
    LegCase,
    LinkedCase,
    Message,
    MessageCall,
    SystemStatus,
    Usage,
)
from dean06.procedures.interlinked.systems import LEGS, SYSTEMS, System
from dean06.procedures.interlinked.types import (
    ConsentState,
    ConsentView,
    LegProgress,
    LegState,
    LegView,
    LinkedView,
    MessageState,
    MessageView,
    ServiceProgress,
    SystemState,
    SystemView,
)

__all__ = ["LEGS", "SYSTEMS", "System"]

VIEW, RETRY = "interlinked.view", "interlinked.retry"
#: Days that the use of connections is added up over.
USAGE_DAYS = 30


# --- For pages of cases -------------------------------------------------------------------------------------------


def legs_of(case_id: int, now: dt.datetime | None = None) -> tuple[LegView, ...]:
    """The legs of a case, for ``interlinked/legs.html`` on its page; empty for a case without. The page has checked who
    may see the case; nothing of the form is in it."""
    row = LinkedCase.objects.filter(case_id=case_id)
    views = reading.linked_views(row, now or timezone.now())
    return views[0].legs if views else ()


def messages_of(case_id: int) -> list[MessageView]:
    """What was asked of other software for a case, the latest first."""
    return [reading.message_view(one) for one in Message.objects.filter(case_id=case_id).order_by("-pk")]


def is_blocked_by_centre(case_id: int) -> bool:
    """True while the case waits only for a system that its ministry has not opened: not its unit's fault."""
    waiting = Message.objects.filter(case_id=case_id, state__in=[MessageState.QUEUED, MessageState.ACKNOWLEDGED])
    systems = set(waiting.values_list("connector", flat=True))
    return bool(systems) and systems <= reading.blocked_systems()


# --- Linked cases -------------------------------------------------------------------------------------------------


def linked_cases(
    actor: Actor, *, state: str = "", procedure_code: str = "", agency: str = "", late: bool = False
) -> QuerySet[LinkedCase]:
    """Linked cases of the desks that the actor sees, and those with a leg at his agency; those that need somebody
    first. Raises ``NotAllowed``."""
    rows = _visible(actor)
    if state:
        rows = rows.filter(state=state)
    if procedure_code:
        rows = rows.filter(procedure_code=procedure_code)
    if agency:
        rows = rows.filter(agency=agency)
    if late:
        rows = rows.filter(is_late=True)
    return rows.order_by("-opened_at", "-pk")


def views(rows: Any, now: dt.datetime | None = None) -> list[LinkedView]:
    """Rows of ``linked_cases`` with their legs. A fixed number of queries."""
    return reading.linked_views(rows, now or timezone.now())


def linked_case(actor: Actor, case_id: int, now: dt.datetime | None = None) -> LinkedView:
    """One linked case; the look is logged with the applicant, as a look at a dossier. Raises ``NotAllowed``,
    ``LinkedNotFound``."""
    row = _visible(actor).filter(case_id=case_id).first()
    if row is None:
        raise LinkedNotFound()
    ref = cases.ref(case_id)
    person = ref.applicant_person_id
    audit.record_read(
        actor=actor,
        subject=f"population.person:{person}" if person is not None else f"cases.case:{case_id}",
        purpose=cases.PURPOSE,
        dossier=row.code,
        action="interlinked.viewed",
    )
    return reading.linked_views([row], now or timezone.now())[0]


def counts_by_state(actor: Actor) -> dict[str, int]:
    """Linked cases per state that the actor sees. Raises ``NotAllowed``."""
    counted = _visible(actor).order_by().values_list("state").annotate(count=Count("pk", distinct=True))
    return dict(counted)


def tries_of(leg_id: int) -> list[LegCase]:
    """The child cases that a leg had, the first first."""
    return list(LegCase.objects.filter(leg_id=leg_id))


def leg_form(actor: Actor, leg_id: int, now: dt.datetime | None = None) -> list[tuple[str, str, str]]:
    """What a failed leg would be handed in with: (path, label, value) of each field, to be mended. Raises
    ``LinkedNotFound``, ``NotAllowed``."""
    moment = now or timezone.now()
    leg = Leg.objects.select_related("linked").filter(pk=leg_id).first()
    if leg is None or not actor.can(RETRY, agency=leg.linked.agency):
        raise LinkedNotFound()
    look = Round(leg.linked, moment)
    spec = look.specs[leg.ref]
    data = rules.flat(starting.data_of(look, leg, spec))
    labels: dict[str, str] = {}
    pack = catalogue.pack_in_force(spec.procedure, timezone.localdate(moment)) if spec.procedure else None
    if pack is not None:
        labels = {one.field: one.label for section in pack.files.ui.sections for one in section.fields}
    paths = list(dict.fromkeys([*spec.data, *data]))
    return [(path, labels.get(path, path), str(data.get(path, ""))) for path in paths if "[]" not in path]


def _visible(actor: Actor) -> QuerySet[LinkedCase]:
    actor.require(VIEW)
    mine = actor.agencies_for(VIEW)
    rows = LinkedCase.objects.all()
    if WHOLE_PROVINCE in mine:
        return rows
    there = Leg.objects.filter(agency__in=mine).values("linked_id")
    return rows.filter(Q(agency__in=mine) | Q(pk__in=there))


# --- Consents -----------------------------------------------------------------------------------------------------


def consents_of(actor: Actor, *, only_open: bool = False) -> list[ConsentView]:
    """What a citizen was asked to agree to as the head of a household, open ones first; empty for an officer."""
    if actor.person_id is None:
        return []
    found = Consent.objects.filter(head_person_id=actor.person_id).exclude(state=ConsentState.DROPPED)
    if only_open:
        found = found.filter(state=ConsentState.ASKED)
    rows = list(found.select_related("leg__linked").order_by("-pk")[:100])
    rows.sort(key=lambda one: one.state != ConsentState.ASKED)
    refs = cases.refs(one.leg.linked.case_id for one in rows)
    return [reading.consent_view(one, one.leg, refs.get(one.leg.linked.case_id)) for one in rows]


# --- Systems ------------------------------------------------------------------------------------------------------


def systems(actor: Actor, now: dt.datetime | None = None) -> list[SystemView]:
    """Every connected system: how it stands, what waits and failed, its use in the last days. Raises ``NotAllowed``."""
    actor.require(VIEW)
    moment = now or timezone.now()
    known = {one.connector: one for one in SystemStatus.objects.all()}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for connector, state, number in Message.objects.order_by().values_list("connector", "state").annotate(Count("pk")):
        counts[connector][state] = number
    waiting = Message.objects.filter(state=MessageState.QUEUED).order_by().values_list("connector")
    oldest = dict(waiting.annotate(Min("asked_at")))
    since = timezone.localdate(moment) - dt.timedelta(days=USAGE_DAYS)
    use = {row["connector"]: row for row in _usage(since)}
    used_by = _used_by(timezone.localdate(moment))
    return [
        _system(
            one, known.get(one.code), counts[one.code], oldest.get(one.code), use.get(one.code, {}), used_by, moment
        )
        for one in SYSTEMS.values()
    ]


def system(actor: Actor, connector: str, now: dt.datetime | None = None) -> SystemView:
    """One connected system. Raises ``NotAllowed``, ``SystemNotFound``."""
    found = next((one for one in systems(actor, now) if one.code == connector), None)
    if found is None:
        raise SystemNotFound()
    return found


def incidents(actor: Actor, connector: str = "", limit: int = 50) -> list[Incident]:
    """The log of outages and blocks, the latest first. Raises ``NotAllowed``."""
    actor.require(VIEW)
    rows = Incident.objects.all()
    return list((rows.filter(connector=connector) if connector else rows)[:limit])


def usage(actor: Actor, connector: str, days: int = USAGE_DAYS, now: dt.datetime | None = None) -> list[Usage]:
    """Calls of a connection by day, the latest first. Raises ``NotAllowed``."""
    actor.require(VIEW)
    since = timezone.localdate(now or timezone.now()) - dt.timedelta(days=days)
    return list(Usage.objects.filter(connector=connector, day__gte=since).order_by("-day"))


def messages(actor: Actor, *, connector: str = "", state: str = "") -> QuerySet[Message]:
    """Messages of agencies that the actor sees, what waits longest first. Raises ``NotAllowed``."""
    actor.require(VIEW)
    mine = actor.agencies_for(VIEW)
    rows = Message.objects.all()
    if WHOLE_PROVINCE not in mine:
        rows = rows.filter(agency__in=mine)
    if connector:
        rows = rows.filter(connector=connector)
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("asked_at", "pk")


def message(actor: Actor, message_id: int) -> tuple[MessageView, list[MessageCall]]:
    """One message with its last fifty calls. Raises ``NotAllowed``, ``MessageNotFound``."""
    row = messages(actor).filter(pk=message_id).first()
    if row is None:
        raise MessageNotFound()
    return reading.message_view(row), list(row.calls.all()[:50])


def demo_mood(connector: str) -> DemoMood:
    """How a demo system behaves."""
    return DemoMood.objects.filter(connector=connector).first() or DemoMood(connector=connector)


def _usage(since: dt.date) -> Any:
    rows = Usage.objects.filter(day__gte=since).order_by().values("connector")
    return rows.annotate(
        calls=Sum(F("sent") + F("silent")), lost=Sum("silent"), taken=Sum("answers"), brought=Sum("hits")
    )


def _used_by(on: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Titles of the procedures that a system decides steps or legs of."""
    found: dict[str, list[str]] = defaultdict(list)
    for pack in catalogue.packs_in_force(on):
        names = {step.connector for step in pack.files.process.steps} | {leg.connector for leg in pack.meta.legs}
        for name in names - {"", LEGS}:
            found[name].append(pack.title)
    return {name: tuple(sorted(titles)) for name, titles in found.items()}


def _system(
    system: System,
    status: SystemStatus | None,
    counts: Mapping[str, int],
    oldest: dt.datetime | None,
    use: Mapping[str, int],
    used_by: Mapping[str, tuple[str, ...]],
    now: dt.datetime,
) -> SystemView:
    if status is None or status.last_contact_at is None:
        state, since = SystemState.UNKNOWN, None
    elif status.down_since is not None:
        state, since = SystemState.DOWN, status.down_since
    else:
        state, since = SystemState.UP, status.last_ok_at
    if status is not None and status.blocked_at is not None:
        state, since = SystemState.BLOCKED, status.blocked_at
    first = now - dt.timedelta(days=USAGE_DAYS)
    outages = Incident.objects.filter(connector=system.code, kind=Incident.Kind.OUTAGE)
    outages = outages.filter(Q(ended_at=None) | Q(ended_at__gte=first))
    minutes = sum(int(((one.ended_at or now) - max(one.started_at, first)).total_seconds() // 60) for one in outages)
    return SystemView(
        code=system.code,
        label=system.label,
        body=system.body,
        central=system.central,
        state=state,
        state_label=state.label,
        since=since,
        last_contact_at=status.last_contact_at if status else None,
        last_ok_at=status.last_ok_at if status else None,
        waiting=counts.get(MessageState.QUEUED, 0),
        answering=counts.get(MessageState.ACKNOWLEDGED, 0) + counts.get(MessageState.SENT, 0),
        failed=counts.get(MessageState.FAILED, 0),
        oldest_waiting_at=oldest,
        problem=status.problem if status else "",
        blocked_note=status.blocked_note if status else "",
        used_by=used_by.get(system.code, ()),
        is_demo=is_demo(system.code),
        calls=use.get("calls") or 0,
        silent=use.get("lost") or 0,
        answers=use.get("taken") or 0,
        hits=use.get("brought") or 0,
        down_minutes=max(minutes, 0),
    )


# --- Figures ------------------------------------------------------------------------------------------------------


def service_progress(
    start: dt.datetime, end: dt.datetime, *, agency: str = "", procedure_code: str = ""
) -> list[ServiceProgress]:
    """Per linked service, of cases whose legs began in [start, end): total, complete, needing somebody, late, and mean
    working hours from the first leg to the last result. For figures: the caller has checked who asks."""
    rows = LinkedCase.objects.filter(opened_at__gte=start, opened_at__lt=end)
    if agency:
        rows = rows.filter(agency=agency)
    if procedure_code:
        rows = rows.filter(procedure_code=procedure_code)
    calendar = work_calendar()
    counted = rows.order_by().values("procedure_code").annotate(
        total=Count("pk"),
        complete=Count("pk", filter=Q(is_complete=True)),
        attention=Count("pk", filter=Q(state="attention")),
        late=Count("pk", filter=Q(is_late=True)),
    )  # fmt: skip
    spans: dict[str, list[int]] = defaultdict(list)
    closed = rows.filter(is_complete=True).exclude(closed_at=None)
    for code, opened, ended in closed.values_list("procedure_code", "opened_at", "closed_at"):
        spans[code].append(calendar.working_minutes_between(opened, ended or opened))
    titles = _titles(rows)
    return [
        ServiceProgress(
            procedure_code=row["procedure_code"],
            title=titles.get(row["procedure_code"], row["procedure_code"]),
            total=row["total"],
            complete=row["complete"],
            attention=row["attention"],
            late=row["late"],
            mean_hours=rules.mean_hours(spans[row["procedure_code"]]),
        )
        for row in sorted(counted, key=lambda one: one["procedure_code"])
    ]


def leg_progress(
    start: dt.datetime, end: dt.datetime, *, agency: str = "", procedure_code: str = "", now: dt.datetime | None = None
) -> list[LegProgress]:
    """Per leg of each linked service over the same cases: how many in each state (which leg blocks), late, and mean
    working hours from its start to its result."""
    moment = now or timezone.now()
    legs = Leg.objects.filter(linked__opened_at__gte=start, linked__opened_at__lt=end)
    if agency:
        legs = legs.filter(linked__agency=agency)
    if procedure_code:
        legs = legs.filter(linked__procedure_code=procedure_code)
    calendar = work_calendar()
    found: dict[tuple[str, str], LegProgress] = {}
    spans: dict[tuple[str, str], list[int]] = defaultdict(list)
    states: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    late: dict[tuple[str, str], int] = defaultdict(int)
    titles: dict[tuple[str, str], tuple[int, str]] = {}
    columns = ("linked__procedure_code", "ref", "position", "title", "state", "due_at", "issued_at", "started_at")
    for code, ref, position, title, state, due_at, issued_at, started_at in legs.order_by().values_list(*columns):
        key = (code, ref)
        titles[key] = (position, title)
        states[key][state] += 1
        late[key] += rules.is_late(due_at, issued_at, state, moment)
        if issued_at is not None and started_at is not None and state == LegState.DONE:
            spans[key].append(calendar.working_minutes_between(started_at, max(issued_at, started_at)))
    for key in sorted(titles, key=lambda one: (one[0], titles[one][0])):
        found[key] = LegProgress(*key, titles[key][1], dict(states[key]), late[key], rules.mean_hours(spans[key]))
    return list(found.values())


def _titles(rows: QuerySet[LinkedCase]) -> dict[str, str]:
    versions = dict(rows.order_by("pk").values_list("procedure_code", "version_id"))
    return {code: catalogue.pack(version).title for code, version in versions.items()}
