"""The page of a procedure: what it says before one begins is true."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.procedures.cases.tests.factories import setting, simple_pack
from dean06.web.portal.tests.walking import begin, fields

pytestmark = pytest.mark.django_db
LIMIT = {"value": 5, "source": "Văn bản mẫu"}
FEE = {"code": "le_phi", "title": "Lệ phí mẫu", "kind": "fee", "amount": 50000, "due": "submission",
       "valid_from": "2026-01-01", "source": "Văn bản mẫu"}  # fmt: skip


def _pack(certainty: str):
    return simple_pack(
        meta_time_limit={**LIMIT, "certainty": certainty}, fees={"fees": [{**FEE, "certainty": certainty}]}
    )


def test_a_time_limit_and_a_fee_that_nobody_verified_are_marked_where_one_begins(client: Client) -> None:
    world = setting(_pack("likely"))
    page = client.get(reverse("portal:start", args=[world.pack.code])).content.decode()
    marked = r"(5 ngày làm việc|50\.000 đồng)\s*<span class=\"badge badge--warning\">chưa xác minh"
    assert len(re.findall(marked, page)) == 2


def test_what_was_verified_has_no_mark(client: Client) -> None:
    world = setting(_pack("sure"))
    page = client.get(reverse("portal:start", args=[world.pack.code])).content.decode()
    assert "5 ngày làm việc" in page
    facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert "chưa xác minh" not in facts


def test_the_number_of_questions_told_is_the_number_that_is_asked(client: Client) -> None:
    """A mother with her data in the register: one screen, two questions."""
    world = setting()
    sign_in_citizen(client, world.person)
    page = client.get(reverse("portal:start", args=[world.pack.code])).content.decode()
    assert "bạn trả lời 2 câu." in page
    draft_id = begin(client, world.pack.code)
    step = client.get(reverse("portal:apply", args=[draft_id]), follow=True).context["step"]
    assert step.total == 1
    assert len(fields(step, {})) == 2


def test_the_way_through_a_form_asks_no_more_than_was_told(client: Client) -> None:
    world = setting("1.001193")
    sign_in_citizen(client, world.person)
    page = client.get(reverse("portal:start", args=["1.001193"]))
    told = page.context["questions"]
    assert f"bạn trả lời từ {told.least} đến {told.most} câu" in page.content.decode()


def test_the_place_in_a_form_is_written_with_blanks(client: Client) -> None:
    world = setting()
    sign_in_citizen(client, world.person)
    draft_id = begin(client, world.pack.code)
    page = client.get(reverse("portal:apply", args=[draft_id]), follow=True).content.decode()
    assert 'Bước <strong>1</strong>/1 <span class="form-progress__section">Nội dung</span>' in page


def test_a_signed_in_citizen_keeps_the_menu_on_public_pages_and_a_visitor_has_none(client: Client) -> None:
    world = setting()
    names = ("feedback:home", "feedback:send", "feedback:look_up", "signing:verify")
    for name in names:
        assert 'class="side' not in client.get(reverse(name)).content.decode(), name
    sign_in_citizen(client, world.person)
    for name in names:
        page = client.get(reverse(name)).content.decode()
        assert reverse("portal:mine") in page.partition("<main")[0], name
