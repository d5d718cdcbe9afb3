"""PRIVATE. Keeps ``CaseFact`` and ``DailyCount`` in step with the cases.

Bringing a case up to date is idempotent: the new fact is computed from the case as it stands, and the daily counts
change by the difference between what the case counted as before and what it counts as now. So an event that comes
twice, late or after a crash leaves the right numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dean06.kernel.calendar import queries as calendar
from dean06.kernel.common.calendar.rules import WorkCalendar
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.queries import ExportedCase
from dean06.procedures.cases.types import State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.feedback import queries as feedback
from dean06.procedures.figures.models import CaseFact, DailyCount
from dean06.procedures.figures.rules.counting import counted_on
from dean06.procedures.figures.rules.lateness import CaseTimes, end_of, is_late
from dean06.procedures.portal_sync import queries as portal_sync
from dean06.socioeconomic.payments import queries as payments

_AT_ONCE = 500
_FIELDS = [field.name for field in CaseFact._meta.concrete_fields if not field.primary_key]

#: Columns of ``DailyCount`` beside day and kind.
Place = tuple[str, str, str, str, int, int]


def bring_up_to_date(case_ids: Iterable[int]) -> int:
    """Compute the facts of these cases anew; returns how many cases there are. May be repeated."""
    wanted = sorted(set(case_ids))
    done = 0
    work_calendar = calendar.work_calendar()
    for start in range(0, len(wanted), _AT_ONCE):
        done += _bring(wanted[start : start + _AT_ONCE], work_calendar)
    return done


def _bring(case_ids: list[int], work_calendar: WorkCalendar) -> int:
    with transaction.atomic():
        # Locked in order, so that two processes bringing the same cases cannot wait for each other; rows that do not
        # exist yet are made first, since nothing can be locked before.
        CaseFact.objects.bulk_create([_empty(pk) for pk in case_ids], ignore_conflicts=True)
        old = {
            fact.case_id: fact for fact in CaseFact.objects.select_for_update().filter(pk__in=case_ids).order_by("pk")
        }
        exported = cases.exported(case_ids)
        synced = portal_sync.facts(exported)
        unhappy = feedback.unhappy_cases(exported)
        fees = payments.asked_of([case.code for case in exported.values()])
        changes: Counter[tuple[dt.date, str, Place]] = Counter()
        new = []
        for case_id, case in exported.items():
            fact = fact_of(case, work_calendar)
            fact.fee = fees.get(case.code, 0)
            known = synced.get(case_id)
            fact.synced_on = timezone.localdate(known.first_sent_at) if known and known.first_sent_at else None
            fact.is_unhappy = case_id in unhappy
            for sign, one in ((-1, old[case_id]), (1, fact)):
                if one.code:
                    for day, kind in counted_on(one):
                        changes[day, kind, _place(one)] += sign
            new.append(fact)
        CaseFact.objects.bulk_update(new, _FIELDS)
        CaseFact.objects.filter(pk__in=set(case_ids) - set(exported), code="").delete()
        _apply(changes)
    return len(exported)


def fact_of(case: ExportedCase, work_calendar: WorkCalendar) -> CaseFact:
    """The fact of a case by itself: without what the portal, the payer and the applicant said."""
    pack = catalogue.pack(case.version_id)
    listings = pack.meta.listings
    ended = {
        State.STOPPED: "stopped_at",
        State.NOT_RECEIVED: "refused_at",
        State.WITHDRAWN: "withdrawn_at",
    }.get(State(case.state))
    times = CaseTimes(
        received_at=case.received_at,
        due_at=case.due_at,
        done_at=case.finished_at,
        returned_at=case.returned_at,
        supplements=case.supplement_count,
        supplement_at=case.supplement_at,
        **({ended: case.ended_at} if ended else {}),
    )
    end = end_of(times)
    return CaseFact(
        case_id=case.case_id,
        code=case.code,
        procedure_code=case.procedure_code,
        field_code=case.field_code,
        listing=f"{listings[0].list}-{listings[0].number}" if listings and case.parent_id is None else "",
        receiving_agency=case.receiving_agency,
        deciding_agency=case.deciding_agency,
        officer_id=case.officer_id,
        channel=case.channel,
        state=case.state,
        is_child=case.parent_id is not None,
        submitted_on=timezone.localdate(case.submitted_at),
        received_on=_day(case.received_at),
        received_at=case.received_at,
        due_at=case.due_at,
        ended_at=end,
        ended_on=_day(end),
        returned_on=_day(case.returned_at),
        is_late=is_late(times, on=end) if end else None,
        supplement_count=case.supplement_count,
        supplement_open_at=case.supplement_at if case.state == State.SUPPLEMENT else None,
        working_minutes=_minutes(case, end, work_calendar),
        assisted=case.assisted,
        identity_verified=case.identity_verified,
        returns_paper=any(result.returns_paper for result in pack.meta.results),
        has_digitised=case.has_digitised,
        has_reused=case.has_reused,
        from_store=any(document.from_store for document in case.documents),
        has_electronic_result=case.has_electronic_result,
        has_result_file=any(result.file_id for result in case.results),
        paid_online=case.paid_online,
    )


def _minutes(case: ExportedCase, end: dt.datetime | None, work_calendar: WorkCalendar) -> int:
    """Working minutes from reception to the end, without the times that the clock stood still."""
    if case.received_at is None or end is None or end <= case.received_at:
        return 0
    used = work_calendar.working_minutes_between(case.received_at, end)
    for start, stop in case.pauses:
        first, last = max(start, case.received_at), min(stop or end, end)
        if last > first:
            used -= work_calendar.working_minutes_between(first, last)
    return max(used, 0)


def _empty(case_id: int) -> CaseFact:
    return CaseFact(
        case_id=case_id,
        code="",
        procedure_code="",
        field_code="",
        receiving_agency="",
        deciding_agency="",
        channel=0,
        state=0,
        submitted_on=dt.date.min.replace(year=1970),
    )


def _place(fact: CaseFact) -> Place:
    return (
        fact.receiving_agency,
        fact.deciding_agency,
        fact.field_code,
        fact.procedure_code,
        fact.channel,
        fact.officer_id or 0,
    )


def _apply(changes: Counter[tuple[dt.date, str, Place]]) -> None:
    for (day, kind, place), difference in sorted(changes.items()):
        if not difference:
            continue
        receiving, deciding, field, procedure, channel, officer = place
        row, _ = DailyCount.objects.get_or_create(
            day=day,
            kind=kind,
            receiving_agency=receiving,
            deciding_agency=deciding,
            procedure_code=procedure,
            channel=channel,
            officer_id=officer,
            defaults={"field_code": field},
        )
        DailyCount.objects.filter(pk=row.pk).update(count=F("count") + difference)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
