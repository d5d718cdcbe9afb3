"""The appendices of the monthly report list every service of Decisions 06 and 422 once, in the decisions' order."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from dean06.procedures.catalogue.queries import read_packs
from dean06.procedures.catalogue.tests.factories import publish_files
from dean06.procedures.figures import appendices
from dean06.procedures.figures.models import CaseFact
from dean06.procedures.figures.types import Period

MONTH = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
LISTED = [files for files in read_packs(settings.PACKS_DIR) if files.meta.listings]
#: Departments of Phụ lục III as they are called since 3/2025: numbers of the services under each heading.
DEPARTMENTS = {
    "Sở Nội vụ": [1, 2],
    "Sở Tài chính": [3, 4],
    "Sở Y tế": [5],
    "Sở Nông nghiệp và Môi trường": [6, 7, 8, 9],
    "Sở Tư pháp": [10],
}


@pytest.mark.parametrize(("decision", "how_many"), [("QD06", 25), ("QD422", 10)])
def test_every_service_of_a_decision_has_one_pack(decision: str, how_many: int) -> None:
    numbers = [one.number for files in LISTED for one in files.meta.listings if one.list == decision]
    assert sorted(numbers) == list(range(1, how_many + 1))


@pytest.mark.django_db
def test_the_appendices_show_every_service_in_order() -> None:
    for files in LISTED:
        publish_files(files)
    second = appendices.appendix("II", MONTH, CaseFact.objects.all())
    third = appendices.appendix("III", MONTH, CaseFact.objects.all())
    assert [row.number for row in second] == list(range(1, 26))
    assert [row.number for row in third] == list(range(1, 11))
    headings: dict[str, list[int]] = {}
    for row in third:
        headings.setdefault(row.group, []).append(row.number)
    assert headings == DEPARTMENTS
    assert [row.number for row in third if row.connected] == [1, 6]
    assert all(row.connected and not row.group for row in second)


@pytest.mark.django_db
def test_a_service_not_run_electronically_shows_no_figures_until_a_dossier_comes() -> None:
    for files in LISTED:
        publish_files(files)
    rows = {row.number: row for row in appendices.appendix("III", MONTH, CaseFact.objects.all())}
    assert rows[1].total == 0
    assert rows[7].total is None and rows[7].online is None
