"""The pages, as people use them."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.notifications import kinds, queries, services, views
from dean06.kernel.notifications.errors import NotYours
from dean06.kernel.notifications.tests.helpers import actor_of, person

pytestmark = pytest.mark.django_db


def request(actor: Actor | None, query: str = "", method: str = "get") -> HttpRequest:
    made: HttpRequest = getattr(RequestFactory(), method)(f"/thong-bao/{query}")
    made.actor, made.session = actor, {}  # type: ignore[attr-defined]
    made._messages = FallbackStorage(made)  # type: ignore[attr-defined]
    return made


def tell(user, title: str, url: str = "/nhiem-vu/17/"):
    return services.notify(user_ids=[user.pk], kind="tests.reminder", title=title, url=url)[0]


def test_unread_messages_come_first() -> None:
    hoa = person()
    tell(hoa, "Tin cũ chưa đọc")
    services.mark_read(actor=actor_of(hoa), notification_id=tell(hoa, "Tin đã đọc").pk)
    tell(hoa, "Tin mới chưa đọc")
    page = views.my_list(request(actor_of(hoa))).content.decode()
    places = [page.index(title) for title in ("Tin mới chưa đọc</h2>", "Tin cũ chưa đọc</h2>", "Tin đã đọc</h2>")]
    assert places == sorted(places)


def test_the_header_counts_what_is_unread() -> None:
    hoa = person()
    tell(hoa, "Một")
    tell(hoa, "Hai")
    asked = request(actor_of(hoa))
    asked.user = hoa
    page = views.my_list(asked).content.decode()
    assert '<span class="header-link__count">2<' in page


def test_what_people_write_is_shown_as_text() -> None:
    hoa = person()
    services.notify(user_ids=[hoa.pk], kind="t", title="<b>x</b>", body="<script>alert(1)</script>")
    page = views.my_list(request(actor_of(hoa))).content.decode()
    assert "<script>alert" not in page and "&lt;b&gt;x" in page


def test_a_kind_is_shown_by_its_label(monkeypatch) -> None:
    monkeypatch.setattr(kinds, "_labels", {})
    services.register_kind("tests.reminder", "Nhắc việc")
    with pytest.raises(ValueError, match="two labels"):
        services.register_kind("tests.reminder", "Khác")
    hoa = person()
    tell(hoa, "Một")
    assert "Nhắc việc" in views.my_list(request(actor_of(hoa))).content.decode()
    assert kinds.label_of("gone") == "Thông báo"


def test_opening_a_message_marks_it_and_leads_to_its_page() -> None:
    hoa = person()
    response = views.open_one(request(actor_of(hoa), method="post"), tell(hoa, "Một").pk)
    assert (response.status_code, response["Location"]) == (302, "/nhiem-vu/17/")
    assert queries.unread_count(hoa.pk) == 0


def test_somebody_elses_message_cannot_be_opened() -> None:
    hoa, binh = person(), person("Lê Bình", "binh@tinh.example")
    told = tell(hoa, "Một")
    with pytest.raises(NotYours):
        views.open_one(request(actor_of(binh), method="post"), told.pk)
    assert queries.unread_count(hoa.pk) == 1


def test_all_are_marked_read_by_one_button() -> None:
    hoa = person()
    tell(hoa, "Một")
    tell(hoa, "Hai")
    assert "Đánh dấu đã đọc hết" in views.my_list(request(actor_of(hoa))).content.decode()
    views.read_all(request(actor_of(hoa), method="post"))
    assert "Đánh dấu đã đọc hết" not in views.my_list(request(actor_of(hoa))).content.decode()


def test_a_visitor_sees_nothing() -> None:
    for view in (views.my_list, views.deliveries):
        with pytest.raises(NotAllowed):
            view(request(None))


def test_administrators_see_states_but_not_what_was_written() -> None:
    hoa = person()
    tell(hoa, "Nội dung riêng của người nhận")
    admin = actor_of(person("Lê Quản", "quan@tinh.example"), "notifications.view_deliveries")
    page = views.deliveries(request(admin, "?kenh=email&trang-thai=waiting")).content.decode()
    assert "Trần Thị Hòa" in page and "Đang chờ gửi" in page
    assert "Nội dung riêng" not in page and "hoa@tinh.example" not in page
    with pytest.raises(NotAllowed):
        views.deliveries(request(actor_of(hoa)))


def test_both_pages_cost_a_constant_number_of_queries() -> None:
    hoa = person()
    admin = actor_of(hoa, "notifications.view_deliveries")

    def costs() -> list[int]:
        counted = []
        for view in (views.my_list, views.deliveries):
            with CaptureQueriesContext(connection) as captured:
                view(request(admin))
            counted.append(len(captured))
        return counted

    tell(hoa, "x")
    few = costs()
    for number in range(50):
        tell(hoa, f"Tin {number}")
    assert costs() == few


def test_the_list_is_paged() -> None:
    hoa = person()
    for number in range(35):
        tell(hoa, f"Tin {number:02}")
    first = views.my_list(request(actor_of(hoa))).content.decode()
    second = views.my_list(request(actor_of(hoa), "?page=2")).content.decode()
    assert "Tin 34</h2>" in first and "Tin 04</h2>" not in first
    assert "Tin 04</h2>" in second and "Tin 34</h2>" not in second
