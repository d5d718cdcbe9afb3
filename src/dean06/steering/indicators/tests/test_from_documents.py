"""Figures of uploaded reports become values: confirmed row by row, remembered, never twice, back to the document."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.kernel.audit.models import AuditRow
from dean06.kernel.common.actors import Actor, Grant
from dean06.kernel.common.errors import NotAllowed
from dean06.steering.documents import services as documents
from dean06.steering.documents.models import SourceDocument
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.from_documents import reading
from dean06.steering.indicators.models import LabelMapping, ReportingPeriod, TakenFigure, Value, ValueChange
from dean06.steering.indicators.services import Decision
from dean06.steering.indicators.tests import factories

pytestmark = pytest.mark.django_db

SHARED = Path(os.environ.get("DEAN06_SHARED", Path(__file__).resolve().parents[6] / "shared")) / "documents"

REPORT = """TỔ CÔNG TÁC ĐỀ ÁN 06 TỈNH MẪU

Số: 12/BC-TCT

Mẫu, ngày {day} tháng {month} năm {year}

BÁO CÁO

Kết quả thực hiện Đề án 06 tháng {month}/{year}

I. KẾT QUẢ

1. Trong tháng có {online}/{all} hồ sơ thủ tục hành chính nộp trực tuyến, đạt tỷ lệ {rate}%.

