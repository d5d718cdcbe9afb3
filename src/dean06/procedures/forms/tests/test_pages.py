"""The two ways through a form, in a browser without any script."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from dean06.kernel.accounts.queries import actor_for
from dean06.kernel.population.tests import factories as population
from dean06.kernel.units.models import AdminUnit
from dean06.procedures.catalogue.tests.factories import publish, publish_files
from dean06.procedures.forms import services
from dean06.procedures.forms.models import Draft
from dean06.procedures.forms.tests import factories, samples

pytestmark = [pytest.mark.django_db, pytest.mark.urls("dean06.procedures.forms.tests.sample_site")]


@pytest.fixture
def home() -> population.Family:
    population.place()
    return population.family(children=1)


def opened(client: Client, home: population.Family, code: str) -> Draft:
    user = factories.citizen_user(home.father)
    client.force_login(user)
    return services.save_draft(actor=actor_for(user, "t", samples.TODAY), procedure_code=code, data={})


def sent(client: Client, address: str, **controls: str) -> str:
    """Post a page with its revision; returns where it leads ("" when it is shown again)."""
    page = client.get(address).content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', page)
    assert revision
    answer = client.post(address, {"revision": revision.group(1), "_act": "next", **controls})
    return str(answer.get("Location", ""))


def test_a_father_registers_a_birth_page_by_page(client: Client, home: population.Family) -> None:
    publish("1.001193")
    draft = opened(client, home, "1.001193")
    at = f"/thu/cong-dan/{draft.pk}/"
    first = client.get(at).content.decode()
    assert "Bước <strong>1</strong>/" in first
    assert "Nguyễn Văn Cha" in first and "Theo Cơ sở dữ liệu dân cư" in first
    # Locked values are shown, not sent.
    assert 'name="declarant.full_name"' not in first

    at = sent(client, at, **{"declarant.phone": "0912345678", "declarant.email": "", "declarant.full_name": "Giả Mạo"})
    assert at.endswith("?trang=declarant--declarant.relation")
    assert sent(client, at) == "", "an empty page is refused"
    at = sent(client, at, **{"declarant.relation": "father"})
    assert at.endswith("trang=child--child.full_name")
    while "mother--" not in at:
        at = sent(client, at, **CHILD)
    at = sent(client, at, **{"mother.personal_id": home.mother.personal_id or ""})
    page = client.get(at).content.decode()
    assert at.endswith("trang=mother") and "Trần Thị Mẹ" in page
    saved = Draft.objects.get(pk=draft.pk).data
    assert saved["child"]["birth_date"] == "2026-11-01"


CHILD = {
    "child.full_name": "Nguyễn Minh An",
    "child.sex": "M",
    "child.birth_date": "1/11/2026",
    "child.birth_place": "Bệnh viện Đa khoa tỉnh",
    "child.native_place": "Xã Cẩm Mẫu",
    "child.ethnicity": "01",
    "child.nationality": "VN",
    "birth_proof": "certificate",
}


def test_items_are_added_and_removed_without_script(client: Client, home: population.Family) -> None:
    publish_files(samples.files())
    draft = opened(client, home, "9.000001")
    at = f"/thu/cong-dan/{draft.pk}/?trang=members"
    sent(client, at, _act="add:members", **{"members[]": "1"})
    assert client.get(at).content.decode().count("data-item") == 1
    sent(client, at, _act="add:members", **{"members[]": "1", "members[0]": "1", "members[0].full_name": "Lê Thị Một"})
    page = client.get(at).content.decode()
    assert page.count("data-item") == 2 and "Lê Thị Một" in page
    sent(client, at, _act="remove:members:1", **{"members[0]": "1", "members[1]": "1",
                                                 "members[0].full_name": "Lê Thị Một"})  # fmt: skip
    assert [one["full_name"] for one in Draft.objects.get(pk=draft.pk).data["members"]] == ["Lê Thị Một"]


def test_an_officer_sees_everything_on_one_page(client: Client, home: population.Family) -> None:
    publish("1.001193")
    draft = opened(client, home, "1.001193")
    page = client.get(f"/thu/can-bo/{draft.pk}/").content.decode()
    assert page.count("data-section") >= 6
    for section in ("phan-declarant", "phan-child", "phan-mother", "phan-father"):
        assert f'href="#{section}"' in page and f'id="{section}"' in page
    assert "Chỉ khai nếu “Ghi tên cha” là “Có”." in page
    answer = client.post(f"/thu/can-bo/{draft.pk}/", {"_act": "save", "child.full_name": "An1"}).content.decode()
    assert 'href="#f-child-full_name"' in answer and 'id="f-child-full_name"' in answer
    assert "aria-invalid" in answer


def test_every_control_has_its_label_and_ids_are_unique(client: Client, home: population.Family) -> None:
    publish_files(samples.files())
    draft = opened(client, home, "9.000001")
    page = client.get(f"/thu/can-bo/{draft.pk}/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    controls = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="(f-[^"]+)"', page)
    assert controls and set(controls) <= labelled


def test_communes_are_found_by_part_of_their_name(client: Client, home: population.Family) -> None:
    publish_files(samples.files())
    opened(client, home, "9.000001")
    AdminUnit.objects.filter(code=population.HERE).update(path_key=" xa cam mau ")
    found = client.get("/bieu-mau/xa-phuong/?q=cam mau").json()["results"]
    assert [one["value"] for one in found] == [population.HERE]
    client.logout()
    assert client.get("/bieu-mau/xa-phuong/?q=cam").status_code in (302, 401, 403)
