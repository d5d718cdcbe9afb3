"""The statutory forms of a dossier as neutral papers (Phụ lục I, TT 03/2025/TT-VPCP): 01 to 06, and the application.

Pure drawing: everything is read before; ``papers_made`` keeps them as files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from dean06.kernel.common.papers import Column, Heading, LetterHead, Lines, Paper, Signature, Table, Text
from dean06.procedures.cases.models import Case, CaseDocument, CaseEvent, SupplementRequest
from dean06.procedures.cases.types import CasePaperKind, Channel, Delivery, DocumentSource, State
from dean06.procedures.cases.wording import day_text, moment_text
from dean06.procedures.catalogue.types import PublishedPack, RequiredDocument, TimeLimit, TimeUnit

Block = Text | Heading | Lines | Table

_UNITS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}
_COPIES = {
    "original": "Bản chính",
    "certified_copy": "Bản sao chứng thực",
    "copy": "Bản sao",
    "shown": "Xuất trình",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a form is drawn from."""

    case: Case
    pack: PublishedPack
    receiving: str
    deciding: str
    parent_office: str
    place: str
    officer: str
    link: str
    now: dt.datetime
    documents: Sequence[CaseDocument] = ()
    request: SupplementRequest | None = None
    asked: Sequence[str] = ()
    timeline: Sequence[CaseEvent] = ()
    fees: str = ""
    agency_names: Mapping[str, str] = field(default_factory=dict)


def limit_text(limit: TimeLimit) -> str:
    """ "05 ngày làm việc", "trong ngày"."""
    if limit.same_day:
        return "Trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"
    return f"{limit.value:02d} {_UNITS[limit.unit]}"


def receipt(facts: Facts) -> Paper:
    """Form 01: what was handed in, when the result is due, where to look it up."""
    case = facts.case
    blocks: list[Block] = [
        Text(f"{facts.receiving} đã tiếp nhận hồ sơ của:"),
        Lines(
            (
                *_applicant(case),
                ("Nội dung yêu cầu giải quyết", facts.pack.title),
                ("Kênh tiếp nhận", Channel(case.channel).label),
            )
        ),
        Heading("Thành phần hồ sơ nộp gồm", level=2),
        _documents(facts),
        Lines(
            (
                ("Số lượng hồ sơ", "01 bộ"),
                ("Thời gian giải quyết theo quy định", limit_text(facts.pack.meta.time_limit)),
                ("Thời gian nhận hồ sơ", moment_text(case.received_at)),
                ("Thời gian hẹn trả kết quả", moment_text(case.first_due_at)),
                ("Phí, lệ phí", facts.fees or "Không"),
                ("Đăng ký nhận kết quả", _delivery(case)),
            )
        ),
    ]
    return _paper(
        facts,
        CasePaperKind.RECEIPT,
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        blocks,
        (Signature("NGƯỜI NỘP HỒ SƠ", case.applicant_name), Signature("NGƯỜI TIẾP NHẬN HỒ SƠ", facts.officer)),
        caption=f"Quét mã để tra cứu hồ sơ {case.code}",
    )


