"""Back, an old link or a second "Gửi hồ sơ" after the dossier was sent: nobody thinks that it is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.tests.factories import setting
from dean06.procedures.forms import drafts
from dean06.procedures.forms.models import Draft
from dean06.web.portal.sent_drafts import SENT
from dean06.web.portal.tests.walking import answer_all, begin, give_papers, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return setting()


@pytest.fixture
def sent(client: Client, world) -> tuple[int, str]:
    """A draft that became a dossier: id, code."""
    sign_in_citizen(client, world.person)
    draft_id = begin(client, world.pack.code)
    answer_all(client, draft_id, {"purpose": "Xin việc"})
    give_papers(client, draft_id)
    return draft_id, send(client, draft_id)


@pytest.mark.parametrize("name", ["apply", "papers", "review", "change", "draft_pdf", "discard"])
def test_every_page_of_a_sent_draft_leads_to_the_dossier(client: Client, sent, name: str) -> None:
    draft_id, code = sent
    answer = client.get(reverse(f"portal:{name}", args=[draft_id]), follow=True)
    assert answer.redirect_chain == [(reverse("portal:case", args=[code]), 302)]
    assert SENT in answer.content.decode()


def test_sending_or_answering_again_after_back_leads_to_the_dossier_and_makes_no_second_one(
    client: Client, sent
) -> None:
    draft_id, code = sent
    for name, extra, body in (
        ("review", [], {"cam-doan": "1", "nhan": "online"}),
        ("question", ["main"], {"purpose": "Khác", "_act": "next"}),
        ("papers", [], {"_act": "next"}),
        ("discard", [], {}),
    ):
        answer = client.post(reverse(f"portal:{name}", args=[draft_id, *extra]), body)
        assert answer["Location"] == reverse("portal:case", args=[code]), name
    assert [one.code for one in Case.objects.all()] == [code]
    assert Case.objects.get().data == {"purpose": "Xin việc"}


def test_the_link_in_an_old_message_still_leads_there_after_months(client: Client, sent) -> None:
    draft_id, code = sent
    drafts.expire(timezone.now() + dt.timedelta(days=365))
    assert client.get(reverse("portal:apply", args=[draft_id]))["Location"] == reverse("portal:case", args=[code])
    assert Draft.objects.get().data == {}
    drafts.expire(timezone.now() + dt.timedelta(days=731))
    assert not Draft.objects.exists()


def test_a_stranger_learns_nothing_and_a_draft_that_is_gone_shows_the_way_to_ones_dossiers(
    client: Client, sent, world
) -> None:
    draft_id, code = sent
    sign_in_citizen(client, world.spouse)
    for number in (draft_id, 999_999):
        answer = client.get(reverse("portal:review", args=[number]))
        page = answer.content.decode()
        assert answer.status_code == 404
        assert code not in page
        assert reverse("portal:mine") in page
