"""On which days a case counts, and as what."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from dean06.procedures.figures.types import Count

#: ``State.NOT_RECEIVED``, ``WITHDRAWN``, ``STOPPED`` of the national list.
_NOT_RECEIVED, _WITHDRAWN, _STOPPED = 3, 7, 8


class Counted(Protocol):
    """What must be known of a case; ``models.CaseFact`` has it."""

    state: int
    submitted_on: dt.date
    received_on: dt.date | None
    ended_on: dt.date | None
    returned_on: dt.date | None
    is_late: bool | None
    assisted: bool
    has_digitised: bool
    has_reused: bool
    has_electronic_result: bool
    paid_online: int
    fee: int


def counted_on(case: Counted) -> set[tuple[dt.date, str]]:
    """Day and ``Count`` of everything that the case counts as.

    What was received is counted on the day of reception, with what it brought along; what ended, on the day it ended.
    A case refused at the desk was never received and has no outcome.
    """
    found: set[tuple[dt.date, str]] = {(case.submitted_on, Count.SUBMITTED)}
    if case.received_on:
        day = case.received_on
        found.add((day, Count.RECEIVED))
        for holds, kind in (
            (case.assisted, Count.ASSISTED),
            (case.has_digitised, Count.DIGITISED),
            (case.has_reused, Count.REUSED),
            (case.paid_online > 0, Count.PAID_ONLINE),
            (case.fee > 0, Count.PAYABLE),
        ):
            if holds:
                found.add((day, kind))
    if case.ended_on:
        if case.state == _NOT_RECEIVED:
            found.add((case.ended_on, Count.NOT_RECEIVED))
        elif case.state == _WITHDRAWN:
            found.add((case.ended_on, Count.WITHDRAWN))
        else:
            found.add((case.ended_on, Count.LATE if case.is_late else Count.ON_TIME))
            if case.state == _STOPPED:
                found.add((case.ended_on, Count.STOPPED))
            if case.has_electronic_result:
                found.add((case.ended_on, Count.ELECTRONIC))
    if case.returned_on:
        found.add((case.returned_on, Count.RETURNED))
    return found
