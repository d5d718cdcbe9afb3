"""Pages: who may open them, that they hold in the browser without JavaScript, and that they stay quick."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.models import Closing, Membership, User
from dean06.kernel.accounts.permissions import PERMISSIONS, ROLES
from dean06.kernel.accounts.presenting import device_name
from dean06.kernel.accounts.tests.conftest import COMMUNE
from dean06.kernel.accounts.tests.factories import UserFactory, make_user, sign_in
from dean06.kernel.audit.models import AuditRow

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


@pytest.fixture
def admin_client(db):
    client = Client()
    client.user = sign_in(client, "administrator")
    return client


# --- Who may open what -------------------------------------------------------------------------------------------

ADMIN_PAGES = ["list", "create", "review", "permissions"]


@pytest.mark.parametrize("page", ADMIN_PAGES)
@pytest.mark.parametrize("role", ["provincial_leader", "steering_officer", "builder"])
def test_officers_do_not_open_the_pages_of_administrators(client, page, role):
    sign_in(client, role)
    assert client.get(reverse(f"accounts:{page}")).status_code == 403


def test_visitors_are_led_to_sign_in(client):
    for page in [*ADMIN_PAGES, "profile", "second_factor"]:
        response = client.get(reverse(f"accounts:{page}"))
        assert response["Location"].startswith("/tai-khoan/dang-nhap/")


def test_the_auditor_reads_accounts_and_their_history_but_changes_nothing(client):
    sign_in(client, "auditor")
    user = make_user("agency_officer", "syt")
    page = client.get(reverse("accounts:account", args=[user.pk]))
    assert "Lịch sử trong nhật ký" in text_of(page)
    assert "Khóa tài khoản" not in text_of(page)
    for act in ("close", "reset_second_factor", "grant", "edit", "move", "reopen"):
        assert client.get(reverse(f"accounts:{act}", args=[user.pk])).status_code == 403
    for act in ("unlock", "end_sessions", "invite"):
        assert client.post(reverse(f"accounts:{act}", args=[user.pk])).status_code == 403


def test_administrators_do_not_read_the_log(admin_client):
    user = make_user("agency_officer", "syt")
    assert "Lịch sử trong nhật ký" not in text_of(admin_client.get(reverse("accounts:account", args=[user.pk])))


def test_own_pages_open_for_everyone(client):
    sign_in(client, "agency_officer", "syt")
    for name in ("accounts:profile", "usersessions_list", "mfa_index", "account_change_password", "mfa_list_webauthn"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get(reverse("accounts:second_factor"))["Location"] == reverse("mfa_index")


def test_every_sign_in_page_is_ours_and_in_vietnamese(client):
    user = sign_in(client, "agency_officer", "syt")
    client.post(reverse("account_reauthenticate"), {"password": "Mot-mat-khau-du-dai-2026"})
    Authenticator.objects.create(
        user=user, type="recovery_codes", data={"seed": "", "used_mask": 0, "migrated_codes": []}
    )
    pages = (
        "mfa_deactivate_totp mfa_add_webauthn mfa_view_recovery_codes mfa_generate_recovery_codes "
        "mfa_reauthenticate account_reauthenticate account_logout"
    )
    for name in pages.split():
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert 'class="page__heading"' in text_of(response), name
        for english in ("Sign ", "Password", "Your ", "your ", "Code:", "Key", "Authenticator"):
            assert english not in text_of(response).split("<main")[1].split("</main>")[0], (name, english)


# --- The list ----------------------------------------------------------------------------------------------------


def test_list_finds_people_without_marks_and_by_filters(province, admin_client):
    wanted = make_user("agency_head", "syt", full_name="Đặng Thị Thủy", position="Giám đốc")
    make_user("agency_officer", "stc", full_name="Lê Văn An", closed=True)
    url = reverse("accounts:list")

    def names(**query):
        return [user.full_name for user in admin_client.get(url, query).context["page"]]

    assert names(q="dang thuy") == ["Đặng Thị Thủy"]
    assert names(q="giám đốc") == ["Đặng Thị Thủy"]
    assert names(role="agency_head") == ["Đặng Thị Thủy"]
    assert names(agency="Sở Y tế") == names(agency="syt") == ["Đặng Thị Thủy"]
    assert names(state="closed") == ["Lê Văn An"]
    assert wanted.full_name in names(state="no_factor")
    assert names(q="khong ai") == []


def test_list_is_in_vietnamese_order_of_given_names(admin_client):
    for name in ("Trần Bình", "Nguyễn Ánh", "Lê An", "Lê Ân"):
        UserFactory(full_name=name)
    ordered = [u.full_name for u in admin_client.get(reverse("accounts:list"), {"state": "no_role"}).context["page"]]
    assert ordered == ["Lê An", "Nguyễn Ánh", "Lê Ân", "Trần Bình"]


def test_list_takes_the_same_number_of_queries_for_two_and_for_fifty(
    province, admin_client, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(40) as captured:
            assert admin_client.get(reverse("accounts:list")).status_code == 200
        return len(captured)

    make_user("agency_head", commune=COMMUNE)
    make_user("agency_head", "syt")
    queries()
    few = queries()
    for number in range(48):
        make_user("agency_officer", ("syt", "stc", "cdc")[number % 3])
    assert queries() == few


# --- Administrators' work ----------------------------------------------------------------------------------------


def test_an_account_is_made_given_a_role_and_closed_in_the_browser(province, admin_client):
    created = admin_client.post(
        reverse("accounts:create"),
        {"full_name": "Trần Thị Mẫu", "email": "mau.tt@hatinh.example", "agency_code": "Sở Y tế"},
    )
    user = User.objects.get(email="mau.tt@hatinh.example")
    assert created["Location"] == reverse("accounts:grant", args=[user.pk])
    assert user.agency_code == "syt"
    assert admin_client.get(created["Location"]).status_code == 200
    last_day = timezone.localdate().replace(year=timezone.localdate().year + 1)
    admin_client.post(
        created["Location"],
        {
            "role": "agency_officer",
            "area_kind": "commune",
            "commune": COMMUNE,
            "valid_to": last_day.strftime("%d/%m/%Y"),
            "reason": "QĐ 5/QĐ-SYT",
        },
    )
    held = Membership.objects.get(user=user)
    assert (held.area_kind, held.area_code, (held.valid_to - last_day).days) == ("commune", COMMUNE, 1)
    page = admin_client.get(reverse("accounts:account", args=[user.pk]))
    assert "Xã Mẫu" in text_of(page)
    admin_client.post(reverse("accounts:revoke", args=[user.pk, held.pk]), {"reason": "Thôi phân công"})
    admin_client.post(reverse("accounts:close", args=[user.pk]), {"reason": Closing.LEFT, "note": ""})
    user.refresh_from_db()
    assert not user.is_active
    assert "Nghỉ việc" in text_of(admin_client.get(reverse("accounts:account", args=[user.pk])))
    assert list(AuditRow.objects.order_by("pk").values_list("action", flat=True)) == [
        "accounts.created",
        "accounts.role_granted",
        "accounts.role_revoked",
        "accounts.closed",
    ]


def test_a_refusal_comes_back_beside_the_field(province, admin_client):
    response = admin_client.post(
        reverse("accounts:create"),
        {"full_name": "Phòng Nội vụ", "email": "noi.vu@hatinh.example", "agency_code": "syt"},
    )
    assert response.status_code == 422
    assert "là tên bộ phận" in text_of(response)
    response = admin_client.post(
        reverse("accounts:create"),
        {"full_name": "Trần Thị Mẫu", "email": "mau@hatinh.example", "agency_code": "cơ quan nào đó"},
    )
    assert "Chưa rõ là cơ quan nào" in text_of(response)
    assert not User.objects.filter(email__contains="noi.vu").exists()


def test_move_edit_and_reopen_in_the_browser(province, admin_client):
    user = make_user("agency_officer", "syt")
    back = reverse("accounts:account", args=[user.pk])
    moved = admin_client.post(reverse("accounts:move", args=[user.pk]), {"agency_code": "stc", "reason": "QĐ 9"})
    assert moved["Location"] == back
    refused = admin_client.post(reverse("accounts:reopen", args=[user.pk]), {"reason": "QĐ 9"})
    assert "chưa có vai trò nào" in text_of(refused)
    edited = admin_client.post(
        reverse("accounts:edit", args=[user.pk]),
        {"full_name": user.full_name, "email": user.email, "phone": "0912345678", "position": "Phó phòng"},
    )
    assert edited["Location"] == back
    assert "Phó phòng" in text_of(admin_client.get(back))


def test_review_in_the_browser(admin_client):
    long_ago = timezone.now() - timezone.timedelta(days=200)
    user = make_user("agency_officer", "syt", opened_at=long_ago)
    User.objects.filter(pk=admin_client.user.pk).update(opened_at=long_ago)
    page = text_of(admin_client.get(reverse("accounts:review")))
    assert f'value="{user.pk}"' in page
    assert f'value="{admin_client.user.pk}"' not in page
    admin_client.post(reverse("accounts:review"), {"users": [user.pk], "note": "Đúng người"})
    user.refresh_from_db()
    assert user.last_reviewed_on == timezone.localdate()
    assert user.last_reviewed_by_id == admin_client.user.pk


def test_the_permission_page_shows_every_row_of_the_table(admin_client):
    page = text_of(admin_client.get(reverse("accounts:permissions")))
    assert all(row.label in page for row in PERMISSIONS.values())
    assert all(role.label in page for role in ROLES.values())
    held = sum(len(row.roles) if not row.everyone else len(ROLES) for row in PERMISSIONS.values())
    assert page.count('<span class="visually-hidden">Có</span>') == held


# --- Sessions ----------------------------------------------------------------------------------------------------


def test_a_person_closes_one_session_and_then_all_others():
    here, phone, home = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604"}), Client()
    user = sign_in(here, "agency_officer", "syt")
    for device in (phone, home):
        device.force_login(user)
    for device in (here, phone, home):
        assert device.get(reverse("accounts:profile")).status_code == 200
    page = text_of(here.get(reverse("usersessions_list")))
    assert "Safari trên iPhone" in page
    assert page.count("Phiên này") == 1
    session = UserSession.objects.get(user_agent__contains="iPhone")
    here.post(reverse("accounts:end_session", args=[session.pk]))
    assert phone.get(reverse("accounts:profile")).status_code == 302
    assert home.get(reverse("accounts:profile")).status_code == 200
    here.post(reverse("accounts:end_other_sessions"))
    assert home.get(reverse("accounts:profile")).status_code == 302
    assert here.get(reverse("accounts:profile")).status_code == 200


def test_nobody_closes_the_session_of_another_person(client):
    other = Client()
    sign_in(other, "agency_officer", "stc")
    other.get(reverse("accounts:profile"))
    sign_in(client, "agency_officer", "syt")
    session = UserSession.objects.exclude(user=sign_in(Client(), "builder")).get()
    assert client.post(reverse("accounts:end_session", args=[session.pk])).status_code == 404
    assert other.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.parametrize("act", ["end_sessions", "close"])
def test_an_administrator_ends_all_sessions_at_once(admin_client, act):
    device = Client()
    user = sign_in(device, "agency_officer", "syt")
    assert device.get(reverse("accounts:profile")).status_code == 200
    admin_client.post(reverse(f"accounts:{act}", args=[user.pk]), {"reason": Closing.LEFT})
    assert device.get(reverse("accounts:profile"))["Location"].startswith("/tai-khoan/dang-nhap/")


def test_last_seen_is_kept_without_a_write_for_each_request(client):
    sign_in(client, "agency_officer", "syt")
    client.get(reverse("accounts:profile"))
    seen = UserSession.objects.get().last_seen_at
    client.get(reverse("accounts:profile"))
    assert UserSession.objects.get().last_seen_at == seen


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/140.0 Safari/537 Edg/140.0",
            "Edge trên Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140.0 Mobile Safari/537", "Chrome trên Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/18.0 Safari/605", "Safari trên macOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox trên Linux"),
        ("curl/8.0", "curl/8.0"),
        ("", "Không rõ thiết bị"),
    ],
)
def test_devices_are_named_as_people_call_them(agent, name):
    assert device_name(agent) == name
