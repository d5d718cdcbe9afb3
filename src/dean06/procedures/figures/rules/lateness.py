"""When processing ended and whether it was late, as index 766 counts it (component 2.1).

Source: description of the formulas of QĐ 766/QĐ-TTg of 23/6/2022 as used in 2026.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """Moments of one case. ``supplements``: how often something was asked for; ``supplement_at``: when, the last time;
    ``due_at`` already carries the time waited for the applicant."""

    received_at: dt.datetime | None
    due_at: dt.datetime | None
    done_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    stopped_at: dt.datetime | None = None
    refused_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    supplements: int = 0
    supplement_at: dt.datetime | None = None


def end_of(case: CaseTimes) -> dt.datetime | None:
    """When processing ended: state 9, else 10, else 8 or 3; a withdrawal counts only after reception."""
    withdrawn = case.withdrawn_at if case.received_at else None
    for moment in (case.done_at, case.returned_at, case.stopped_at, case.refused_at, withdrawn):
        if moment is not None:
            return moment
    return None


def is_late(case: CaseTimes, *, on: dt.datetime) -> bool:
    """Whether the case counts as late at ``on``, the end of the period.

    Without an end: one open request for supplements stops the time there; more than one is late by itself; otherwise
    the end of the period takes its place. Without a promised time nothing can be late.
    """
    end = end_of(case)
    if end is None:
        if case.supplements > 1:
            return True
        end = case.supplement_at if case.supplements == 1 and case.supplement_at else on
    return case.due_at is not None and end > case.due_at
