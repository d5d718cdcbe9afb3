"""The pages of the catalogue, and its files out and in."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dean06.kernel.accounts.tests.factories import sign_in
from dean06.steering.indicators import queries, services
from dean06.steering.indicators.catalogue import files, importing
from dean06.steering.indicators.catalogue.parsing import read_catalogue
from dean06.steering.indicators.errors import CatalogueRefused, FileRefused
from dean06.steering.indicators.models import IndicatorVersion, PeriodRule, ReportingUnit, Target
from dean06.steering.indicators.tests import factories
from dean06.steering.indicators.tests.test_catalogue import definition, target


@pytest.fixture
def place(db: None) -> factories.Province:
    place = factories.province()
    services.add_indicator(actor=factories.actor("steering"), definition=definition())
    services.add_target(actor=factories.actor("steering"), draft=target())
    return place


@pytest.fixture
def steering(client: Client, place: factories.Province) -> Client:
    sign_in(client, "steering_officer")
    return client


def tomorrow(days: int = 1) -> str:
    return f"{timezone.localdate() + dt.timedelta(days=days):%d/%m/%Y}"


def posted(**changes: object) -> dict[str, object]:
    """The form of a definition as it is sent."""
    found = definition()
    return {
        "code": found.code,
        "valid_from": tomorrow(),
        "name": found.name,
        "short_name": found.short_name,
        "group": found.group,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "counted": found.counted,
        "direction": found.direction,
        "accumulation": found.accumulation,
        "frequency": found.frequency,
        "levels": list(found.levels),
        "certainty": found.certainty,
        "base_version": 1,
        "reason": "Sửa theo văn bản hướng dẫn mới",
    } | changes


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("catalogue", []),
        ("detail", ["DVC-77"]),
        ("rules", []),
        ("units", []),
        ("unit", ["ubnd-xa-an"]),
    ],
)
def test_whoever_sees_indicators_reads_the_catalogue(
    client: Client, place: factories.Province, name: str, args: list[str]
) -> None:
    sign_in(client, "agency_officer", "so-y-te")

    assert client.get(reverse(f"indicators:{name}", args=args)).status_code == 200


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("add", []),
        ("change", ["DVC-77"]),
        ("end", ["DVC-77"]),
        ("target_add", ["DVC-77"]),
        ("import", []),
        ("rule_edit", ["thang"]),
        ("unit_add", []),
        ("unit_edit", ["ubnd-xa-an"]),
    ],
)
def test_only_the_steering_office_edits(client: Client, place: factories.Province, name: str, args: list[str]) -> None:
    sign_in(client, "agency_officer", "so-y-te")

    assert client.get(reverse(f"indicators:{name}", args=args)).status_code == 403


def test_the_list_is_searched_without_accents_and_by_group(steering: Client) -> None:
    services.add_indicator(
        actor=factories.actor("steering"), definition=definition(code="CDS-77", group=3, name="Tài khoản định danh")
    )
    url = reverse("indicators:catalogue")

    assert "CDS-77" in steering.get(url, {"q": "tai khoan dinh danh"}).content.decode()
    assert "CDS-77" not in steering.get(url, {"nhom": "1"}).content.decode()
    assert "DVC-77" not in steering.get(url, {"unverified": "on"}).content.decode()


def test_a_change_becomes_a_version_and_its_history_is_shown(steering: Client) -> None:
    url = reverse("indicators:change", args=["DVC-77"])
    assert steering.get(url).status_code == 200

    answer = steering.post(url, posted(short_name="Qua mạng"))

    assert answer.status_code == 302
    assert IndicatorVersion.objects.get(indicator__code="DVC-77", number=2).short_name == "Qua mạng"
    page = steering.get(reverse("indicators:detail", args=["DVC-77"])).content.decode()
    assert "Sửa theo văn bản hướng dẫn mới" in page and "Bản 2" in page


def test_a_refused_change_says_why_beside_the_field_and_keeps_what_was_typed(steering: Client) -> None:
    url = reverse("indicators:change", args=["DVC-77"])

    answer = steering.post(url, posted(valid_from="01/01/2020", name="Tên mới của chỉ tiêu", reason="ngắn"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "kỳ cũ giữ định nghĩa cũ" in page and "Tên mới của chỉ tiêu" in page
    assert IndicatorVersion.objects.filter(indicator__code="DVC-77").count() == 1


def test_targets_are_set_and_withdrawn_on_the_page(steering: Client) -> None:
    steering.post(
        reverse("indicators:target_add", args=["DVC-77"]),
        {
            "minimum": "99,5",
            "valid_from": tomorrow(),
            "unit_text": "Xã An",
            "basis": "KH 2/KH-UBND",
            "certainty": "sure",
        },
    )
    own = Target.objects.get(unit__code="ubnd-xa-an")
    assert own.minimum == Decimal("99.5")

    url = reverse("indicators:target_withdraw", args=["DVC-77", own.pk])
    assert steering.post(url, {"reason": "Ghi nhầm đơn vị"}).status_code == 302

    own.refresh_from_db()
    assert own.withdrawn_at is not None


def test_a_period_rule_and_a_facility_are_set_on_the_page(steering: Client) -> None:
    steering.post(
        reverse("indicators:rule_edit", args=["thang"]),
        {"valid_from": tomorrow(), "due_day": "12", "cut_off_day": "", "basis": "QĐ 3/QĐ-UBND", "certainty": "sure"},
    )
    assert PeriodRule.objects.filter(kind="month", due_day=12, cut_off_day=None).exists()

    steering.post(
        reverse("indicators:unit_add"),
        {"name": "Trường Mẫu số Một", "short_name": "Trường Mẫu 1", "kind": "school", "parent": "ubnd-xa-an"},
    )
    assert ReportingUnit.objects.get(short_name="Trường Mẫu 1").parent.code == "ubnd-xa-an"


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["xlsx", "yaml"])
def test_what_is_taken_away_and_brought_back_changes_nothing(place: factories.Province, kind: str) -> None:
    today = timezone.localdate()
    content = files.as_xlsx(today) if kind == "xlsx" else files.as_yaml(today).encode()

    plan = importing.plan(files.read_file(f"danh-muc.{kind}", content))

    assert (plan.steps, plan.errors) == ([], [])
    assert plan.same == 1


def edited_workbook() -> bytes:
    """The workbook with one good change, one wrong row, one new indicator."""
    book = load_workbook(io.BytesIO(files.as_xlsx(timezone.localdate())))
    page = book[files.INDICATORS]
    columns = {cell.value: cell.column for cell in page[1]}
    page.cell(2, columns["Tên gọn"], "Qua mạng")
    page.cell(2, columns["Áp dụng từ"], tomorrow())
    new = [page.cell(2, column).value for column in range(1, page.max_column + 1)]
    for row, code, counted in ((3, "DVC-78", "hồ sơ"), (4, "DVC-79", "quả táo")):
        for column, value in enumerate(new, 1):
            page.cell(row, column, value)
        page.cell(row, columns["Mã"], code)
        page.cell(row, columns["Đơn vị tính"], counted)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_file_is_shown_before_it_is_taken_over_and_wrong_rows_are_named(steering: Client) -> None:
    upload = SimpleUploadedFile("danh-muc.xlsx", edited_workbook())

    preview = steering.post(reverse("indicators:import"), {"file": upload})

    page = preview.content.decode()
    assert "dòng 4" in page and "quả táo" in page and "DVC-78" in page
    assert IndicatorVersion.objects.filter(indicator__code__startswith="DVC-7").count() == 1

    content = preview.context["form"].initial["content"]
    answer = steering.post(
        reverse("indicators:import_apply"), {"content": content, "reason": "Nhập theo tệp đã rà soát"}
    )

    assert answer.status_code == 302
    assert queries.indicator("DVC-77", timezone.localdate() + dt.timedelta(days=2)).short_name == "Qua mạng"
    assert IndicatorVersion.objects.filter(indicator__code="DVC-78").exists()
    assert not IndicatorVersion.objects.filter(indicator__code="DVC-79").exists()


def test_a_preview_that_somebody_changed_is_not_taken_over(steering: Client) -> None:
    answer = steering.post(
        reverse("indicators:import_apply"), {"content": "khong-phai-ban-xem-truoc", "reason": "Thử áp dụng bản giả"}
    )

    assert answer.status_code == 302
    assert IndicatorVersion.objects.filter(indicator__code="DVC-77").count() == 1


def test_a_changed_row_without_a_new_day_is_refused(place: factories.Province) -> None:
    text = files.as_yaml(timezone.localdate()).replace("short: Nộp trực tuyến", "short: Qua mạng")

    plan = importing.plan(read_catalogue(text))

    assert plan.steps == []
    assert "kỳ cũ giữ định nghĩa cũ" in plan.errors[0][1]


def test_taking_over_needs_a_reason(place: factories.Province) -> None:
    with pytest.raises(CatalogueRefused):
        services.import_catalogue(actor=factories.actor("steering"), steps=[], reason=" ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("danh-muc.xlsx", b"khong phai tep nen"),
        ("danh-muc.yaml", b"\xff\xfe\x00"),
        ("danh-muc.docx", b"x"),
        ("danh-muc.xlsx", b"x" * (files.LARGEST_FILE + 1)),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_in_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused) as refusal:
        files.read_file(name, content)

    assert refusal.value.message.endswith(".")


def test_a_workbook_of_something_else_is_refused() -> None:
    book = Workbook()
    content = io.BytesIO()
    book.save(content)

    with pytest.raises(FileRefused, match="Chỉ tiêu"):
        files.read_file("khac.xlsx", content.getvalue())


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_of_yaml(text: str) -> None:
    reading = read_catalogue(text)

    assert all(sentence for _, sentence in reading.errors)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["code", "min", "from", "levels", "targets", "breakdown"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_no_shape_of_an_entry_breaks_the_reader(entry: object) -> None:
    reading = read_catalogue(files.dump([{"code": "A-01", "targets": entry}, {"code": entry}]))

    assert len(reading.found) + len(reading.errors) == 2
