"""A document as a person wants it at a glance: what it is, its tasks, what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable

from dean06.kernel.common.vietnamese.dates import format_date
from dean06.steering.documents.types import Deadline, DeadlineKind, ReadDocument, Severity, Task

_DEADLINES = {
    DeadlineKind.BY_DATE: "trước ngày",
    DeadlineKind.WITHIN_MONTH: "trong tháng",
    DeadlineKind.WITHIN_QUARTER: "trong quý",
    DeadlineKind.WITHIN_HALF_YEAR: "trong 6 tháng",
    DeadlineKind.WITHIN_YEAR: "trong năm",
    DeadlineKind.WITHIN_DAYS: "theo số ngày",
    DeadlineKind.RECURRING: "thường xuyên",
    DeadlineKind.ON_GUIDANCE: "chờ Trung ương",
    DeadlineKind.OTHER: "khác",
    DeadlineKind.NONE: "không nêu",
}
_FIELDS = {"lead": "chủ trì", "deadline": "thời hạn", "text": "nội dung"}
_SEVERITIES = {Severity.ERROR: "LỖI", Severity.WARNING: "CẦN XEM", Severity.NOTE: "LƯU Ý"}


def summary(document: ReadDocument, warnings: Iterable[str] = ()) -> str:
    """The Vietnamese summary that ``read_document`` prints without ``--json``."""
    header = document.header
    lines = [
        " ".join(filter(None, [header.kind, f"số {header.number}" if header.number else None]))
        or "Văn bản không rõ loại",
        header.title or "(không rõ trích yếu)",
        " · ".join(
            filter(
                None,
                [
                    header.issuer,
                    header.place,
                    format_date(header.date) if header.date else "chưa ghi ngày",
                    header.period,
                ],
            )
        ),
        "",
    ]
    lines += [f"Lưu ý khi đọc: {warning}" for warning in warnings]
    lines.append(
        f"Nhiệm vụ: {len(document.tasks)} · Dịch vụ công: {len(document.services)} · Số liệu: "
        f"{len(document.figures)} · "
        f"Kiến nghị: {len(document.recommendations)} · Dòng chưa nhận ra: {len(document.unrecognised)}"
    )
    section: list[str] | None = None
    for task in document.tasks:
        if task.section_path != section:
            section = task.section_path
            lines += ["", " › ".join(section) or "(ngoài các mục)"]
        lines += _task(task)
    if document.findings:
        lines += ["", f"Chỗ cần kiểm tra: {len(document.findings)}"]
        lines += [
            f"  [{_SEVERITIES[finding.severity]}] dòng {finding.line}: {finding.message}"
            for finding in document.findings
        ]
    return "\n".join(lines)


def _task(task: Task) -> list[str]:
    text = " ".join(task.text.split())
    short = text if len(text) <= 110 else f"{text[:107]}…"
    who = "; ".join(task.lead) or "chưa rõ"
    doubts = ", ".join(_FIELDS.get(name, name) for name in task.uncertain)
    unsure = f" (cần xem lại: {doubts})" if doubts else ""
    lines = [f"  {task.number or '•'}. {short}", f"     Chủ trì: {who} · Thời hạn: {_deadline(task.deadline)}{unsure}"]
    if task.coordinating:
        lines.append(f"     Phối hợp: {'; '.join(task.coordinating)}")
    return lines


def _deadline(deadline: Deadline) -> str:
    if deadline.kind is DeadlineKind.NONE:
        return "không nêu"
    date = f", đến {format_date(deadline.date)}" if deadline.date else ""
    return f"{deadline.text or _DEADLINES[deadline.kind]} [{_DEADLINES[deadline.kind]}{date}]"
