"""PRIVATE. Rows as the views of ``types``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from dean06.kernel.calendar.queries import work_calendar
from dean06.kernel.units import queries as units
from dean06.procedures.cases import queries as cases
from dean06.procedures.cases.types import CaseRef, State
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.interlinked import rules
from dean06.procedures.interlinked.models import Consent, Leg, LinkedCase, Message, SystemStatus
from dean06.procedures.interlinked.systems import SYSTEMS
from dean06.procedures.interlinked.types import (
    ConsentState,
    ConsentVia,
    ConsentView,
    LegState,
    LegView,
    LinkedState,
    LinkedView,
    MessageState,
    MessageView,
)


def linked_views(rows: Iterable[LinkedCase], now: dt.datetime) -> list[LinkedView]:
    """Linked cases with their legs, in the order given. A fixed number of queries whatever the number of rows."""
    found = list(rows)
    legs = list(Leg.objects.filter(linked__in=found).order_by("linked", "position"))
    refs = cases.refs([*(row.case_id for row in found), *(leg.case_id for leg in legs if leg.case_id)])
    consents = {one.leg_id: one for one in Consent.objects.filter(leg__in=legs).order_by("pk")}
    messages = {one.leg_id: one for one in Message.objects.filter(leg__in=legs).order_by("pk")}
    agencies = {leg.agency for leg in legs} | {row.agency for row in found}
    names = {code: one.short_name or one.name for code, one in units.get_agencies(agencies).items()}
    blocked = blocked_systems()
    of: dict[int, list[LegView]] = {}
    by_id = {row.pk: row for row in found}
    for leg in legs:
        leg.linked = by_id[leg.linked_id]
        view = leg_view(leg, refs, names, consents.get(leg.pk), messages.get(leg.pk), blocked, now)
        of.setdefault(leg.linked_id, []).append(view)
    return [_linked(row, refs.get(row.case_id), names, of.get(row.pk, []), now) for row in found]


def _linked(
    row: LinkedCase, ref: CaseRef | None, names: Mapping[str, str], legs: list[LegView], now: dt.datetime
) -> LinkedView:
    return LinkedView(
        case_id=row.case_id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_title=ref.procedure_title if ref else row.procedure_code,
        applicant_name=ref.applicant_name if ref else "",
        agency=names.get(row.agency, row.agency),
        state=row.state,
        state_label=LinkedState(row.state).label,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        is_late=any(leg.is_late for leg in legs),
        problem=row.problem,
        legs=tuple(legs),
    )


def leg_view(
    leg: Leg,
    refs: Mapping[int, CaseRef],
    names: Mapping[str, str],
    consent: Consent | None,
    message: Message | None,
    blocked: frozenset[str],
    now: dt.datetime,
) -> LegView:
    """A leg with what it waits for."""
    child = refs.get(leg.case_id or 0)
    system = SYSTEMS.get(leg.connector)
    specs = {one.id: one for one in catalogue.pack(leg.linked.version_id).meta.legs}
    end = now if leg.state not in (LegState.DONE, LegState.SKIPPED) else (leg.issued_at or leg.since)
    return LegView(
        leg_id=leg.pk,
        ref=leg.ref,
        title=leg.title,
        state=leg.state,
        state_label=LegState(leg.state).label,
        kind="connector" if leg.connector else "case",
        target=leg.connector or leg.procedure_code,
        body=system.body if system else names.get(leg.agency, ""),
        case_id=leg.case_id,
        case_code=child.code if child else "",
        started_at=leg.started_at,
        due_at=leg.due_at,
        issued_at=leg.issued_at,
        delivered_at=leg.delivered_at,
        synchronised_at=leg.synchronised_at,
        is_late=rules.is_late(leg.due_at, leg.issued_at, leg.state, now),
        ball=_ball(leg, child, names, message, blocked, leg.linked.agency),
        hours=work_calendar().working_minutes_between(leg.since, max(end, leg.since)) // 60,
        after=tuple(specs[one].title for one in specs[leg.ref].after if one in specs) if leg.ref in specs else (),
        attempts=leg.attempts,
        next_try_at=leg.next_try_at,
        error_code=leg.error_code,
        error=leg.error,
        is_optional=leg.is_optional,
        consent=consent_view(consent, leg) if consent else None,
        message=message_view(message, blocked) if message else None,
    )


def _ball(
    leg: Leg,
    child: CaseRef | None,
    names: Mapping[str, str],
    message: Message | None,
    blocked: frozenset[str],
    desk: str,
) -> str:
    """Who must act now, in words."""
    if leg.state == LegState.CONSENT:
        return "Chủ hộ"
    if leg.state == LegState.FAILED:
        return names.get(desk, desk)
    if leg.state == LegState.OPEN and leg.connector:
        body = SYSTEMS[leg.connector].body if leg.connector in SYSTEMS else leg.connector
        if leg.connector in blocked:
            return f"{body} (chờ Bộ, ngành)"
        queued = message is not None and message.state == MessageState.QUEUED and message.attempts > 0
        return f"{body} (mất kết nối, đang gửi lại)" if queued else body
    if leg.state == LegState.OPEN and child is not None:
        paused = child.state in (State.SUPPLEMENT, State.FINANCIAL)
        return "Người nộp hồ sơ" if paused else names.get(child.deciding_agency, child.deciding_agency)
    return ""


def consent_view(consent: Consent, leg: Leg, ref: CaseRef | None = None) -> ConsentView:
    """A consent; ``ref``: the parent case, where names are to be shown."""
    return ConsentView(
        consent_id=consent.pk,
        leg_id=leg.pk,
        case_code=leg.linked.code,
        procedure_title=ref.procedure_title if ref else "",
        leg_title=leg.title,
        applicant_name=ref.applicant_name if ref else "",
        head_name=consent.head_name,
        state=consent.state,
        state_label=ConsentState(consent.state).label,
        via_label=ConsentVia(consent.via).label if consent.via else "",
        asked_at=consent.asked_at,
        answer_by=consent.answer_by,
        answered_at=consent.answered_at,
        reason=consent.reason,
        told_online=consent.told_online,
        paper_file_id=consent.file_id,
    )


def message_view(message: Message, blocked: frozenset[str] | None = None) -> MessageView:
    """A message with the names of its system."""
    system = SYSTEMS.get(message.connector)
    stopped = blocked_systems() if blocked is None else blocked
    return MessageView(
        message_id=message.pk,
        connector=message.connector,
        system=system.label if system else message.connector,
        body=system.body if system else message.connector,
        state=message.state,
        state_label=MessageState(message.state).label,
        number=str(message.number),
        attempts=message.attempts,
        next_try_at=message.next_try_at if message.state == MessageState.QUEUED else None,
        sent_at=message.sent_at,
        acknowledged_at=message.acknowledged_at,
        answered_at=message.answered_at,
        confirmed_at=message.confirmed_at,
        answer=message.answer,
        error_code=message.error_code,
        error=message.error,
        asked_at=message.asked_at,
        case_code=message.code,
        blocked=message.connector in stopped,
    )


def blocked_systems() -> frozenset[str]:
    """Systems that their ministry has not opened."""
    found = SystemStatus.objects.exclude(blocked_at=None).values_list("connector", flat=True)
    return frozenset(found)
