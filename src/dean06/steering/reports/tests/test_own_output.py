"""Our own checker reads our own files: it finds nothing on consistent months, and finds a figure that was bent."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from docx import Document

from dean06.kernel.common.papers import to_docx
from dean06.steering.assignments.tests import factories as tasks
from dean06.steering.documents import queries as documents
from dean06.steering.reports import drawing, queries, services
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.tests import factories
from dean06.steering.reports.tests.factories import NOW, TODAY, World


def content_of(who: World, report_id: int) -> bytes:
    return to_docx(queries.paper_of(who.steering, report_id, today=TODAY))


def keep(content: bytes, name: str) -> None:
    """A look at the file: set DEAN06_KEEP_REPORTS to a folder."""
    folder = os.environ.get("DEAN06_KEEP_REPORTS")
    if folder:
        (Path(folder) / f"{name}.docx").write_bytes(content)


@pytest.mark.parametrize(
    ("seed", "missing", "empty", "zeros"),
    [
        (1, False, False, False),
        (2, True, False, False),
        (3, False, False, True),
        (4, True, False, True),
        (5, False, True, False),
    ],
)
def test_a_consistent_month_has_no_findings(db: None, seed: int, missing: bool, empty: bool, zeros: bool) -> None:
    who = factories.world(seed=seed, missing=missing, empty=empty, zeros=zeros)
    report = factories.draft(who)
    content = content_of(who, report.pk)
    keep(content, f"thang-{seed}")
    assert documents.check_content(content, "bao-cao.docx") == []


def test_a_month_with_tasks_has_no_findings_either(who: World) -> None:
    people = tasks.people()
    tasks.accepted(people)
    tasks.in_progress(people)
    tasks.issued(people, due_date=tasks.day(3))
    report = factories.draft(who)
    content = content_of(who, report.pk)
    keep(content, "nhiem-vu")
    assert documents.check_content(content, "bao-cao.docx") == []


def test_the_month_after_fits_the_issued_one_before(who: World) -> None:
    before = factories.draft(who, month="2026-T02")
    first = content_of(who, before.pk)
    report = factories.draft(who)
    second = content_of(who, report.pk)
    assert documents.check_content(second, "sau.docx", previous=(first, "truoc.docx")) == []


def test_an_overtyped_rate_that_does_not_fit_its_counts_is_found(who: World) -> None:
    report = factories.draft(who)
    services.overtype(
        actor=who.steering,
        section_id=factories.section(report, "II.3").pk,
        key="DVC-01.rate",
        shown="99,9%",
        reason="Theo số liệu của Văn phòng",
        now=NOW,
    )
    report = services.freeze(actor=who.steering, report_id=report.pk, now=NOW)
    report = services.check(actor=who.steering, report_id=report.pk, now=NOW)
    assert report.state == "frozen"
    assert [(row["rule"], row["section"]) for row in report.findings] == [("ratio_mismatch", "II.3")]
    assert "99,9" in report.findings[0]["message"] + report.findings[0]["excerpt"]


@pytest.mark.parametrize(
    ("unit", "period"),
    [
        ("tinh", "2026-W11"),
        ("tinh", "2025-H2"),
        ("tinh", "2025-N"),
        ("so-y-te", "2026-T03"),
        ("so-y-te", "2026-W11"),
        ("ubnd-xa-an", "2026-T03"),
        ("ubnd-xa-an", "2026-W11"),
        ("ubnd-xa-binh", "2025-H2"),
        ("ubnd-xa-binh", "2025-N"),
    ],
)
def test_every_kind_and_level_has_its_report(who: World, unit: str, period: str) -> None:
    report = factories.draft(who, unit=unit, month=period)
    shown = queries.shown(who.steering, report.pk, today=TODAY)
    words = [span.text for _, span in shown.spans()]
    assert not [text for text in words if "[không" in text or "{{" in text]
    assert shown.sections[-1].title.startswith(("V.", "IV."))
    content = content_of(who, report.pk)
    assert documents.check_content(content, "bao-cao.docx") == []


def test_charts_come_out_as_pictures_with_words(who: World) -> None:
    report = factories.draft(who)
    services.save_section(
        actor=who.steering,
        section_id=factories.section(report, "II.3").pk,
        text="{{ chart.worst DVC-01 }}\n{{ chart.trend AS-01 }}\n{{ table.indicators DVC-01 DVC-02 }}",
        revision=1,
        now=NOW,
    )
    report.refresh_from_db()
    shown = drawing.live(who.steering, report, today=TODAY)
    content = to_docx(paper(shown, drawing.letter_of(report)))
    keep(content, "bieu-do")
    pictures = [shape._inline.docPr.get("descr") for shape in Document(io.BytesIO(content)).inline_shapes]
    assert len(pictures) == 2
    assert all(text.startswith("Biểu đồ") and "%" in text for text in pictures)
    assert documents.check_content(content, "bao-cao.docx") == []
