"""Signing in: second factor, lock-out, invitation and forgotten passwords, the demo."""

import re
import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts import services, throttle
from dean06.kernel.accounts.links import password_link
from dean06.kernel.accounts.models import SignInThrottle, User
from dean06.kernel.accounts.tests.factories import (
    PASSWORD,
    TOTP_SECRET,
    UserFactory,
    add_second_factor,
    make_user,
    sign_in,
)
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import system_actor
from dean06.kernel.events import services as events

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
WRONG = "Thư điện tử hoặc mật khẩu không đúng."
WAIT = "Đăng nhập sai quá nhiều lần"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


def code_of(secret=TOTP_SECRET):
    """The code that an authenticator app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def attempt(client, email, password, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


# --- Second factor -----------------------------------------------------------------------------------------------


def test_officer_without_a_second_factor_is_led_to_set_one_up_before_anything_else(client):
    user = make_user("agency_officer", "syt")
    client.force_login(user)
    for page in ("/tai-khoan/cua-toi/", "/tai-khoan/phien/", "/tai-khoan/mat-khau/doi/", "/tai-khoan/"):
        assert client.get(page)["Location"] == "/tai-khoan/xac-thuc-hai-lop/"
    assert client.get("/tai-khoan/xac-thuc-hai-lop/").status_code == 200


def test_a_program_without_a_second_factor_is_told_so(client):
    client.force_login(make_user("agency_officer", "syt"))
    response = client.get("/tai-khoan/cua-toi/", headers={"Accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (403, "SECOND_FACTOR_REQUIRED")


@pytest.mark.django_db(transaction=True)
def test_the_whole_way_from_the_first_password_to_the_second_factor(client):
    user = make_user("agency_officer", "syt")
    assert attempt(client, user.email, PASSWORD).status_code == 302
    page = client.get("/tai-khoan/xac-thuc/ung-dung/them/")
    secret = page.context["form"].secret
    assert page.context["totp_svg_data_uri"] in page.content.decode()
    wrong = client.post("/tai-khoan/xac-thuc/ung-dung/them/", {"code": "000000"})
    assert "Mã không đúng" in wrong.content.decode()
    response = client.post("/tai-khoan/xac-thuc/ung-dung/them/", {"code": code_of(secret)})
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(response["Location"]).content.decode().count("<code>") == 10
    assert client.get("/tai-khoan/cua-toi/").status_code == 200
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert set(AuditRow.objects.values_list("action", flat=True)) == {
        "accounts.signed_in",
        "accounts.second_factor_added",
    }
    assert mail.outbox[0].subject == "Đã bật xác thực bằng ứng dụng"
    assert "quản trị hệ thống" in mail.outbox[0].body

    client.post("/tai-khoan/dang-xuat/")
    cache.clear()
    assert attempt(client, user.email, PASSWORD)["Location"] == reverse("mfa_authenticate")
    assert client.get("/tai-khoan/cua-toi/").status_code == 302
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get("/tai-khoan/cua-toi/").status_code == 200


def test_a_password_alone_does_not_sign_in_who_has_a_second_factor(client):
    user = make_user("agency_officer", "syt", with_second_factor=True)
    attempt(client, user.email, PASSWORD)
    assert client.get("/tai-khoan/cua-toi/").status_code == 302
    client.post(reverse("account_logout"))
    assert client.get(reverse("mfa_authenticate"))["Location"] == LOGIN


def test_the_only_second_factor_cannot_be_taken_off(client):
    user = sign_in(client, "agency_officer", "syt")
    client.post("/tai-khoan/xac-nhan-lai/", {"password": PASSWORD})
    response = client.post("/tai-khoan/xac-thuc/ung-dung/bo/")
    assert "lớp xác thực thứ hai duy nhất" in response.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_after_a_reset_the_person_is_signed_out_and_sets_up_a_new_factor(client):
    user = sign_in(client, "agency_officer", "syt")
    client.get("/tai-khoan/cua-toi/")
    services.reset_second_factor(actor=system_actor("tests"), user_id=user.pk, reason="Mất điện thoại")
    assert LOGIN in client.get("/tai-khoan/cua-toi/")["Location"]
    attempt(client, user.email, PASSWORD)
    assert client.get("/tai-khoan/cua-toi/")["Location"] == "/tai-khoan/xac-thuc-hai-lop/"


def test_demo_asks_for_no_second_factor(client, settings):
    settings.DEMO = True
    client.force_login(make_user("agency_officer", "syt"))
    assert client.get("/tai-khoan/cua-toi/").status_code == 200


# --- Lock-out ----------------------------------------------------------------------------------------------------


def test_five_wrong_passwords_lock_the_account_even_for_the_right_one(client):
    user = make_user("agency_officer", "syt")
    for _ in range(5):
        assert WRONG in attempt(client, user.email, "sai").content.decode()
    answer = attempt(client, user.email, PASSWORD).content.decode()
    assert WAIT in answer
    assert "sau 1 phút" in answer
    assert AuditRow.objects.filter(action="accounts.sign_in_locked", subject=f"accounts.user:{user.pk}").count() == 1


def test_an_address_without_an_account_answers_just_the_same(client):
    answers = []
    for email in (make_user("agency_officer", "syt").email, "khong.ai@hatinh.example"):
        answers.append([attempt(client, email, "sai").content.decode().count(WRONG) for _ in range(5)])
        answers.append(attempt(client, email, "sai").content.decode().count(WAIT))
    assert answers[:2] == answers[2:]
    assert not SignInThrottle.objects.filter(key__contains="hatinh").exists()


def test_waits_grow_survive_a_restart_and_end(client):
    user = make_user("agency_officer", "syt")
    now = timezone.now()
    for _ in range(5):
        assert throttle.begin_attempt(user.email, "10.0.0.1", now) is None
    waits = []
    for _ in range(8):
        cache.clear()  # nothing is remembered outside the database
        until = throttle.begin_attempt(user.email, "10.0.0.2", now)
        waits.append(round((until - now).total_seconds() / 60))
        now = until
        assert throttle.begin_attempt(user.email, "10.0.0.2", now) is None
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert throttle.account_locked_until(user.email, now + timedelta(minutes=61)) is None


def test_hundreds_of_attempts_from_many_addresses_buy_only_a_few_guesses():
    now = timezone.now()
    taken = 0
    for number in range(250):
        moment = now + timedelta(seconds=4 * number)
        taken += throttle.begin_attempt("lanh.dao@hatinh.example", f"10.0.0.{number}", moment) is None
    assert taken == 9  # 5 free, then after 1, 2, 4 and 8 minutes


def test_old_attempts_are_forgotten():
    now = timezone.now()
    throttle.begin_attempt("cu@hatinh.example", "10.0.0.1", now - timedelta(days=31))
    throttle.begin_attempt("moi@hatinh.example", "10.0.0.2", now)
    assert throttle.forget_old(now - timedelta(days=30)) == 2
    assert SignInThrottle.objects.count() == 2


def test_one_address_trying_many_accounts_is_stopped(client):
    now = timezone.now()
    refused = [throttle.begin_attempt(f"nguoi{number}@hatinh.example", "2001:db8:1:2::1", now) for number in range(60)]
    assert refused[49] is None
    assert all(refused[50:])
    assert throttle.begin_attempt("nguoi99@hatinh.example", "2001:db8:1:2:ffff::9", now)
    assert throttle.begin_attempt("nguoi99@hatinh.example", "2001:db8:1:3::1", now) is None


def test_an_office_signing_in_together_behind_one_address_is_not_locked(client):
    now = timezone.now()
    for number in range(49):  # as if others had just mistyped: one more failure and the address is locked
        throttle.begin_attempt(f"nguoi{number}@hatinh.example", "127.0.0.1", now)
    for person in [UserFactory(with_second_factor=True) for _ in range(3)]:
        visitor = Client()
        attempt(visitor, person.email, PASSWORD)
        assert visitor.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code == 302


def test_a_known_password_does_not_allow_endless_guesses_at_the_code(client):
    user = make_user("agency_officer", "syt", with_second_factor=True)
    attempt(client, user.email, PASSWORD)
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode() for _ in range(6)]
    assert [WAIT in answer for answer in answers] == [False] * 4 + [True] * 2
    assert WAIT in client.post(reverse("mfa_authenticate"), {"code": code_of()}).content.decode()


def test_administrator_unlocks_and_it_is_recorded(client):
    user = make_user("agency_officer", "syt")
    for _ in range(6):
        attempt(client, user.email, "sai")
    sign_in(admin := Client(), "administrator")
    assert "Đang tạm khóa đăng nhập" in admin.get(f"/tai-khoan/{user.pk}/").content.decode()
    admin.post(f"/tai-khoan/{user.pk}/mo-khoa-dang-nhap/")
    assert AuditRow.objects.filter(action="accounts.sign_in_unlocked").exists()
    assert attempt(client, user.email, PASSWORD).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_attempts_at_the_same_moment_cost_the_same_as_one_after_another():
    now = timezone.now()
    results = []

    def run():
        try:
            for _ in range(5):
                results.append(throttle.begin_attempt("ai.do@hatinh.example", "10.0.0.1", now))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(4)]
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        run(), run(), run(), run()  # one connection only: nothing to run beside
    else:
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert results.count(None) == 5
    assert len(results) == 20


# --- Closed accounts, links --------------------------------------------------------------------------------------


def test_a_closed_account_says_so_only_to_who_knows_the_password(client):
    user = make_user("agency_officer", "syt", closed=True)
    assert WRONG in attempt(client, user.email, "sai").content.decode()
    assert attempt(client, user.email, PASSWORD)["Location"] == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_link_to_set_the_password_works_once(client):
    user = UserFactory(invited=True)
    link = password_link(user).removeprefix("http://127.0.0.1:8006")
    form = client.get(link)["Location"]
    assert client.get(form).status_code == 200
    new = {"password1": "Duong-di-moi-2026", "password2": "Duong-di-moi-2026"}
    assert client.post(form, new | {"password2": "khac"}).content.decode().count("chưa giống nhau") >= 1
    assert client.post(form, new)["Location"] == reverse("account_reset_password_from_key_done")
    user.refresh_from_db()
    assert user.check_password("Duong-di-moi-2026")
    assert user.password_changed_at
    assert "Đường dẫn không dùng được" in Client().get(link).content.decode()


def test_forgotten_password_answers_the_same_for_known_and_unknown_addresses(client):
    known = UserFactory()
    for email in (known.email, "khong.ai@hatinh.example", UserFactory(closed=True).email):
        response = client.post(reverse("account_reset_password"), {"email": email})
        assert response["Location"] == reverse("account_reset_password_done")
    assert client.get(reverse("account_reset_password_done")).status_code == 200
    events.deliver_due(now=timezone.now())
    assert [message.to for message in mail.outbox] == [[known.email]]
    assert re.search(r"http://\S+/tai-khoan/mat-khau/dat/\S+/", mail.outbox[0].body)


def test_a_mail_server_that_is_down_stops_nobody(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    user = make_user("agency_officer", "syt", with_second_factor=True)
    client.force_login(user)
    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "Duong-di-moi-2026", "password2": "Duong-di-moi-2026"},
    )
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password("Duong-di-moi-2026")


def test_nobody_signs_up(client):
    for path in ("/tai-khoan/signup/", "/tai-khoan/dang-ky/", "/accounts/signup/"):
        assert client.get(path).status_code == 404


# --- The demo ----------------------------------------------------------------------------------------------------


def test_demo_people_sign_in_with_one_click(client, settings):
    settings.DEMO = True
    person = make_user("steering_officer", demo=True)
    other = make_user("steering_officer")
    page = client.get(LOGIN).content.decode()
    assert person.full_name in page
    assert f"/trinh-dien/{other.pk}/" not in page
    assert client.post(f"/tai-khoan/trinh-dien/{other.pk}/").status_code == 404
    assert client.get(f"/tai-khoan/trinh-dien/{person.pk}/").status_code == 405
    assert client.post(f"/tai-khoan/trinh-dien/{person.pk}/", {"next": "/tai-khoan/cua-toi/"})["Location"] == (
        "/tai-khoan/cua-toi/"
    )
    assert client.get("/tai-khoan/cua-toi/").status_code == 200
    assert AuditRow.objects.filter(action="accounts.signed_in", actor_id=person.pk).exists()


def test_demo_sign_in_wants_the_token_of_the_page(settings):
    settings.DEMO = True
    person = make_user("steering_officer", demo=True)
    assert Client(enforce_csrf_checks=True).post(f"/tai-khoan/trinh-dien/{person.pk}/").status_code == 403


def test_demo_sign_in_does_not_exist_outside_the_demo(client):
    person = make_user("steering_officer", demo=True)
    assert client.post(f"/tai-khoan/trinh-dien/{person.pk}/").status_code == 404
    assert person.full_name not in client.get(LOGIN).content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_never_leads_to_another_site(client, settings):
    settings.DEMO = True
    person = make_user("steering_officer", demo=True)
    response = client.post(f"/tai-khoan/trinh-dien/{person.pk}/", {"next": "https://example.net/"})
    assert response["Location"] == "/"


def test_secrets_open_after_the_installation_secret_was_changed(settings):
    user = UserFactory()
    factor = add_second_factor(user)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new-secret", [settings.SECRET_KEY]
    assert factor.wrap().validate_code(code_of())
    assert User.objects.filter(pk=user.pk).exists()
