"""Without a mouse, without scripts, on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOCUSED = "() => { const e = document.activeElement; return (e.textContent || e.name || '').trim().slice(0, 60); }"
OUTLINE = "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; }"


def tab_stops(page: Page, count: int) -> list[str]:
    """What is focused after each press of Tab; each stop must be visible as such."""
    stops = []
    for _ in range(count):
        page.keyboard.press("Tab")
        style, width = page.evaluate(OUTLINE)
        assert style != "none", f"no focus mark on {page.evaluate(FOCUSED)!r}"
        assert float(width.removesuffix("px")) >= 2, f"faint focus mark on {page.evaluate(FOCUSED)!r}"
        stops.append(page.evaluate(FOCUSED))
    return stops


def test_the_first_stop_leads_past_the_frame(page: Page) -> None:
    page.goto("/tro-giup/")
    assert tab_stops(page, 1) == ["Đến nội dung chính"]
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "noi-dung"


def test_sign_in_is_reached_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    assert "Đăng nhập" in tab_stops(page, 6)


def test_a_slash_goes_to_the_search_field_and_a_question_mark_to_help(
    signed_in_page: Callable[[str], Page],
) -> None:
    page = signed_in_page("steering_officer")
    page.goto("/giao-dien/")
    page.keyboard.press("/")
    expect(page.locator("#tim-don-vi")).to_be_focused()
    page.keyboard.type("?")
    expect(page.locator("#tim-don-vi")).to_have_value("?")
    page.locator("#tim-don-vi").blur()
    page.keyboard.press("?")
    expect(page).to_have_url(re.compile("/tro-giup/$"))


def test_the_account_menu_closes_with_escape(signed_in_page: Callable[[str], Page]) -> None:
    page = signed_in_page("steering_officer")
    page.goto("/tro-giup/")
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_a_unit_is_picked_with_arrow_and_enter(page: Page) -> None:
    page.goto("/giao-dien/#search_picker")
    field = page.locator("#chon-chu_tri")
    field.fill("sở")
    options = page.locator("[data-component=search_picker] [role=option]")
    expect(options).to_have_count(3)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("Sở Nội vụ")
    expect(page.locator("input[name=chu_tri]")).to_have_value("so-noi-vu")
    field.fill("Sở Nội")
    expect(page.locator("input[name=chu_tri]")).to_have_value("")


def test_several_units_are_picked_as_boxes(page: Page) -> None:
    page.goto("/giao-dien/#form")
    picker = page.locator("[data-picker][data-name=phoi_hop]")
    expect(picker.get_by_role("checkbox")).to_have_count(1)
    picker.get_by_role("combobox").fill("công an")
    picker.locator("[role=option]").first.click()
    expect(picker.get_by_role("checkbox")).to_have_count(2)
    assert picker.get_by_role("checkbox").nth(1).get_attribute("value") == "cong-an-tinh"


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto("/giao-dien/?ho_ten=&han=31/2/2026")
    form = page.locator("#form form")
    form.locator(".error-summary a").first.click()
    expect(form.locator("#id_ho_ten")).to_be_focused()


def test_a_dropped_file_is_named(page: Page) -> None:
    page.goto("/giao-dien/#file_drop")
    page.set_input_files("#tep-van_ban", {"name": "ke hoach.txt", "mimeType": "text/plain", "buffer": b"abc"})
    expect(page.locator("[data-component=file_drop] .file-drop__chosen")).to_have_text("ke hoach.txt")


def test_pages_work_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("steering_officer", scripts=False)
    page.goto("/giao-dien/")
    expect(page.locator("[data-component=copy_button] button")).to_be_hidden()
    page.locator("details.menu summary").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.goto("/tro-giup/")
    expect(page.locator("h1")).to_have_text("Trợ giúp")


def test_the_navigation_folds_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("steering_officer", width=360)
    page.goto("/tro-giup/")
    links = page.get_by_role("navigation", name="Danh mục chính").get_by_role("link")
    expect(links).to_have_count(0)
    page.locator(".side-menu summary").click()
    expect(links.first).to_be_visible()


def test_paper_shows_the_content_and_not_the_frame(signed_in_page: Callable[[str], Page]) -> None:
    page = signed_in_page("steering_officer")
    page.goto("/tro-giup/")
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    dark = sum(picture.histogram()[:128])
    assert dark > 2000, "the printed page is nearly empty"
    assert len(page.pdf(format="A4")) > 5000


def test_leaving_an_unfinished_form_asks_first(page: Page) -> None:
    page.goto("/giao-dien/")
    page.locator("#id_ho_ten").fill("Nguyễn Văn Mẫu")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/tro-giup/")
    assert asked == ["beforeunload"]
