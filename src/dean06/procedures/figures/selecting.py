"""PRIVATE. Which dossiers a figure is about: one place for every condition, so that a number and its list agree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from dean06.procedures.cases.types import Channel, State
from dean06.procedures.figures.types import Period


@dataclass(frozen=True, slots=True)
class Selection:
    """The dossiers counted below the line, and those of them above it."""

    denominator: Q
    numerator: Q

    @property
    def lost(self) -> Q:
        """What keeps the rate from being full."""
        return self.denominator & ~self.numerator


def end_of_day(day: dt.date) -> dt.datetime:
    """The first moment after ``day`` in Vietnam."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def received(period: Period) -> Q:
    """Received within the period."""
    return Q(received_on__gte=period.first, received_on__lte=period.last)


def handled(period: Period) -> Q:
    """Received or in process within the period."""
    return Q(received_on__lte=period.last) & (Q(ended_on=None) | Q(ended_on__gte=period.first))


def late(period: Period) -> Q:
    """Late as seen at the end of the period: ended late, or still open past the promised time (``rules.lateness``)."""
    end = end_of_day(period.last)
    still_open = Q(ended_on=None) | Q(ended_on__gt=period.last)
    asked_once = Q(supplement_count=1, supplement_open_at__isnull=False)
    overdue = (~asked_once & Q(due_at__lt=end)) | (asked_once & Q(due_at__lt=F("supplement_open_at")))
    return (Q(ended_on__lte=period.last) & Q(is_late=True)) | (still_open & (overdue | Q(supplement_count__gt=1)))


def dossier_components(period: Period) -> dict[str, Selection]:
    """Components of index 766 that are counted over dossiers. Source: descriptions of the formulas in use in 2026."""
    came = received(period)
    returns_paper = came & Q(returns_paper=True)
    return {
        "1.4": Selection(came, came & Q(synced_on__isnull=False, synced_on__lte=period.last)),
        "2.1": Selection(handled(period), handled(period) & ~late(period)),
        "3.3": Selection(
            came, came & Q(channel=Channel.ONLINE) & (Q(returns_paper=False) | Q(has_electronic_result=True))
        ),
        "3.6": Selection(came & Q(fee__gt=0), came & Q(fee__gt=0, paid_online__in=(1, 2))),
        "4.1": Selection(
            returns_paper & Q(state__in=(State.DONE, State.RETURNED)),
            returns_paper & Q(state__in=(State.DONE, State.RETURNED), has_electronic_result=True),
        ),
        "4.2": Selection(came, came & Q(has_digitised=True, has_result_file=True)),
        "4.3": Selection(came, came & Q(has_reused=True)),
        "4.4": Selection(came, came & Q(from_store=True)),
        "4.5": Selection(came, came & (Q(identity_verified=True) | Q(has_reused=True))),
        "5.4": Selection(handled(period), handled(period) & ~late(period) & Q(is_unhappy=False)),
    }
