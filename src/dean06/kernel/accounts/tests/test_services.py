"""Making, closing and moving people; roles; review. On refusal nothing has changed."""

from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from dean06.kernel.accounts import errors, queries, services
from dean06.kernel.accounts.models import Closing, Membership, User
from dean06.kernel.accounts.review import accounts_due
from dean06.kernel.accounts.rules import is_review_due
from dean06.kernel.accounts.tests.conftest import COMMUNE
from dean06.kernel.accounts.tests.factories import UserFactory, make_actor, make_user
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import DomainError, InvalidInput, NotAllowed, NotFound
from dean06.kernel.events import services as events
from dean06.kernel.events.models import OutboxEvent

pytestmark = pytest.mark.django_db


def _snapshot():
    """Everything a refusal must leave as it was."""
    return (
        list(User.objects.order_by("pk").values()),
        list(Membership.objects.order_by("pk").values()),
        AuditRow.objects.count(),
        OutboxEvent.objects.count(),
    )


def _refused(error, act, **arguments):
    before = _snapshot()
    with pytest.raises(error) as caught:
        act(**arguments)
    assert _snapshot() == before
    return caught.value


def _actions():
    return list(AuditRow.objects.order_by("pk").values_list("action", flat=True))


NEW = {"email": "hoa.nt@hatinh.example", "full_name": "NGUYỄN THỊ  HOA", "agency_code": "syt"}


# --- Making an account -------------------------------------------------------------------------------------------


def test_new_person_gets_a_one_time_link_by_mail(province, admin):
    user = services.create_user(actor=admin, **NEW, phone="0912 345.678")
    assert (user.full_name, user.phone, user.has_usable_password()) == ("Nguyễn Thị Hoa", "0912345678", False)
    assert _actions() == ["accounts.created"]
    events.deliver_due(now=timezone.now())
    user.refresh_from_db()
    assert user.invited_at
    assert mail.outbox[0].to == ["hoa.nt@hatinh.example"]
    assert "/tai-khoan/mat-khau/dat/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"email": "vanthu@hatinh.example"}, errors.SharedAccount),
        ({"full_name": "Phòng Nội vụ"}, errors.SharedAccount),
        ({"email": "khong-phai-thu"}, InvalidInput),
        ({"phone": "12"}, InvalidInput),
        ({"agency_code": "khong-co"}, errors.UnknownAgency),
        ({"email": "DA.CO@hatinh.example"}, errors.EmailTaken),
    ],
)
def test_wrong_entries_are_refused(province, admin, changed, error):
    UserFactory(email="da.co@hatinh.example")
    _refused(error, services.create_user, actor=admin, **(NEW | changed))


@pytest.mark.parametrize("role", ["provincial_leader", "steering_officer", "auditor", "builder"])
def test_only_administrators_make_accounts(province, role):
    _refused(NotAllowed, services.create_user, actor=make_actor(role), **NEW)


def test_demo_people_exist_in_the_demo_only(province, settings):
    actor = system_actor("make_demo")
    _refused(ValueError, services.create_user, actor=actor, **NEW, is_demo=True)
    _refused(ValueError, services.create_user, actor=actor, **NEW, password="x" * 20)
    settings.DEMO = True
    assert services.create_user(actor=actor, **NEW, is_demo=True).is_demo
    assert not OutboxEvent.objects.filter(name="accounts.password_link_requested").exists()


def test_an_old_mail_address_no_longer_signs_in(province, admin):
    user = services.create_user(actor=admin, **NEW)
    services.edit_user(actor=admin, user_id=user.pk, full_name="Nguyễn Thị Hoa", email="nguyen.hoa@hatinh.example")
    assert list(EmailAddress.objects.filter(user=user).values_list("email", "verified")) == [
        ("nguyen.hoa@hatinh.example", True)
    ]
    row = AuditRow.objects.filter(action="accounts.edited").get()
    assert "hatinh" not in row.details


# --- Closing, moving, opening ------------------------------------------------------------------------------------


