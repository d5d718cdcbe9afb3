"""The review page in a browser: steps happen in place, both panes follow each other, keys, refusals, phones."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from watching import axe_check, sideways

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def review(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """``review(width=1280)``: the document still under review with the most tasks, opened by a steering officer."""

    def opener(width: int = 1280, *, scripts: bool = True) -> Page:
        page = open_page("steering_officer", width, scripts=scripts)
        page.goto("/van-ban/")
        rows = page.locator("tbody tr").filter(has_text="Đang rà soát").filter(has_text="ke_hoach.docx")
        rows = rows if rows.count() else page.locator("tbody tr").filter(has_text="Đang rà soát")
        counts = [int(row.locator("td").nth(2).inner_text()) for row in rows.all()]
        page.goto(rows.nth(counts.index(max(counts))).locator("a").first.get_attribute("href") + "?xem=nhiem-vu")
        return page

    return opener


def test_the_keys_walk_drop_and_open_tasks_and_leave_typing_alone(review: Callable[..., Page]) -> None:
    page = review()
    items = page.locator(".task-item")
    kept = int(page.locator("#review-actions .button--primary").inner_text().split()[1])
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(f"#{items.nth(1).get_attribute('id')}")
    expect(second).to_have_class("task-item is-current")
    expect(page.locator(".review__source .is-linked")).to_have_count(1)
    page.keyboard.press("x")
    expect(second).to_contain_text("Đã bỏ")
    expect(page.locator("#review-actions")).to_contain_text(f"Giao {kept - 1} nhiệm vụ")
    expect(second.locator(".task-card")).to_be_focused()
    second.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("#review-actions")).to_contain_text(f"Giao {kept} nhiệm vụ")
    # Focus comes when the new card has settled; a key before that opens the plain page instead.
    expect(second.locator(".task-card")).to_be_focused()
    page.keyboard.press("e")
    text = second.locator("textarea[name=text]")
    expect(text).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("jkxe")
    expect(text).to_have_value(re.compile("jkxe"))
    expect(items.filter(has_text="Đã bỏ")).to_have_count(0)
    second.get_by_role("link", name="Hủy").click()
    expect(second.locator("textarea")).to_have_count(0)
    page.get_by_label("Dùng phím tắt").uncheck()
    page.keyboard.press("x")
    expect(items.filter(has_text="Đã bỏ")).to_have_count(0)
    assert page.watch.take() == []  # type: ignore[attr-defined]


def test_a_refusal_stands_in_the_card(review: Callable[..., Page]) -> None:
    page = review()
    last = page.locator(f"#{page.locator('.task-item').last.get_attribute('id')}")
    last.get_by_role("button", name="Gộp với việc sau").click()
    expect(last.get_by_role("alert")).to_contain_text("nhiệm vụ cuối cùng")
    last.get_by_role("link", name="Sửa").click()
    last.locator("textarea[name=text]").fill(" ")
    last.get_by_role("button", name="Lưu nhiệm vụ").click()
    expect(last.locator(".error-summary")).to_contain_text("không được để trống")


def test_a_line_leads_to_the_text_and_a_mark_back_to_its_task(review: Callable[..., Page]) -> None:
    page = review()
    item = page.locator(".task-item").nth(5)
    item.locator("a.link-line").first.click()
    passage = page.locator(".review__source .is-linked")
    expect(passage).to_be_in_viewport()
    passage.locator(".mark--task").first.click()
    expect(item.locator(".task-card")).to_be_focused()
    expect(item.locator(".task-card")).to_be_in_viewport()


def test_a_lost_connection_is_told_in_the_card(review: Callable[..., Page]) -> None:
    page = review()
    item = page.locator(f"#{page.locator('.task-item').nth(1).get_attribute('id')}")
    page.context.set_offline(True)
    item.get_by_role("button", name="Bỏ").click()
    expect(item.get_by_role("alert")).to_contain_text("Không kết nối được máy chủ")
    page.context.set_offline(False)


@pytest.mark.parametrize("width", [1280, 360])
def test_an_open_form_is_accessible_and_fits(review: Callable[..., Page], width: int) -> None:
    page = review(width)
    for summary in page.locator(".review__state summary").all():
        summary.click()
    page.locator(".task-item").nth(1).get_by_role("link", name="Sửa").click()
    expect(page.locator(".is-editing textarea").first).to_be_visible()
    assert axe_check(page) + sideways(page) == []


def test_without_scripts_a_task_is_dropped_and_taken_back(review: Callable[..., Page]) -> None:
    page = review(scripts=False)
    item = page.locator(f"#{page.locator('.task-item').nth(1).get_attribute('id')}")
    item.get_by_role("button", name="Bỏ").click()
    expect(item).to_contain_text("Đã bỏ")
    item.get_by_role("button", name="Lấy lại").click()
    expect(item).not_to_contain_text("Đã bỏ")
