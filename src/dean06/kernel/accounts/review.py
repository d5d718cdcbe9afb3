"""The review of accounts: which to close now, which are due this quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from dean06.kernel.accounts.areas import agencies_of_area
from dean06.kernel.accounts.models import Closing, Membership, User
from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.accounts.rules import AccountFacts, Verdict, judge_account, quarter_start

_CLOSINGS = {Verdict.LOCK_IDLE: Closing.IDLE, Verdict.LOCK_MOVED: Closing.TRANSFER}


def accounts_to_close(today: date) -> Iterator[tuple[User, Closing]]:
    """Open accounts that the rule closes today, locked, with the reason. Invented people of the demo stay open."""
    local = Membership.objects.on(today).exclude(area_kind=AreaKind.PROVINCE)
    users = User.objects.filter(is_active=True, is_demo=False, person_id=None).prefetch_related(
        Prefetch("memberships", local, to_attr="local_roles")
    )
    areas: dict[tuple[str, str], frozenset[str]] = {}

    def covered(kind: str, code: str) -> frozenset[str]:
        if (kind, code) not in areas:
            areas[kind, code] = agencies_of_area(kind, code, today)
        return areas[kind, code]

    for user in users.select_for_update(of=("self",)).order_by("pk"):
        facts = AccountFacts(
            last_used_on=timezone.localdate(max(filter(None, (user.last_login, user.opened_at)))),
            own_agencies=covered(AreaKind.AGENCY, user.agency_code) if user.agency_code else frozenset(),
            held_areas=tuple(covered(role.area_kind, role.area_code) for role in user.local_roles),
        )
        reason = _CLOSINGS.get(judge_account(facts, today))
        if reason:
            yield user, reason


def accounts_due(today: date) -> QuerySet[User]:
    """Open accounts that were neither reviewed nor opened in the quarter of ``today`` (see ``rules.is_review_due``)."""
    start = quarter_start(today)
    return User.objects.filter(
        Q(last_reviewed_on=None) | Q(last_reviewed_on__lt=start),
        is_active=True,
        person_id=None,
        opened_at__date__lt=start,
    ).order_by("agency_code", "sort_key", "pk")
