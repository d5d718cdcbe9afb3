"""From draft to issued: freezing, checking, explaining, signing or returning, issuing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.urls import reverse
from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.papers import to_docx
from dean06.kernel.common.vietnamese import clean_text
from dean06.kernel.files import queries as kept_files
from dean06.kernel.files import services as files
from dean06.kernel.notifications import services as notifications
from dean06.kernel.writing.services import Write, service
from dean06.steering.documents import queries as documents
from dean06.steering.reports import access, drawing, placing, stored, tasks
from dean06.steering.reports.errors import FindingsOpen, NumberTaken, OwnReport, ReasonMissing, StepRefused
from dean06.steering.reports.events import ReportFrozen, ReportIssued, ReportSigned
from dean06.steering.reports.models import NumberBook, Overtyped, Report, SectionVersion, Step
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.types import ReportState

_MOST_NUMBER = 9_999


@service(permission=access.WRITE)
def freeze(*, actor: Actor, write: Write, report_id: int, now: dt.datetime | None = None) -> Report:
    """Keep every figure as it is now: what comes later changes nothing in this report. Raises ``StepRefused``."""
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.DRAFT)
    shown = drawing.live(actor, report, today=timezone.localdate(moment))
    report.frozen = stored.to_json(shown)
    report.frozen_sha256 = _digest(report.frozen)
    report.frozen_at, report.frozen_by_id, report.frozen_by_name = moment, actor.user_id, actor.name[:150]
    report.state, report.findings, report.checked_at = ReportState.FROZEN, [], None
    report.returned_reason, report.updated_at = "", moment
    report.save()
    counts = {"figures": len(shown.figures()), "overtyped": len(shown.overtyped()), "typed": len(shown.typed_by_hand())}
    _step(report, "Chốt số liệu", f"{counts['figures']} số liệu được giữ nguyên", actor, moment)
    write.audit("report.frozen", subject=report, details={**counts, "sha256": report.frozen_sha256})
    write.publish(ReportFrozen(report_id=report.pk))
    return report


@service(permission=access.WRITE)
def unfreeze(*, actor: Actor, write: Write, report_id: int, reason: str, now: dt.datetime | None = None) -> Report:
    """Back to drafting, before anybody signed; the figures live again. Raises ``StepRefused``, ``ReasonMissing``."""
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.FROZEN, ReportState.CHECKED)
    why = _reason(reason)
    _reopen(report, moment)
    _step(report, "Mở lại báo cáo", why, actor, moment)
    write.audit("report.unfrozen", subject=report, details={"reason_length": len(why)})
    return report


@service(permission=access.WRITE)
def check(*, actor: Actor, write: Write, report_id: int, now: dt.datetime | None = None) -> Report:
    """Run the checker of documents on the very file that will be issued, beside last period's issued one.

    Explanations of findings that are found again are kept. Without open findings the report waits for its signer.
    Raises ``StepRefused``.
    """
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.FROZEN, ReportState.CHECKED)
    shown = drawing.shown(actor, report, today=timezone.localdate(moment))
    content = to_docx(paper(shown, drawing.letter_of(report)))
    found = documents.check_content(content, "bao-cao.docx", previous=_previous_file(report))
    explained = {(row["rule"], row["excerpt"]): row for row in report.findings if row.get("explanation")}
    rows: list[dict[str, Any]] = []
    for number, finding in enumerate(found, 1):
        before = explained.get((finding.rule, finding.excerpt), {})
        rows.append(
            {
                "number": number,
                "rule": finding.rule,
                "title": documents.rule_title(finding.rule),
                "severity": finding.severity.value,
                "message": finding.message,
                "excerpt": finding.excerpt,
                "section": placing.section_of(shown, finding.excerpt),
                "explanation": before.get("explanation", ""),
                "explained_by": before.get("explained_by", ""),
            }
        )
    report.findings, report.checked_at, report.updated_at = rows, moment, moment
    _settle_check(report)
    report.save()
    _step(report, "Kiểm tra bằng máy", _found_words(rows), actor, moment)
    write.audit("report.checked", subject=report, details={"findings": len(rows)})
    if report.state == ReportState.CHECKED:
        _tell(report, access.SIGN, "Báo cáo chờ duyệt", moment)
    return report


@service(permission=access.WRITE)
def explain_finding(
    *, actor: Actor, write: Write, report_id: int, number: int, explanation: str, now: dt.datetime | None = None
) -> Report:
    """Say why a finding stands and the report is right all the same; the signer reads it.

    Raises ``StepRefused``, ``ReasonMissing``.
    """
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.FROZEN, ReportState.CHECKED)
    why = _reason(explanation)
    row = next((row for row in report.findings if row["number"] == number), None)
    if row is None:
        raise StepRefused("Kết quả kiểm tra vừa thay đổi. Hãy tải lại trang.")
    row["explanation"], row["explained_by"] = why, actor.name[:150]
    _settle_check(report)
    report.updated_at = moment
    report.save()
    write.audit("report.finding_explained", subject=report, details={"rule": row["rule"], "number": number})
    if report.state == ReportState.CHECKED:
        _tell(report, access.SIGN, "Báo cáo chờ duyệt", moment)
    return report


@service(permission=access.SIGN)
def return_report(*, actor: Actor, write: Write, report_id: int, reason: str, now: dt.datetime | None = None) -> Report:
    """Give a report back to its writers. Raises ``StepRefused``, ``ReasonMissing``."""
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.FROZEN, ReportState.CHECKED, ReportState.SIGNED)
    why = _reason(reason)
    _reopen(report, moment)
    report.returned_reason = why
    report.save(update_fields=["returned_reason"])
    _step(report, "Trả lại để sửa", why, actor, moment)
    write.audit("report.returned", subject=report, details={"reason_length": len(why)})
    _tell(report, access.WRITE, "Báo cáo bị trả lại", moment, body=why)
    return report


@service(permission=access.SIGN)
def sign(*, actor: Actor, write: Write, report_id: int, now: dt.datetime | None = None) -> Report:
    """Approve a checked report. The audit row holds the digest of what was signed and each overtyped figure.

    Raises ``OwnReport`` for whoever wrote in it or froze it, ``FindingsOpen``, ``StepRefused``.
    """
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    if report.state == ReportState.FROZEN:
        raise FindingsOpen("Báo cáo chưa kiểm tra xong: hãy chạy kiểm tra và giải thích từng chỗ được phát hiện.")
    _must_be(report, ReportState.CHECKED)
    if actor.user_id in authors(report):
        raise OwnReport
    shown = drawing.shown(actor, report, today=timezone.localdate(moment))
    if report.frozen_sha256 != _digest(stored.to_json(shown)):
        raise StepRefused("Nội dung đã chốt không còn nguyên vẹn. Hãy trả lại để chốt lại.")
    overtyped = [
        {"section": part.key, "figure": figure.key, "computed": figure.computed, "shown": figure.shown}
        for part, figure in shown.overtyped()
    ]
    report.state, report.signed_at = ReportState.SIGNED, moment
    report.signed_by_id, report.signed_by_name, report.updated_at = actor.user_id, actor.name[:150], moment
    report.save()
    words = f"kèm {len(overtyped)} số liệu ghi đè" if overtyped else ""
    _step(report, "Duyệt, ký", words, actor, moment)
    write.audit(
        "report.signed",
        subject=report,
        details={
            "sha256": report.frozen_sha256,
            "overtyped": overtyped,
            "explained": [row["rule"] for row in report.findings],
            "typed_numbers": len(shown.typed_by_hand()),
        },
    )
    write.publish(ReportSigned(report_id=report.pk, overtyped=len(overtyped)))
    _tell(report, access.WRITE, "Báo cáo đã được duyệt", moment)
    return report


@service(permission=access.WRITE)
def issue(
    *,
    actor: Actor,
    write: Write,
    report_id: int,
    number: int | None = None,
    symbol: str = "",
    issued_on: dt.date | None = None,
    now: dt.datetime | None = None,
) -> Report:
    """Give a signed report its number and day, keep its .docx, tell who is concerned; the PDF follows by itself.

    ``number``: as the office's book says; the next of the agency's year by default. Raises ``StepRefused``,
    ``NumberTaken``.
    """
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    write.authorise(agency=report.agency_code)
    _must_be(report, ReportState.SIGNED)
    day = issued_on or timezone.localdate(moment)
    if report.signed_at is not None and day < timezone.localdate(report.signed_at):
        raise StepRefused("Ngày ban hành không thể trước ngày duyệt.")
    report.number = _take_number(report.agency_code, day.year, number)
    report.symbol = (clean_text(symbol).strip() or report.frame["symbol"])[:40]
    report.year, report.issued_on, report.issued_at = day.year, day, moment
    report.issued_by_name, report.updated_at = actor.name[:150], moment
    report.state = ReportState.ISSUED
    shown = drawing.shown(actor, report, today=day)
    content = to_docx(paper(shown, drawing.letter_of(report)))
    owner = f"{access.FILE_OWNER}:{report.pk}"
    kept = files.store_upload(actor=actor, data=content, filename=filename(report, "docx"), owner=owner)
    report.docx_file_id = kept.pk
    report.save()
    _step(report, f"Phát hành số {report.full_number}", "", actor, moment)
    write.audit("report.issued", subject=report, details={"number": report.full_number, "file": kept.pk})
    write.publish(ReportIssued(report_id=report.pk, agency=report.agency_code, period=report.period_code))
    _tell(report, access.VIEW, f"Đã phát hành báo cáo số {report.full_number}", moment)
    tasks.make_pdf.enqueue(report.pk)
    return report


def authors(report: Report) -> set[int | None]:
    """Who wrote in a report, wrote over a figure, or froze it."""
    wrote = SectionVersion.objects.filter(section__report=report, original=False).values_list("by_id", flat=True)
    over = Overtyped.objects.filter(section__report=report).values_list("by_id", flat=True)
    return {*wrote, *over, report.frozen_by_id} - {None}


def filename(report: Report, ending: str) -> str:
    """``bao-cao-2026-T11-05.docx``."""
    number = f"-{report.number:02d}" if report.number is not None else "-du-thao"
    return f"bao-cao-{report.period_code}{number}.{ending}"


def _take_number(agency: str, year: int, wanted: int | None) -> int:
    book, _ = NumberBook.objects.select_for_update().get_or_create(agency_code=agency, year=year)
    number = wanted if wanted is not None else book.last + 1
    if not 0 < number <= _MOST_NUMBER:
        raise NumberTaken("Số báo cáo phải từ 1 đến 9.999.", fields={"number": "Số phải từ 1 đến 9.999."})
    if Report.objects.filter(agency_code=agency, year=year, number=number).exists():
        raise NumberTaken(fields={"number": "Số này đã cấp cho báo cáo khác trong năm."})
    book.last = max(book.last, number)
    book.save(update_fields=["last"])
    return number


def _previous_file(report: Report) -> tuple[bytes, str] | None:
    """Last period's issued file of the same unit and kind, to hold cumulative figures against."""
    before = (
        Report.objects.filter(
            unit_id=report.unit_id, kind=report.kind, state=ReportState.ISSUED, period__last__lt=report.period.last
        )
        .order_by("-period__last")
        .first()
    )
    if before is None or before.docx_file_id is None:
        return None
    return kept_files.content(before.docx_file_id), "ky-truoc.docx"


