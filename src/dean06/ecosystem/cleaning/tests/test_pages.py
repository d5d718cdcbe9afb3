"""Pages as a steward, a police officer, a registry officer and a leader see them; what each must not see."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dean06.ecosystem.cleaning import queries, services
from dean06.ecosystem.cleaning.errors import FindingNotFound, ResultsGone
from dean06.ecosystem.cleaning.models import Finding, Run
from dean06.ecosystem.cleaning.tests import factories
from dean06.ecosystem.cleaning.tests.factories import SEN, THO, record
from dean06.ecosystem.cleaning.types import RunState
from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.errors import InvalidInput, NotAllowed
from dean06.kernel.population.queries import PersonRef

pytestmark = pytest.mark.django_db

TIMES = "dean06.ecosystem.cleaning.looking.population.persons"


def client_of(role: str, agency: str = "") -> Client:
    client = Client()
    sign_in(client, role, agency)
    return client


@pytest.fixture
def cleaned(units, monkeypatch, people):
    """The insurance list was matched: record 1 (Thành Sen) has a wrong name, record 2 (Đức Thọ) no number."""
    insurance = factories.sector()
    rows = [record(n, one) for n, one in enumerate(people[:40], 1)]
    rows[0]["full_name"] = "Trần Thị Khác"
    rows[1]["personal_id"] = None
    made = factories.version(insurance, rows)
    known = {
        one["person_key"]: PersonRef(
            person_id=one["person_key"],
            personal_id=one["personal_id"],
            full_name=one["full_name"],
            sex=one["sex"],
            birth_year=one["birth_year"],
            birth_month=one["birth_month"],
            birth_day=one["birth_day"],
            unit_code=one["unit_code"],
            unit_name="Phường Thành Sen",
            village="Tổ dân phố 5",
            father_name="Nguyễn Văn Cha",
            mother_name="",
            life_status="alive",
            id_status="active",
            merged_into=None,
        )
        for one in people
    }
    monkeypatch.setattr(TIMES, lambda ids: {key: known[key] for key in ids if key in known})
    with factories.registry(monkeypatch, people):
        run = services.start_run(actor=factories.steward(), sector="insurance", version_id=made.pk)
        assert run.state == RunState.DONE, run.error
        yield run


def finding(unit: str) -> Finding:
    return Finding.objects.get(unit_code=unit)


def test_a_steward_reads_the_own_list_from_overview_to_finding(cleaned) -> None:
    client = client_of("data_steward", "bhxh-tinh")
    page = client.get(reverse("cleaning:overview")).content.decode()
    assert "38/40 (95%)" in page or "38/40 (95,00%)" in page
    page = client.get(reverse("cleaning:sector", args=["insurance"])).content.decode()
    assert "Sai họ tên" in page
    assert "Đối khớp bản mới nhất" in page
    page = client.get(reverse("cleaning:class", args=["insurance", "SAI_HO_TEN"])).content.decode()
    assert "1/20" in page
    link = reverse("cleaning:records", args=["insurance"]) + "?so=SAI_HO_TEN"
    page = client.get(link).content.decode()
    assert "Trần Thị Khác" in page
    assert "••••••••" in page
    row = AuditRow.objects.get(action="cleaning.records_listed")
    assert '"records":[1]' in row.details
    page = client.get(reverse("cleaning:finding", args=[finding(SEN).pk])).content.decode()
    assert "Trần Thị Khác" in page
    assert "Khác" in page
    assert {
        one.subject.split(":")[0]
        for one in AuditRow.objects.filter(action__in=("cleaning.record_read", "cleaning.person_read"))
    } == {
        "datasets.record",
        "population.person",
    }


def test_a_steward_sees_the_registry_masked_and_the_police_of_the_commune_whole(cleaned, people) -> None:
    at = finding(SEN)
    steward = queries.finding(factories.steward(), at.pk, "thử")
    police = queries.finding(factories.police("ca-phuong-thanh-sen"), at.pk, "thử")
    mine, theirs = ({one.name: one for one in detail.fields} for detail in (steward, police))
    assert mine["personal_id"].registry_value == "••••••••" + people[0]["personal_id"][-4:]
    assert mine["birth"].registry_value == f"••/••/{people[0]['birth_year']}"
    assert theirs["personal_id"].registry_value == people[0]["personal_id"]
    assert (steward.masked, police.masked) == (True, False)
    assert mine["full_name"].same is False
    assert mine["personal_id"].same is True


def test_each_officer_sees_only_the_own_area(cleaned) -> None:
    sen, tho = finding(SEN), finding(THO)
    police = factories.police("ca-phuong-thanh-sen")
    assert list(queries.findings(police)) == [sen]
    assert set(queries.findings(factories.steward())) == {sen, tho}
    assert set(queries.findings(factories.registry_officer())) == {sen, tho}
    assert not queries.findings(factories.steward("thue-tinh")).exists()
    before = AuditRow.objects.count()
    with pytest.raises(FindingNotFound):
        queries.finding(police, tho.pk, "thử")
    with pytest.raises(NotAllowed):
        queries.finding(factories.leader(), sen.pk, "thử")
    with pytest.raises(InvalidInput):
        queries.finding(police, sen.pk, " ")
    assert AuditRow.objects.count() == before
    assert queries.class_counts(police, "insurance").total == 20
    assert queries.class_counts(factories.leader(), "insurance").total == 40
    assert queries.class_counts(factories.steward("thue-tinh"), "insurance").total == 0


def test_records_behind_a_number_are_as_many_as_the_number(cleaned) -> None:
    officer = factories.registry_officer()
    matrix = queries.quality_matrix(officer, timezone.localdate())
    for criterion in queries.FOUR:
        for unit in (None, SEN, THO):
            pair = matrix.pair("insurance", criterion, unit)
            rest = queries.records_behind(officer, sector="insurance", what=criterion, unit=unit)
            have = queries.records_behind(officer, sector="insurance", what=criterion, unit=unit, having=True)
            assert (rest.total, have.total) == (pair.rest, pair.numerator)
    counts = queries.class_counts(officer, "insurance")
    for name, number in counts.classes.items():
        assert queries.records_behind(officer, sector="insurance", what=name).total == number
    for name, number in counts.split.items():
        assert queries.records_behind(officer, sector="insurance", what=name).total == number
    police = factories.police("ca-phuong-thanh-sen")
    assert queries.records_behind(police, sector="insurance", what="KHOP_DUNG").total == 19
    assert queries.records_behind(police, sector="insurance", what="KHOP_DUNG", unit=THO).total == 0
    with pytest.raises(NotAllowed):
        queries.records_behind(factories.leader(), sector="insurance", what="KHOP_DUNG")
    with pytest.raises(InvalidInput):
        queries.records_behind(officer, sector="insurance", what="1=1")
    with pytest.raises(ResultsGone):
        queries.records_behind(officer, sector="tax", what="KHOP_DUNG")


def test_after_a_recheck_numbers_and_rows_still_agree(cleaned, people) -> None:
    officer = factories.registry_officer()
    people[0]["full_name"] = "Trần Thị Khác"
    services.recheck(actor=officer, finding_ids=[finding(SEN).pk])
    counts = queries.class_counts(officer, "insurance")
    assert counts.classes["SAI_HO_TEN"] == 0
    for name, number in counts.classes.items():
        assert queries.records_behind(officer, sector="insurance", what=name).total == number
    pair = queries.quality_matrix(officer, timezone.localdate()).pair("insurance", "correct")
    assert queries.records_behind(officer, sector="insurance", what="correct").total == pair.rest == 1


def test_leaders_see_numbers_and_never_a_name(cleaned) -> None:
    client = client_of("provincial_leader")
    for page in ("overview", "matrix", "guide"):
        assert client.get(reverse(f"cleaning:{page}")).status_code == 200
    for page in ("sector", "quality"):
        text = client.get(reverse(f"cleaning:{page}", args=["insurance"])).content.decode()
        assert "ban-ghi/" not in text
        assert "can-lam-sach/?" not in text
    for link in (
        reverse("cleaning:records", args=["insurance"]) + "?so=SAI_HO_TEN",
        reverse("cleaning:findings"),
        reverse("cleaning:finding", args=[finding(SEN).pk]),
    ):
        answer = client.get(link)
        assert answer.status_code == 403
        assert "Trần Thị Khác" not in answer.content.decode()


def test_pages_of_another_body_say_nothing(cleaned) -> None:
    client = client_of("data_steward", "thue-tinh")
    assert client.get(reverse("cleaning:sector", args=["insurance"])).status_code == 404
    assert client.get(reverse("cleaning:quality", args=["insurance"])).status_code == 404
    assert client.get(reverse("cleaning:run", args=[cleaned.pk])).status_code == 404
    assert client.get(reverse("cleaning:finding", args=[finding(SEN).pk])).status_code == 404
    assert client.post(reverse("cleaning:start", args=["insurance"])).status_code == 403
    assert Run.objects.count() == 1


def test_the_run_page_shows_progress_then_results(cleaned) -> None:
    client = client_of("data_steward", "bhxh-tinh")
    page = client.get(reverse("cleaning:run", args=[cleaned.pk])).content.decode()
    assert "Tìm ra người bằng cách nào" in page
    Run.objects.filter(pk=cleaned.pk).update(
        state=RunState.RUNNING, step="Đối khớp", done=400, heartbeat_at=timezone.now()
    )
    part = client.get(reverse("cleaning:run", args=[cleaned.pk]), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert "40%" in part
    answer = client.post(reverse("cleaning:run_act", args=[cleaned.pk, "huy"]))
    assert answer.status_code == 302
    assert Run.objects.get().cancel_requested


def test_matrix_tiles_trend_and_spreadsheet(cleaned) -> None:
    client = client_of("registry_officer")
    page = client.get(reverse("cleaning:matrix")).content.decode()
    assert "39/40" in page
    page = client.get(reverse("cleaning:quality", args=["insurance"]) + "?tieu_chi=complete").content.decode()
    assert "Xã Đức Thọ" in page
    assert "<svg" in page
    answer = client.get(reverse("cleaning:export"))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["Kết quả đối khớp"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1:3] for row in rows[1:]] == [("Phường Thành Sen", 20), ("Xã Đức Thọ", 20)]
    assert AuditRow.objects.filter(action="cleaning.counts_exported").exists()


def test_a_finding_is_worked_on_from_its_page(cleaned) -> None:
    client = client_of("commune_police", "ca-phuong-thanh-sen")
    at = finding(SEN)
    page = client.get(reverse("cleaning:findings")).content.decode()
    assert reverse("cleaning:finding", args=[at.pk]) in page
    refused = client.post(reverse("cleaning:finding_act", args=[at.pk, "giu-nguyen"]), {"note": ""})
    assert refused.status_code == 422
    assert finding(SEN).state == "open"
    client.post(reverse("cleaning:finding_act", args=[at.pk, "kiem-tra-lai"]))
    client.post(reverse("cleaning:finding_act", args=[at.pk, "giu-nguyen"]), {"note": "Hai tên đều đúng"})
    at.refresh_from_db()
    assert (at.state, at.note, bool(at.rechecked_at)) == ("accepted", "Hai tên đều đúng", True)
    other = client.get(reverse("cleaning:finding_act", args=[finding(THO).pk, "giu-nguyen"]))
    assert other.status_code == 404


def test_nothing_of_nothing_is_no_share(units) -> None:
    from dean06.ecosystem.cleaning.rules.wording import ratio
    from dean06.ecosystem.cleaning.types import Pair

    assert ratio(Pair(3079271, 3200783)) == "3.079.271/3.200.783 (96,20%)"
    assert ratio(Pair(1158663, 1158884)) == "1.158.663/1.158.884 (99,98%)"
    assert ratio(Pair(0, 0)) == "0/0 (chưa có bản ghi)"
    assert ratio(Pair(999999, 1000000)) == "999.999/1.000.000 (99,99%)"
    assert ratio(Pair(1, 10**9)) == "1/1.000.000.000 (0,01%)"
    assert ratio(Pair(5, 5)) == "5/5 (100%)"
    client = client_of("registry_officer")
    assert "chưa có" in client.get(reverse("cleaning:matrix")).content.decode()
    assert client.get(reverse("cleaning:overview")).status_code == 200
