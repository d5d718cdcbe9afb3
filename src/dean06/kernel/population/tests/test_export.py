"""A copy leaves only when two people want it, says so itself, and can be traced."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import DomainError, InvalidInput, NotAllowed, NotFound
from dean06.kernel.population.bulk import exporting
from dean06.kernel.population.bulk.refusals import ExportNotPossible
from dean06.kernel.population.models import ExportRequest
from dean06.kernel.population.tests import factories
from dean06.kernel.population.tests.factories import HERE, THERE, TODAY, Officers

NOW = dt.datetime(2026, 11, 17, 2, 0, tzinfo=dt.UTC)
ASKED = {
    "purpose_code": "AN_SINH_XA_HOI",
    "purpose": "Rà soát người cao tuổi",
    "legal_basis": "QĐ 01/QĐ-UBND ngày 02/01/2026",
    "columns": ["full_name", "personal_id", "birth_year"],
    "today": TODAY,
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def made(who: Officers, **other: Any) -> ExportRequest:
    """An allowed request with its file."""
    row = exporting.request_export(actor=who.registry, **(ASKED | other))
    exporting.decide_export(actor=who.registry_other, export_id=row.pk, approve=True, now=NOW)
    return exporting.make_file(row.pk)


@pytest.mark.django_db
def test_a_copy_says_who_asked_who_allowed_when_and_why(who: Officers) -> None:
    people = [factories.person(f"Nguyễn Văn {word}") for word in ("Một", "Hai", "Ba")]
    factories.person("Người Nơi Khác", unit=THERE)
    row = made(who, unit_code=HERE)
    assert row.rows == 3
    _, path = exporting.download(actor=who.registry, export_id=row.pk, now=NOW)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    head = "\n".join(lines[:3])
    for word in (row.watermark, who.registry.name, who.registry_other.name, "17/11/2026", "AN_SINH_XA_HOI"):
        assert word in head
    assert lines[3] == "Số định danh,Họ tên,Năm sinh"
    assert sorted(lines[4:]) == sorted(f"{one.personal_id},{one.full_name},1990" for one in people)
    assert path.stat().st_mode & 0o077 == 0
    actions = AuditRow.objects.filter(action__startswith="population.export").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "population.export_requested",
        "population.export_approved",
        "population.export_made",
        "population.export_downloaded",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", ["xlsx", "parquet"])
def test_every_format_carries_the_notice(who: Officers, file_format: str) -> None:
    factories.person("=Nguyễn Văn Công Thức")
    row = made(who, file_format=file_format)
    _, path = exporting.download(actor=who.registry, export_id=row.pk, now=NOW)
    if file_format == "parquet":
        table = pq.read_table(path)
        assert row.watermark in table.schema.metadata[b"notice"].decode()
        assert table.num_rows == 1
    else:
        sheet = load_workbook(path).active
        assert row.watermark in sheet["A1"].value
        assert sheet["B5"].data_type == "s" and sheet["B5"].value == "=Nguyễn Văn Công Thức"


@pytest.mark.django_db
def test_nobody_allows_an_own_request_and_a_refusal_needs_a_word(who: Officers) -> None:
    row = exporting.request_export(actor=who.registry, **ASKED)
    with pytest.raises(NotAllowed):
        exporting.decide_export(actor=who.registry, export_id=row.pk, approve=True, now=NOW)
    with pytest.raises(InvalidInput):
        exporting.decide_export(actor=who.registry_other, export_id=row.pk, approve=False, now=NOW)
    with pytest.raises(NotAllowed):
        exporting.decide_export(actor=who.police, export_id=row.pk, approve=True, now=NOW)
    row.refresh_from_db()
    assert row.state == "waiting" and not row.watermark
    exporting.decide_export(actor=who.registry_other, export_id=row.pk, approve=False, note="Quá rộng", now=NOW)
    with pytest.raises(ExportNotPossible):
        exporting.decide_export(actor=who.registry_other, export_id=row.pk, approve=True, now=NOW)
    assert exporting.make_file(row.pk).state == "refused"
    assert not exporting.place_of(row).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"columns": []}, {"columns": ["version"]}, {"purpose": " "}, {"legal_basis": ""}, {"file_format": "doc"}],
)
def test_a_request_without_its_reasons_is_refused(who: Officers, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        exporting.request_export(actor=who.registry, **(ASKED | wrong))
    assert not ExportRequest.objects.exists()


@pytest.mark.django_db
def test_only_the_asker_fetches_and_only_for_three_days(who: Officers) -> None:
    factories.person()
    row = made(who)
    with pytest.raises(NotFound):
        exporting.download(actor=who.registry_other, export_id=row.pk, now=NOW)
    row.refresh_from_db()
    later = row.expires_at + dt.timedelta(seconds=1)  # type: ignore[operator]
    with pytest.raises(DomainError):
        exporting.download(actor=who.registry, export_id=row.pk, now=later)
    assert exporting.remove_expired(later) == 1
    assert not exporting.place_of(row).exists()
    assert exporting.remove_expired(later) == 0


@pytest.mark.django_db
def test_a_leaked_piece_tells_from_which_copy_it_comes(who: Officers) -> None:
    for number in range(60):
        factories.person(f"Nguyễn Văn {'ABCDEFGH'[number % 8]}", born=1940 + number)
    copies = [made(who) for _ in range(3)]
    leaked = copies[1]
    _, path = exporting.download(actor=who.registry, export_id=leaked.pk, now=NOW)
    numbers = [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[4:]]
    piece = [number for number in numbers if random.Random(int(number)).random() < 0.5]
    best, second = exporting.trace(actor=who.registry, personal_ids=piece)[:2]
    assert best[0] == leaked and best[1] == 1.0 and second[1] < 0.8


@pytest.mark.django_db
def test_the_way_of_a_copy_through_the_pages(who: Officers, client: Client) -> None:
    factories.person()
    asker = sign_in(client, "registry_officer")
    form = {key: value for key, value in ASKED.items() if key != "today"} | {"file_format": "csv", "unit_code": ""}
    assert client.post(reverse("population:export_new"), form).status_code == 302
    row = ExportRequest.objects.get()
    other = Client()
    sign_in(other, "registry_officer")
    page = other.get(reverse("population:export_decide", args=[row.pk]))
    assert "Duyệt, tạo tệp" in page.content.decode()
    assert "Duyệt, tạo tệp" not in client.get(reverse("population:export_decide", args=[row.pk])).content.decode()
    other.post(reverse("population:export_decide", args=[row.pk]), {"quyet-dinh": "duyet"})
    row.refresh_from_db()
    assert row.state == "done" and row.requested_by == asker.pk
    assert other.post(reverse("population:export_download", args=[row.pk])).status_code == 404
    response = client.post(reverse("population:export_download", args=[row.pk]))
    assert row.watermark.encode() in b"".join(response.streaming_content)  # type: ignore[attr-defined]
