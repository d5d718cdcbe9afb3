"""Walks the site as one person: from the navigation along every link, one page per view."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

#: Where a walk starts besides the navigation.
STARTS = ("/", "/tro-giup/", "/giao-dien/")
#: Pages that no link leads to, each with a path that shows it.
UNLINKED = ("/khong-co-trang-nay/", "/giao-dien/?ho_ten=&han=31/2/2026")
#: Links that download or leave the session.
FILES = (
    ".xlsx",
    ".docx",
    ".json",
    ".yaml",
    ".csv",
    ".pdf",
    ".jsonl",
    ".zip",
    "/tai/",
    "/tai-ve/",
    "/tep/",
    "/dong-loi/xuat/",
)
NOT_PAGES = (*FILES, "/dang-xuat/", "/logout/")
#: Views that answer with a file, and lists of them.
FILE_VIEWS = ("api:", "files:", "desk:paper", "desk:preview", "desk:document_raw", "desk:captured_file", "desk:book")


@dataclass(frozen=True, slots=True)
class Visit:
    """A page as it answered. ``key`` names what stands on the screen (after a redirect, its target)."""

    key: str
    path: str
    status: int


class Examined:
    """Pages somebody has looked at or is looking at, as empty files of a folder: all processes of a run share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __contains__(self, key: str) -> bool:
        return self._file(key).exists()

    def add(self, key: str) -> bool:
        """Take this page on; false when another has."""
        try:
            self._file(key).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _file(self, key: str) -> Path:
        return self.folder / quote(key, safe="")


def pages(page: Page, examined: Examined, most: int = 80, seconds: float = 120) -> Iterator[Visit]:
    """Opens every page not yet in ``examined`` that links lead to, at most ``most`` and no new one after ``seconds``;
    ``page`` stands on each.

    The start pages are opened in any case, for the links of the navigation.
    """
    queue, known = [*STARTS, *UNLINKED], set()
    until = time.monotonic() + seconds
    while queue and len(known) < most and time.monotonic() < until:
        path = queue.pop(0)
        asked = key_of(path)
        if asked is None or asked in known or (asked in examined and path not in STARTS):
            continue
        known.add(asked)
        answer = page.goto(path)
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            parts = urlsplit(link)
            if not parts.netloc and parts.path.startswith("/") and not parts.path.endswith(NOT_PAGES):
                queue.append(parts.path)
        status = answer.status if answer else 0
        reached = asked if path in UNLINKED else key_of(urlsplit(page.url).path) or asked
        yield Visit(reached if status < 400 else f"{status}", path, status)


def key_of(path: str) -> str | None:
    """What counts as one page: the view, and which act where one view serves several. ``None``: not a page."""
    if path in UNLINKED:
        return path
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    if match.view_name.startswith(FILE_VIEWS):
        return None
    return f"{match.view_name} {match.kwargs.get('slug', '')}".strip()
