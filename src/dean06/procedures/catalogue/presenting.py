"""PRIVATE. A pack in words for pages: guards, fees, time, law, papers, steps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dean06.procedures.catalogue.diagrams import DUTIES, KINDS, ordered_steps
from dean06.procedures.catalogue.models import Procedure
from dean06.procedures.catalogue.pack_format import Certainty, Fee, Guard, PackFiles, PackMeta, TimeLimit, TimeUnit
from dean06.procedures.catalogue.publishing import decided_by
from dean06.procedures.catalogue.rules.decisions import made_labels, made_nodes
from dean06.procedures.catalogue.rules.guards import CHANNEL
from dean06.procedures.catalogue.rules.placeholders import in_words
from dean06.procedures.catalogue.rules.schemas import enum_labels, schema_at
from dean06.procedures.catalogue.types import OnlineLevel, ProcedureLevel

_UNITS = {
    TimeUnit.WORKING_HOUR: "giờ làm việc",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.DAY: "ngày",
    TimeUnit.MONTH: "tháng",
}
_CHANNELS = {"direct": "nộp trực tiếp", "online": "nộp trực tuyến", "post": "nộp qua bưu chính"}
_COPIES = {"original": "bản chính", "certified_copy": "bản sao chứng thực", "copy": "bản chụp", "shown": "xuất trình"}
_OPTIONAL = ", không bắt buộc"
_DUE = {"submission": "khi nộp hồ sơ", "processing": "khi có thông báo", "result": "khi nhận kết quả"}
_SOURCES = {"population": "dữ liệu dân cư", "dataset": "dữ liệu của Nhà nước", "wallet": "kho giấy tờ của bạn"}


def time_words(limit: TimeLimit) -> str:
    """ "3 ngày làm việc"; "trong ngày, nhận sau 15 giờ thì trả ngày làm việc tiếp theo"."""
    if limit.same_day:
        words = "Trong ngày; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"
    elif limit.value == 0:
        words = "Ngay khi nhận đủ thông tin"
    else:
        words = f"{limit.value} {_UNITS[limit.unit]}"
    if limit.extended_value:
        words += f". Trường hợp phải xác minh: {limit.extended_value} {_UNITS[limit.unit]}"
    return words


def money(amount: int) -> str:
    """ "8.000 đồng"; 0 is "Miễn phí"."""
    return f"{amount:,} đồng".replace(",", ".") if amount else "Không thu"


def guard_words(files: PackFiles, guard: Guard) -> str:
    """When it applies, as people say it; empty when always."""
    labels = enum_labels(files.form_schema) | made_labels(files)
    made = {path: str(node["title"]) for path, node in made_nodes(files.process).items()}
    names = made | {field.field: field.label for section in files.ui.sections for field in section.fields}
    return "; ".join(_condition(condition, files, names, labels) for condition in guard)


def _condition(condition: Any, files: PackFiles, names: dict[str, str], labels: dict[str, dict[str, str]]) -> str:
    values = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
    if condition.field == CHANNEL:
        words = " hoặc ".join(_CHANNELS.get(str(value), str(value)) for value in values)
        return words if condition.op in ("eq", "in") else f"không {words}"
    name = names.get(condition.field) or (schema_at(files.form_schema, condition.field) or {}).get("title")
    name = str(name or condition.field)
    if condition.op == "present":
        return f"có khai “{name}”" if condition.value else f"không khai “{name}”"
    if isinstance(condition.value, bool):
        return f"“{name}”: {'có' if condition.value is (condition.op == 'eq') else 'không'}"
    words = " hoặc ".join(in_words(value, labels.get(condition.field)) for value in values)
    joint = {
        "eq": "là", "in": "là", "ne": "không phải", "not_in": "không phải", "lt": "nhỏ hơn", "lte": "không quá",
        "gt": "lớn hơn", "gte": "từ",
    }[condition.op]  # fmt: skip
    return f"“{name}” {joint} {words}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what, note beside, when it applies, law behind, and whether that was verified."""

    title: str
    value: str = ""
    note: str = ""
    when: str = ""
    source: str = ""
    unverified: bool = False


def fee_lines(files: PackFiles, on: dt.date) -> list[Line]:
    """Fees in force on a day (or first in force, where none is yet)."""
    return [_fee(files, fee) for fee in files.fees.fees if fee.valid_to is None or on < fee.valid_to]


