"""PRIVATE. The catalogue as .xlsx and YAML, and back. What is read takes the shape of ``parsing``."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from dean06.kernel.common.vietnamese import search_key
from dean06.kernel.units.types import AgencyKind
from dean06.steering.indicators.catalogue import history
from dean06.steering.indicators.catalogue.definitions import Definition, TargetDraft
from dean06.steering.indicators.catalogue.parsing import Parsed, Reading, read_catalogue
from dean06.steering.indicators.computed.registry import figures
from dean06.steering.indicators.errors import FileRefused
from dean06.steering.indicators.models import IndicatorVersion, Target
from dean06.steering.indicators.types import Accumulation, Certainty, Counted, Direction, Level, PeriodKind

LARGEST_FILE = 2 * 1024 * 1024
#: A spreadsheet unpacks to more than it weighs; beyond this it is no catalogue.
_LARGEST_UNPACKED = 60 * 1024 * 1024
_MOST_ROWS = 3_000

INDICATORS, TARGETS = "Chỉ tiêu", "Mục tiêu"

#: Key of the file → heading and width of the column.
_COLUMNS: dict[str, tuple[str, int]] = {
    "code": ("Mã", 11),
    "from": ("Áp dụng từ", 13),
    "name": ("Tên chỉ tiêu", 44),
    "short": ("Tên gọn", 24),
    "group": ("Nhóm tiện ích", 9),
    "numerator": ("Tử số", 48),
    "denominator": ("Mẫu số", 48),
    "exclusions": ("Không tính", 32),
    "counted": ("Đơn vị tính", 14),
    "direction": ("Chiều", 20),
    "accumulation": ("Cộng theo thời gian", 20),
    "frequency": ("Kỳ báo cáo", 12),
    "levels": ("Cấp báo cáo", 28),
    "kinds": ("Loại cơ quan báo cáo", 32),
    "owner": ("Cơ quan chủ quản", 22),
    "figure": ("Số liệu hệ thống tính", 26),
    "breakdown": ("Phân tổ", 40),
    "may_exceed": ("Tử số được vượt mẫu số", 12),
    "basis": ("Căn cứ", 40),
    "certainty": ("Mức xác minh", 18),
    "note": ("Ghi chú", 32),
}
_TARGET_COLUMNS: dict[str, tuple[str, int]] = {
    "code": ("Mã", 11),
    "level": ("Cấp", 20),
    "kind": ("Loại cơ quan", 26),
    "unit": ("Mã đơn vị", 26),
    "from": ("Từ ngày", 13),
    "to": ("Đến hết ngày", 13),
    "min": ("Mục tiêu", 12),
    "max": ("Đến", 12),
    "basis": ("Văn bản giao", 48),
    "certainty": ("Mức xác minh", 18),
    "exclusions": ("Không tính", 32),
}
_CHOICES: Mapping[str, Any] = {
    "counted": Counted,
    "direction": Direction,
    "accumulation": Accumulation,
    "frequency": PeriodKind,
    "certainty": Certainty,
    "level": Level,
    "kind": AgencyKind,
}


def figure_choices(current: str = "") -> list[tuple[str, str]]:
    """Figures that modules count, for a choice; the one chosen now stays, even when nobody counts it any more."""
    known = {figure.key: f"{figure.label} ({figure.key})" for figure in figures()}
    return list(known.items() if not current or current in known else [*known.items(), (current, current)])


# --- Out --------------------------------------------------------------------------------------------------------------


def entries(on: dt.date) -> list[dict[str, Any]]:
    """Every indicator as the files write it: its newest version, its live targets. Two queries."""
    targets: dict[int, list[dict[str, Any]]] = {}
    for row in Target.objects.filter(withdrawn_at__isnull=True).select_related("unit").order_by("valid_from", "pk"):
        targets.setdefault(row.indicator_id, []).append(_target_entry(row))
    newest: dict[int, IndicatorVersion] = {}
    for version in IndicatorVersion.objects.select_related("indicator").order_by("number"):
        newest[version.indicator_id] = version
    listed = sorted(newest.values(), key=lambda one: (one.indicator.order, one.indicator.code))
    return [
        _entry(version, targets.get(version.indicator_id, []))
        for version in listed
        if version.valid_to is None or version.valid_to >= on
    ]


def as_yaml(on: dt.date) -> str:
    """The catalogue as a YAML text that ``parsing`` reads back."""
    return dump(entries(on))


def dump(found: Sequence[Mapping[str, Any]]) -> str:
    """Entries as a YAML text."""
    head = "# Danh mục chỉ tiêu. Sửa rồi nhập lại ở trang “Nhập danh mục”; chỉ tiêu có sửa phải ghi ngày “from” mới.\n"
    body = {"indicators": [dict(one) for one in found]}
    return head + yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=110)


def as_xlsx(on: dt.date) -> bytes:
    """The catalogue as a workbook of two sheets: indicators, targets."""
    listed = entries(on)
    book = Workbook(write_only=True)
    rows = ([_shown(key, entry.get(key)) for key in _COLUMNS] for entry in listed)
    _sheet(book, INDICATORS, _COLUMNS, rows)
    lines = [{**target, "code": entry["code"]} for entry in listed for target in entry.get("targets", ())]
    _sheet(book, TARGETS, _TARGET_COLUMNS, ([_shown(key, line.get(key)) for key in _TARGET_COLUMNS] for line in lines))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parsed_entry(parsed: Parsed, targets: Sequence[TargetDraft]) -> dict[str, Any]:
    """What was read as the files write it, with those targets."""
    written = [
        {
            "level": draft.level,
            "kind": draft.kind,
            "unit": draft.unit,
            "from": draft.valid_from,
            "to": draft.valid_to,
            "min": _plain(draft.minimum),
            "max": _plain(draft.maximum) if draft.maximum is not None else None,
            "basis": draft.basis,
            "certainty": draft.certainty,
            "exclusions": draft.exclusions,
        }
        for draft in targets
    ]
    filled = [{key: value for key, value in one.items() if value not in ("", None)} for one in written]
    return _definition_entry(parsed.definition, filled)


def _entry(version: IndicatorVersion, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return _definition_entry(history.definition_of(version), targets)


def _definition_entry(found: Definition, targets: list[dict[str, Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "code": found.code,
        "from": found.valid_from,
        "name": found.name,
        "short": found.short_name,
        "group": found.group,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "exclusions": found.exclusions,
        "counted": found.counted,
        "direction": found.direction,
        "accumulation": found.accumulation,
        "frequency": found.frequency,
        "levels": list(found.levels),
        "kinds": list(found.kinds),
        "owner": found.owner,
        "figure": found.figure,
        "breakdown": [list(pair) for pair in found.breakdown],
        "may_exceed": found.may_exceed,
        "basis": found.legal_basis,
        "certainty": found.certainty,
        "note": found.note,
        "targets": targets,
    }
    return {key: value for key, value in entry.items() if value not in ("", [], False)}


def _target_entry(row: Target) -> dict[str, Any]:
    entry = {
        "level": row.level,
        "kind": row.kind,
        "unit": row.unit.code if row.unit else "",
        "from": row.valid_from,
        "to": row.valid_to,
        "min": _plain(row.minimum),
        "max": _plain(row.maximum) if row.maximum is not None else None,
        "basis": row.basis,
        "certainty": row.certainty,
        "exclusions": row.exclusions,
    }
    return {key: value for key, value in entry.items() if value not in ("", None)}


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _shown(key: str, value: Any) -> Any:
    """A value as a cell shows it: words for codes, days as days."""
    if value is None:
        return None
    if key in _CHOICES:
        return str(dict(_CHOICES[key].choices).get(value, value))
    if key == "levels":
        return "; ".join(str(Level(one).label) for one in value)
    if key == "kinds":
        return "; ".join(str(AgencyKind(one).label) for one in value)
    if key == "breakdown":
        return "\n".join(f"{code}: {label}" for code, label in value)
    if key == "may_exceed":
        return "Có"
    return value


def _sheet(book: Workbook, title: str, columns: Mapping[str, tuple[str, int]], rows: Iterable[Sequence[Any]]) -> None:
    page = book.create_sheet(title)
    page.freeze_panes = "B2"
    for number, (_, width) in enumerate(columns.values(), 1):
        page.column_dimensions[get_column_letter(number)].width = width
    heading = []
    for text, _ in columns.values():
        cell = WriteOnlyCell(page, value=text)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        heading.append(cell)
    page.append(heading)
    last = 1
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(page, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, dt.date):
                cell.number_format = "DD/MM/YYYY"
            cells.append(cell)
        page.append(cells)
        last += 1
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"


# --- In ---------------------------------------------------------------------------------------------------------------


def read_file(name: str, content: bytes) -> Reading:
    """Indicators of an uploaded file, by its kind. Raises ``FileRefused`` when it is no catalogue at all."""
    if len(content) > LARGEST_FILE:
        raise FileRefused("Tệp lớn hơn 2 MB. Danh mục chỉ tiêu không lớn như vậy; hãy kiểm tra lại tệp.")
    if name.lower().endswith((".yaml", ".yml")):
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise FileRefused("Tệp YAML phải là văn bản mã UTF-8.") from error
        return read_catalogue(text)
    if name.lower().endswith(".xlsx"):
        return _read_xlsx(content)
    raise FileRefused("Chỉ nhận tệp .xlsx hoặc .yaml. Hãy tải mẫu từ trang danh mục rồi điền vào.")


def _read_xlsx(content: bytes) -> Reading:
    sheets = _sheets(content)
    if INDICATORS not in sheets:
        raise FileRefused("Không thấy trang tính “Chỉ tiêu”. Hãy dùng đúng mẫu tải về từ trang danh mục.")
    reading = Reading()
    table = _table(sheets[INDICATORS], _COLUMNS, INDICATORS)
    targets: dict[str, list[dict[str, Any]]] = {}
    for line, row in _table(sheets[TARGETS], _TARGET_COLUMNS, TARGETS) if TARGETS in sheets else ():
        code = str(row.pop("code", "") or "").strip()
        problem = _to_codes(row)
        if problem:
            reading.errors.append((f"Mục tiêu, dòng {line}", problem))
        else:
            targets.setdefault(code, []).append(row)
    for line, row in table:
        place = f"Chỉ tiêu, dòng {line}"
        problem = _to_codes(row)
        if problem:
            reading.errors.append((place, problem))
            continue
        code = str(row.get("code") or "").strip()
        one = read_catalogue(dump([{**row, "targets": targets.pop(code, [])}]))
        reading.found += one.found
        reading.errors += [(place, sentence) for _, sentence in one.errors]
    reading.errors += [
        (f"Mục tiêu của {code or 'mã trống'}", "Không có chỉ tiêu mang mã này trong trang “Chỉ tiêu”.")
        for code in targets
    ]
    return reading


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _LARGEST_UNPACKED:
                raise FileRefused("Tệp bảng tính này quá lớn khi mở ra.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {name: book.get_sheet_by_name(name).to_python(nrows=_MOST_ROWS) for name in book.sheet_names}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileRefused("Không mở được tệp: tệp hỏng, có mật khẩu hoặc không phải .xlsx.") from error


def _table(
    rows: list[list[Any]], columns: Mapping[str, tuple[str, int]], title: str
) -> list[tuple[int, dict[str, Any]]]:
    """Rows with their line numbers, by key of the column; empty rows are left out."""
    by_heading = {search_key(heading): key for key, (heading, _) in columns.items()}
    keys = [by_heading.get(search_key(str(cell))) for cell in (rows[0] if rows else [])]
    missing = [columns[key][0] for key in ("code", "from") if key not in keys]
    if missing:
        raise FileRefused(f"Trang “{title}” thiếu cột {', '.join(missing)}. Hãy dùng đúng mẫu tải về.")
    found = []
    for line, row in enumerate(rows[1:], 2):
        cells = {
            key: value.strip() if isinstance(value, str) else value
            for key, value in zip(keys, row, strict=False)
            if key is not None
        }
        if any(value not in ("", None) for value in cells.values()):
            found.append((line, {key: value for key, value in cells.items() if value not in ("", None)}))
    return found


def _to_codes(row: dict[str, Any]) -> str:
    """Turn the words of cells into codes, in place; a sentence about the first that is unknown, else ""."""
    for key, value in list(row.items()):
        if isinstance(value, dt.datetime):
            row[key] = value.date()
        elif key in ("from", "to") and isinstance(value, str):
            day = _day(value)
            if day is None:
                return f"“{value}” không phải là ngày. Hãy ghi như 01/01/2026."
            row[key] = day
        elif key in _CHOICES:
            code = _code_of(_CHOICES[key], value)
            if code is None:
                return (
                    f"Cột {_heading(key)}: không có “{value}”. Hãy chọn: {', '.join(map(str, _CHOICES[key].labels))}."
                )
            row[key] = code
        elif key in ("levels", "kinds"):
            known = Level if key == "levels" else AgencyKind
            codes = [_code_of(known, part) for part in str(value).replace("\n", ";").split(";") if part.strip()]
            if None in codes:
                return f"Cột {_heading(key)}: không hiểu “{value}”. Các giá trị cách nhau bằng dấu chấm phẩy."
            row[key] = codes
        elif key == "breakdown":
            row[key] = [
                [part.strip() for part in line.split(":", 1)] for line in str(value).splitlines() if line.strip()
            ]
        elif key == "may_exceed":
            row[key] = search_key(str(value)) in ("co", "x", "true", "1")
        elif key == "group" and isinstance(value, float):
            row[key] = int(value)
        elif key in ("min", "max") and isinstance(value, str):
            row[key] = value.rstrip("% ").replace(".", "").replace(",", ".")
    return ""


def _heading(key: str) -> str:
    return (_COLUMNS.get(key) or _TARGET_COLUMNS[key])[0]


def _code_of(choices: Any, value: Any) -> str | None:
    wanted = search_key(str(value))
    for code, label in choices.choices:
        if wanted in (search_key(code), search_key(str(label))):
            return str(code)
    return None


def _day(text: str) -> dt.date | None:
    for pattern in ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
