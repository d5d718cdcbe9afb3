"""What the columns of a table hold, from their headings: one row or two, merged or repeated on every page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dean06.steering.documents.reading.blocks import Row, Table

_NAMES: tuple[tuple[str, str], ...] = (
    #: The first day of the work; the last one counts.
    ("start", r"^(?:(?:ngày|thời gian|thời điểm) )?bắt đầu$|^từ(?: ngày| tháng)?$"),
    ("number", r"^(?:s[ốo]?\.?\s?t\.?\s?t\.?|tt|số thứ tự|mã(?: số)?(?: nhiệm vụ)?|ký hiệu|số)$"),
    ("name", r"^(?:tên\s+)?(?:các\s+)?(?:dịch vụ|thủ tục|tthc\b|dvc\b)"),
    ("connected", r"kết nối|tình trạng cung cấp|mức độ (?:cung cấp|kết nối)|đã cung cấp"),
    ("rate", r"tỷ lệ|tỉ lệ|(?:^|\s)%|phần trăm"),
    ("on_time", r"đúng hạn|trước hạn|trước và đúng hạn"),
    ("overdue", r"quá hạn|trễ hạn|chậm hạn|trễ hẹn"),
    ("difficulty", r"khó khăn|vướng mắc|tồn tại|nguyên nhân"),
    ("online", r"trực tuyến(?!\s+và)"),
    ("total", r"tổng(?: số)?(?:\s+(?:hồ sơ|tiếp nhận|cộng))?|số (?:lượng )?hồ sơ|tiếp nhận"),
    (
        "progress",
        r"kết quả\s+(?:triển khai\s+)?thực hiện|tình hình\s+(?:triển khai\s+)?thực hiện|tiến độ\s+(?:triển khai|"
        r"thực hiện đến)|kết quả(?: đã)? đạt được|kết quả xử lý|đánh giá|"
        r"kết quả đến|tình hình, kết quả|kết quả tháng|kết quả triển khai",
    ),
    ("status", r"trạng thái|tình trạng|mức độ hoàn thành"),
    ("both", r"chủ trì\s*(?:,|và|/|-|–)\s*(?:(?:cơ quan|đơn vị)\s+)?phối hợp"),
    ("partner", r"phối hợp|tham gia|liên quan$"),
    (
        "lead",
        r"chủ trì|đầu mối|(?:cơ quan|đơn vị|bộ phận|phòng|tổ chức|cá nhân|người|"
        r"cán bộ)(?:\s*[,/]\s*\S+(?: \S+)?)?\s+(?:được giao\s+)?(?:thực hiện|tham mưu|chịu trách nhiệm|phụ trách|"
        r"được giao|triển khai)|"
        r"chịu trách nhiệm|phân công|trách nhiệm|^(?:thực hiện|cơ quan|đơn vị|phụ trách|người phụ trách|giao)$",
    ),
    (
        "basis",
        r"văn bản(?!\s+(?:trình|ban hành|cần))|căn cứ|cơ sở pháp lý|nguồn giao|số văn bản|ngày giao|cơ quan giao|"
        r"cấp giao|người giao",
    ),
    (
        "deadline",
        r"thời hạn|thời gian|^(?:ngày )?kết thúc|tiến độ|hạn (?:hoàn thành|xử lý|cuối|chót|định)|^hạn$|hoàn thành|"
        r"lộ trình|kỳ hạn|mốc|"
        r"thời điểm",
    ),
    ("product", r"sản phẩm|đầu ra|kết quả|yêu cầu cần đạt|hình thức văn bản"),
    ("name", r"dịch vụ(?: công)?|thủ tục|tthc|dvc"),
    (
        "text",
        r"nhiệm vụ|nội dung|công việc|hoạt động|chỉ tiêu|giải pháp|biện pháp|tên (?:nhiệm vụ|văn bản|đề án|mô hình)|"
        r"đầu việc|việc",
    ),
    ("note", r"ghi chú|lãnh đạo|kinh phí|chỉ đạo|theo dõi|đơn vị tính|\bđvt\b"),
)
_COMPILED = tuple((name, re.compile(pattern, re.I)) for name, pattern in _NAMES)
#: Words that belong to a table of services, not of tasks.
SERVICE_COUNTS = {"connected", "total", "online", "rate", "on_time", "overdue"}
TASK_FIELDS = {"lead", "partner", "both", "deadline", "progress", "product", "basis", "status"}


@dataclass(slots=True)
class Columns:
    """Index of each known column, and the row where the data begins."""

    index: dict[str, int] = field(default_factory=dict)
    body_start: int = 0
    titles: list[str] = field(default_factory=list)

    def cell(self, row: Row, name: str) -> str:
        """The text of a named column; empty where the row or the table has none."""
        position = self.index.get(name)
        return row.cells[position].strip() if position is not None and position < len(row.cells) else ""

    @property
    def is_tasks(self) -> bool:
        """A column of tasks and one that says who, when or with what result."""
        return "text" in self.index and bool(TASK_FIELDS & self.index.keys())

    @property
    def is_services(self) -> bool:
        """A column of services or procedures and at least two of their counts."""
        return "name" in self.index and len(SERVICE_COUNTS & self.index.keys()) >= 2


def column_kind(title: str) -> str | None:
    """The kind of a column by its heading."""
    title = " ".join(title.split()).strip(" .:*")
    if not title or len(title) > 140:
        return None
    plain = re.sub(r"\([^()]*\)", "", title).strip() or title
    for name, pattern in _COMPILED:
        if pattern.search(plain):
            return name
    return None


def read_columns(table: Table) -> Columns | None:
    """The columns of a table with a heading among its first rows; ``None`` when no row looks like one."""
    for start in range(min(6, len(table.rows))):
        row = table.rows[start]
        if not _could_be_heading(row):
            continue
        columns = _with_second_row(table.rows, start)
        if columns.is_tasks or columns.is_services:
            return columns
    return None


def _could_be_heading(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return (
        len(filled) >= 2
        and all(len(cell) <= 140 for cell in filled)
        and sum(1 for cell in filled if column_kind(cell)) >= 2
    )


def _with_second_row(rows: Sequence[Row], start: int) -> Columns:
    titles = [" ".join(cell.split()) for cell in rows[start].cells]
    end = start + 1
    while end < len(rows) and end <= start + 2 and _is_second_heading(rows[end], titles):
        under = rows[end].cells
        titles = _merge_titles(titles, under)
        end += 1
    if end < len(rows) and _is_index_row(rows[end]):
        end += 1
    return Columns(_assign(titles), end, titles)


def _merge_titles(upper: list[str], under: Sequence[str]) -> list[str]:
    """Each lower heading gets the merged heading above it as context: "Cơ quan | chủ trì, phối hợp"."""
    merged: list[str] = []
    last = ""
    width = max(len(upper), len(under))
    for position in range(width):
        above = upper[position] if position < len(upper) else ""
        below = " ".join(under[position].split()) if position < len(under) else ""
        last = above or last
        merged.append((below and f"{last} | {below}") or above)
    return merged


def _is_second_heading(row: Row, titles: list[str]) -> bool:
    """A second heading row fills only columns under a merged heading, or has none of a task's own text."""
    filled = [(position, cell) for position, cell in enumerate(row.cells) if cell.strip()]
    if not filled or _is_index_row(row):
        return False
    if row.cells and row.cells[0].strip():
        return False
    under_merge = all(_spans(titles, position) for position, _ in filled)
    return under_merge and all(len(cell) <= 60 for _, cell in filled)


