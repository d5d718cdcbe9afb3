"""PUBLIC reads of cases. Lists show only what the actor may see (``visibility``); opening the data of a case leaves an
audit row that names the applicant, with purpose and dossier.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.audit import services as audit
from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.vietnamese import clean_line
from dean06.procedures.cases import checking, visibility, wording
from dean06.procedures.cases.acts import deciding
from dean06.procedures.cases.acts.common import facts_of, pack_of, step_of
from dean06.procedures.cases.acts.pausing import item_titles
from dean06.procedures.cases.books import book
from dean06.procedures.cases.errors import CaseNotFound
from dean06.procedures.cases.exporting import (
    ExportedCase,
    ExportedDocument,
    ExportedProgress,
    ExportedResult,
    exported,
)
from dean06.procedures.cases.legal_actions import legal_actions
from dean06.procedures.cases.looking_up import look_up
from dean06.procedures.cases.models import (
    Case,
    CaseDocument,
    CaseEvent,
    CasePaper,
    CasePause,
    CaseTally,
    HandOver,
    SupplementRequest,
)
from dean06.procedures.cases.previewing import result_preview
from dean06.procedures.cases.queueing import TABS, end_of_next_day, queue, queue_row
from dean06.procedures.cases.read_models import CasePage, Queue, QueueRow, ref_of
from dean06.procedures.cases.rules import clock as clock_rules
from dean06.procedures.cases.types import OPEN, CaseRef, Channel, ClockReading, Counters, State
from dean06.procedures.catalogue.types import PublishedPack
from dean06.socioeconomic.payments import queries as payments

__all__ = [
    "PURPOSE",
    "TABS",
    "CasePage",
    "ExportedCase",
    "ExportedDocument",
    "ExportedProgress",
    "ExportedResult",
    "Queue",
    "QueueRow",
    "book",
    "by_code",
    "case",
    "cases",
    "clock",
    "counters",
    "documents",
    "exported",
    "facts",
    "legal_actions",
    "look_up",
    "minutes_by_party",
    "my_cases",
    "papers",
    "queue",
    "ref",
    "refs",
    "result_preview",
    "row",
    "rows",
    "timeline",
    "with_trouble",
]

#: Legal purpose of reading a dossier (list of purposes of ``population``).
PURPOSE = "GIAI_QUYET_TTHC"


# --- For other apps -----------------------------------------------------------------------------------------------


def ref(case_id: int) -> CaseRef:
    """A case by id, for the apps above, which check rights themselves. Raises ``CaseNotFound``."""
    found = Case.objects.filter(pk=case_id).first()
    if found is None:
        raise CaseNotFound()
    return ref_of(found, pack_of(found))


def refs(case_ids: Iterable[int]) -> dict[int, CaseRef]:
    """Cases by id; unknown ids are absent. One query."""
    return {one.pk: ref_of(one, pack_of(one)) for one in Case.objects.filter(pk__in=set(case_ids))}


def by_code(code: str) -> CaseRef | None:
    """A case by its code, for the apps above."""
    found = Case.objects.filter(code=code.strip().upper()).first()
    return ref_of(found, pack_of(found)) if found else None


# --- One case -----------------------------------------------------------------------------------------------------


def row(actor: Actor, case_id: int) -> Case:
    """The record, where the actor may see it; no read is logged: for acting on it. Raises ``CaseNotFound``."""
    found = Case.objects.filter(pk=case_id).first()
    if found is None or not visibility.may_see(actor, found):
        raise CaseNotFound()
    return found


def facts(case: Case) -> Mapping[str, Any]:
    """What fees and guards are asked about: the form, and ``decision.…`` and ``answer.…`` made since."""
    return facts_of(case)


def case(actor: Actor, case_id: int, *, now: dt.datetime | None = None) -> CasePage:
    """Everything the page of a case shows. An officer's reading leaves an audit row that names the applicant's person;
    a citizen sees the public entries of the timeline only. Raises ``CaseNotFound``.
    """
    now = now or timezone.now()
    found = row(actor, case_id)
    is_officer = actor.person_id is None
    if is_officer:
        record_read(actor, found)
    pack = pack_of(found)
    entries = CaseEvent.objects.filter(case=found)
    given = CaseDocument.objects.filter(case=found)
    requests = list(SupplementRequest.objects.filter(case=found).order_by("pk"))
    waiting = next((one for one in requests if one.answered_at is None), None)
    kept = list(given)
    held = [one.requirement for one in kept if not one.replaced]
    shown = tuple(entries if is_officer else entries.filter(is_public=True))
    hand_overs = tuple(HandOver.objects.filter(case=found).order_by("pk")) if is_officer else ()
    children = Case.objects.filter(parent=found).order_by("pk")
    people = {found.assignee_id, found.received_by_id, found.assisted_by_id}
    codes = {found.receiving_agency, found.deciding_agency, found.helping_agency, *(one.agency for one in shown)}
    codes |= {agency for one in hand_overs for agency in (one.from_agency, one.to_agency)}
    return CasePage(
        case=found,
        ref=ref_of(found, pack),
        pack=pack,
        step=step_of(found),
        clock=clock(found, now),
        timeline=shown,
        documents=tuple(kept),
        papers=tuple(CasePaper.objects.filter(case=found)),
        supplements=tuple(requests),
        asked=tuple(item_titles(pack, waiting.items)) if waiting else (),
        hand_overs=hand_overs,
        orders=tuple(payments.orders_of(found.code)),
        children=tuple(ref_of(child, pack_of(child)) for child in children),
        actions=tuple(legal_actions(actor, found)),
        minutes_by_party=minutes_by_party(found, now),
        missing_documents=_missing(found, pack, held),
        agency_names=wording.agency_names(codes),
        user_names=accounts.display_names(people),
        decided=(*deciding.in_words(found), *deciding.answers_in_words(found)) if is_officer else (),
    )


def record_read(actor: Actor, found: Case) -> None:
    """The audit row of an officer's look at the data of a case: about whom, why, under which dossier."""
    person = found.applicant_person_id
    audit.record_read(
        actor=actor,
        subject=f"population.person:{person}" if person is not None else f"cases.case:{found.pk}",
        purpose=PURPOSE,
        dossier=found.code,
        details={"case": found.pk, "procedure": found.procedure_code},
        action="case.read",
    )


