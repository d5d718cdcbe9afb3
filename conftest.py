"""Shared by every test: what runs on the second database, in which order workers take the files, and where the real
documents lie, if anywhere."""

from __future__ import annotations

import gc
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import pytest

# A busy machine is no defect: examples are bounded in number, not in milliseconds.
hypothesis.settings.register_profile("dean06", deadline=None)
hypothesis.settings.load_profile("dean06")

#: Folders whose tests share a fixture that takes long: one worker takes all their files, one after the other.
TOGETHER = ("src/dean06/kernel/units/tests", "src/dean06/steering/documents/tests")
#: Files whose tests take long each and know nothing of each other: every test may go to another worker.
APART = ("tests/browser/test_every_page.py", "tests/contracts/test_conformance.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only tests that touch a database (for the run on PostgreSQL)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _slow_files_first(items)
    if not config.getoption("--database-only"):
        return
    keep, drop = [], []
    for item in items:
        touches = item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(
            getattr(item, "fixturenames", ())
        )
        of_data = item.get_closest_marker("of_data") is not None
        (keep if not of_data and (touches or _is_database_test_case(item)) else drop).append(item)
    config.hook.pytest_deselected(items=drop)
    items[:] = keep


def _is_database_test_case(item: pytest.Item) -> bool:
    from django.test import TransactionTestCase

    owner = getattr(item, "cls", None)
    return owner is not None and issubclass(owner, TransactionTestCase)


def _slow_files_first(items: list[pytest.Item]) -> None:
    """Files that take long begin early, so that all workers end together; the order within a file stays."""
    tests = Counter(_work_of(item.nodeid) for item in items)
    slow = {_work_of(item.nodeid) for item in items if item.get_closest_marker("slow")}
    first = {work: place for place, work in enumerate(dict.fromkeys(_work_of(item.nodeid) for item in items))}

    def place(item: pytest.Item) -> tuple[int, int, int]:
        work = _work_of(item.nodeid)
        single = "::" in work
        # Single tests that are quick come last: with them the workers can end together.
        turn = (0 if single else 1) if work in slow else (3 if single else 2)
        return turn, -tests[work], first[work]

    items.sort(key=place)


def _work_of(nodeid: str) -> str:
    """What one worker takes as a whole: a file, or see ``TOGETHER`` and ``APART``."""
    file = nodeid.split("::", 1)[0]
    if file in APART:
        return nodeid
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    """``scripts/test.sh`` repeats at its very end what failed: a log that was cut short begins there to be read."""
    file = os.environ.get("DEAN06_TEST_FAILURES")
    if not file or "PYTEST_XDIST_WORKER" in os.environ:
        return
    with Path(file).open("a", encoding="utf-8") as told:
        for report in [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]:
            crash = getattr(report.longrepr, "reprcrash", None)
            words = (crash.message if crash else str(report.longrepr)).splitlines()
            told.write("\n".join([report.nodeid, *(f"    {line[:300]}" for line in words[:20])]) + "\n")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """For ``--dist loadfile`` with ``--no-loadscope-reorder``: files as ``_work_of`` and ``_slow_files_first`` say."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _work_of(nodeid)

    return Scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def _rare_collections() -> None:
    """Looking for cycles among the millions of objects of a whole application after every few hundred new ones takes a
    good part of a test's time."""
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The test database begins as a copy of one that is migrated already, where ``scripts/test.sh`` has made one; what
    the migrations of the working tree add is applied on top."""
    from django.db import connection

    migrated = os.environ.get("DEAN06_TEST_MIGRATED", "")
    if not migrated:
        yield
    elif connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated
        yield
    else:
        name = connection.settings_dict["TEST"]["NAME"] = "file:dean06-tests?mode=memory&cache=shared"
        # A database in memory lives as long as somebody is connected to it.
        with closing(sqlite3.connect(name, uri=True)) as kept, closing(sqlite3.connect(migrated)) as template:
            template.backup(kept)
            yield


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The folder of real documents beside the repository; the test is skipped where it is absent."""
    folder = Path(os.environ.get("DEAN06_SHARED", Path(__file__).parent.parent / "shared")) / "documents"
    if not folder.is_dir():
        pytest.skip("no real documents beside the repository")
    return folder
