"""The template out and in again: the round trip, and every kind of bad file."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from dean06.kernel.common.errors import NotAllowed
from dean06.steering.collection import services
from dean06.steering.collection.errors import FileRefused, PeriodIsLocked, StepRefused, SubmissionNotFound
from dean06.steering.collection.exchange.template import HIDDEN, SHEET, template
from dean06.steering.collection.grid import grid
from dean06.steering.collection.models import ImportedFile, Submission
from dean06.steering.collection.tests.factories import (
    AN,
    BINH,
    LAST_MONTH,
    MONEY,
    MONTH,
    RATE,
    SPLIT,
    TOTAL,
    World,
    accepted,
    at,
    cell,
    enter,
    entered,
)
from dean06.steering.indicators.models import Value
from dean06.steering.indicators.types import Origin


def file_of(world: World, period: str = MONTH, change: Callable[[Any], None] | None = None) -> bytes:
    """The template of An, opened, changed and saved as Excel does."""
    content = template(grid(world.an, AN, period))
    if change is None:
        return content
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def fill(**cells: object) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        for address, value in cells.items():
            book[SHEET][address] = value

    return change


def take(world: World, content: bytes, who: Any = None, unit: str = AN) -> ImportedFile:
    return services.take_file(
        actor=who or world.an, unit=unit, period=MONTH, name="so-lieu.xlsx", content=content, now=at(11)
    )


def stored() -> dict[str, tuple[int, int | None]]:
    rows = Value.objects.filter(unit__code=AN, period__code=MONTH, breakdown="")
    return {code: (n, d) for code, n, d in rows.values_list("indicator__code", "numerator", "denominator")}


def test_only_the_cells_to_fill_in_are_open_and_the_file_knows_itself(world: World) -> None:
    entered(world)
    book = openpyxl.load_workbook(io.BytesIO(file_of(world)))
    page = book[SHEET]
    assert page.protection.sheet
    assert [page[cell].protection.locked for cell in ("A5", "B5", "E5", "F5", "G5", "H5", "G6")] == [
        *(True, True, True),
        *(False, False, False),
        True,  # a plain count has no denominator
    ]
    assert [page[f"A{row}"].value for row in range(5, 11)] == [
        RATE,
        MONEY,
        TOTAL,
        SPLIT,
        f"{SPLIT}/urban",
        f"{SPLIT}/rural",
    ]
    assert (page["F5"].value, page["G5"].value) == (30, 40)
    assert book[HIDDEN].sheet_state == "veryHidden"


def test_a_filled_in_template_comes_back_as_a_draft(world: World) -> None:
    content = file_of(world, change=fill(F5=12, G5=40, H5="đã đối chiếu", F6="1.234", F7=0))
    row = take(world, content)
    assert (row.saved, row.refused) == (3, [])
    assert stored() == {RATE: (12, 40), MONEY: (1234, None), TOTAL: (0, None)}
    assert set(Value.objects.values_list("origin", flat=True)) == {Origin.IMPORTED}
    assert Submission.objects.get().state == "draft"
    again = take(world, content)
    assert (again.saved, again.refused) == (0, [])


def test_bad_cells_are_named_by_address_and_the_good_ones_kept(world: World) -> None:
    content = file_of(
        world,
        change=fill(F5=50, G5=40, F6="nhiều", F7="=SUM(1,2)", F8=-3, G8=9, F9=1.5, A10="LA-01", F10=3),
    )
    row = take(world, content)
    assert {one["cell"]: one["code"] for one in row.refused} == {
        "F5": RATE,
        "F6": MONEY,
        "F7": TOTAL,
        "F8": SPLIT,
        "F9": f"{SPLIT}/urban",
        "A10": "LA-01",
    }
    texts = {one["cell"]: one["text"] for one in row.refused}
    assert "lớn hơn mẫu số" in texts["F5"]
    assert "Công thức chưa có kết quả" in texts["F7"]
    assert "âm" in texts["F8"]
    assert stored() == {}
    take(world, file_of(world, change=fill(F5=50, G5=40, F6=7)))
    assert stored() == {MONEY: (7, None)}


def test_a_colleagues_newer_figure_survives_an_older_template(world: World) -> None:
    older = file_of(world, change=fill(F6=5))
    enter(world.an_head, cell(MONEY, "9"))
    row = take(world, older)
    assert row.saved == 0
    assert "Trần Thị Trưởng" in row.refused[0]["text"]
    assert stored() == {MONEY: (9, None)}


def _drop_hidden(book: Any) -> None:
    del book[HIDDEN]


def _rename_sheet(book: Any) -> None:
    book[SHEET].title = "Khác"


def _older(book: Any) -> None:
    book[HIDDEN]["B1"] = 0


def _other_unit(book: Any) -> None:
    book[HIDDEN]["B2"] = BINH


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_drop_hidden, "không phải tệp mẫu"),
        (_rename_sheet, "trang tính"),
        (_older, "phiên bản 0"),
        (_other_unit, "Xã Bình"),
    ],
)
def test_files_that_are_not_this_template_are_refused_whole(
    world: World, change: Callable[[Any], None], word: str
) -> None:
    def both(book: Any) -> None:
        fill(F6=5)(book)
        change(book)

    with pytest.raises(FileRefused, match=word):
        take(world, file_of(world, change=both))
    assert stored() == {}
    assert not ImportedFile.objects.exists()


def test_a_template_of_another_period_is_refused(world: World) -> None:
    with pytest.raises(FileRefused, match="10/2025"):
        take(world, file_of(world, period=LAST_MONTH))


@pytest.mark.parametrize("content", [b"", b"khong phai", b"PK\x03\x04 hong", b"%PDF-1.7"])
def test_what_is_no_spreadsheet_is_refused(world: World, content: bytes) -> None:
    with pytest.raises(FileRefused):
        take(world, content)


def test_a_plain_spreadsheet_is_no_template(world: World) -> None:
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = 5
    book.save(saved)
    with pytest.raises(FileRefused, match="không phải tệp mẫu"):
        take(world, saved.getvalue())


def test_a_file_for_a_locked_period_or_sent_form_changes_nothing(world: World) -> None:
    content = file_of(world, change=fill(F6=5))
    accepted(world)
    with pytest.raises(StepRefused):
        take(world, content)
    services.lock_period(actor=world.steering, period=MONTH, reason="Báo cáo tháng đã phát hành", now=at(20))
    with pytest.raises(PeriodIsLocked):
        take(world, content)
    assert stored()[MONEY] == (1200, None)


def test_nobody_reads_a_file_into_another_unit(world: World) -> None:
    content = file_of(world, change=fill(F6=5))
    with pytest.raises(SubmissionNotFound):
        take(world, content, who=world.binh)
    with pytest.raises(NotAllowed):
        take(world, content, who=world.steering)
    assert stored() == {}
