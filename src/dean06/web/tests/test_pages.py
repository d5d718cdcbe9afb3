"""The front page and what people meet when something is refused."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.web.templatetags.refusals import refusal_heading, way_back

pytestmark = pytest.mark.django_db


def test_a_visitor_reads_what_works_and_what_does_not_yet(client: Client) -> None:
    page = client.get("/").content.decode()
    assert page.count("Đang dùng được") == 5
    assert "Đang xây dựng" not in page
    assert reverse("account_login") in page
    assert reverse("portal:home") in page
    assert reverse("identity:sign_in") in page


@pytest.mark.parametrize(
    ("role", "agency", "desk"),
    [
        ("provincial_leader", "", "dashboards:board"),
        ("steering_officer", "", "dashboards:board"),
        ("agency_officer", "SYT", "assignments:list"),
        ("auditor", "", "units:search"),
    ],
)
def test_an_officer_goes_straight_to_the_first_page_of_the_day(
    client: Client, role: str, agency: str, desk: str
) -> None:
    sign_in(client, role, agency)
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == reverse(desk)
    assert client.get(answer["Location"]).status_code == 200


def test_a_page_that_is_not_there_says_so_with_a_code_and_a_way_out(client: Client) -> None:
    answer = client.get("/khong-co-trang-nay/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in page
    assert "NOT_FOUND" in page
    assert 'href="/"' in page


def test_a_program_that_asks_for_json_gets_the_refusal_as_json(client: Client) -> None:
    sign_in(client, "agency_officer", "SYT")
    answer = client.get(reverse("audit:log"), headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "NOT_ALLOWED"


def test_the_way_back_never_leads_to_another_site() -> None:
    request = RequestFactory().get("/a/", headers={"referer": "https://khac.example/x"})
    assert way_back(request) == ""
    request = RequestFactory().get("/a/", headers={"referer": "http://testserver/b/?q=1"})
    assert way_back(request) == "http://testserver/b/?q=1"
    request = RequestFactory().get("/a/", headers={"referer": "http://testserver/a/"})
    assert way_back(request) == ""


def test_every_refusal_has_a_heading() -> None:
    assert refusal_heading(403) == "Bạn chưa được phép làm việc này"
    assert refusal_heading(418) == "Chưa thực hiện được"


def test_help_is_open_to_all(client: Client) -> None:
    assert client.get(reverse("web:help")).status_code == 200