def supplement(facts: Facts) -> Paper:
    """Form 02: exactly what is missing, and until when."""
    request = facts.request
    rows = tuple((str(number), text) for number, text in enumerate(facts.asked, 1))
    blocks: list[Block] = [
        Lines((*_applicant(facts.case), ("Nội dung yêu cầu giải quyết", facts.pack.title))),
        Text("Để có căn cứ giải quyết, đề nghị bổ sung, hoàn thiện những nội dung sau:"),
        Table((Column("STT", 0.12, "centre"), Column("Nội dung cần bổ sung, lý do")), rows),
        Text(
            f"Đề nghị bổ sung trước hết ngày {request.answer_by:%d/%m/%Y}. Thời gian chờ bổ sung không tính vào "
            "thời hạn giải quyết. Chỉ bổ sung các nội dung nêu trên, trên chính mã hồ sơ này; không phải nộp lại hồ sơ."
            if request
            else ""
        ),
    ]
    return _paper(facts, CasePaperKind.SUPPLEMENT, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", blocks, _officer(facts))


def refusal(facts: Facts) -> Paper:
    """Form 03: why the dossier is not received, and what can be done about it."""
    blocks: list[Block] = [
        Lines((*_applicant(facts.case), ("Nội dung yêu cầu giải quyết", facts.pack.title))),
        Text(f"Qua xem xét, {facts.receiving} thông báo không tiếp nhận hồ sơ này. {facts.case.end_note}"),
    ]
    return _paper(facts, CasePaperKind.REFUSAL, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", blocks, _officer(facts))


def apology(facts: Facts) -> Paper:
    """Form 04: the office says sorry before the day, with a new date."""
    case = facts.case
    said = next((entry for entry in reversed(facts.timeline) if entry.act == "apologised"), None)
    blocks: list[Block] = [
        Text(f"Kính gửi: {case.applicant_name}", indent=False, bold=True),
        Text(
            f"Ngày {day_text(case.received_at)}, {facts.receiving} đã tiếp nhận hồ sơ mã {case.code} về việc "
            f"“{facts.pack.title}”, hẹn trả kết quả lúc {moment_text(case.first_due_at)}."
        ),
        Text(f"Đến nay {facts.deciding} chưa giải quyết xong. Lý do: {said.note if said else ''}"),
        Text(f"{facts.deciding} xin lỗi và đề nghị trả kết quả vào lúc {moment_text(case.due_at)}."),
        Text("Sự chậm trễ này gây phiền hà cho ông, bà hoặc tổ chức; rất mong được thông cảm."),
    ]
    return _paper(
        facts,
        CasePaperKind.APOLOGY,
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        blocks,
        (Signature("THỦ TRƯỞNG CƠ QUAN", said.user_name if said else ""),),
        agency=facts.deciding,
    )


def stop(facts: Facts) -> Paper:
    """Form 05: the processing ends without the asked result."""
    case = facts.case
    blocks: list[Block] = [
        Lines((*_applicant(case), ("Nội dung yêu cầu giải quyết", facts.pack.title))),
        Text(
            f"{facts.deciding} thông báo dừng giải quyết hồ sơ từ {moment_text(case.ended_at)}. Lý do: {case.end_note}"
        ),
        Text("Ông, bà hoặc tổ chức có quyền khiếu nại, khởi kiện theo quy định của pháp luật nếu không đồng ý."),
    ]
    return _paper(
        facts,
        CasePaperKind.STOP,
        "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ",
        blocks,
        (Signature("THỦ TRƯỞNG CƠ QUAN", facts.officer),),
        agency=facts.deciding,
    )


def control(facts: Facts) -> Paper:
    """Form 06: who had the dossier from when to when, and whose time it was."""
    parties = {"office": "Cơ quan", "citizen": "Người nộp", "outside": "Hệ thống khác"}
    titles = {step.id: step.title for step in facts.pack.files.process.steps}
    rows = tuple(
        (
            moment_text(entry.at),
            facts.agency_names.get(entry.agency, entry.agency),
            entry.user_name,
            " ".join(filter(None, (State(entry.to_state).label, titles.get(entry.to_step, ""), entry.note))),
            f"{entry.minutes} ({parties.get(entry.party, entry.party)})",
        )
        for entry in facts.timeline
    )
    columns = (
        Column("Thời điểm", 1.1),
        Column("Cơ quan", 1.3),
        Column("Người thực hiện", 1.1),
        Column("Nội dung", 2.2),
        Column("Phút làm việc đã dùng", 0.8, "right"),
    )
    blocks: list[Block] = [
        Lines(
            (
                ("Mã hồ sơ", facts.case.code),
                ("Thủ tục", facts.pack.title),
                ("Cơ quan giải quyết", facts.deciding),
                ("Hẹn trả kết quả", moment_text(facts.case.due_at)),
            )
        ),
        Table(columns, rows, size=11),
    ]
    return _paper(
        facts, CasePaperKind.CONTROL, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", blocks, (), landscape=True
    )


def _paper(
    facts: Facts,
    kind: CasePaperKind,
    title: str,
    blocks: list[Block],
    signatures: tuple[Signature, ...],
    *,
    agency: str = "",
    caption: str = "",
    landscape: bool = False,
) -> Paper:
    number = kind.value.removeprefix("form")
    return Paper(
        kind=f"case.{kind.value}",
        title=title,
        letter_head=LetterHead(
            agency=agency or facts.receiving,
            parent=facts.parent_office,
            number=facts.case.code,
            place=facts.place,
            day=timezone.localdate(facts.now),
            form=f"Mẫu số {number}",
        ),
        subtitle=f"Mã hồ sơ: {facts.case.code}",
        blocks=tuple(block for block in blocks if not (isinstance(block, Text) and not block.text)),
        signatures=signatures,
        qr=facts.link,
        qr_caption=caption or f"Tra cứu hồ sơ {facts.case.code}",
        landscape=landscape,
    )


def _applicant(case: Case) -> tuple[tuple[str, str], ...]:
    who = "Tổ chức" if case.applicant_is_organisation else "Ông/Bà"
    return (
        (who, case.applicant_name),
        ("Địa chỉ", case.applicant_address),
        ("Số điện thoại", case.phone),
        ("Thư điện tử", case.email),
    )


def _documents(facts: Facts) -> Table:
    known: dict[str, RequiredDocument] = {one.id: one for one in facts.pack.files.documents.documents}
    rows = tuple(
        (
            str(number),
            one.title,
            _kind(known.get(one.requirement), one),
            str(known[one.requirement].quantity if one.requirement in known else 1),
        )
        for number, one in enumerate(facts.documents, 1)
    )
    columns = (
        Column("STT", 0.12, "centre"),
        Column("Tên giấy tờ"),
        Column("Loại bản", 0.5),
        Column("Số lượng", 0.25, "centre"),
    )
    return Table(columns, rows or (("", "Tờ khai điện tử", "Bản điện tử", "1"),))


def _kind(wanted: RequiredDocument | None, one: CaseDocument) -> str:
    if one.source == DocumentSource.WALLET:
        return "Lấy từ kho giấy tờ"
    if one.source == DocumentSource.REGISTER:
        return "Đã có trong dữ liệu"
    return _COPIES.get(wanted.copy_kind if wanted else "copy", "Bản sao")


def _delivery(case: Case) -> str:
    label = Delivery(case.delivery).label
    return f"{label}: {case.delivery_address}" if case.delivery_address else label


def _officer(facts: Facts) -> tuple[Signature, ...]:
    return (Signature("NGƯỜI TIẾP NHẬN HỒ SƠ", facts.officer),)
