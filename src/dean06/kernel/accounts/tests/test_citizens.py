"""Accounts of citizens: opened by the system at sign-in, out of the reach of administrators, without a password."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts import queries, services
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.queries import AccountFilter, actor_for
from dean06.kernel.accounts.tests.factories import citizen_actor, make_actor, make_citizen, sign_in
from dean06.kernel.common.actors import system_actor
from dean06.kernel.common.errors import InvalidInput, NotAllowed, NotFound
from dean06.kernel.events.services import deliver_due

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("tests")


def opened(person_id=7, name="trần thị dân"):
    return services.open_citizen_account(actor=SYSTEM, person_id=person_id, full_name=name)


def test_the_first_sign_in_opens_an_account_and_the_second_finds_it():
    first = opened()
    assert first.full_name == "Trần Thị Dân"
    assert not first.has_usable_password()
    assert opened(name="Trần Thị Dân Mới") == first
    assert User.objects.get(person_id=7).full_name == "Trần Thị Dân Mới"
    assert User.objects.count() == 1


def test_a_citizen_holds_the_citizens_permissions_and_no_membership_adds_to_them():
    user = opened()
    actor = actor_for(user, "r", timezone.localdate())
    assert actor.person_id == 7
    assert actor.can("cases.apply")
    assert not actor.can("cases.view")
    assert not actor.can("population.verify")


def test_an_administrator_neither_opens_nor_closes_a_citizens_account(admin):
    with pytest.raises(NotAllowed):
        services.open_citizen_account(actor=admin, person_id=8, full_name="Ai Đó")
    assert not User.objects.filter(person_id=8).exists()
    user = make_citizen(9)
    with pytest.raises(NotAllowed):
        services.close_citizen_account(actor=admin, person_id=9, reason="number")
    for act in (
        lambda: services.close_user(actor=admin, user_id=user.pk, reason="left"),
        lambda: services.move_user(actor=admin, user_id=user.pk, agency_code="syt", reason="x"),
        lambda: services.reset_second_factor(actor=admin, user_id=user.pk, reason="x"),
        lambda: services.invite_again(actor=admin, user_id=user.pk),
        lambda: services.edit_user(actor=admin, user_id=user.pk, full_name="A B", email="a@b.vn"),
        lambda: services.grant_role(
            actor=admin, user_id=user.pk, role="one_stop_officer", area_kind="agency", area_code="syt", reason="x"
        ),
    ):
        with pytest.raises(NotFound):
            act()
    before = User.objects.get(pk=user.pk)
    assert before.is_active
    assert not before.memberships.exists()


def test_nobody_is_granted_the_role_of_a_citizen(admin, client):
    officer = make_actor("agency_officer", "syt")
    with pytest.raises(InvalidInput):
        services.grant_role(
            actor=admin, user_id=officer.user_id, role="citizen", area_kind="province", area_code="", reason="x"
        )
    sign_in(client, "administrator")
    page = client.get(reverse("accounts:grant", args=[officer.user_id])).content.decode()
    assert 'value="one_stop_officer"' in page
    assert 'value="citizen"' not in page


def test_officers_lists_and_reviews_know_no_citizens(admin):
    citizen = make_citizen(9, opened_at=timezone.now() - timedelta(days=400))
    today = timezone.localdate()
    assert citizen not in queries.accounts(actor=admin, wanted=AccountFilter(), today=today)
    assert citizen not in queries.due_for_review(actor=admin, today=today)
    assert citizen.pk not in {person.user_id for person in queries.users_of_agency("")}
    with pytest.raises(NotFound):
        queries.account(actor=admin, user_id=citizen.pk)
    with pytest.raises(NotFound):
        services.confirm_review(actor=admin, user_ids=[citizen.pk])
    services.close_unused_accounts(actor=SYSTEM, today=today)
    citizen.refresh_from_db()
    assert citizen.is_active


def test_officers_account_pages_do_not_show_a_citizen(client):
    sign_in(client, "administrator")
    citizen = make_citizen(9)
    assert client.get(reverse("accounts:account", args=[citizen.pk])).status_code == 404


def test_a_citizen_is_let_through_without_a_second_factor_but_not_to_the_pages_that_set_one(client):
    client.force_login(make_citizen(9))
    assert client.get(reverse("notifications:list")).status_code == 200
    for name in ("mfa_index", "mfa_activate_totp", "account_set_password", "account_change_password"):
        assert client.get(reverse(name)).status_code == 404
    for name in ("accounts:second_factor", "accounts:profile"):
        assert client.get(reverse(name)).status_code == 404


def test_no_password_can_be_asked_for_a_citizens_account(client):
    user = make_citizen(9)
    client.post(reverse("account_reset_password"), {"email": user.email})
    deliver_due(timezone.now())
    assert mail.outbox == []


def test_the_registry_closes_and_reopens_an_account():
    user = opened()
    services.close_citizen_account(actor=SYSTEM, person_id=7, reason="deceased")
    user.refresh_from_db()
    assert (user.is_active, user.closed_reason) == (False, "deceased")
    assert actor_for(user, "r", date(2026, 11, 22)).grants == ()
    assert queries.citizen_accounts([7]) == {}
    services.reopen_citizen_account(actor=SYSTEM, person_id=7)
    assert queries.citizen_accounts([7, None]) == {7: user.pk}


def test_letters_to_a_citizen_go_to_the_confirmed_address_only():
    actor = citizen_actor(9)
    assert queries.person(actor.user_id).email == ""
    services.set_citizen_contact(actor=actor, phone="0912 345 678", email="Dan@Thu.example")
    assert queries.person(actor.user_id).email == "dan@thu.example"
    assert queries.contact_of(actor.user_id) == ("0912345678", "dan@thu.example")
    with pytest.raises(InvalidInput):
        services.set_citizen_contact(actor=actor, phone="12")
    assert queries.contact_of(actor.user_id)[0] == "0912345678"
    with pytest.raises(NotFound):
        services.set_citizen_contact(actor=make_actor("auditor"), phone="0912345678")