def _reopen(report: Report, now: dt.datetime) -> None:
    report.state, report.frozen, report.frozen_sha256 = ReportState.DRAFT, None, ""
    report.checked_at, report.signed_at, report.signed_by_id, report.signed_by_name = None, None, None, ""
    report.updated_at = now
    report.save()


def _settle_check(report: Report) -> None:
    open_ones = [row for row in report.findings if not row["explanation"]]
    report.state = ReportState.FROZEN if open_ones else ReportState.CHECKED


def _found_words(rows: list[dict[str, Any]]) -> str:
    return f"Phát hiện {len(rows)} chỗ cần xem" if rows else "Không phát hiện chỗ nào mâu thuẫn"


def _must_be(report: Report, *states: ReportState) -> None:
    if report.state not in states:
        raise StepRefused(f"Báo cáo đang ở bước “{ReportState(report.state).label}”. Hãy tải lại trang.")


def _reason(text: str) -> str:
    why = clean_text(text).strip()[:500]
    if not why:
        raise ReasonMissing(fields={"reason": "Hãy ghi lý do.", "explanation": "Hãy ghi lý do."})
    return why


def _step(report: Report, title: str, text: str, actor: Actor, now: dt.datetime) -> None:
    Step.objects.create(report=report, title=title, text=text[:1000], at=now, by_name=actor.name[:150])


def _tell(report: Report, permission: str, title: str, now: dt.datetime, body: str = "") -> None:
    people = accounts.users_with_permission(permission, report.agency_code)
    notifications.notify(
        user_ids=[person.user_id for person in people],
        kind="reports",
        title=f"{title}: {report.unit_name}, {report.period_label}",
        body=body,
        url=reverse("reports:read", args=[report.pk]),
        subject=f"reports.report:{report.pk}",
        dedupe_key=f"reports:{report.pk}:{title[:60]}:{now:%Y%m%d%H%M}",
    )


def _digest(data: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
