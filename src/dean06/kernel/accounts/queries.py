"""PUBLIC. Reads of accounts: the actor of a signed-in person, names for screens, whom to notify, the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from dean06.kernel.accounts import throttle
from dean06.kernel.accounts.areas import agencies_of_area, area_labels, areas_covering
from dean06.kernel.accounts.models import Membership, User
from dean06.kernel.accounts.permissions import CITIZEN, PERMISSIONS, ROLES, AreaKind
from dean06.kernel.accounts.review import accounts_due
from dean06.kernel.accounts.rules import Holding, grants_of
from dean06.kernel.accounts.types import PersonRef
from dean06.kernel.common.actors import WHOLE_PROVINCE, Actor, Grant
from dean06.kernel.common.errors import NotFound
from dean06.kernel.common.vietnamese.fold import search_key

# --- For every app -----------------------------------------------------------------------------------------------


def actor_for(user: User, request_id: str, on: date) -> Actor:
    """The actor of ``user`` with the grants of the memberships in force on the day ``on``.

    A closed account grants nothing. One query for the memberships and at most two for each area of the person.
    """
    grants: tuple[Grant, ...] = ()
    if user.is_active and user.person_id is not None:
        grants = grants_of([Holding(CITIZEN, frozenset({WHOLE_PROVINCE}))])
    elif user.is_active:
        held = Membership.objects.on(on).filter(user=user).order_by()
        grants = grants_of(Holding(one.role, agencies_of_area(one.area_kind, one.area_code, on)) for one in held)
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        agency=user.agency_code or None,
        grants=grants,
        request_id=request_id,
        person_id=user.person_id,
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


def person(user_id: int) -> PersonRef | None:
    """The person with an open account of this id, or ``None``."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return _ref(user) if user else None


def citizen_accounts(person_ids: Iterable[int | None]) -> dict[int, int]:
    """Open accounts of citizens: ``population.Person`` id → account id, for those who have one; one query."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    users = User.objects.filter(person_id__in=wanted, is_active=True) if wanted else User.objects.none()
    return {user.person_id: user.pk for user in users.only("pk", "person_id") if user.person_id is not None}


def positions(user_ids: Iterable[int | None]) -> dict[int, tuple[str, bool]]:
    """Position of each account and whether it is a citizen's, by id; one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    users = User.objects.filter(pk__in=wanted) if wanted else User.objects.none()
    return {user.pk: (user.position, user.person_id is not None) for user in users.only("position", "person_id")}


def contact_of(user_id: int) -> tuple[str, str]:
    """Telephone number and confirmed e-mail of an account, as applications are prefilled; empty where unknown."""
    user = User.objects.filter(pk=user_id).only("phone", "email", "contact_email", "person_id").first()
    if user is None:
        return "", ""
    return user.phone, user.contact_email if user.person_id is not None else user.email


def users_of_agency(code: str, permission: str | None = None) -> list[PersonRef]:
    """The people of an agency. With ``permission``: those who hold it there by a local role, not province-wide."""
    if permission is None:
        return _refs(User.objects.filter(agency_code=code, is_active=True, person_id=None))
    return _refs(User.objects.filter(pk__in=_holders(permission, code, province=False), is_active=True))


def users_with_permission(permission: str, agency: str | None = None) -> list[PersonRef]:
    """Everyone who holds ``permission`` today; with ``agency``: for that agency, locally or province-wide."""
    return _refs(User.objects.filter(pk__in=_holders(permission, agency, province=True), is_active=True))


def demo_accounts() -> list[User]:
    """The invented people that the sign-in page of the demo offers; empty outside the demo."""
    if not settings.DEMO:
        return []
    held = Membership.objects.on(timezone.localdate())
    people = User.objects.filter(is_demo=True, is_active=True, person_id=None).order_by("pk")
    return list(people.prefetch_related(Prefetch("memberships", held, to_attr="current_roles")))


