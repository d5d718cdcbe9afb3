"""The pages, as the data steward of the insurance and others see them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dean06.ecosystem.datasets import queries
from dean06.ecosystem.datasets.models import ColumnMapping, DatasetVersion
from dean06.ecosystem.datasets.row_views import inert
from dean06.ecosystem.datasets.tests import files
from dean06.ecosystem.datasets.tests.conftest import INSURANCE, JUSTICE
from dean06.ecosystem.datasets.types import VersionState
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow

ROOT = "/du-lieu-nganh/"


@pytest.fixture
def steward_client(sectors: None, client: Client) -> Client:
    sign_in(client, "data_steward", INSURANCE)
    return client


def upload(client: Client, text: str, sector: str = "insurance", name: str = "ds.csv"):
    file = SimpleUploadedFile(name, text.encode())
    return client.post(f"{ROOT}nop/", {"sector": sector, "file": file, "data_as_of": "31/10/2026"})


def damaged() -> str:
    rows = files.people(60)
    rows[0][2] = rows[0][2][1:]
    rows[1][1] = "=HYPERLINK(1)"
    return files.csv_text(rows) + "61,thiếu ô\n,=SUM(A1:A9),1,2,3,4,5,6,7,8,9\n"


def confirm(client: Client, version: DatasetVersion, **changed: str):
    data = {f"cot-{column.position}": column.field for column in version.columns.all()} | {"remember": "on"} | changed
    return client.post(f"{ROOT}ban/{version.pk}/cot/", data)


def test_from_upload_to_the_present_version(steward_client: Client) -> None:
    assert "Bảo hiểm xã hội" in steward_client.get(ROOT).content.decode()
    assert steward_client.get(f"{ROOT}nop/?nganh=insurance").status_code == 200
    answer = upload(steward_client, damaged())
    version = DatasetVersion.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"{ROOT}ban/{version.pk}/"

    page = steward_client.get(f"{ROOT}ban/{version.pk}/cot/").content.decode()
    assert "Số CCCD" in page and "đúng tiêu đề" in page and "thêm lại số 0" in page
    assert files.person(1)[2] not in page and "Nguyễn Văn Bình" not in page
    assert confirm(steward_client, version).status_code == 302

    version.refresh_from_db()
    assert version.state == VersionState.CONFIRMED and version.rows == 60 and version.bad_rows == 2
    page = steward_client.get(f"{ROOT}ban/{version.pk}/").content.decode()
    assert "62 dòng dưới tiêu đề = 60 bản ghi + 2" in page
    for part in ("mo-ta/", "dong-loi/", "thay-doi/"):
        assert steward_client.get(f"{ROOT}ban/{version.pk}/{part}").status_code == 200
    assert steward_client.get(f"{ROOT}nganh/insurance/").status_code == 200


def test_a_wrong_choice_of_columns_comes_back_with_its_place(steward_client: Client) -> None:
    upload(steward_client, files.csv_text(files.people(5)))
    version = DatasetVersion.objects.get()
    answer = confirm(steward_client, version, **{"cot-2": "full_name"})
    assert answer.status_code == 422 and "Trường này đã chọn cho cột 2" in answer.content.decode()
    version.refresh_from_db()
    assert version.state == VersionState.COLUMNS and not ColumnMapping.objects.exists()


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [("", "ds.csv", "rỗng"), ("<html><body>x</body></html>", "ds.xls", "trang web")],
)
def test_a_refused_file_is_said_beside_the_field(steward_client: Client, text: str, name: str, words: str) -> None:
    answer = upload(steward_client, text, name=name)
    assert answer.status_code == 422 and words in answer.content.decode() and not DatasetVersion.objects.exists()


def test_a_file_over_the_limit_is_answered_with_a_sentence(steward_client: Client, settings) -> None:
    settings.DATASETS_MAX_BYTES = 1024 * 1024
    answer = upload(steward_client, "a,b\n" * 400_000)
    assert answer.status_code == 422 and "1 MB là mức tối đa" in answer.content.decode()
    assert not DatasetVersion.objects.exists()


def test_lists_larger_than_documents_are_taken(steward_client: Client, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    assert upload(steward_client, files.csv_text(files.people(100))).status_code == 302


def test_an_upload_without_the_token_is_refused(sectors: None) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, "data_steward", INSURANCE)
    assert upload(client, files.csv_text(files.people(3))).status_code == 403
    assert not DatasetVersion.objects.exists()


def test_every_look_at_rows_is_in_the_log(steward_client: Client) -> None:
    upload(steward_client, damaged())
    version = DatasetVersion.objects.get()
    confirm(steward_client, version)
    before = AuditRow.objects.filter(is_read=True).count()
    for part in ("mo-ta/", "dong-loi/", "thay-doi/"):
        steward_client.get(f"{ROOT}ban/{version.pk}/{part}")
    assert b"".join(steward_client.get(f"{ROOT}ban/{version.pk}/dong-loi/xuat/").streaming_content)
    looked = AuditRow.objects.filter(is_read=True, subject=f"datasets.datasetversion:{version.pk}")
    assert AuditRow.objects.filter(is_read=True).count() == before + 4
    assert {row.action for row in looked} == {
        "dataset.profile_read",
        "dataset.bad_rows_read",
        "dataset.changes_read",
        "dataset.bad_rows_exported",
    }
    assert all(row.purpose for row in looked)


def test_exported_cells_cannot_run(steward_client: Client) -> None:
    upload(steward_client, damaged())
    version = DatasetVersion.objects.get()
    confirm(steward_client, version)
    text = b"".join(steward_client.get(f"{ROOT}ban/{version.pk}/dong-loi/xuat/").streaming_content).decode("utf-8-sig")
    assert "'=SUM(A1:A9)" in text and ",=SUM" not in text
    assert inert("-1") == "'-1" and inert("@x") == "'@x" and inert("Nguyễn") == "Nguyễn"


def test_who_may_not_see_records_sees_them_masked(steward_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from dean06.ecosystem.datasets import row_views

    upload(steward_client, damaged())
    version = DatasetVersion.objects.get()
    confirm(steward_client, version)
    assert "thiếu ô" in steward_client.get(f"{ROOT}ban/{version.pk}/dong-loi/").content.decode()
    monkeypatch.setattr(row_views, "sees_persons", lambda actor, agency: False)
    page = steward_client.get(f"{ROOT}ban/{version.pk}/dong-loi/").content.decode()
    assert "t•••• ô" in page and ">thiếu ô<" not in page


@pytest.mark.parametrize("role", ["data_steward", "agency_officer", "administrator"])
def test_others_see_nothing_of_the_insurance(sectors: None, role: str) -> None:
    owner = Client()
    sign_in(owner, "data_steward", INSURANCE)
    upload(owner, files.csv_text(files.people(3)))
    version = DatasetVersion.objects.get()
    other = Client()
    sign_in(other, role, JUSTICE if role != "administrator" else "")
    for part in ("", "cot/", "mo-ta/", "dong-loi/", "dong-loi/xuat/", "thay-doi/", "rut/", "tien-do/"):
        assert other.get(f"{ROOT}ban/{version.pk}/{part}").status_code == 403
    assert other.post(f"{ROOT}ban/{version.pk}/nhan/").status_code == 403
    assert other.get(f"{ROOT}nganh/insurance/").status_code == 403
    version.refresh_from_db()
    assert version.state == VersionState.COLUMNS


def test_progress_is_told_and_the_page_asked_again_when_done(steward_client: Client) -> None:
    upload(steward_client, files.csv_text(files.people(3)))
    version = DatasetVersion.objects.get()
    DatasetVersion.objects.filter(pk=version.pk).update(state="reading", progress=250_000, progress_of=1_000_000)
    page = steward_client.get(f"{ROOT}ban/{version.pk}/").content.decode()
    assert "250.000" in page and "1.000.000" in page and 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in steward_client.get(f"{ROOT}ban/{version.pk}/tien-do/")
    DatasetVersion.objects.filter(pk=version.pk).update(state="columns")
    assert steward_client.get(f"{ROOT}ban/{version.pk}/tien-do/")["HX-Refresh"] == "true"


def test_withdrawing_asks_for_a_reason(steward_client: Client) -> None:
    upload(steward_client, files.csv_text(files.people(3)))
    version = DatasetVersion.objects.get()
    assert "Lý do rút" in steward_client.get(f"{ROOT}ban/{version.pk}/rut/").content.decode()
    assert steward_client.post(f"{ROOT}ban/{version.pk}/rut/", {"reason": ""}).status_code == 422
    assert steward_client.post(f"{ROOT}ban/{version.pk}/rut/", {"reason": "Nộp nhầm tệp"}).status_code == 302
    version.refresh_from_db()
    assert version.state == VersionState.WITHDRAWN


def test_a_remembered_heading_can_be_forgotten(steward_client: Client) -> None:
    upload(steward_client, files.csv_text(files.people(3)))
    confirm(steward_client, DatasetVersion.objects.get())
    kept = ColumnMapping.objects.get()
    assert steward_client.post(f"{ROOT}nho/{kept.pk}/bo/").status_code == 302
    assert not ColumnMapping.objects.exists()


def test_the_keeper_of_the_registry_edits_what_a_sector_is_measured_by(sectors: None, client: Client) -> None:
    sign_in(client, "registry_officer")
    assert client.get(f"{ROOT}nganh/insurance/sua/").status_code == 200
    data = {"name": "BHXH", "report_wording": "x", "live_days": 40, "reference_count": 10, "active": "on"}
    answer = client.post(f"{ROOT}nganh/insurance/sua/", data)
    assert answer.status_code == 422 and "nguồn" in answer.content.decode()
    answer = client.post(f"{ROOT}nganh/insurance/sua/", data | {"reference_source": "BHXH", "mandatory": ["full_name"]})
    assert answer.status_code == 302
    assert queries.sector("insurance").live_days == 40 and queries.sector("insurance").mandatory_fields == (
        "full_name",
    )


def test_versions_are_listed_with_their_differences(steward_client: Client) -> None:
    upload(steward_client, files.csv_text(files.people(60)))
    confirm(steward_client, DatasetVersion.objects.get())
    upload(steward_client, files.csv_text(files.people(60)[2:] + files.people(1, first=900)))
    second = DatasetVersion.objects.get(number=2)
    assert second.state == VersionState.CONFIRMED and second.data_as_of == dt.date(2026, 10, 31)
    page = steward_client.get(f"{ROOT}ban/{second.pk}/thay-doi/").content.decode()
    assert files.person(900)[1] in page and "Không còn" in page
    only = steward_client.get(f"{ROOT}ban/{second.pk}/thay-doi/?loai=gone").content.decode()
    assert files.person(900)[2] not in only and files.person(1)[2] in only