def test_who_leaves_loses_roles_and_cannot_be_opened_without_new_ones(admin):
    user = make_user("agency_officer", "syt")
    services.close_user(actor=admin, user_id=user.pk, reason=Closing.LEFT)
    user.refresh_from_db()
    assert not user.is_active
    assert not Membership.objects.on(timezone.localdate()).filter(user=user).exists()
    _refused(errors.WrongState, services.reopen_user, actor=admin, user_id=user.pk, reason="Nhầm")


def test_a_move_ends_local_roles_and_closes_until_the_new_role_is_given(province, admin):
    user = make_user("agency_head", "syt")
    services.move_user(actor=admin, user_id=user.pk, agency_code="stc", reason="QĐ 12")
    user.refresh_from_db()
    assert (user.is_active, user.closed_reason, user.agency_code) == (False, Closing.TRANSFER, "stc")
    services.grant_role(
        actor=admin, user_id=user.pk, role="agency_head", area_kind="agency", area_code="stc", reason="QĐ 12"
    )
    services.reopen_user(actor=admin, user_id=user.pk, reason="QĐ 12")
    user.refresh_from_db()
    actor = queries.actor_for(user, "r", timezone.localdate())
    assert actor.agencies_for("assignments.report") == {"stc"}


def test_administrators_do_not_act_on_their_own_account(province, admin):
    own = {"actor": admin, "user_id": admin.user_id}
    grant = {"role": "builder", "area_kind": "province", "reason": "Thử"}
    _refused(errors.OwnAccount, services.close_user, **own, reason=Closing.LEFT)
    _refused(errors.OwnAccount, services.grant_role, **own, **grant)
    _refused(errors.OwnAccount, services.reset_second_factor, **own, reason="Thử")
    _refused(errors.OwnAccount, services.move_user, **own, agency_code="stc", reason="Thử")
    _refused(errors.OwnAccount, services.confirm_review, actor=admin, user_ids=[admin.user_id])


def test_the_last_administrator_cannot_be_taken_away(admin):
    system = system_actor("tests")
    for person in queries.users_with_permission("accounts.manage"):
        if person.user_id != admin.user_id:
            services.close_user(actor=admin, user_id=person.user_id, reason=Closing.LEFT)
    role = Membership.objects.get(user=admin.user_id)
    _refused(errors.LastAdministrator, services.close_user, actor=system, user_id=admin.user_id, reason=Closing.LEFT)
    _refused(errors.LastAdministrator, services.revoke_role, actor=system, membership_id=role.pk, reason="Thử")


# --- Roles -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"role": "khong_co", "area_kind": "province"}, InvalidInput),
        ({"role": "provincial_leader", "area_kind": "agency", "area_code": "syt"}, errors.UnknownArea),
        ({"role": "agency_head", "area_kind": "province"}, errors.UnknownArea),
        ({"role": "agency_head", "area_kind": "agency", "area_code": "khong-co"}, errors.UnknownArea),
        ({"role": "agency_head", "area_kind": "commune", "area_code": "99999"}, errors.UnknownArea),
        ({"role": "agency_officer", "area_kind": "agency", "area_code": "syt"}, errors.AlreadyHeld),
        ({"role": "steering_officer", "area_kind": "province"}, errors.RolesConflict),
        ({"role": "builder", "area_kind": "province", "reason": " "}, InvalidInput),
        ({"role": "builder", "area_kind": "province", "valid_from": timezone.localdate() - timedelta(1)}, InvalidInput),
        ({"role": "builder", "area_kind": "province", "valid_to": timezone.localdate()}, InvalidInput),
    ],
)
def test_wrong_grants_are_refused(province, admin, given, error):
    user = make_user("agency_officer", "syt")
    _refused(error, services.grant_role, actor=admin, user_id=user.pk, **({"reason": "QĐ 1"} | given))


