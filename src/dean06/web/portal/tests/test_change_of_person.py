"""Somebody fills a form in for another person by writing that name over the own one: the own address must not go along
as "Theo Cơ sở dữ liệu dân cư"."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from dean06.citizens.identity.tests.factories import sign_in_citizen
from dean06.kernel.population import queries as population
from dean06.procedures.cases.tests.factories import World, setting, simple_pack
from dean06.procedures.forms.models import Draft
from dean06.web.portal.applications import OF_THE_OTHER
from dean06.web.portal.tests.walking import begin

pytestmark = pytest.mark.django_db
REGISTER = "Theo Cơ sở dữ liệu dân cư"
OTHER = "Trần Thị Mẫu Khác"


def _form(*pages: list[str]) -> dict:
    """An elder with name, number, commune and address, spread over pages."""
    sources = {"full_name": "full_name", "personal_id": "personal_id", "address": "permanent_address"}
    schema = {
        "type": "object",
        "required": ["elder"],
        "properties": {
            "elder": {
                "type": "object",
                "required": list(sources),
                "properties": {
                    "full_name": {"type": "string", "minLength": 3, "maxLength": 100},
                    "personal_id": {"type": "string", "format": "personal-id"},
                    "address": {"type": "string", "minLength": 3, "maxLength": 200},
                },
            }
        },
    }
    sections = [
        {
            "id": f"page{place}",
            "title": f"Phần {place}",
            "fields": [
                {"field": f"elder.{name}", "label": name, "prefill": f"population.{sources[name]}"} for name in names
            ],
        }
        for place, names in enumerate(pages)
    ]
    ui = {"sections": sections, "declaration": "Tôi cam đoan.", "application_title": "TỜ KHAI MẪU"}
    return {"form_schema": schema, "ui": ui, "documents": {"documents": []}}


def _started(client: Client, *pages: list[str]) -> tuple[World, int]:
    world = setting(simple_pack(**_form(*pages)))
    sign_in_citizen(client, world.person)
    return world, begin(client, world.pack.code)


def _rows(client: Client, draft_id: int) -> dict[str, tuple[str, str]]:
    review = client.get(reverse("portal:review", args=[draft_id])).context["review"]
    return {row.label: (row.shown, row.source) for part in review for row in part.rows}


def _post(client: Client, draft_id: int, page: str, **answers: str):
    names = {f"elder.{name}": value for name, value in answers.items()}
    revision = Draft.objects.get(pk=draft_id).revision
    where = reverse("portal:question", args=[draft_id, page])
    return client.post(where, {**names, "revision": revision, "_act": "next"})


def test_an_address_left_on_the_page_where_the_name_was_changed_is_pointed_at_and_loses_its_label(
    client: Client,
) -> None:
    world, draft_id = _started(client, ["full_name", "personal_id", "address"])
    home = population.prefill_values(world.person.pk)["permanent_address"]
    answers = {"full_name": OTHER, "personal_id": "042145001234", "address": home}
    answer = _post(client, draft_id, "page0", **answers)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count(OF_THE_OTHER) == 1
    assert f"Đã đổi so với: {REGISTER.lower()}" in page
    # Looked at and found right: it counts as typed.
    assert _post(client, draft_id, "page0", **answers).status_code == 302
    rows = _rows(client, draft_id)
    assert rows["address"] == (home, "")
    assert rows["full_name"] == (OTHER, "")
    assert REGISTER not in client.get(reverse("portal:review", args=[draft_id])).content.decode()


def test_an_address_given_on_an_earlier_page_is_asked_again_for_the_other_person(client: Client) -> None:
    world, draft_id = _started(client, ["address"], ["full_name", "personal_id"])
    home = population.prefill_values(world.person.pk)["permanent_address"]
    assert _post(client, draft_id, "page0", address=home).status_code == 302
    assert _rows(client, draft_id)["address"] == (home, REGISTER)
    assert _post(client, draft_id, "page1", full_name=OTHER, personal_id="042145001234").status_code == 302
    assert _rows(client, draft_id)["address"] == ("", "")
    assert "address" not in Draft.objects.get(pk=draft_id).data["elder"]


def test_an_address_that_was_typed_stays_and_one_not_yet_seen_is_not_filled_in(client: Client) -> None:
    world, draft_id = _started(client, ["full_name", "personal_id"], ["address"])
    _post(client, draft_id, "page0", full_name=OTHER, personal_id="042145001234")
    page = client.get(reverse("portal:question", args=[draft_id, "page1"])).content.decode()
    assert population.prefill_values(world.person.pk)["permanent_address"] not in page
    _post(client, draft_id, "page1", address="Số 9, thôn Mẫu")
    _post(client, draft_id, "page0", full_name=f"{OTHER} Hai", personal_id="042145001234")
    assert _rows(client, draft_id)["address"] == ("Số 9, thôn Mẫu", "")


def test_the_own_name_in_another_spelling_changes_nothing(client: Client) -> None:
    world, draft_id = _started(client, ["full_name", "personal_id"], ["address"])
    name = world.person.full_name.upper().replace(" ", "  ")
    assert _post(client, draft_id, "page0", full_name=name, personal_id=world.person.personal_id).status_code == 302
    assert _rows(client, draft_id)["address"][1] == REGISTER
