"""The made-up communes of these tests."""

from __future__ import annotations

from typing import Any

import pytest

from dean06.ecosystem.cleaning.tests import factories as cleaning
from dean06.ecosystem.worklists.models import Outcome
from dean06.ecosystem.worklists.seeds import outcome_rows
from dean06.ecosystem.worklists.tests import factories
from dean06.ecosystem.worklists.tests.factories import SEN, THO, People


@pytest.fixture
def outcomes(db: None) -> None:
    """The table of outcomes. A test with threads empties every table behind it, what the migrations wrote included."""
    Outcome.objects.bulk_create((Outcome(**row) for row in outcome_rows()), ignore_conflicts=True)


@pytest.fixture
def who(outcomes: None) -> People:
    """Communes, bodies and people are in the database."""
    cleaning.province()
    factories.bodies()
    return factories.people()


@pytest.fixture
def found(who: People) -> list[Any]:
    """Six findings of Thành Sen (records 1 to 6), two of Đức Thọ (7 and 8)."""
    version = factories.list_version()
    classes = ("SAI_HO_TEN", "THIEU_SO_DINH_DANH", "DA_CHET", "SAI_HO_TEN", "SO_9_CHU_SO", "KHONG_TIM_THAY")
    made = [factories.finding(version, n, SEN, kind) for n, kind in enumerate(classes, 1)]
    return made + [factories.finding(version, n, THO) for n in (7, 8)]