def _spans(titles: list[str], position: int) -> bool:
    """Whether the heading here is one of several merged ones: left blank beside its like, or printed in each."""
    if position >= len(titles) or not titles[position]:
        return True
    beside = titles[max(0, position - 1) : position] + titles[position + 1 : position + 2]
    return titles[position + 1 : position + 2] == [""] or titles[position] in beside


def _is_index_row(row: Row) -> bool:
    """ "(1) | (2) | (3)": the numbering of columns under a heading."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return len(filled) >= 3 and all(
        re.fullmatch(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=\s*[\d()+/:*,. -]+)?", cell) for cell in filled
    )


def _assign(titles: list[str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for position, title in enumerate(titles):
        own = title.split(" | ")[-1]
        kind = column_kind(own)
        if kind is None and " | " in title:
            kind = column_kind(title.split(" | ")[0])
        if " | " in title and kind in {"total", "online", "rate", "on_time", "overdue", None}:
            kind = _under_merged(title, kind)
        if kind is not None and kind not in index:
            index[kind] = position
        elif kind == "text" and "text" in index and column_kind(titles[index["text"]]) == "text":
            # "Chỉ tiêu" before "Nhiệm vụ": the column named after tasks wins.
            index["text"] = _named_after_tasks(titles, index["text"], position)
    if "number" not in index and titles and not titles[0]:
        index["number"] = 0
    _settle(index, titles)
    return index


def _named_after_tasks(titles: list[str], first: int, second: int) -> int:
    named = re.compile(r"nhiệm vụ|công việc|nội dung", re.I)
    return second if named.search(titles[second]) and not named.search(titles[first]) else first


def _under_merged(title: str, kind: str | None) -> str | None:
    """ "Xử lý hồ sơ trực tuyến | Đúng hạn" is on time, not online: the lower heading decides."""
    upper, _, lower = title.rpartition(" | ")
    return column_kind(lower) or (kind if not upper else None)


def _settle(index: dict[str, int], titles: list[str]) -> None:
    """Columns whose heading can mean two things."""
    if "text" not in index and "name" in index and not SERVICE_COUNTS & index.keys():
        index["text"] = index.pop("name")
    if "deadline" not in index and "progress" in index and re.match(r"tiến độ$", titles[index["progress"]], re.I):
        index["deadline"] = index.pop("progress")
    if (
        "text" in index
        and "name" not in index
        and len({"total", "online", "rate"} & index.keys()) >= 2
        and not {"lead", "deadline"} & index.keys()
    ):
        index["name"] = index.pop("text")


def is_repeated_heading(row: Row, columns: Columns, table: Table) -> bool:
    """Whether a row prints the heading again at the top of a page."""
    filled = [(position, " ".join(cell.split()).lower()) for position, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) < 2:
        return False
    heads = [
        {
            " ".join(head.cells[position].split()).lower() if position < len(head.cells) else ""
            for head in table.rows[: columns.body_start]
        }
        for position, _ in filled
    ]
    return all(text in known for (_, text), known in zip(filled, heads, strict=True)) or _is_index_row(row)
