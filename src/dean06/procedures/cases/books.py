"""Form 07, the book of dossiers of a desk: one line a dossier received, as a sheet or a paper."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from dean06.kernel.audit import services as audit
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.papers import Column, LetterHead, Paper, Table, to_docx
from dean06.procedures.cases import wording
from dean06.procedures.cases.acts.common import pack_of
from dean06.procedures.cases.models import Case
from dean06.procedures.cases.types import Channel, Delivery, State

#: Heading and width of each column.
COLUMNS: tuple[tuple[str, float], ...] = (
    ("STT", 0.4), ("Mã hồ sơ", 1.5), ("Thủ tục", 2.2), ("Họ tên người nộp", 1.5), ("Địa chỉ, số điện thoại", 1.8),
    ("Cơ quan giải quyết", 1.5), ("Kênh", 0.8), ("Nhận hồ sơ", 1.1), ("Hẹn trả", 1.1), ("Trả kết quả", 1.1),
    ("Cách nhận kết quả", 1.0), ("Trạng thái", 1.1), ("Ghi chú", 1.2),
)  # fmt: skip
MOST_DAYS = 366
MOST_ON_PAPER = 2_000


def book(actor: Actor, *, agency: str, first: dt.date, last: dt.date, form: str = "xlsx") -> bytes:
    """The book of what a desk received from ``first`` to ``last``, as "xlsx" or "docx" (at most 2.000 lines).

    Leaves an audit row. Raises ``NotAllowed`` unless the actor sees the cases of the agency; ``InvalidInput`` for more
    than a year, or too many lines for a paper.
    """
    actor.require("cases.view", agency=agency)
    if not 0 <= (last - first).days <= MOST_DAYS:
        raise InvalidInput("Hãy chọn khoảng ngày không quá một năm, ngày đầu không sau ngày cuối.")
    zone = timezone.get_current_timezone()
    found = Case.objects.filter(
        receiving_agency=agency,
        received_at__gte=dt.datetime.combine(first, dt.time(), zone),
        received_at__lt=dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone),
    ).order_by("received_at", "pk")
    count = found.count()
    if form == "docx" and count > MOST_ON_PAPER:
        raise InvalidInput("Sổ có quá 2.000 hồ sơ. Hãy chọn khoảng ngày ngắn hơn hoặc xuất bảng tính.")
    audit.record_read(
        actor=actor,
        action="case.book_exported",
        subject=f"units.agency:{agency}",
        purpose="GIAI_QUYET_TTHC",
        details={"first": first.isoformat(), "last": last.isoformat(), "cases": count, "form": form},
    )
    rows = _rows(found.defer("data", "data_sources", "outputs").iterator(chunk_size=1_000))
    return _sheet(rows, agency, first, last) if form == "xlsx" else _paper(rows, agency, first, last)


def _rows(found: Iterator[Case]) -> Iterator[tuple[str, ...]]:
    names: dict[str, str] = {}
    for number, case in enumerate(found, 1):
        if case.deciding_agency not in names:
            names[case.deciding_agency] = wording.agency_name(case.deciding_agency)
        yield (
            str(number),
            case.code,
            pack_of(case).title,
            case.applicant_name,
            ", ".join(filter(None, (case.applicant_address, case.phone))),
            names[case.deciding_agency],
            Channel(case.channel).label,
            wording.moment_text(case.received_at),
            wording.moment_text(case.due_at),
            wording.moment_text(case.returned_at),
            Delivery(case.returned_how or case.delivery).label,
            State(case.state).label,
            case.end_note or ("Trễ hạn" if case.is_late else ""),
        )


def _sheet(rows: Iterator[tuple[str, ...]], agency: str, first: dt.date, last: dt.date) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Sổ theo dõi hồ sơ"
    sheet.append([_title(agency, first, last)])
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([heading for heading, _ in COLUMNS])
    for cell, (_, width) in zip(sheet[2], COLUMNS, strict=True):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[cell.column_letter].width = 14 * width
    sheet.freeze_panes = "A3"
    for row in rows:
        # A leading sign would make a formula of what somebody typed into a form.
        sheet.append([f"'{text}" if text[:1] in "=+-@" else text for text in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _paper(rows: Iterator[tuple[str, ...]], agency: str, first: dt.date, last: dt.date) -> bytes:
    paper = Paper(
        kind="case.form07",
        title="SỔ THEO DÕI HỒ SƠ",
        letter_head=LetterHead(
            agency=wording.agency_name(agency), place=wording.place_of(agency), day=last, form="Mẫu số 07"
        ),
        subtitle=f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
        blocks=(Table(tuple(Column(heading, width) for heading, width in COLUMNS), tuple(rows), size=10),),
        landscape=True,
    )
    return to_docx(paper)


def _title(agency: str, first: dt.date, last: dt.date) -> str:
    return (
        f"SỔ THEO DÕI HỒ SƠ (Mẫu số 07) - {wording.agency_name(agency)} - từ ngày {first:%d/%m/%Y} đến {last:%d/%m/%Y}"
    )
