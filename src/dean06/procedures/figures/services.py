"""PUBLIC writes: the table of points, obstacles of services, bringing facts up to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput, NotFound
from dean06.kernel.writing.services import Write, service
from dean06.procedures.figures import updating
from dean06.procedures.figures.appendices import LISTS, listed
from dean06.procedures.figures.errors import ComponentDateTaken, ComponentNotFound, ListingNotFound
from dean06.procedures.figures.index766 import shipped
from dean06.procedures.figures.models import IndexComponent, Obstacle
from dean06.procedures.figures.types import Period


def refresh(case_ids: Iterable[int]) -> int:
    """Compute what cases count as anew, from the cases as they stand. Changes figures only; may be repeated."""
    return updating.bring_up_to_date(case_ids)


@service(permission="cases.edit_index")
def edit_component(
    *,
    actor: Actor,
    write: Write,
    component: str,
    valid_from: dt.date,
    max_points: Decimal,
    full_from: Decimal | None,
    source: str,
    certainty: str,
) -> IndexComponent:
    """Set points and threshold from a day on; the row in force ends there, so earlier months keep theirs.

    Raises ``NotAllowed``, ``ComponentNotFound``, ``ComponentDateTaken``, ``InvalidInput`` (no source).
    """
    if component not in {row.component for row in shipped()}:
        raise ComponentNotFound()
    if not source.strip():
        raise InvalidInput("Hãy ghi căn cứ của mức điểm.", fields={"source": "Hãy ghi căn cứ."})
    rows = IndexComponent.objects.select_for_update().filter(component=component)
    newest = rows.order_by("-valid_from").first()
    if newest and newest.valid_from >= valid_from:
        raise ComponentDateTaken()
    if newest:
        newest.valid_to = valid_from
        newest.save(update_fields=["valid_to"])
    row = IndexComponent.objects.create(
        component=component,
        valid_from=valid_from,
        max_points=max_points,
        full_from=full_from,
        source=source.strip(),
        certainty=certainty,
        locally_edited=True,
    )
    write.audit(
        "figures.component_edited",
        subject=row,
        details={"component": component, "points": str(max_points), "from": valid_from.isoformat()},
    )
    return row


@service(permission="cases.figures")
def write_obstacle(
    *, actor: Actor, write: Write, listing: str, month: dt.date, text: str, now: dt.datetime | None = None
) -> Obstacle:
    """Say what stands in the way of a service in a month: it fills the last column of the appendix.

    Raises ``NotAllowed``, ``ListingNotFound``, ``InvalidInput`` (nothing written).
    """
    moment = now or timezone.now()
    month = month.replace(day=1)
    known = {
        f"{one.list}-{one.number}"
        for wanted in LISTS.values()
        for one in listed(wanted, Period(month, max(month, timezone.localdate(moment))))
    }
    if listing not in known:
        raise ListingNotFound()
    if not text.strip():
        raise InvalidInput("Hãy ghi khó khăn, vướng mắc.", fields={"text": "Hãy ghi nội dung."})
    row = Obstacle.objects.create(
        listing=listing,
        month=month,
        text=text.strip(),
        owner_agency=actor.agency or "",
        written_by_id=actor.user_id,
        written_at=moment,
    )
    write.audit("figures.obstacle_written", subject=row, details={"listing": listing, "month": month.isoformat()})
    return row


@service(permission="cases.figures")
def resolve_obstacle(*, actor: Actor, write: Write, obstacle_id: int, now: dt.datetime | None = None) -> Obstacle:
    """Mark an obstacle as removed: by the body that wrote it, or who sees the whole province. Raises ``NotFound``."""
    row = Obstacle.objects.select_for_update().filter(pk=obstacle_id, resolved_at=None).first()
    if row is None or not actor.can("cases.figures", agency=row.owner_agency or None):
        raise NotFound()
    row.resolved_at = now or timezone.now()
    row.save(update_fields=["resolved_at"])
    write.audit("figures.obstacle_resolved", subject=row, details={"listing": row.listing})
    return row
