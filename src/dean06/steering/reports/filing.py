"""PRIVATE. The PDF of an issued report: converted outside any transaction, then signed and kept in a short one."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from dean06.kernel.common.actors import Actor, system_actor
from dean06.kernel.files import queries as kept_files
from dean06.kernel.files import services as files
from dean06.kernel.signing import services as signing
from dean06.kernel.signing.errors import NoCertificate
from dean06.kernel.writing.services import Write, service
from dean06.steering.reports import access, drawing
from dean06.steering.reports.models import Report, Step
from dean06.steering.reports.output import office
from dean06.steering.reports.output.paper import paper
from dean06.steering.reports.types import ReportState

log = logging.getLogger(__name__)


def make_pdf(report_id: int, now: dt.datetime | None = None) -> None:
    """Write, sign and keep the PDF of an issued report that has none yet."""
    report = Report.objects.filter(pk=report_id, state=ReportState.ISSUED, pdf_file_id=None).first()
    if report is None or report.docx_file_id is None or report.issued_on is None:
        return
    actor = system_actor("Phát hành báo cáo")
    shown = drawing.shown(actor, report, today=report.issued_on)
    content, made_by = office.pdf(kept_files.content(report.docx_file_id), paper(shown, drawing.letter_of(report)))
    keep_pdf(actor=actor, report_id=report_id, content=content, made_by=made_by, now=now)


@service(permission=access.WRITE)
def keep_pdf(
    *,
    actor: Actor,
    write: Write,
    report_id: int,
    content: bytes,
    made_by: str,
    now: dt.datetime | None = None,
) -> Report:
    """Sign the PDF for the agency and keep it; unsigned where the agency has no certificate. Once only."""
    moment = now or timezone.now()
    report = access.lock(actor, report_id)
    if report.pdf_file_id is not None:
        write.audited = True  # somebody was faster; nothing changes
        return report
    owner = f"{access.FILE_OWNER}:{report.pk}"
    name = f"bao-cao-{report.period_code}-{report.number:02d}.pdf" if report.number else "bao-cao.pdf"
    signed = True
    try:
        made = signing.sign_pdf(
            actor=actor,
            pdf=content,
            agency=report.agency_code,
            title=f"Báo cáo số {report.full_number}",
            owner=owner,
            now=moment,
            filename=name,
        )
        report.pdf_file_id, report.verify_code = made.file_id, made.code
    except NoCertificate:
        # The office signs by hand then: the file is kept all the same.
        signed = False
        report.pdf_file_id = files.store_upload(actor=actor, data=content, filename=name, owner=owner).pk
    report.save(update_fields=["pdf_file_id", "verify_code"])
    words = "Ký số và lưu bản PDF" if signed else "Lưu bản PDF (cơ quan chưa có chứng thư số)"
    Step.objects.create(report=report, title=words, at=moment, by_name=actor.name)
    write.audit("report.filed", subject=report, details={"made_by": made_by, "signed": signed})
    return report
