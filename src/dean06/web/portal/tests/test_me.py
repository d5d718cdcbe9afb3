"""My data, my papers, how I am reached, large letters."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from dean06.citizens.identity import queries as identity
from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.citizens.wallet.models import WalletDocument
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.population.tests.factories import family, place
from dean06.web.portal import words
from dean06.web.portal.mydata import groups
from dean06.web.portal.tests.walking import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(db):
    place()
    return family(children=1)


def test_my_data_are_shown_in_words_and_the_look_leaves_its_row(client: Client, home) -> None:
    actor = sign_in_citizen(client, home.mother)
    page = client.get(reverse("portal:data")).content.decode()
    for text in ("Trần Thị Mẹ", "05/04/1987", "Nữ", "Đang có vợ, có chồng", "Xã Cẩm Mẫu"):
        assert text in page
    row = AuditRow.objects.get(action="portal.own_data_read")
    assert (row.subject, row.actor_id) == (f"population.person:{home.mother.pk}", actor.user_id)
    child = client.get(reverse("portal:data"), {"nguoi": home.children[0].pk}).content.decode()
    assert "Con Một" in child
    assert client.get(reverse("portal:data"), {"nguoi": home.father.pk}).status_code == 404


def test_unknown_values_are_said_to_be_unknown() -> None:
    assert groups({})[1][1][0] == ("Nơi thường trú", "Chưa có")


def test_a_paper_of_ones_own_is_added_opened_and_taken_out(client: Client, home) -> None:
    sign_in_citizen(client, home.mother)
    sent = {"type_code": "GIAY_KHAI_SINH", "title": "Giấy khai sinh của tôi", "tep": photograph()}
    answer = client.post(reverse("portal:wallet_add"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    kept = WalletDocument.objects.get()
    assert "Giấy khai sinh của tôi" in client.get(reverse("portal:wallet")).content.decode()
    assert client.get(reverse("portal:wallet_paper", args=[kept.pk])).status_code == 200
    file = client.get(reverse("portal:wallet_file", args=[kept.pk]))
    assert file.status_code == 200
    assert b"".join(file.streaming_content)
    assert client.get(reverse("portal:wallet_remove", args=[kept.pk])).status_code == 200
    client.post(reverse("portal:wallet_remove", args=[kept.pk]))
    assert not WalletDocument.objects.exists()


def test_a_scan_that_is_no_document_is_refused_with_a_sentence(client: Client, home) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sign_in_citizen(client, home.mother)
    sent = {"type_code": "GIAY_KHAI_SINH", "title": "x", "tep": SimpleUploadedFile("a.exe", b"MZ" + b"\0" * 200)}
    answer = client.post(reverse("portal:wallet_add"), sent)
    assert answer.status_code == 422
    assert not WalletDocument.objects.exists()


def test_a_mailbox_is_confirmed_by_the_code_sent_to_it(client: Client, home, settings) -> None:
    settings.DEMO = True
    actor = sign_in_citizen(client, home.mother)
    answer = client.post(reverse("portal:change_contact", args=["email"]), {"email": "me@thu.example"})
    assert answer["Location"] == reverse("portal:confirm_contact")
    page = client.get(answer["Location"]).content.decode()
    code = re.search(r"<strong>(\d{6})</strong>", page)[1]
    assert client.post(reverse("portal:confirm_contact"), {"code": "x"}).status_code == 422
    assert client.post(reverse("portal:confirm_contact"), {"code": code})["Location"] == reverse("portal:contact")
    assert identity.account(actor).email == "me@thu.example"
    client.post(reverse("portal:remove_email"))
    assert identity.account(actor).email == ""


def test_without_a_gateway_for_messages_a_number_is_kept_unconfirmed(client: Client, home) -> None:
    actor = sign_in_citizen(client, home.mother)
    client.post(reverse("portal:change_contact", args=["phone"]), {"phone": "0912 345 678"})
    assert (identity.account(actor).phone, identity.account(actor).phone_confirmed) == ("0912345678", False)
    client.post(reverse("portal:change_contact", args=["phone"]), {"phone": "12"})
    assert identity.account(actor).phone == "0912345678"
    assert "0912345678" in client.get(reverse("portal:contact")).content.decode()
    assert client.post(reverse("portal:change_contact", args=["khac"]), {"phone": "x"}).status_code == 404


def test_large_letters_hold_for_visitors_and_for_good_when_signed_in(client: Client, home) -> None:
    client.post(reverse("portal:large_type"), {"bat": "1", "ve": "https://khac.example/"})
    assert 'class="large-type"' in client.get(reverse("portal:home")).content.decode()
    actor = sign_in_citizen(client, home.mother)
    answer = client.post(reverse("portal:large_type"), {"bat": "1", "ve": "/ai-da-xem/"})
    assert answer["Location"] == "/ai-da-xem/"
    assert identity.account(actor).large_type
    client.post(reverse("portal:large_type"), {"bat": "0"})
    assert 'class="large-type"' not in client.get(reverse("portal:home")).content.decode()


def test_a_citizen_begins_at_his_own_page(client: Client, home) -> None:
    sign_in_citizen(client, home.mother)
    assert client.get("/")["Location"] == reverse("portal:home")


def test_an_unknown_situation_or_procedure_is_not_there(client: Client, db) -> None:
    assert client.get(reverse("portal:life_event", args=["khong-co"])).status_code == 404
    assert client.get(reverse("portal:start", args=["9.9"])).status_code == 404
    assert client.get(reverse("portal:home"), {"q": "khai sinh \x01 %"}).status_code == 200


@pytest.mark.parametrize(
    ("state", "current"),
    [(1, "Đã gửi"), (2, "Đã tiếp nhận"), (4, "Đang giải quyết"), (5, "Đang giải quyết"), (6, "Đang giải quyết"),
     (9, "Có kết quả"), (7, "Đã gửi"), (8, "Đang giải quyết"), (3, "Đã gửi")],
)  # fmt: skip
def test_the_parcel_stands_at_one_stage(state: int, current: str) -> None:
    assert [one["label"] for one in words.stages(state) if one["state"] == "current"] == [current]


def test_a_returned_dossier_has_all_stages_behind_it() -> None:
    assert {one["state"] for one in words.stages(10)} == {"done"}
