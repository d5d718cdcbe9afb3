"""What forms spare, by form and agency; where people stop; which forms speak the register's language."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from dean06.kernel.accounts.tests.factories import make_actor, sign_in
from dean06.kernel.common.errors import NotAllowed
from dean06.kernel.population.tests import factories as population
from dean06.procedures.catalogue.tests.factories import publish, publish_files
from dean06.procedures.forms import metering, services
from dean06.procedures.forms.rules.blueprint import blueprint
from dean06.procedures.forms.rules.dictionary import conformity
from dean06.procedures.forms.tests import factories, samples
from dean06.procedures.forms.types import Diet

YEAR = {"first": dt.date(2026, 1, 1), "last": dt.date(2026, 12, 31)}
CODE = "9.000001"


@pytest.fixture
def handed_in(db: None) -> None:
    population.place()
    publish_files(samples.files())
    for number, (agency, asked) in enumerate(
        [(population.CIVIL_HERE, 9), (population.CIVIL_HERE, 10), (population.CIVIL_THERE, 18)]
    ):
        services.record_diet(
            reference=f"H-{number}", procedure_code=CODE, version_id=1, agency=agency, diet=Diet(20, asked, 3),
            on=samples.TODAY,
        )  # fmt: skip


def test_shares_come_from_sums_and_those_below_the_duty_are_marked(handed_in: None) -> None:
    leader = make_actor("provincial_leader")
    by_agency = {one.code: one.measured for one in metering.agencies(leader, **YEAR)}
    assert by_agency[population.CIVIL_HERE].saved_percent == 52
    assert by_agency[population.CIVIL_THERE].saved_percent == 10
    assert by_agency[population.CIVIL_THERE].below_duty and not by_agency[population.CIVIL_HERE].below_duty
    form = metering.forms(leader, **YEAR, on=samples.TODAY)[0]
    assert (form.measured.cases, form.measured.saved_percent, form.measured.asked_each) == (3, 38, 12.3)
    assert metering.total(leader, **YEAR).cases == 3
    assert metering.total(leader, first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31)).saved_percent is None


def test_a_head_sees_the_own_agency_only(handed_in: None) -> None:
    head = make_actor("agency_head", population.CIVIL_THERE)
    assert [one.code for one in metering.agencies(head, **YEAR)] == [population.CIVIL_THERE]
    with pytest.raises(NotAllowed):
        metering.total(make_actor("case_officer", population.CIVIL_THERE), **YEAR)


@pytest.mark.parametrize(
    ("paper", "asked", "saved"), [(20, 16, 20), (20, 17, 15), (3, 2, 33), (10, 30, 0), (7, 0, 100)]
)
def test_a_share_is_rounded_down_so_that_the_duty_is_never_met_by_rounding(paper: int, asked: int, saved: int) -> None:
    assert Diet(paper, asked, 0).saved_percent == saved


def test_the_pages_show_it_and_hide_it_from_others(handed_in: None, client: Client) -> None:
    sign_in(client, "provincial_leader")
    page = client.get("/bieu-mau/").content.decode()
    assert "Thay đổi nơi ở (mẫu thử)" in page and "38%" in page
    agencies = client.get("/bieu-mau/co-quan/?tu=1/1/2026&den=31/12/2026").content.decode()
    assert "Chưa đạt" in agencies and ["Xã", "Sơn", "Mẫu"][1] in agencies
    assert client.get("/bieu-mau/tu-dien/").status_code == 200
    assert client.get(f"/bieu-mau/{CODE}/").status_code == 200
    assert client.get("/bieu-mau/khong-co/").status_code == 404
    assert client.get("/bieu-mau/?tu=hôm qua&den=99/99/9999").status_code == 200
    book = load_workbook(io.BytesIO(client.get("/bieu-mau/giam-ke-khai.xlsx").content))
    cells = [[cell.value for cell in row] for row in book.active.rows]
    assert any(row[0] == "Cơ quan" and row[-1] == "Chưa đạt" for row in cells)
    client.logout()
    sign_in(client, "administrator")
    for address in ("/bieu-mau/", "/bieu-mau/co-quan/", "/bieu-mau/tu-dien/", f"/bieu-mau/{CODE}/"):
        assert client.get(address).status_code == 403


def test_the_funnel_counts_sections_and_fields(handed_in: None) -> None:
    pack = publish("1.001193")[0]
    me = factories.citizen(population.person())
    draft = services.save_draft(actor=me, procedure_code=pack.code, data={}, section="declarant")
    services.save_draft(actor=me, draft_id=draft.pk, data={}, section="child--child.full_name")
    services.note_errors(procedure_code=pack.code, paths=["child.full_name"])
    services.discard_draft(actor=me, draft_id=draft.pk)

    found = metering.funnel(pack, first=dt.date(2020, 1, 1), last=dt.date(2100, 1, 1))

    assert (found.started, found.sent) == (1, 0)
    assert [(one.reached, one.stopped) for one in found.steps[:3]] == [(1, 0), (1, 1), (0, 0)]
    assert [(one.label, one.count) for one in found.fields] == [("Họ, chữ đệm, tên của trẻ", 1)]


def test_a_form_that_asks_for_the_sex_in_words_strays_from_the_dictionary() -> None:
    assert conformity(blueprint(samples.files())).conforms
    schema = {"type": "object", "properties": {"sex": {"type": "string"}}}
    ui = {**samples.UI, "sections": [{"id": "a", "title": "A", "fields": [{"field": "sex", "label": "Giới tính"}]}]}
    found = conformity(blueprint(samples.files(schema, ui)))
    assert (found.conforms, found.wrong) == (False, ("Giới tính",))