2. Tỷ lệ thanh toán trực tuyến đạt 66,5%.
"""


def person(*permissions: str) -> Actor:
    """Somebody with rights for the whole province."""
    names = permissions or (
        "documents.view",
        "documents.upload",
        "indicators.view",
        "indicators.import_documents",
        "collection.accept",
    )
    return Actor(
        user_id=None, name="Lê Thị Mẫu", agency=None, grants=tuple(Grant(name, frozenset("*")) for name in names)
    )


@pytest.fixture
def place() -> factories.Province:
    found = factories.province()
    factories.indicator(
        "TRUC-TUYEN",
        name="Hồ sơ thủ tục hành chính nộp trực tuyến",
        short_name="Nộp trực tuyến",
        numerator="Hồ sơ nộp trực tuyến",
        denominator="Hồ sơ tiếp nhận",
        counted="dossier",
    )
    factories.indicator("KHAC", name="Hồ sơ thanh toán trực tuyến", short_name="Thanh toán", counted="dossier")
    return found


def uploaded(month: int = 9, year: int = 2023, online: int = 80, everything: int = 100) -> SourceDocument:
    """A report of a month, read by the reader that people use."""
    text = REPORT.format(day=25, month=month, year=year, online=online, all=everything, rate=online * 100 // everything)
    return documents.upload_document(actor=person(), data=text.encode(), filename=f"bao-cao-{year}-{month}.txt")


def ratio(document: SourceDocument) -> int:
    """Place of the one figure with two counts."""
    return next(place for place, _, _, one in reading.printed_figures(document) if one.is_ratio)


def take(
    document: SourceDocument, *decisions: Decision, last: dt.date = dt.date(2023, 9, 25)
) -> list[services.NotTaken]:
    return services.take_figures(
        actor=person(), document_id=document.pk, unit="tinh", last=last, decisions=list(decisions)
    )


def pair(period: str = "2023-T09") -> tuple[int, int | None, bool]:
    value = Value.objects.get(period__code=period, unit__code="tinh", indicator__code="TRUC-TUYEN")
    return value.numerator, value.denominator, value.stated


def test_a_confirmed_figure_is_a_stated_total_that_leads_back_to_the_document(place: factories.Province) -> None:
    document = uploaded()
    assert not ReportingPeriod.objects.filter(code="2023-T09").exists()
    assert take(document, Decision(ratio(document), "TRUC-TUYEN")) == []
    assert pair() == (80, 100, True)
    period = queries.period("2023-T09")
    cell = queries.cells(person(), ["TRUC-TUYEN"], [place.top.pk], period).get("TRUC-TUYEN", place.top.pk)
    assert cell.pair is not None and (cell.pair.numerator, cell.stated) == (80, True)
    (source,) = queries.document_sources(person(), "TRUC-TUYEN", place.top.pk, "2023-T09")
    assert (source.document_id, source.by_name) == (document.pk, "Lê Thị Mẫu")
    (change,) = queries.changes(person(), "TRUC-TUYEN", place.top.pk, "2023-T09")
    assert change.origin == "document" and f"Dòng {source.line}" in change.comment and "Báo cáo" in change.reason
    assert AuditRow.objects.filter(action="indicators.document_figures_taken").count() == 1
    assert queries.document_sources(person("indicators.view"), "TRUC-TUYEN", place.top.pk, "2023-T09") == []


def test_running_twice_changes_nothing(place: factories.Province) -> None:
    document = uploaded()
    decision = Decision(ratio(document), "TRUC-TUYEN")
    take(document, decision)
    before = (ValueChange.objects.count(), TakenFigure.objects.count(), LabelMapping.objects.count())
    assert take(document, decision, Decision(decision.position, "KHAC", replace=True)) == []
    assert (ValueChange.objects.count(), TakenFigure.objects.count(), LabelMapping.objects.count()) == before


def test_reports_of_three_years_become_a_series_and_the_label_is_remembered(place: factories.Province) -> None:
    for year, online in ((2023, 70), (2024, 80), (2025, 90)):
        document = uploaded(3, year, online)
        page = reading.mapped(person(), document.pk)
        assert page.unit_guess.code == "tinh" and page.period_guess is not None
        unit = queries.unit(page.unit_guess.code)
        reading.with_rows(page, unit, page.period_guess.kind, page.period_guess.last)
        (row,) = page.having("mo")
        best = row.choices[0]
        assert best.ref.code == "TRUC-TUYEN" and (best.score == 100) == (year > 2023)
        take(document, Decision(row.position, best.ref.code), last=page.period_guess.last)
    periods = [queries.period(f"{year}-T03") for year in (2023, 2024, 2025)]
    cells = queries.series(person(), ["TRUC-TUYEN"], place.top.pk, periods)["TRUC-TUYEN"]
    assert [cell.pair.numerator for cell in cells if cell.pair] == [70, 80, 90]
    assert LabelMapping.objects.count() == 1


def test_a_different_stored_value_needs_a_decision(place: factories.Province) -> None:
    factories.save(place.top, "2023-T09", "TRUC-TUYEN", 75, 100, origin="document")  # type: ignore[arg-type]
    document = uploaded()
    (refused,) = take(document, Decision(ratio(document), "TRUC-TUYEN"))
    assert refused.problem == "DIFFERS" and "75/100" in refused.message and "80/100" in refused.message
    assert pair() == (75, 100, True) and not TakenFigure.objects.exists() and not LabelMapping.objects.exists()
    assert take(document, Decision(ratio(document), "TRUC-TUYEN", replace=True)) == []
    assert pair() == (80, 100, True)


@pytest.mark.parametrize("problem", ["NO_COUNTS", "UNKNOWN_INDICATOR"])
def test_a_rate_alone_or_an_unknown_indicator_is_refused_and_nothing_changes(
    place: factories.Province, problem: str
) -> None:
    document = uploaded()
    rate = next(found for found, _, _, one in reading.printed_figures(document) if not one.is_ratio)
    decision = Decision(rate, "KHAC") if problem == "NO_COUNTS" else Decision(ratio(document), "KHONG-CO")
    (refused,) = take(document, decision)
    assert refused.problem == problem
    assert not Value.objects.exists() and not TakenFigure.objects.exists()


def test_a_figure_left_out_stays_decided_until_it_is_opened_again(place: factories.Province) -> None:
    document = uploaded()
    take(document, Decision(ratio(document), skip=True))
    assert take(document, Decision(ratio(document), "TRUC-TUYEN")) == [] and not Value.objects.exists()
    taken = TakenFigure.objects.get()
    services.reopen_figure(actor=person(), taken_id=taken.pk, reason="")
    take(document, Decision(ratio(document), "TRUC-TUYEN"))
    services.reopen_figure(actor=person(), taken_id=TakenFigure.objects.get().pk, reason="Nhận nhầm chỉ tiêu")
    assert not Value.objects.exists() and ValueChange.objects.count() == 2


def test_only_who_may_take_figures_over_does(place: factories.Province) -> None:
    document = uploaded()
    with pytest.raises(NotAllowed):
        services.take_figures(
            actor=person("indicators.view", "documents.view"),
            document_id=document.pk,
            unit="tinh",
            last=dt.date(2023, 9, 25),
            decisions=[Decision(ratio(document), "TRUC-TUYEN")],
        )
    assert not Value.objects.exists() and not TakenFigure.objects.exists()


def test_the_page_from_upload_to_value_and_the_memory_of_labels(client: Client, place: factories.Province) -> None:
    sign_in(client, "steering_officer")
    document = uploaded()
    assert "Báo cáo" in client.get(reverse("indicators:from_documents")).content.decode()
    url = reverse("indicators:from_document", args=[document.pk])
    first = client.get(url).content.decode()
    assert "Tỉnh Mẫu" in first and "Quyết định" not in first
    head = "?unit=tinh&kind=month&last=25/09/2023"
    body = client.get(url + head).content.decode()
    assert "TRUC-TUYEN" in body and "80/100" in body and "checked> Để sau" in body
    assert "Chỉ có tỷ lệ, không có số đếm" in client.get(f"{url}{head}&xem=ty-le").content.decode()
    place_of = ratio(document)
    wrong = client.post(url + head, {f"d{place_of}": "nhan", f"k{place_of}": "KHONG-CO"})
    assert wrong.status_code == 422 and not Value.objects.exists()
    sent = client.post(url + head, {f"d{place_of}": "nhan", f"c{place_of}": "TRUC-TUYEN"})
    assert sent.status_code == 302 and pair() == (80, 100, True)
    assert "TRUC-TUYEN" in client.get(f"{url}{head}&xem=da-nhan").content.decode()
    mapping = LabelMapping.objects.get()
    assert mapping.printed in client.get(reverse("indicators:mappings")).content.decode()
    address = reverse("indicators:mapping", args=[mapping.pk])
    assert client.post(address, {"code": "KHONG-CO"}).status_code == 422
    assert client.post(address, {"code": "KHAC"}).status_code == 302
    assert LabelMapping.objects.get().indicator.code == "KHAC"
    client.post(address, {"forget": "1"})
    assert not LabelMapping.objects.exists()
    again = reverse("indicators:reopen_figure", args=[TakenFigure.objects.get().pk])
    assert client.post(again, {"reason": "ngắn"}).status_code == 422 and Value.objects.exists()
    assert client.post(again, {"reason": "Nhận nhầm kỳ báo cáo"}).status_code == 302 and not Value.objects.exists()


def test_the_indicator_page_leads_back_to_the_line_of_the_document(client: Client, place: factories.Province) -> None:
    document = uploaded()
    take(document, Decision(ratio(document), "TRUC-TUYEN"))
    sign_in(client, "steering_officer")
    url = reverse("dashboards:indicator", args=["TRUC-TUYEN"])
    body = client.get(url, {"ky": "2023-T09", "don_vi": "tinh"}).content.decode()
    assert f'href="{reverse("documents:review", args=[document.pk])}?xem=so-lieu#d' in body


def test_others_do_not_see_the_pages(client: Client, place: factories.Province) -> None:
    document = uploaded()
    sign_in(client, "provincial_leader")
    for url in (reverse("indicators:from_documents"), reverse("indicators:from_document", args=[document.pk])):
        assert client.get(url).status_code == 403


#: Line and numerator of a ratio → what a person would choose; None: no indicator of the catalogue is meant.
EXPECTED: dict[str, dict[tuple[int, int], str | None]] = {
    "000": {
        (27, 70060): "KTX-01",
        (27, 21): "KTX-04",
        (33, 20505): "DVC-19",
        (33, 1089): "DVC-19",
        (35, 1158663): "DL-01",
        (57, 11670): "DVC-06",
        (57, 7094): "DVC-06",
        (57, 4576): "DVC-06",
    },
    "001": {
        (83, 678): "KTX-19",
        (99, 2336438): "CDS-02",
        (99, 1651144): "CDS-03",
        (105, 780355): "DL-05",
        (107, 60468): "DL-06",
        (109, 3079271): "DL-01",
        (121, 300790): "DL-13",
        (291, 679): "KTX-19",
        (300, 24): None,
        (324, 2): "DVC-23",
        (324, 8): None,
    },
    "002": {(21, 13): "CD-10", (21, 216): "CD-10", (21, 1946): "CD-10"},
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="real documents are not here")
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_real_reports_get_the_indicators_a_person_would_choose(name: str) -> None:
    services.load_catalogue(actor=factories.SYSTEM)
    factories.province()
    path = next(SHARED.glob(f"{name}_*.txt"))
    document = documents.upload_document(actor=person(), data=path.read_bytes(), filename=path.name)
    page = reading.mapped(person(), document.pk)
    assert page.period_guess is not None
    reading.with_rows(page, queries.province(), page.period_guess.kind, page.period_guess.last)
    found = {
        (row.line, row.pair.numerator): row.choices[0].ref.code if row.choices else None
        for row in page.rows
        if row.printed.is_ratio and row.pair
    }
    assert {key: found.get(key) for key in EXPECTED[name]} == EXPECTED[name]
