"""PRIVATE. A report as it is shown: live while it is drafted, as it was kept from freezing on."""

from __future__ import annotations

import datetime as dt

from dean06.kernel.common.actors import Actor
from dean06.steering.indicators import queries as indicators
from dean06.steering.reports import stored
from dean06.steering.reports.models import Overtyped, Report, Section
from dean06.steering.reports.output.paper import Letter
from dean06.steering.reports.rendering import engine
from dean06.steering.reports.rendering.facts import Facts
from dean06.steering.reports.types import Part, ReportState, Shown


def facts_of(actor: Actor, report: Report, *, today: dt.date) -> Facts:
    """The figures of a report's unit and period."""
    period = indicators.period(report.period_code)
    unit = next((one for one in indicators.units(period.last) if one.id == report.unit_id), None)
    return Facts(actor, unit or indicators.province(), period, today)


def live(actor: Actor, report: Report, *, today: dt.date, facts: Facts | None = None) -> Shown:
    """The report with the figures of now, whatever was frozen."""
    sections = section_texts(report)
    return engine.render(
        facts or facts_of(actor, report, today=today),
        title=report.title,
        subtitle=report.subtitle,
        sections=sections,
        appendix_keys=report.frame["appendices"],
    )


def shown(actor: Actor, report: Report, *, today: dt.date) -> Shown:
    """Live while drafted, else as frozen: later values change nothing."""
    if report.state == ReportState.DRAFT or report.frozen is None:
        return live(actor, report, today=today)
    return stored.from_json(report.frozen)


def one_section(actor: Actor, report: Report, section: Section, *, today: dt.date) -> Part:
    """One section with the figures of now."""
    overtyped = {row.key: row for row in section.overtyped.filter(removed_at=None)}
    return engine.section(facts_of(actor, report, today=today), _text(section, overtyped))


def section_texts(report: Report) -> list[engine.SectionText]:
    """The sections as written. Two queries."""
    by_section: dict[int, dict[str, Overtyped]] = {}
    for row in Overtyped.objects.filter(section__report=report, removed_at=None):
        by_section.setdefault(row.section_id, {})[row.key] = row
    return [_text(section, by_section.get(section.pk, {})) for section in report.sections.all()]


def letter_of(report: Report) -> Letter:
    """Head and foot of the report's paper."""
    return Letter.of_frame(
        {**report.frame, "symbol": report.symbol or report.frame["symbol"]},
        number=report.full_number,
        day=report.issued_on,
        signer_name=report.signed_by_name if report.state in (ReportState.SIGNED, ReportState.ISSUED) else "",
    )


def _text(section: Section, overtyped: dict[str, Overtyped]) -> engine.SectionText:
    return engine.SectionText(
        key=section.key,
        title=section.title,
        level=section.level,
        text=section.text,
        overtyped={key: engine.OvertypedText(row.shown, row.reason, row.by_name) for key, row in overtyped.items()},
    )
