"""The people of a journey: what they see, press and fill in, and what must be refused to them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import APIResponse, Locator, Page
from watching import settle

#: Answers that refuse: not signed in (a redirect is followed to the sign-in page), no right, not there, not now.
REFUSALS = (403, 404, 405, 409, 422)
#: Tables that hold what people did. Sessions and reads of the log change whenever somebody looks.
KEPT = (
    *("assignments_", "documents_", "files_", "accounts_", "notifications_", "events_outboxevent", "dashboards_"),
    *("population_person", "population_changeproposal", "datasets_", "cleaning_", "review_", "worklists_"),
    *("collection_", "indicators_value", "reports_"),
)


class Person:
    """Somebody signed in, with one window."""

    def __init__(self, page: Page, database: str) -> None:
        self.page = page
        self.database = database
        self.main = page.get_by_role("main")
        # Signing, writing a PDF and a busy machine take seconds; what must be quick is measured elsewhere.
        page.set_default_timeout(30_000)

    def opens(self, path: str) -> None:
        """Go to ``path``, which must answer."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"

    def control(self, name: str, within: Locator | None = None) -> Locator:
        """The first link or button with ``name`` in it: pages may offer the same act as either."""
        scope = within or self.main
        return scope.get_by_role("link", name=name).or_(scope.get_by_role("button", name=name)).first

    def clicks(self, what: Locator) -> None:
        """Click, and wait for the page or the part of it that comes of it."""
        what.click()
        settle(self.page)

    def presses(self, name: str, within: Locator | None = None) -> None:
        """Press a link or button."""
        self.clicks(self.control(name, within))

    def sends(self, name: str) -> None:
        """Press the button with exactly this name in a form."""
        self.clicks(self.main.locator("form").get_by_role("button", name=name, exact=True).first)

    def goes_by_menu_to(self, name: str) -> None:
        """Follow an entry of the main navigation."""
        menu = self.page.get_by_role("navigation", name="Danh mục chính")
        self.clicks(menu.get_by_role("link", name=name, exact=True))

    def fills(self, **fields: str) -> None:
        """Fill fields by a part of their label, written with underscores for blanks."""
        for label, value in fields.items():
            self.main.get_by_label(label.replace("_", " ")).fill(value)

    def attaches(self, label: str, name: str, content: bytes, kind: str = "application/octet-stream") -> None:
        """Choose a file."""
        self.main.get_by_label(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})

    def sees(self, *texts: str) -> None:
        """All ``texts`` stand on the page."""
        for text in texts:
            self.main.get_by_text(text).filter(visible=True).first.wait_for()

    def is_refused(self, path: str, *, sending: Mapping[str, Any] | None = None, why: int | None = None) -> None:
        """Opening ``path`` (or ``sending`` a form to it, past the page) is refused and changes nothing."""
        with nothing_changed(self.database):
            answer = self.page.request.get(path, max_redirects=0) if sending is None else self._send(path, sending)
        allowed = (why,) if why else REFUSALS
        assert answer.status in allowed, f"{path} answers {answer.status}, expected one of {allowed}"
        assert "CSRF" not in answer.text(), "refused for want of a token, not of a right"

    def repeats(self, path: str, sending: Mapping[str, Any]) -> None:
        """Sending a form again that was already carried out does nothing more."""
        with nothing_changed(self.database):
            assert self._send(path, sending).status < 500

    def prints(self, name: str) -> bytes:
        """The paper that a button opens in another window."""
        form = self.main.locator("form[target=_blank]").filter(has_text=name).first
        answer = self.page.request.post(form.get_attribute("action") or "", multipart={"-": ""}, headers=self._token())
        assert answer.ok, f"{name} answers {answer.status}"
        return answer.body()

    def _send(self, path: str, sending: Mapping[str, Any]) -> APIResponse:
        return self.page.request.post(
            path, multipart=dict(sending) or {"-": ""}, headers=self._token(), max_redirects=0
        )

    def _token(self) -> dict[str, str]:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        assert "csrftoken" in cookies, "open a page with a form first"
        return {"X-CSRFToken": cookies["csrftoken"]}


@contextmanager
def nothing_changed(database: str) -> Iterator[None]:
    """Everything people did is after the block exactly what it was before."""
    before = _kept(database)
    yield
    after = _kept(database)
    changed = [table for table, content in after.items() if before[table] != content]
    assert not changed, f"changed although refused: {', '.join(changed)}"


def audit_count(database: str) -> int:
    """How many rows the log holds."""
    return _reader(database).execute("SELECT count(*) FROM audit_auditrow").fetchone()[0]


#: The last reading of each database with the version that it was read at.
_readings: dict[str, tuple[int, dict[str, str]]] = {}


def _kept(database: str) -> dict[str, str]:
    """A checksum of each table of ``KEPT``; read again only when somebody wrote to the database since."""
    reader = _reader(database)
    version = reader.execute("PRAGMA data_version").fetchone()[0]
    if database not in _readings or _readings[database][0] != version:
        names = [name for (name,) in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        _readings[database] = version, {name: _checksum(reader, name) for name in names if name.startswith(KEPT)}
    return _readings[database][1]


def _checksum(reader: sqlite3.Connection, table: str) -> str:
    return hashlib.sha256(repr(reader.execute(f"SELECT * FROM {table}").fetchall()).encode()).hexdigest()


@cache
def _reader(database: str) -> sqlite3.Connection:
    """One connection for the whole run: the version that SQLite tells is that of a connection."""
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