def _fee(files: PackFiles, fee: Fee) -> Line:
    value = money(fee.amount)
    if fee.online_amount is not None and fee.online_amount != fee.amount:
        value = f"{money(fee.amount)} nộp trực tiếp, {money(fee.online_amount)} nộp trực tuyến"
    if fee.per is not None and fee.amount:
        value += " một bản, một người hoặc một mục"
    exempt = [f"{one.title}: {'miễn' if one.percent == 100 else f'giảm {one.percent}%'}" for one in fee.exemptions]
    return Line(
        title=fee.title,
        value=value,
        note="; ".join([f"Nộp {_DUE[fee.due]}", *exempt]),
        when=guard_words(files, fee.when),
        source=fee.source,
        unverified=fee.certainty != Certainty.SURE,
    )


def fee_summary(files: PackFiles, on: dt.date) -> str:
    """One line for the head of a page."""
    amounts = [
        amount
        for fee in files.fees.fees
        if fee.valid_to is None or on < fee.valid_to
        for amount in (fee.amount, fee.online_amount)
        if amount
    ]
    if not amounts:
        return "Không thu phí"
    least, most = min(amounts), max(amounts)
    # Fees that apply or not, and those counted by the copy, add up to what nobody can say in one line.
    free = _some_free(files) or any(fee.amount == 0 or fee.online_amount == 0 for fee in files.fees.fees)
    if free:
        words = f"Từ 0 đến {money(most)}"
    else:
        words = money(least) if least == most else f"Từ {money(least)} đến {money(most)}"
    return f"{words}, tính theo số lượng" if any(fee.per for fee in files.fees.fees) else words


def _some_free(files: PackFiles) -> bool:
    return any(fee.when or fee.exemptions for fee in files.fees.fees)


def document_lines(files: PackFiles) -> list[Line]:
    """Papers that are asked for, and what replaces them."""
    return [
        Line(
            title=document.title,
            value=f"{document.quantity} {_COPIES[document.copy_kind]}{_OPTIONAL if document.optional else ''}",
            note=document.hint,
            when=guard_words(files, document.when),
            source="; ".join(
                f"Không phải nộp nếu đã có trong {_SOURCES[one.source]}"
                + (f" ({one.note.rstrip('.')})" if one.note else "")
                for one in document.replaced_by
            ),
        )
        for document in files.documents.documents
    ]


def law_lines(meta: PackMeta) -> list[Line]:
    """Texts of law, with their days."""
    return [
        Line(
            title=f"{law.title} ({law.number})",
            value=law.article,
            note=_days(law.effective_from, law.effective_to),
            unverified=law.certainty != Certainty.SURE,
        )
        for law in meta.legal_basis
    ]


def _days(start: dt.date | None, end: dt.date | None) -> str:
    words = [f"có hiệu lực từ {start:%d/%m/%Y}"] if start else []
    return ", ".join([*words, *([f"hết hiệu lực {end:%d/%m/%Y}"] if end else [])]).capitalize()


def step_rows(files: PackFiles) -> list[dict[str, Any]]:
    """Steps for the table beside the drawing."""
    titles = {step.id: step.title for step in files.process.steps}
    return [
        {
            "number": number,
            "step": step,
            "duty": DUTIES[step.duty] + (f" ({step.connector})" if step.connector else ""),
            "office": "Nơi tiếp nhận" if step.office == "receiving" else "Cơ quan giải quyết",
            "actions": [
                {
                    "title": action.title,
                    "what": KINDS[action.kind] + (f": {titles[action.to]}" if action.to else ""),
                    "when": guard_words(files, action.when),
                    "fields": [field.label for field in action.fields],
                    "reasons": [files.meta.refusal_reasons.get(one, one) for one in action.reasons],
                }
                for action in step.actions
            ],
        }
        for number, step in enumerate(ordered_steps(files.process), start=1)
    ]


def facts(row: Procedure, files: PackFiles | None) -> list[tuple[str, str]]:
    """What everybody asks first about a procedure."""
    found = [
        ("Mã thủ tục", row.code),
        ("Lĩnh vực", row.field_name),
        ("Cơ quan giải quyết", row.agency_text or (decided_by(files.meta) if files else "")),
        ("Cấp thực hiện", ProcedureLevel(row.level).label),
        ("Mức độ trực tuyến", OnlineLevel(row.online_level).label if row.online_level else ""),
    ]
    if row.decision_number:
        day = f" ngày {row.decided_on:%d/%m/%Y}" if row.decided_on else ""
        found.append(("Quyết định công bố", f"{row.decision_number}{day}"))
    if files is not None:
        found.append(("Kết quả", "; ".join(result.title for result in files.meta.results)))
    return found
