"""A citizen signs in through a provider; the registry opens, refuses and locks accounts."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.citizens.identity import queries, services
from dean06.citizens.identity.contrib.simulator import provider as simulator
from dean06.citizens.identity.errors import NoSuchProvider, TooManyCodes, WrongCode
from dean06.citizens.identity.models import CitizenAccount, ContactConfirmation
from dean06.citizens.identity.providers import provider
from dean06.citizens.identity.subscribers import follow_number, lock_the_dead, send_code
from dean06.citizens.identity.tests.factories import account_of, citizen, sign_in_citizen
from dean06.kernel.accounts import queries as accounts
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed, NotFound
from dean06.kernel.population.events import DeathRegistered, NumberChanged
from dean06.kernel.population.models import Person
from dean06.kernel.population.tests.factories import person, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def hoa(db):
    place()
    return person("Trần Thị Hòa", sex="F")


def signs_in(client: Client, number: str, *, level: int = 2, next: str = "", code: str | None = None, **fields):
    """Walk the pages of the simulator; returns the last answer."""
    answer = client.post(reverse("identity:begin", args=["vneid"]), {"next": next})
    answer = client.post(answer["Location"], {"number": number, "level": level, "assurance": 2, **fields})
    if answer.status_code != 302:
        return answer
    page = client.get(answer["Location"]).content.decode()
    shown = re.search(r"<strong>(\d{6})</strong>", page)[1]
    answer = client.post(reverse("identity:simulator_code"), {"code": code or shown})
    return client.get(answer["Location"]) if answer.status_code == 302 else answer


def test_a_citizen_signs_in_and_comes_to_the_page_that_was_wanted(client, demo, hoa):
    answer = signs_in(client, hoa.personal_id, next="/ai-da-xem/")
    assert (answer.status_code, answer["Location"]) == (302, "/ai-da-xem/")
    account = CitizenAccount.objects.get(person_id=hoa.pk)
    assert (account.level, account.provider) == (2, "vneid")
    assert client.session["_auth_user_id"] == str(account.user_id)
    assert AuditRow.objects.filter(action="identity.signed_in").count() == 1
    assert AuditRow.objects.filter(action="accounts.signed_in").count() == 1
    # A second sign-in finds the account.
    signs_in(Client(), hoa.personal_id)
    assert CitizenAccount.objects.count() == 1


def test_a_wish_to_go_to_another_site_is_not_followed(client, demo, hoa):
    assert signs_in(client, hoa.personal_id, next="https://khac.example/")["Location"] == "/dich-vu-cong/"


def test_a_wrong_code_opens_nothing_and_after_five_the_number_waits(client, demo, hoa):
    answer = signs_in(client, hoa.personal_id, code="000000x")
    assert answer.status_code == 422
    for _ in range(4):
        client.post(reverse("identity:simulator_code"), {"code": "abcdef"})
    assert client.get(reverse("identity:simulator_code")).status_code == 302
    answer = signs_in(Client(), hoa.personal_id)
    assert answer.status_code == 429
    assert not CitizenAccount.objects.exists()


def test_the_way_back_works_once_and_only_for_who_began(client, demo, hoa):
    signs_in(client, hoa.personal_id)
    back = reverse("identity:finish", args=["vneid"])
    assert client.get(back, {"state": "bia"}).status_code == 409
    assert Client().get(back, {"state": "bia"}).status_code == 409
    assert CitizenAccount.objects.count() == 1


@pytest.mark.parametrize("state", ["dead", "annulled", "child", "unknown"])
def test_the_registry_locks_out_and_the_log_knows(client, demo, hoa, state):
    number = hoa.personal_id
    if state == "dead":
        account = account_of(hoa)
        Person.objects.filter(pk=hoa.pk).update(life_status="dead")
    elif state == "annulled":
        Person.objects.filter(pk=hoa.pk).update(id_status="annulled")
    elif state == "child":
        number = person("Trần Bé", born=timezone.localdate().replace(year=timezone.localdate().year - 8)).personal_id
    else:
        number = "042190999999"
    answer = signs_in(client, number)
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert AuditRow.objects.filter(action="identity.sign_in_refused").count() == 1
    if state == "dead":
        account.user.refresh_from_db()
        assert not account.user.is_active


def test_a_registered_death_ends_the_session_at_once(client, hoa):
    sign_in_citizen(client, hoa)
    assert client.get(reverse("notifications:list")).status_code == 200
    lock_the_dead(DeathRegistered(person_id=hoa.pk), 1)
    assert client.get(reverse("notifications:list")).status_code == 302
    lock_the_dead(DeathRegistered(person_id=hoa.pk), 1)
    assert accounts.citizen_accounts([hoa.pk]) == {}


def test_an_annulled_number_closes_and_a_restored_one_opens(hoa):
    account_of(hoa)
    follow_number(NumberChanged(person_id=hoa.pk, proposal_id=1, kind="annul_id"), 1)
    assert accounts.citizen_accounts([hoa.pk]) == {}
    follow_number(NumberChanged(person_id=hoa.pk, proposal_id=2, kind="reestablish_id"), 2)
    assert list(accounts.citizen_accounts([hoa.pk])) == [hoa.pk]


def test_outside_the_demo_there_is_no_simulator_and_no_one_click(client, hoa, settings):
    account = account_of(hoa)
    User.objects.filter(pk=account.user_id).update(is_demo=True)
    assert client.post(reverse("identity:demo_sign_in", args=[account.user_id])).status_code == 404
    assert client.get(reverse("identity:simulator")).status_code == 404
    assert client.get(reverse("identity:simulator_code")).status_code == 404
    assert client.post(reverse("identity:begin", args=["vneid"])).status_code == 404
    assert "chưa kết nối nền tảng định danh" in client.get(reverse("identity:sign_in")).content.decode()
    settings.IDENTITY_PROVIDERS = ["dean06.citizens.identity.contrib.simulator.provider.VneidSimulator"]
    with pytest.raises(NoSuchProvider):
        provider("vneid").begin(None, "s")
    with pytest.raises(NoSuchProvider):
        simulator.VneidSimulator().finish(None, "s")


def test_one_click_in_the_demo(client, demo, hoa, admin_free=None):
    from dean06.kernel.common.actors import system_actor

    account = services.open_demo_account(actor=system_actor("demo"), person_id=hoa.pk, level=1)
    page = client.get(reverse("identity:sign_in")).content.decode()
    assert "Trần Thị Hòa" in page
    answer = client.post(reverse("identity:demo_sign_in", args=[account.user_id]), {"next": "/dich-vu-cong/"})
    assert answer["Location"] == "/dich-vu-cong/"
    assert client.session["identity_standing"]["level"] == 1
    assert hoa.full_name not in client.get(reverse("account_login")).content.decode().split("</header>")[-1]


def test_an_organisation_is_remembered_for_the_session_only(client, demo, hoa):
    signs_in(client, hoa.personal_id, organisation="3000123456", organisation_name="Công ty Mẫu")
    assert client.session["identity_standing"]["organisation"]["number"] == "3000123456"


# --- Levels ------------------------------------------------------------------------------------------------------


def test_the_province_sets_what_an_act_asks_for(client):
    sign_in(client, "procedure_controller")
    page = reverse("identity:assurance")
    assert client.get(page).status_code == 200
    sent = {"act": "submit", "level": 1, "assurance": 3, "source": "QĐ 1/QĐ-UBND"}
    assert client.post(page, sent).status_code == 302
    need = queries.need("submit")
    assert (need.level, need.assurance, need.source) == (1, 3, "QĐ 1/QĐ-UBND")
    assert client.post(page, {**sent, "source": ""}).status_code == 422
    sign_in(client, "one_stop_officer", "syt")
    assert client.get(page).status_code == 403


def test_only_who_publishes_procedures_sets_levels(hoa):
    with pytest.raises(NotAllowed):
        services.set_assurance_rule(actor=citizen(hoa), act="submit", level=1, assurance=1, source="x")
    with pytest.raises(InvalidInput):
        services.set_assurance_rule(
            actor=make_actor("procedure_controller"), act="submit", level=3, assurance=9, source="x"
        )
    assert queries.need("submit").level == 2


# --- Contact -----------------------------------------------------------------------------------------------------


def asked_code(actor, mailoutbox, **wanted):
    asked = services.ask_contact_code(actor=actor, **wanted)
    from dean06.citizens.identity.events import ContactCodeAsked

    send_code(ContactCodeAsked(confirmation_id=asked.pk), 1)
    return asked, re.search(r"\b(\d{6})\b", mailoutbox[-1].body)[1]


def test_a_mailbox_counts_once_its_code_was_typed(hoa, mailoutbox):
    actor = citizen(hoa)
    asked, code = asked_code(actor, mailoutbox, channel="email", address="Hoa@Thu.example")
    assert mailoutbox[-1].to == ["hoa@thu.example"]
    assert accounts.person(actor.user_id).email == ""
    with pytest.raises(WrongCode):
        services.confirm_contact(actor=actor, confirmation_id=asked.pk, code="000000" if code != "000000" else "1")
    services.confirm_contact(actor=actor, confirmation_id=asked.pk, code=code)
    assert accounts.person(actor.user_id).email == "hoa@thu.example"
    with pytest.raises(WrongCode):
        services.confirm_contact(actor=actor, confirmation_id=asked.pk, code=code)


def test_five_wrong_codes_spoil_it_and_a_fourth_code_waits(hoa, mailoutbox):
    actor = citizen(hoa)
    asked, code = asked_code(actor, mailoutbox, channel="email", address="hoa@thu.example")
    for _ in range(5):
        with pytest.raises(WrongCode):
            services.confirm_contact(actor=actor, confirmation_id=asked.pk, code="x")
    with pytest.raises(WrongCode):
        services.confirm_contact(actor=actor, confirmation_id=asked.pk, code=code)
    assert ContactConfirmation.objects.get().tries == 6
    for _ in range(2):
        services.ask_contact_code(actor=actor, channel="email", address="hoa@thu.example")
    with pytest.raises(TooManyCodes):
        services.ask_contact_code(actor=actor, channel="email", address="hoa@thu.example")
    assert ContactConfirmation.objects.count() == 3


def test_nobody_confirms_for_another_and_officers_have_no_such_page(hoa, mailoutbox):
    asked, code = asked_code(citizen(hoa), mailoutbox, channel="phone", address="0912 345 678")
    other = citizen(person("Lê Văn Khác"))
    with pytest.raises(NotFound):
        services.confirm_contact(actor=other, confirmation_id=asked.pk, code=code)
    with pytest.raises(NotFound):
        services.ask_contact_code(actor=make_actor("auditor"), channel="email", address="a@b.vn")
    with pytest.raises(NotFound):
        services.set_large_type(actor=make_actor("auditor"), on=True)
    assert accounts.contact_of(other.user_id) == ("", "")


def test_an_unconfirmed_number_is_kept_as_such(hoa):
    actor = citizen(hoa)
    services.set_unconfirmed_phone(actor=actor, phone="0912 345 678")
    known = queries.account(actor)
    assert (known.phone, known.phone_confirmed) == ("0912345678", False)
    services.set_large_type(actor=actor, on=True)
    assert queries.account(actor).large_type
    assert queries.account(make_actor("auditor")) is None
