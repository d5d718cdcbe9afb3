"""PRIVATE. The national list of procedures (.xlsx) becomes catalogue entries without a pack."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import clean_line, search_key
from dean06.kernel.writing.services import Write, service
from dean06.procedures.catalogue.errors import CatalogueFileRefused
from dean06.procedures.catalogue.models import Procedure, ProcedureVersion
from dean06.procedures.catalogue.publishing import EDIT, search_text
from dean06.procedures.catalogue.rules.columns import COLUMNS, LEVELS, ONLINE, is_code, is_yes, plain
from dean06.procedures.catalogue.types import ImportReport, RefusedRow

#: Rows looked through for the line of headings, and the most rows of a list (the national one has about 6,000).
_HEAD_ROWS, _MOST_ROWS = 15, 50_000
_FEE_NONE = ("khong", "0", "mien phi", "khong thu")


@service(permission=EDIT)
def import_catalogue(*, actor: Actor, write: Write, data: bytes, filename: str, now: dt.datetime) -> ImportReport:
    """Take over the rows of a national list that can be read; the others are returned with the reason.

    Columns are recognised by their headings, with or without marks, in any order. The same list again changes nothing.
    Entries with a published pack keep what the pack says and only take the decision, dates and agency.
    Raises ``CatalogueFileRefused`` when the file is no .xlsx or has no headings with code and title.
    """
    write.authorise()
    head, rows = _rows(data)
    with_pack = set(ProcedureVersion.objects.values_list("procedure__code", flat=True))
    existing = {row.code: row for row in Procedure.objects.select_for_update()}
    report = _Report()
    new: list[Procedure] = []
    for number, cells in rows:
        values = {name: cells[place] for name, place in head.items() if place < len(cells)}
        if not any(values.values()):
            continue
        try:
            wanted = _read(values)
        except _RowRefused as refusal:
            report.refuse(number, values, str(refusal))
            continue
        if wanted["code"] in report.seen:
            report.refuse(number, values, f"mã đã có ở dòng {report.seen[wanted['code']]} của tệp này.")
            continue
        report.seen[wanted["code"]] = number
        row = existing.get(wanted["code"])
        if row is None:
            new.append(Procedure(**wanted, source=filename, published_on=now.date()))
            continue
        if row.code in with_pack:
            wanted = {key: value for key, value in wanted.items() if key in _BESIDE_PACK}
        report.note(_changed(row, wanted))
    Procedure.objects.bulk_create(new, batch_size=500)
    result = ImportReport(
        created=len(new), updated=report.updated, unchanged=report.unchanged, refused=tuple(report.refused)
    )
    write.audit(
        "procedure.catalogue_imported",
        subject="catalogue.procedure:*",
        details={
            "created": result.created,
            "updated": result.updated,
            "unchanged": result.unchanged,
            "refused": len(result.refused),
        },
    )
    return result


#: What the list may say of a procedure whose pack says the rest.
_BESIDE_PACK = ("decision_number", "decided_on", "effective_on", "agency_text")


class _RowRefused(Exception):
    """The reason why a row is left out."""


@dataclass
class _Report:
    updated: int = 0
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.seen: dict[str, int] = {}
        self.refused: list[RefusedRow] = []

    def refuse(self, number: int, values: Mapping[str, str], reason: str) -> None:
        self.refused.append(RefusedRow(number, values.get("code", ""), values.get("title", ""), reason))

    def note(self, changed: bool) -> None:
        self.updated += changed
        self.unchanged += not changed


def _changed(row: Procedure, wanted: Mapping[str, Any]) -> bool:
    fields = [name for name, value in wanted.items() if getattr(row, name) != value and value not in ("", None)]
    for name in fields:
        setattr(row, name, wanted[name])
    if fields:
        row.save(update_fields=[*fields, "updated_at"])
    return bool(fields)


def _rows(data: bytes) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise CatalogueFileRefused(
            "Tệp không phải bảng tính .xlsx đọc được. Hãy tải lại danh mục rồi thử lại."
        ) from error
    for sheet in sheets:
        for number, cells in enumerate(sheet[:_HEAD_ROWS]):
            head = _headings(cells)
            if {"code", "title"} <= set(head):
                if len(sheet) > _MOST_ROWS:
                    raise CatalogueFileRefused(f"Danh mục có {len(sheet)} dòng, nhiều hơn {_MOST_ROWS}.")
                below = [(place, [_text(cell) for cell in row]) for place, row in enumerate(sheet, start=1)]
                return head, below[number + 1 :]
    raise CatalogueFileRefused("Không thấy dòng tiêu đề có cột “Mã thủ tục” và “Tên thủ tục” trong 15 dòng đầu.")


def _headings(cells: Sequence[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        key = _plain(_text(cell))
        for name, words in COLUMNS.items():
            if name not in found and key in words:
                found[name] = place
    return found


def _plain(text: str) -> str:
    return plain(search_key(text))


def _text(cell: Any) -> str:
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_line(str(cell)) if cell is not None else ""


def _read(values: Mapping[str, str]) -> dict[str, Any]:
    code, title = values.get("code", "").replace(" ", ""), values.get("title", "")
    if not code:
        raise _RowRefused("thiếu mã thủ tục.")
    if not is_code(code):
        raise _RowRefused(f"mã “{code}” không đúng dạng 1.001193.")
    if len(title) < 5:
        raise _RowRefused("thiếu tên thủ tục.")
    level = LEVELS.get(_plain(values.get("level", "")))
    if level is None:
        raise _RowRefused(f"cấp thực hiện “{values.get('level', '')}” không nhận ra (cấp tỉnh, cấp xã).")
    field_name = values.get("field_name", "")
    if not field_name:
        raise _RowRefused("thiếu lĩnh vực.")
    online = ONLINE.get(_plain(values.get("online_level", "")), "")
    fee = _plain(values.get("has_fee", ""))
    return {
        "code": code,
        "title": title[:500],
        "field_name": field_name[:200],
        "level": level,
        "agency_text": values.get("agency_text", "")[:300],
        "online_level": online,
        "decision_number": values.get("decision_number", "")[:60],
        "decided_on": _day(values, "decided_on"),
        "effective_on": _day(values, "effective_on"),
        "has_fee": bool(fee) and fee not in _FEE_NONE,
        "returns_paper": is_yes(_plain(values.get("returns_paper", "co"))),
        "search_text": search_text(code, title, field_name, values.get("agency_text", "")),
    }


def _day(values: Mapping[str, str], name: str) -> dt.date | None:
    text = values.get(name, "")
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day without a clock
    except ValueError as error:
        raise _RowRefused(f"ngày “{text}” không đúng dạng ngày/tháng/năm.") from error
