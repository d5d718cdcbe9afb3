"""Publishing packs: dated, hashed, never changed."""

from __future__ import annotations

import datetime as dt

import pytest

from dean06.procedures.catalogue import queries
from dean06.procedures.catalogue.tests.factories import pack_files, publish

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
NOW = dt.datetime(2026, 6, 1, 2, 0, tzinfo=dt.UTC)


def test_a_published_pack_is_found_on_the_days_it_is_in_force() -> None:
    [published] = publish(BIRTH)
    assert queries.pack_in_force(BIRTH, dt.date(2025, 12, 31)) is None
    found = queries.pack_in_force(BIRTH, dt.date(2026, 1, 1))
    assert found is not None and found.version_id == published.version_id
    assert found.files == pack_files(BIRTH)
    assert queries.packs_in_force(dt.date(2030, 1, 1)) == [found]
    assert queries.pack(published.version_id) is found
