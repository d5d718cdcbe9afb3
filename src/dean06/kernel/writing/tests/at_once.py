"""The same thing at the same moment, on both databases: for the tests of every app.

@pytest.fixture
def offices(transactional_db, tmp_path):
    yield from at_once.offices(tmp_path)
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

Offices = Callable[[list[Callable[[], Any]]], list[Any]]


def offices(folder: Path) -> Iterator[Offices]:
    """Runs functions at the same moment, each in a thread with its own connection; gives what they return or raise.

    SQLite in memory has one connection only, so its threads work on a copy in a file, as an installation does; what
    they did is looked at by another function given to ``offices``.
    """
    settings_dict = connection.settings_dict
    name = settings_dict["NAME"]
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "copy.sqlite3")
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.close()
        settings_dict["NAME"] = str(folder / "copy.sqlite3")
    yield together
    settings_dict["NAME"] = name


def together(functions: list[Callable[[], Any]]) -> list[Any]:
    """See ``offices``."""
    start, outcomes = threading.Barrier(len(functions)), [None] * len(functions)

    def office(index: int) -> None:
        start.wait(timeout=30)
        try:
            outcomes[index] = functions[index]()
        except Exception as error:
            outcomes[index] = error
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=office, args=(index,)) for index in range(len(functions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes
