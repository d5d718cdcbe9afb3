"""A real Chromium against a real server: the fixtures of the browser tests.

The server is a process of its own with a database of its own (``serving``, filled by ``province.build``), so these
tests neither see nor leave anything in the database of the others. Without Chromium they are skipped with that reason.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from watching import Watch  # noqa: E402 (the helpers lie beside this file)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder drives a browser: a run without the marker leaves all of it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="package")
def chromium() -> str:
    """Where the system's Chromium is."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    return found


@dataclass(frozen=True, slots=True)
class Site:
    """The running server: its address, a signed-in session per role, the personal ids of made-up people, its database,
    the key that checks its log."""

    url: str
    sessions: dict[str, str]
    numbers: dict[str, str]
    database: str
    public_key: str


@pytest.fixture(scope="package")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with units, people, documents and tasks, in a process and a database of its own."""
    command = [sys.executable, str(HERE / "serving.py"), str(tmp_path_factory.mktemp("browser"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdin
        announced = process.stdout.readline()
        assert announced, "the server of the browser tests did not start; its message stands above"
        yield Site(**json.loads(announced))
        process.stdin.close()


@pytest.fixture(scope="package")
def browser(chromium: str, site: Site) -> Iterator[Browser]:
    """A browser with a profile of its own that goes away."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """``open_page(role=None, width=1280, scripts=True)``: a fresh page, signed in as ``role``, with ``page.watch``."""
    contexts = []

    def opener(role: str | None = None, width: int = 1280, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, base_url=site.url, locale="vi-VN", java_script_enabled=scripts
        )
        contexts.append(context)
        if role:
            context.add_cookies([{"name": "sessionid", "value": site.sessions[role], "url": site.url}])
        page = context.new_page()
        page.watch = Watch(page)  # type: ignore[attr-defined]
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A visitor's page."""
    return open_page()


@pytest.fixture
def signed_in_page(open_page: Callable[..., Page]) -> Callable[[str], Page]:
    """``signed_in_page("steering_officer")``."""
    return open_page