def clock(found: Case, now: dt.datetime) -> ClockReading:
    """What the legal clock of a case shows at a moment. At most three small queries."""
    paused_since = None
    if found.state in (State.SUPPLEMENT, State.FINANCIAL):
        paused_since = CasePause.objects.filter(case=found, ended_at=None).values_list("started_at", flat=True).first()
    return clock_rules.reading(
        work_calendar(),
        state=found.state,
        received_at=found.received_at,
        due_at=found.due_at,
        paused_minutes=found.paused_minutes,
        paused_since=paused_since,
        stopped_at=found.finished_at or found.ended_at,
        now=now,
    )


def minutes_by_party(found: Case, now: dt.datetime) -> dict[str, int]:
    """Working minutes that the office, the citizen and outside bodies used so far; the running stretch included."""
    spent: dict[str, int] = defaultdict(int)
    sums = CaseEvent.objects.filter(case=found).order_by().values_list("party").annotate(total=Sum("minutes"))
    for party, total in sums:
        spent[party] += total or 0
    if found.ended_at is None and found.last_event_at is not None:
        party = clock_rules.party_of(found.state, found.duty)
        spent[party] += clock_rules.working_minutes(work_calendar(), found.last_event_at, now)
    return dict(spent)


def timeline(actor: Actor, case_id: int) -> list[CaseEvent]:
    """The entries that the actor may see, the first first. Raises ``CaseNotFound``."""
    found = row(actor, case_id)
    entries = CaseEvent.objects.filter(case=found)
    return list(entries if actor.person_id is None else entries.filter(is_public=True))


def with_trouble(case_ids: Iterable[int]) -> set[int]:
    """Of these cases, those with a paper that nobody can read; one query."""
    rows = CaseDocument.objects.filter(case_id__in=list(case_ids), replaced=False).exclude(trouble="")
    return set(rows.values_list("case_id", flat=True))


def documents(actor: Actor, case_id: int) -> list[CaseDocument]:
    """The papers handed in, replaced ones included. Raises ``CaseNotFound``."""
    return list(CaseDocument.objects.filter(case=row(actor, case_id)))


