"""PRIVATE. Saving figures: every entry is judged alone, the good ones are kept, every change leaves a row."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils import timezone

from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.writing.services import Write, service
from dean06.steering.indicators.errors import UnitNotFound
from dean06.steering.indicators.events import ValuesSaved
from dean06.steering.indicators.models import ReportingUnit
from dean06.steering.indicators.rules.entering import refuse
from dean06.steering.indicators.types import Entry, ImportedRow, Origin, PeriodRef, Refused, ValueState
from dean06.steering.indicators.values import periods
from dean06.steering.indicators.values.batch import Batch, Definitions, Terms, Written, stored_rows


@service(permission="indicators.view")
def save_values(
    *,
    actor: Actor,
    write: Write,
    unit: str,
    period: str,
    entries: Sequence[Entry],
    origin: Origin = Origin.ENTERED,
    reason: str = "",
    state: ValueState = ValueState.DRAFT,
    now: dt.datetime | None = None,
) -> list[Refused]:
    """Save figures of one unit (its code) for one period (its code); returns the entries that were refused and why.

    A refused entry never stops the good ones. What is the same as before changes nothing, so repeating a call is
    harmless (give no ``idempotency_key``: its second answer would be empty). An entry of two ``None`` clears a figure.
    ``DOCUMENT`` for a unit that does not report the figure itself is the total that the document states for it.
    Typed figures need ``collection.enter`` (``send``, ``accept`` when saved in that state) for the unit's agency,
    those of documents ``indicators.import_documents``, computed ones come from the system only.
    Raises ``UnitNotFound``, ``PeriodNotFound``, ``NotAllowed``.
    """
    body = lock_unit(unit)
    _authorise(actor, write, body, Origin(origin), ValueState(state))
    terms = _terms(actor, period, origin, state, reason, now)
    codes = {entry.code for entry in entries}
    rows = stored_rows([body.pk], terms.period, codes).get(body.pk, {})
    batch = Batch(body, terms, Definitions.load(codes, terms.period.last), rows)
    batch.take((entry, False) for entry in entries)
    written = Written()
    changed = batch.write_to(written)
    written.store()
    details = {"indicators": changed[:200]}
    _report(write, body, terms, len(written.history), len(batch.refused), details)
    if changed:
        write.publish(ValuesSaved(unit=body.code, period=period, indicators=changed))
    return batch.refused


@service(permission="indicators.import_documents")
def import_values(
    *,
    actor: Actor,
    write: Write,
    period: str,
    rows: Sequence[ImportedRow],
    origin: Origin = Origin.IMPORTED,
    reason: str = "",
    state: ValueState = ValueState.ACCEPTED,
    now: dt.datetime | None = None,
) -> list[Refused]:
    """Save figures of many units for one period in one go: history of earlier years, figures taken over from documents.

    Each row is judged as in ``save_values``; a ``stated`` one is a total for everything below its unit. One audit row.
    A computed figure may be brought in for periods in which the platform did not count it yet.
    Needs ``indicators.import_documents`` for the whole province. Raises ``PeriodNotFound``, ``NotAllowed``.
    """
    write.authorise(agency=WHOLE_PROVINCE)
    if origin == Origin.COMPUTED and not actor.is_system:
        raise NotAllowed()
    wanted: dict[str, list[tuple[Entry, bool]]] = defaultdict(list)
    for row in rows:
        entry = Entry(row.code, row.numerator, row.denominator, row.breakdown, row.comment)
        wanted[row.unit].append((entry, row.stated))
    # Locked in one order, so that two imports cannot wait for each other.
    locked = ReportingUnit.objects.select_for_update(no_key=True).filter(code__in=wanted).order_by("pk")
    bodies = {body.code: body for body in locked}
    terms = replace(_terms(actor, period, origin, state, reason, now), history=True)
    codes = {row.code for row in rows}
    definitions = Definitions.load(codes, terms.period.last)
    stored = stored_rows((body.pk for body in bodies.values()), terms.period, codes)
    refused: list[Refused] = []
    written = Written()
    changed: dict[str, list[str]] = {}
    for code, entries in wanted.items():
        body = bodies.get(code)
        if body is None:
            message = f"Không có đơn vị báo cáo “{code[:90]}”."
            refused += [replace(refuse(entry, "UNKNOWN_UNIT", message), unit=code) for entry, _ in entries]
            continue
        batch = Batch(body, terms, definitions, stored.get(body.pk, {}))
        batch.take(entries)
        refused += [replace(row, unit=code) for row in batch.refused]
        changed[code] = batch.write_to(written)
    written.store()
    subject = f"indicators.reportingperiod:{terms.period.id}"
    _report(write, subject, terms, len(written.history), len(refused), {"units": len(wanted)})
    for code, indicators in changed.items():
        if indicators:
            write.publish(ValuesSaved(unit=code, period=period, indicators=indicators))
    return refused


def lock_unit(code: str) -> ReportingUnit:
    """A unit whose figures nobody else changes until the transaction ends. Raises ``UnitNotFound``."""
    row = ReportingUnit.objects.select_for_update(no_key=True).filter(code=code).first()
    if row is None:
        raise UnitNotFound(unit=code[:90])
    return row


def _terms(actor: Actor, period: str, origin: Origin, state: ValueState, reason: str, now: dt.datetime | None) -> Terms:
    """The period is read after the unit was locked: see ``states.lock_period``."""
    found: PeriodRef = periods.period(period)
    return Terms(
        period=found,
        origin=Origin(origin),
        state=ValueState(state),
        reason=reason.strip()[:300],
        by_id=actor.user_id,
        by_name=actor.name[:150],
        now=now or timezone.now(),
    )


def _authorise(actor: Actor, write: Write, body: ReportingUnit, origin: Origin, state: ValueState) -> None:
    if origin == Origin.COMPUTED:
        if not actor.is_system:
            raise NotAllowed()
        return
    permission = {
        ValueState.DRAFT: "collection.enter",
        ValueState.SENT: "collection.send",
        ValueState.ACCEPTED: "collection.accept",
    }[state]
    if origin == Origin.DOCUMENT:
        permission = "indicators.import_documents"
    write.authorise(permission=permission, agency=body.agency_code)


def _report(
    write: Write, subject: ReportingUnit | str, terms: Terms, changed: int, refused: int, more: Mapping[str, object]
) -> None:
    write.audit(
        "indicators.values_saved",
        subject=subject,
        details={
            "period": terms.period.code,
            "origin": str(terms.origin),
            "state": str(terms.state),
            "changed": changed,
            "refused": refused,
            **more,
        },
    )
