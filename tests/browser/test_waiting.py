"""Whoever presses something in a journey waits for what comes of it: a page that arrives in pieces, a part that htmx
puts in. Otherwise the next look meets a document that is not there yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from people import Person
from playwright.sync_api import Page, Route
from watching import settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

START = b"<main><a href='/cham/'>\xc4\x90i</a><form method=post><button>G\xe1\xbb\xadi</button></form></main>"
#: Seconds between the head of the answer and its words.
LATE = 0.3


class Slow(BaseHTTPRequestHandler):
    """The start page at once; every other page begins, pauses, and is then sent."""

    def do_GET(self) -> None:
        self._answer(START if self.path == "/" else b"<main><h1>Trang sau</h1></main>", 0 if self.path == "/" else LATE)

    def do_POST(self) -> None:
        self._answer(b"<main><h1>Trang sau</h1></main>", LATE)

    def _answer(self, words: bytes, pause: float) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html>")
        self.wfile.flush()
        time.sleep(pause)
        self.wfile.write(b"<html lang=vi>" + words)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output readable."""


@pytest.fixture
def slow_site() -> Iterator[str]:
    """Address of a server whose pages arrive in pieces."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("act", [lambda one: one.presses("Đi"), lambda one: one.sends("Gửi")], ids=["link", "form"])
def test_the_next_page_is_there_when_a_press_returns(
    act: Callable[[Person], None], slow_site: str, open_page: Callable[..., Page]
) -> None:
    person = Person(open_page(), database="")
    person.opens(slow_site)
    act(person)
    assert person.page.evaluate("() => document.documentElement.lang") == "vi"
    assert person.main.get_by_role("heading").all_inner_texts() == ["Trang sau"]


def test_a_part_that_htmx_puts_in_is_waited_for(page: Page) -> None:
    page.goto("/giao-dien/")
    page.evaluate(
        """() => {
          document.body.classList.add("htmx-request");
          setTimeout(() => { document.body.classList.remove("htmx-request"); document.title = "Đã xong"; }, 300);
        }"""
    )
    settle(page)
    assert page.title() == "Đã xong"


def test_what_fades_in_is_waited_for_and_what_moves_for_ever_is_not(page: Page) -> None:
    page.goto("/giao-dien/")
    page.evaluate(
        """() => {
          const main = document.querySelector("main");
          main.animate([{opacity: 1}, {opacity: 0.9}], {duration: 100, iterations: Infinity});
          main.animate([{opacity: 0}, {opacity: 1}], 300).finished.then(() => { document.title = "Đã hiện"; });
        }"""
    )
    settle(page)
    assert page.title() == "Đã hiện"


def test_letters_that_come_late_are_waited_for(page: Page) -> None:
    def late(route: Route) -> None:
        time.sleep(LATE)
        route.continue_()

    page.route("**/*.woff2", late)
    page.goto("/giao-dien/", wait_until="commit")
    settle(page)
    assert page.evaluate("() => document.fonts.status") == "loaded"
    states = page.evaluate("() => [...document.fonts].map(font => font.status)")
    assert "loaded" in states
    assert "loading" not in states