def papers(actor: Actor, case_id: int) -> list[CasePaper]:
    """The forms and results made so far. Raises ``CaseNotFound``."""
    return list(CasePaper.objects.filter(case=row(actor, case_id)))


# --- Lists --------------------------------------------------------------------------------------------------------


def cases(
    actor: Actor,
    *,
    state: int | None = None,
    states: Iterable[int] = (),
    procedure_code: str = "",
    receiving_agency: str = "",
    deciding_agency: str = "",
    channel: int | None = None,
    assignee_id: int | None = None,
    applicant_number: str = "",
    applicant_person_id: int | None = None,
    code: str = "",
    text: str = "",
    received_from: dt.date | None = None,
    received_to: dt.date | None = None,
    late_at: dt.datetime | None = None,
) -> QuerySet[Case]:
    """The cases that the actor may see and that match, the latest first (by row number, which is the order handed in).

    ``text``: part of the applicant's name; ``late_at``: open cases whose due time has passed then.
    """
    found = visibility.visible(actor)
    wanted: dict[str, Any] = {
        "state": state,
        "procedure_code": procedure_code or None,
        "receiving_agency": receiving_agency or None,
        "deciding_agency": deciding_agency or None,
        "channel": channel,
        "assignee_id": assignee_id,
        "applicant_number": applicant_number or None,
        "applicant_person_id": applicant_person_id,
        "code": code.strip().upper() or None,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    if kinds := [int(one) for one in states]:
        found = found.filter(state__in=kinds)
    if words := clean_line(text):
        found = found.filter(applicant_name__icontains=words)
    if received_from is not None:
        found = found.filter(received_at__gte=_start_of(received_from))
    if received_to is not None:
        found = found.filter(received_at__lt=_start_of(received_to + dt.timedelta(days=1)))
    if late_at is not None:
        found = found.filter(state__in=sorted(OPEN), due_at__lt=late_at)
    return found.order_by("-pk")


def rows(actor: Actor, found: Iterable[Case], now: dt.datetime | None = None) -> list[QueueRow]:
    """Cases of a list as lines, like those of the queue. Three queries."""
    now = now or timezone.now()
    chosen, calendar = list(found), work_calendar()
    names = accounts.display_names({one.assignee_id for one in chosen})
    tomorrow = end_of_next_day(calendar, now)
    return [queue_row(actor, one, now, calendar, tomorrow, names) for one in chosen]


def my_cases(actor: Actor, *, limit: int = 100) -> list[CaseRef]:
    """A citizen's dossiers, the latest first; empty for an officer."""
    if actor.person_id is None:
        return []
    found = Case.objects.filter(visibility.own(actor)).order_by("-submitted_at", "-pk")[:limit]
    return [ref_of(one, pack_of(one)) for one in found]


def counters(actor: Actor, *, agency: str = "", procedure_code: str = "", by: str = "receiving") -> Counters:
    """Cases per state of the agencies that the actor sees (or one of them), from the tally: never a scan of history.

    ``by``: whether an agency counts as who received ("receiving") or who decides ("deciding"); the two are never
    added, so that each case is counted once.
    """
    column = f"{'deciding' if by == 'deciding' else 'receiving'}_agency"
    tallies = CaseTally.objects.all()
    if not actor.is_system:
        allowed = actor.agencies_for("cases.view") | actor.agencies_for("cases.figures")
        if WHOLE_PROVINCE not in allowed:
            tallies = tallies.filter(**{f"{column}__in": allowed})
    if agency:
        tallies = tallies.filter(**{column: agency})
    if procedure_code:
        tallies = tallies.filter(procedure_code=procedure_code)
    summed = tallies.order_by().values_list("state").annotate(total=Sum("count"), rows=Count("pk"))
    return Counters({state: total for state, total, _ in summed if total})


def _missing(found: Case, pack: PublishedPack, held: list[str]) -> dict[str, str]:
    if found.state not in (State.SUBMITTED, State.SUPPLEMENT) or found.parent_id is not None:
        return {}
    return checking.missing(pack, found.data, Channel(found.channel), held)


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_current_timezone())
