"""PUBLIC. Reads of accounts: the actor of a signed-in person, names for screens, whom to notify."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dean06.kernel.accounts.areas import agencies_of_area
from dean06.kernel.accounts.models import Membership, User
from dean06.kernel.accounts.rules import Holding, grants_of
from dean06.kernel.common.actors import Actor


def actor_for(user: User, request_id: str, on: date) -> Actor:
    """The actor of ``user`` with the grants of the memberships in force on the day ``on``.

    A closed account grants nothing. One query for the memberships and at most one per area of the person.
    """
    holdings = (
        [
            Holding(held.role, agencies_of_area(held.area_kind, held.area_code))
            for held in Membership.objects.on(on).filter(user=user)
        ]
        if user.is_active
        else []
    )
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        agency=user.agency_code or None,
        grants=grants_of(holdings) if user.is_active else (),
        request_id=request_id,
    )


def display_names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Full names by id, for the ids that exist; one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}


def display_name(user_id: int | None) -> str:
    """The full name of one person; ``"Hệ thống"`` for the system (``None``) and ``"Tài khoản đã xóa"`` when unknown."""
    if user_id is None:
        return "Hệ thống"
    return display_names([user_id]).get(user_id, "Tài khoản đã xóa")
