"""PRIVATE. Pilot models as lists and reports show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.pairs import Pair
from dean06.steering.registers.models import Pilot, PilotProgress
from dean06.steering.registers.reading.scope import names, pilots_of
from dean06.steering.registers.types import PilotRow, PilotState


def pilots(actor: Actor, on: dt.date | None = None) -> list[PilotRow]:
    """The models a reader may see, those that run first. Three queries. Raises ``NotAllowed``."""
    order = {state: place for place, state in enumerate([PilotState.RUNNING, PilotState.REGISTERED])}
    listed = rows(pilots_of(actor), on)
    return sorted(listed, key=lambda row: (order.get(row.state, len(order)), row.starts_on))


def rows(found: Iterable[Pilot], on: dt.date | None = None) -> list[PilotRow]:
    """Rows with the last progress of each; ``overdue`` when it should have been wound up before ``on``."""
    listed = list(found)
    known = names(one.agency_code for one in listed)
    last: dict[int, PilotProgress] = {}
    counted: dict[int, Pair] = {}
    for progress in PilotProgress.objects.filter(pilot__in=listed).order_by("day", "pk"):
        last[progress.pilot_id] = progress
        if progress.numerator is not None:
            counted[progress.pilot_id] = Pair(progress.numerator, progress.denominator)
    return [_row(one, known, last.get(one.pk), counted.get(one.pk), on) for one in listed]


def reached(target: Decimal | None, measured: Pair | None) -> bool | None:
    """Whether counts meet a target in percent (with a denominator) or as a number; ``None`` when it cannot be said."""
    if target is None or measured is None:
        return None
    if measured.denominator is None:
        return measured.numerator >= target
    return None if measured.rate is None else measured.rate * 100 >= target


def _row(
    one: Pilot, known: dict[str, str], progress: PilotProgress | None, measured: Pair | None, on: dt.date | None
) -> PilotRow:
    state = PilotState(one.state)
    running = state in (PilotState.REGISTERED, PilotState.RUNNING)
    return PilotRow(
        id=one.pk,
        name=one.name,
        agency=known.get(one.agency_code, one.agency_code),
        agency_code=one.agency_code,
        state=state,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        effect=one.effect,
        indicator=one.indicator,
        target=one.target,
        measured=measured,
        reached=reached(one.target, measured),
        progress=progress.text if progress else "",
        progress_on=progress.day if progress else None,
        result=one.result,
        overdue=running and on is not None and one.ends_on is not None and one.ends_on < on,
    )