def _holders(permission: str, agency: str | None, *, province: bool) -> QuerySet[Membership, int]:
    """Ids of the people whose role in force holds ``permission`` for ``agency`` (``None``: anywhere)."""
    today = timezone.localdate()
    held = Membership.objects.on(today).filter(role__in=PERMISSIONS[permission].roles).order_by()
    if agency is not None:
        covering = Q(area_kind=AreaKind.PROVINCE) if province else Q(pk__in=[])
        for kind, codes in areas_covering(agency).items():
            covering |= Q(area_kind=kind, area_code__in=codes)
        held = held.filter(covering)
    return held.values_list("user_id", flat=True)


def _refs(users: QuerySet[User]) -> list[PersonRef]:
    return [_ref(user) for user in users.order_by("sort_key", "pk")]


def _ref(user: User) -> PersonRef:
    email = user.email if user.person_id is None else user.contact_email
    return PersonRef(user.pk, user.full_name, email, user.position, user.agency_code)


# --- For the pages of accounts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """What the list of accounts is narrowed to; empty means no narrowing."""

    text: str = ""
    agency: str = ""
    role: str = ""
    state: str = ""


#: States of the filter with their labels.
STATES: dict[str, str] = {
    "open": "Đang mở",
    "closed": "Đang khóa",
    "never": "Chưa đăng nhập lần nào",
    "no_role": "Chưa có vai trò",
    "no_factor": "Chưa có xác thực hai lớp",
}


def accounts(*, actor: Actor, wanted: AccountFilter, today: date) -> QuerySet[Any]:
    """Officers' accounts in order of names, each with ``current_roles`` and ``has_factor``. Raises ``NotAllowed``."""
    actor.require("accounts.view")
    in_force = Membership.objects.on(today)
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    users = User.objects.filter(person_id=None).annotate(
        has_factor=Exists(factors), has_role=Exists(in_force.filter(user=OuterRef("pk")).order_by())
    )
    for word in search_key(wanted.text).split():
        users = users.filter(search_text__contains=word)
    if wanted.agency:
        users = users.filter(agency_code=wanted.agency)
    if wanted.role in ROLES:
        users = users.filter(Exists(in_force.filter(user=OuterRef("pk"), role=wanted.role).order_by()))
    states = {
        "open": Q(is_active=True),
        "closed": Q(is_active=False),
        "never": Q(is_active=True, last_login=None),
        "no_role": Q(is_active=True, has_role=False),
        "no_factor": Q(is_active=True, has_factor=False),
    }
    if wanted.state in states:
        users = users.filter(states[wanted.state])
    return users.order_by("sort_key", "pk").prefetch_related(Prefetch("memberships", in_force, to_attr="current_roles"))


@dataclass(frozen=True, slots=True)
class AccountPage:
    """Everything the page of one account shows."""

    user: User
    memberships: list[Membership]
    sessions: list[UserSession]
    factors: list[Authenticator]
    locked_until: object
    area_labels: dict[tuple[str, str], str]


def account(*, actor: Actor, user_id: int) -> AccountPage:
    """One account with its roles, sessions and authenticators. Raises ``NotAllowed``, ``NotFound``."""
    if actor.user_id != user_id:
        actor.require("accounts.view")
    user = User.objects.filter(pk=user_id).first()
    if user is None or (user.person_id is not None and actor.user_id != user_id):
        raise NotFound("Không tìm thấy tài khoản này.")
    memberships = list(user.memberships.select_related("granted_by", "revoked_by"))
    return AccountPage(
        user=user,
        memberships=memberships,
        sessions=list(UserSession.objects.filter(user=user).order_by("-last_seen_at")),
        factors=list(Authenticator.objects.filter(user=user).order_by("created_at")),
        locked_until=throttle.account_locked_until(user.email, timezone.now()),
        area_labels=area_labels((one.area_kind, one.area_code) for one in memberships),
    )


def due_for_review(*, actor: Actor, today: date) -> QuerySet[Any]:
    """Open accounts not yet reviewed this quarter, with ``current_roles``. Raises ``NotAllowed``."""
    actor.require("accounts.review")
    held = Membership.objects.on(today)
    return accounts_due(today).prefetch_related(Prefetch("memberships", held, to_attr="current_roles"))
