"""The rows of Phụ lục II and III, read once a report."""

from __future__ import annotations

from dean06.procedures.figures import queries as dossiers
from dean06.procedures.figures.types import AppendixRow
from dean06.steering.reports.rendering.facts import Facts


def services(facts: Facts, number: str) -> list[AppendixRow]:
    """The services of appendix ``"II"`` or ``"III"`` with the dossiers of the report's agency."""
    kept = facts.services
    if number not in kept:
        kept[number] = dossiers.appendix_rows(facts.system, number, facts.days, facts.agency)
    return kept[number]
