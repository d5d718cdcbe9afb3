"""The pages of reading, statistics and bulk as people open them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.population import api, queries
from dean06.kernel.population.models import ImportBatch
from dean06.kernel.population.tests import factories, registry_files

pytestmark = pytest.mark.django_db

PAGES = {
    "population:verify": "registry_officer",
    "population:search": "registry_officer",
    "population:purposes": "registry_officer",
    "population:statistics": "registry_officer",
    "population:statistics_province": "registry_officer",
    "population:imports": "registry_officer",
    "population:exports": "registry_officer",
    "population:export_new": "registry_officer",
    "population:unusual": "auditor",
}


@pytest.mark.parametrize(("name", "role"), PAGES.items())
def test_each_page_opens_for_its_duty_and_for_no_other(client: Client, name: str, role: str) -> None:
    sign_in(client, role)
    assert client.get(reverse(name)).status_code == 200
    sign_in(client, "administrator")
    assert client.get(reverse(name)).status_code == 403


@pytest.fixture
def officer(client: Client, settings: Any, tmp_path: Path) -> Client:
    """A registry officer's browser, with a place for files."""
    settings.DATA_DIR = tmp_path
    factories.place()
    registry_files.old_list()
    sign_in(client, "registry_officer")
    return client


def test_a_search_in_the_browser_shows_one_masked_person_and_leads_to_the_page(officer: Client) -> None:
    person = factories.person("Trần Thị Lan", sex="F")
    form = {"purpose": "GIAI_QUYET_TTHC", "dossier": "H42-1", "full_name": "tran thi lan", "birth": "1990"}
    page = officer.post(reverse("population:search"), form)
    text = page.content.decode()
    assert "Trần Thị Lan" in text and person.personal_id not in text and (person.personal_id or "")[-4:] in text
    assert page["Cache-Control"].startswith("max-age=0")
    assert officer.get(reverse("population:person", args=[person.pk])).status_code == 200
    other = factories.person("Không Tra Cứu")
    assert officer.get(reverse("population:person", args=[other.pk])).status_code == 403


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"dossier": ""}, "Hãy ghi mã hồ sơ"),
        ({"purpose": ""}, "Hãy chọn mục đích"),
        ({"full_name": "", "birth": ""}, "Hãy ghi số định danh; hoặc họ tên"),
        ({"birth": "30/02/1990"}, "Ngày sinh không có trong lịch"),
        ({"number": "12"}, "đúng 12 chữ số"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(officer: Client, form: dict[str, str], sentence: str) -> None:
    full = {"purpose": "GIAI_QUYET_TTHC", "dossier": "H42-1", "full_name": "Trần Thị Lan", "birth": "1990"} | form
    assert sentence in officer.post(reverse("population:search"), full).content.decode()


def test_a_verification_in_the_browser_says_field_by_field(officer: Client) -> None:
    person = factories.person("Trần Thị Lan", sex="F")
    form = {
        "purpose": "GIAI_QUYET_TTHC",
        "number": person.personal_id,
        "full_name": "Trần Thị Loan",
        "birth": "15/03/1990",
    }
    text = officer.post(reverse("population:verify"), form).content.decode()
    assert "Thông tin không khớp" in text and "Trần Thị Lan<" not in text


def test_a_file_comes_in_through_the_page_and_its_rows_are_listed(officer: Client, tmp_path: Path) -> None:
    rows = [*registry_files.family(), registry_files.row(50, "Sai Ngày", birth_month=13)]
    path = registry_files.write(tmp_path / "dan-cu.csv", rows)
    with path.open("rb") as file:
        response = officer.post(reverse("population:imports"), {"file": file, "as_of": "01/11/2026"}, follow=True)
    text = response.content.decode()
    assert "Ngày sinh không có trong lịch." in text and "DATE_IMPOSSIBLE" in text
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.rows_new, batch.rows_refused) == ("done", 5, 1)
    assert not list((tmp_path / "population" / "uploads").iterdir())
    listing = officer.get(reverse("population:import_refusals", args=[batch.pk]))
    assert "birth_day" in b"".join(listing.streaming_content).decode()  # type: ignore[attr-defined]
    with path.open("rb") as file:
        again = officer.post(reverse("population:imports"), {"file": file, "as_of": "01/11/2026"}, follow=True)
    assert "đã được nhập trước đây" in again.content.decode()


def test_a_file_of_another_kind_is_refused_on_the_page(officer: Client, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    with path.open("rb") as file:
        response = officer.post(reverse("population:imports"), {"file": file, "as_of": "01/11/2026"})
    assert "Tệp phải là .parquet hoặc .csv." in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_auditor_sees_who_looked_at_odd_hours_and_not_at_whom(client: Client) -> None:
    factories.place()
    person = factories.person("Người Bị Xem")
    night = timezone.localtime().replace(hour=2, minute=5) - dt.timedelta(days=1)
    looker = make_actor("registry_officer")
    queries.search(looker, purpose="GIAI_QUYET_TTHC", dossier="H42-1", number=person.personal_id or "", now=night)
    sign_in(client, "auditor")
    text = client.get(reverse("population:unusual")).content.decode()
    assert looker.name in text and "1 lượt ngoài 6–20 giờ" in text
    assert "Người Bị Xem" not in text and (person.personal_id or "") not in text


def test_the_api_answers_with_agreement_only(officer: Client) -> None:
    person = factories.person("Trần Thị Lan", sex="F")
    body = {
        "personal_id": person.personal_id,
        "full_name": "TRẦN THỊ LAN",
        "birth_year": 1990,
        "purpose": "GIAI_QUYET_TTHC",
    }
    request = RequestFactory().post("/verify", data=body, content_type="application/json")
    request.actor = make_actor("registry_officer")  # type: ignore[attr-defined]
    answer = api.verify(request, api.VerifyIn(**body))
    assert api.VerifyOut.from_orm(answer).dict() == {
        "outcome": "agrees",
        "id_known": True,
        "full_name": "folded",
        "birth_date": "less_precise",
        "sex": "not_asked",
        "status": "",
        "sentences": [],
    }
