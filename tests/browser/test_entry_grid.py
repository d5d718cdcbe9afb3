"""The entry grid in a real browser: typing, keys, a block from Excel, a dropped connection, a newer figure."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Site
from playwright.sync_api import Locator, Page, expect
from watching import NARROW_RULES, axe_check, sideways, structure

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(400), pytest.mark.xdist_group("browser")]

HERE = Path(__file__).parent
UNIT = "so-y-te"
#: Saving waits until nothing was typed for a moment; a busy machine adds to it.
PATIENCE = 15_000


@pytest.fixture(scope="package")
def month(site: Site) -> str:
    """Code of the month that is being collected, with its form in the database of the server."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{site.database}"}
    done = subprocess.run(
        [sys.executable, str(HERE / "figures_form.py")], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


class Grid:
    """The grid in somebody's window."""

    def __init__(self, page: Page, month: str) -> None:
        self.page = page
        page.goto(f"/so-lieu/{month}/{UNIT}/nhap/")
        self.status = page.locator("[data-entry-status]")

    def row(self, key: str) -> Locator:
        return self.page.locator(f'tr[data-row="{key}"]')

    def field(self, key: str, column: str = "n") -> Locator:
        return self.row(key).locator(f'[data-col="{column}"]')

    def says(self, key: str) -> Locator:
        return self.row(key).locator("[data-says]")

    def is_saved(self) -> None:
        expect(self.status).to_contain_text("Đã lưu", timeout=PATIENCE)

    def pastes(self, key: str, text: str, column: str = "n") -> None:
        self.field(key, column).focus()
        self.field(key, column).evaluate(
            """(input, text) => {
              const data = new DataTransfer();
              data.setData('text/plain', text);
              input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
            }""",
            text,
        )

    def again(self) -> None:
        self.page.reload()


@pytest.fixture
def open_grid(open_page: Callable[..., Page], month: str) -> Callable[..., Grid]:
    """``open_grid("agency_officer")``: a fresh window on the grid."""
    return lambda role="agency_officer", **how: Grid(open_page(role, **how), month)


def test_what_is_typed_is_saved_by_itself_and_stays(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid()
    grid.field("TYLE-01").fill("1.234")
    grid.field("TYLE-01", "d").fill("2000")
    grid.field("DEM-01").fill("7")
    grid.is_saved()
    expect(grid.row("TYLE-01").locator("[data-rate-text]")).to_have_text("61,7%")
    grid.again()
    expect(grid.field("TYLE-01")).to_have_value("1.234")
    expect(grid.field("TYLE-01", "d")).to_have_value("2.000")
    expect(grid.field("DEM-01")).to_have_value("7")
    assert not grid.page.watch.take()  # type: ignore[attr-defined]


def test_wrong_figures_are_told_while_typing_and_never_saved(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid()
    grid.field("TYLE-02").fill("50")
    grid.field("TYLE-02", "d").fill("40")
    expect(grid.says("TYLE-02")).to_contain_text("Tử số 50 lớn hơn mẫu số 40")
    expect(grid.field("TYLE-02")).to_have_attribute("aria-invalid", "true")
    grid.field("LUYKE-01").fill("450")
    expect(grid.says("LUYKE-01")).to_contain_text("Số lũy kế giảm từ 500 xuống 450")
    expect(grid.status).to_contain_text("1 dòng chưa lưu được", timeout=PATIENCE)
    grid.field("TYLE-02").fill("30")
    grid.is_saved()
    expect(grid.field("TYLE-02")).not_to_have_attribute("aria-invalid", "true")


def test_half_a_pair_is_not_scolded_while_one_is_still_typing(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid()
    grid.field("TYLE-03").fill("5")
    grid.page.wait_for_timeout(1500)
    expect(grid.says("TYLE-03")).to_be_empty()
    grid.field("DEM-02").focus()
    expect(grid.says("TYLE-03")).to_contain_text("thiếu mẫu số", timeout=PATIENCE)
    grid.field("TYLE-03", "d").fill("10")
    grid.is_saved()


def test_keys_lead_through_the_grid(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid()
    keys = grid.page.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    rates = [key for key in keys if key.startswith("TYLE")]
    press = grid.page.keyboard.press
    grid.field(keys[0]).focus()
    press("Enter")
    expect(grid.field(keys[1])).to_be_focused()
    press("ArrowDown")
    expect(grid.field(keys[2])).to_be_focused()
    press("Shift+Enter")
    press("ArrowUp")
    expect(grid.field(keys[0])).to_be_focused()
    press("ArrowRight")
    expect(grid.field(keys[0], "d")).to_be_focused()
    press("ArrowLeft")
    expect(grid.field(keys[0])).to_be_focused()
    press("Tab")
    press("Tab")
    expect(grid.field(keys[0], "k")).to_be_focused()
    # Rows without a denominator are passed over.
    grid.field(rates[-1], "d").focus()
    press("Enter")
    expect(grid.field(rates[-1], "d")).to_be_focused()
    # "Không phát sinh" by the space bar, saved as 0 of 0.
    grid.field("TYLE-08", "k").focus()
    press("Space")
    expect(grid.field("TYLE-08")).not_to_be_editable()
    grid.is_saved()
    grid.again()
    expect(grid.field("TYLE-08", "k")).to_be_checked()


def test_a_block_from_excel_fills_rows_and_columns(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid()
    keys = grid.page.locator("tr[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)")
    start = keys.index("TYLE-06")
    rows = [key for key in keys[start : start + 2] if key.startswith("TYLE")]
    grid.pastes(rows[0], '11\t20\t"ghi chú\ncó ""nháy"""\r\n' + ("1.200\t2.400\t\r\n" if len(rows) > 1 else ""))
    grid.is_saved()
    grid.again()
    expect(grid.field(rows[0])).to_have_value("11")
    expect(grid.field(rows[0], "c")).to_have_value('ghi chú có "nháy"')
    if len(rows) > 1:
        expect(grid.field(rows[1], "d")).to_have_value("2.400")
    # With the code in the first column each row finds its indicator, wherever one pastes.
    grid.pastes("TYLE-01", "DEM-02\t88\nDEM-03\t99\n")
    grid.is_saved()
    grid.again()
    expect(grid.field("DEM-02")).to_have_value("88")
    expect(grid.field("DEM-03")).to_have_value("99")


def test_a_dropped_connection_loses_nothing(open_grid: Callable[..., Grid], month: str) -> None:
    grid = open_grid()
    context = grid.page.context
    context.set_offline(True)
    grid.field("TYLE-04").fill("21")
    grid.field("TYLE-04", "d").fill("30")
    grid.field("DEM-01").fill("77")
    grid.field("DEM-02").focus()
    expect(grid.status).to_contain_text("Mất kết nối", timeout=PATIENCE)
    context.set_offline(False)
    grid.is_saved()
    grid.again()
    expect(grid.field("TYLE-04")).to_have_value("21")
    expect(grid.field("DEM-01")).to_have_value("77")

    # The window is closed while there is no connection: the next one brings the figures back and saves them.
    context.set_offline(True)
    grid.field("DEM-01").fill("78")
    grid.field("DEM-02").focus()
    expect(grid.status).to_contain_text("Mất kết nối", timeout=PATIENCE)
    grid.page.close()
    context.set_offline(False)
    later = Grid(context.new_page(), month)
    later.is_saved()
    later.again()
    expect(later.field("DEM-01")).to_have_value("78")
    assert later.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('dean06:so-lieu')).length") == 0


def test_a_colleagues_newer_figure_is_shown_and_one_chooses(open_grid: Callable[..., Grid]) -> None:
    officer, head = open_grid(), open_grid("agency_head")
    for key, value in (("DEM-02", "5"), ("DEM-03", "6")):
        head.field(key).fill(value)
    head.is_saved()
    for key, value in (("DEM-02", "50"), ("DEM-03", "60")):
        officer.field(key).fill(value)
        officer.field("TYLE-05").focus()
        expect(officer.says(key)).to_contain_text("Thủ trưởng cơ quan Mẫu đã lưu", timeout=PATIENCE)
        expect(officer.says(key)).to_contain_text(f"Bạn nhập {value}")
    officer.says("DEM-02").get_by_role("button", name="Lấy số của đồng nghiệp").click()
    expect(officer.field("DEM-02")).to_have_value("5")
    officer.says("DEM-03").get_by_role("button", name="Giữ số tôi nhập").click()
    officer.is_saved()
    head.again()
    expect(head.field("DEM-02")).to_have_value("5")
    expect(head.field("DEM-03")).to_have_value("60")


def test_a_session_that_ended_keeps_what_was_typed(open_grid: Callable[..., Grid], site: Site) -> None:
    grid = open_grid()
    context = grid.page.context
    context.clear_cookies(name="sessionid")
    grid.field("DEM-01").fill("79")
    grid.field("DEM-02").focus()
    expect(grid.status).to_contain_text("Phiên làm việc đã hết", timeout=PATIENCE)
    context.add_cookies([{"name": "sessionid", "value": site.sessions["agency_officer"], "url": site.url}])
    grid.again()
    grid.is_saved()
    expect(grid.field("DEM-01")).to_have_value("79")


def test_without_scripts_the_page_is_a_plain_form(open_grid: Callable[..., Grid]) -> None:
    grid = open_grid(scripts=False)
    grid.field("TYLE-07").fill("3")
    grid.field("TYLE-07", "d").fill("4")
    grid.page.get_by_role("button", name="Lưu", exact=True).click()
    expect(grid.page.get_by_role("main")).to_contain_text("Đã lưu 1 dòng")
    expect(grid.field("TYLE-07", "d")).to_have_value("4")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_grid_and_the_pages_around_it_are_for_everybody(
    open_page: Callable[..., Page], month: str, width: int
) -> None:
    pages = {
        "agency_head": ("/so-lieu/", f"/so-lieu/{month}/{UNIT}/nhap/", f"/so-lieu/{month}/{UNIT}/gui/"),
        "steering_officer": (
            f"/so-lieu/tong-hop/{month}/",
            f"/so-lieu/tong-hop/{month}/cham/",
            f"/so-lieu/tong-hop/{month}/khoa/",
            f"/so-lieu/{month}/{UNIT}/",
            f"/so-lieu/{month}/{UNIT}/mien/",
        ),
    }
    problems = []
    for role, paths in pages.items():
        page = open_page(role, width)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.ok, f"{path} answers {answer.status}"
            found = sideways(page) + page.watch.take()  # type: ignore[attr-defined]
            found += axe_check(page) + structure(page) if width > 400 else axe_check(page, *NARROW_RULES)
            problems += [f"{path}: {problem}" for problem in found]
    assert not problems, "\n".join(problems)
