"""Every page each role can reach: accessible, fits a phone, breaks no policy, light.

Each role is work of its own for the workers of a parallel run; a page that several roles reach is looked at by one.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from crawling import UNLINKED, Examined, pages
from django.urls import resolve
from playwright.sync_api import Page
from watching import NARROW_RULES, PAGE_WEIGHT, axe_check, sideways, structure

from dean06.kernel.accounts.permissions import ROLES

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("browser")]

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Examined:
    """Views already looked at with a role, in whichever process of this run."""
    base = tmp_path_factory.getbasetemp()
    return Examined((base if worker_id == "master" else base.parent) / "examined-pages")


@pytest.mark.parametrize("role", [None, *ROLES])
def test_pages_of(role: str | None, open_page: Callable[..., Page], examined: Examined) -> None:
    page = open_page(role)
    problems: list[str] = []
    for visit in pages(page, examined):
        found = page.watch.take()  # type: ignore[attr-defined]
        if visit.status >= 400 and visit.path not in UNLINKED:
            found.append(f"a link leads here and it answers {visit.status}")
        if examined.add(visit.key):
            found += structure(page) + axe_check(page)
            page.set_viewport_size(PHONE)
            found += sideways(page) + axe_check(page, *NARROW_RULES)
            page.set_viewport_size(DESK)
        problems += [f"{visit.path}: {problem}" for problem in dict.fromkeys(found)]
    if problems:
        # Nothing but a line for each: the page, and what is wrong with it.
        pytest.fail("\n".join(problems), pytrace=False)
    assert any(examined.folder.iterdir())


@pytest.mark.parametrize("path", ["/", "/giao-dien/", "/tai-khoan/dang-nhap/"])
def test_a_first_visit_is_light(path: str, page: Page) -> None:
    page.goto(path, wait_until="networkidle")
    assert page.watch.bytes < PAGE_WEIGHT  # type: ignore[attr-defined]


def test_navigation_leads_to_pages_that_answer(open_page: Callable[..., Page]) -> None:
    for role in ROLES:
        page = open_page(role)
        page.goto("/tro-giup/")
        links = page.eval_on_selector_all(".nav-list a", "all => all.map(a => a.getAttribute('href'))")
        for link in dict.fromkeys(links):
            answer = page.request.get(link)
            assert answer.status == 200, f"{role}: {link} answers {answer.status} ({resolve(link).view_name})"
