"""Accounts by business state, for the tests of every app.

``make_actor("agency_officer", "SYT")`` is a stored person's actor; ``sign_in(client, "steering_officer")`` signs a test
client in as a person who has a second factor. ``UserFactory`` traits: ``closed``, ``idle``, ``invited``,
``with_second_factor``, ``demo``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from dean06.kernel.accounts.models import Closing, Membership, User
from dean06.kernel.accounts.permissions import ROLES, AreaKind
from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.common.actors import Actor

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phan", "Võ")
_GIVEN = ("An", "Bình", "Cúc", "Đào", "Hòa", "Mai", "Thủy")

PASSWORD = "Mot-mat-khau-du-dai-2026"

#: A TOTP secret of tests (base 32).
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an open account, no role and no second factor; the password is ``PASSWORD``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            is_active=False, closed_reason=Closing.LEFT, closed_at=factory.LazyFunction(timezone.now)
        )
        idle = factory.Trait(
            opened_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=200)),
            last_login=factory.LazyFunction(lambda: timezone.now() - timedelta(days=46)),
        )
        invited = factory.Trait(password=None, invited_at=factory.LazyFunction(timezone.now))
        demo = factory.Trait(is_demo=True)

    email = factory.Sequence(lambda n: f"nguoi.mau{n}@hatinh.example")
    full_name = factory.Sequence(lambda n: f"{_FAMILIES[n % 5]} Thị {_GIVEN[n // 5 % 7]}")
    position = "Chuyên viên"
    opened_at = factory.LazyFunction(timezone.now)
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        password = fields.pop("password", None)
        return User.objects.create_user(password=password, **fields)

    @factory.post_generation
    def with_second_factor(self: User, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if extracted:
            add_second_factor(self)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role in force since the start of last month."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = "agency_officer"
    area_kind = AreaKind.AGENCY
    area_code = "SYT"
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    reason = "Phân công nhiệm vụ"


def add_second_factor(user: User) -> Authenticator:
    """Give ``user`` an authenticator app with ``TOTP_SECRET``."""
    from allauth.mfa.adapter import get_adapter

    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(TOTP_SECRET)}
    )


def make_user(role: str, agency: str = "", *, commune: str = "", **fields: Any) -> User:
    """A stored person holding ``role``: for the province, or for ``agency`` / ``commune`` when the role is local."""
    if role not in ROLES:
        raise ValueError(f"no role {role!r}; roles: {', '.join(ROLES)}")
    if not ROLES[role].areas:
        raise ValueError(f"{role} is never granted; see make_citizen")
    local = AreaKind.PROVINCE not in ROLES[role].areas
    if local and not (agency or commune):
        raise ValueError(f"{role} needs an agency or a commune")
    user = UserFactory(agency_code=agency, **fields)
    kind = AreaKind.PROVINCE if not local else AreaKind.COMMUNE if commune else AreaKind.AGENCY
    MembershipFactory(user=user, role=role, area_kind=kind, area_code=(commune or agency) if local else "")
    return user


def make_actor(role: str, agency: str = "", *, commune: str = "", on: date | None = None, **fields: Any) -> Actor:
    """The actor of ``make_user(…)``."""
    user = make_user(role, agency, commune=commune, **fields)
    return actor_for(user, "test-request", on or timezone.localdate())


def make_citizen(person_id: int, full_name: str = "Trần Thị Dân", **fields: Any) -> User:
    """The account of the citizen who is ``population.Person`` ``person_id``, as an identity provider opens it."""
    email = f"nguoi-dan-{person_id}@cong-dan.invalid"
    return UserFactory(email=email, full_name=full_name, position="", person_id=person_id, password=None, **fields)


def citizen_actor(person_id: int, full_name: str = "Trần Thị Dân", **fields: Any) -> Actor:
    """The actor of ``make_citizen(…)``."""
    return actor_for(make_citizen(person_id, full_name, **fields), "test-request", timezone.localdate())


def sign_in(client: Client, role: str, agency: str = "", *, commune: str = "", **fields: Any) -> User:
    """Sign ``client`` in as ``make_user(…)`` with a second factor; returns the person."""
    user = make_user(role, agency, commune=commune, with_second_factor=True, **fields)
    client.force_login(user)
    return user