def test_a_role_works_at_once_and_ends_at_once(province, admin):
    user = UserFactory()
    today = timezone.localdate()
    held = services.grant_role(
        actor=admin, user_id=user.pk, role="agency_head", area_kind="commune", area_code=COMMUNE, reason="QĐ 1"
    )
    assert queries.actor_for(user, "r", today).can("assignments.explain", agency="ubnd-xa-mau")
    services.revoke_role(actor=admin, membership_id=held.pk, reason="Thôi giữ chức vụ")
    assert not queries.actor_for(user, "r", today).can("assignments.explain")
    _refused(errors.WrongState, services.revoke_role, actor=admin, membership_id=held.pk, reason="Lần nữa")
    held = services.grant_role(
        actor=admin, user_id=user.pk, role="agency_head", area_kind="commune", area_code=COMMUNE, reason="QĐ 2"
    )
    assert queries.actor_for(user, "r", today).can("assignments.explain", agency="ubnd-xa-mau")
    assert _actions() == ["accounts.role_granted", "accounts.role_revoked", "accounts.role_granted"]


def test_roles_that_follow_each_other_do_not_conflict(province, admin):
    user = make_user("agency_officer", "syt")
    next_month = timezone.localdate() + timedelta(days=30)
    Membership.objects.filter(user=user).update(valid_to=next_month)
    services.grant_role(
        actor=admin,
        user_id=user.pk,
        role="steering_officer",
        area_kind="province",
        valid_from=next_month,
        reason="Biệt phái",
    )
    assert user.memberships.count() == 2


# --- Review ------------------------------------------------------------------------------------------------------


def test_idle_and_moved_accounts_close_by_themselves_demo_people_and_the_last_administrator_stay(province):
    idle = make_user("agency_officer", "syt", idle=True)
    moved = make_user("agency_officer", "syt")
    User.objects.filter(pk=moved.pk).update(agency_code="stc")
    busy = make_user("agency_officer", "cdc")
    demo = make_user("agency_officer", "syt", idle=True, demo=True)
    last = make_user("administrator", idle=True)
    closed = services.close_unused_accounts(actor=system_actor("tests"), today=timezone.localdate())
    assert {(user.pk, user.closed_reason) for user in closed} == {(idle.pk, "idle"), (moved.pk, "transfer")}
    for user in (busy, demo, last):
        user.refresh_from_db()
        assert user.is_active


def test_a_reopened_idle_account_is_not_closed_again_the_same_night(province, admin):
    idle = make_user("agency_officer", "syt", idle=True)
    services.close_unused_accounts(actor=system_actor("tests"), today=timezone.localdate())
    services.reopen_user(actor=admin, user_id=idle.pk, reason="Vừa nghỉ thai sản")
    assert services.close_unused_accounts(actor=system_actor("tests"), today=timezone.localdate()) == []


def test_reviewed_accounts_leave_the_list_of_the_quarter(province):
    auditor = make_actor("auditor")
    old = make_user("agency_officer", "syt", opened_at=timezone.now() - timedelta(days=200))
    make_user("agency_officer", "syt")
    today = timezone.localdate()
    assert [user.pk for user in queries.due_for_review(actor=auditor, today=today)] == [old.pk]
    assert services.confirm_review(actor=auditor, user_ids=[old.pk]) == 1
    assert not queries.due_for_review(actor=auditor, today=today).exists()
    _refused(NotFound, services.confirm_review, actor=auditor, user_ids=[old.pk, 0])


@pytest.mark.parametrize("opened", [date(2025, 1, 1), date(2026, 9, 30), date(2026, 10, 1)])
@pytest.mark.parametrize("reviewed", [None, date(2026, 9, 30), date(2026, 10, 1)])
def test_the_list_of_the_quarter_is_what_the_rule_says(opened, reviewed):
    today = date(2026, 11, 21)
    noon = datetime(opened.year, opened.month, opened.day, 12, tzinfo=timezone.get_default_timezone())
    user = UserFactory(opened_at=noon, last_reviewed_on=reviewed)
    assert accounts_due(today).filter(pk=user.pk).exists() is is_review_due(reviewed, opened, today)


def test_every_refusal_has_a_stable_code_and_a_sentence():
    for error in DomainError.__subclasses__() + [
        value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, DomainError)
    ]:
        assert error.code.isupper()
        assert error.message.endswith(".")
