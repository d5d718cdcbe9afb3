"""Shared by every test: what runs on the second database, and where the real documents lie, if anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

# A busy machine is no defect: examples are bounded in number, not in milliseconds.
hypothesis.settings.register_profile("dean06", deadline=None)
hypothesis.settings.load_profile("dean06")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only tests that touch a database (for the run on PostgreSQL)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
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


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The folder of real documents beside the repository; the test is skipped where it is absent."""
    folder = Path(os.environ.get("DEAN06_SHARED", Path(__file__).parent.parent / "shared")) / "documents"
    if not folder.is_dir():
        pytest.skip("no real documents beside the repository")
    return folder
