"""PRIVATE. Figures in words: names of keys, columns of the tables, cells of the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.units import queries as units
from dean06.procedures.cases.types import Channel
from dean06.procedures.catalogue import queries as catalogue
from dean06.procedures.figures.types import AppendixRow, Count, Pair, PivotRow

#: Columns of the dashboard: kind and heading.
PIVOT_COLUMNS: tuple[tuple[str, str], ...] = (
    (Count.RECEIVED, "Tiếp nhận"),
    (Count.ON_TIME, "Đúng hạn"),
    (Count.LATE, "Trễ hạn"),
    (Count.STOPPED, "Dừng"),
    (Count.WITHDRAWN, "Rút"),
    (Count.NOT_RECEIVED, "Từ chối"),
    (Count.RETURNED, "Đã trả"),
    (Count.DIGITISED, "Số hóa"),
    (Count.REUSED, "Dùng lại"),
    (Count.PAID_ONLINE, "Nộp tiền mạng"),
    (Count.ASSISTED, "Giúp nộp"),
)
DIMENSION_HEADINGS = {
    "decider": "Cơ quan giải quyết",
    "receiver": "Cơ quan tiếp nhận",
    "field": "Lĩnh vực",
    "procedure": "Thủ tục",
    "month": "Tháng",
    "day": "Ngày",
    "channel": "Kênh",
    "officer": "Cán bộ",
}
#: Columns of appendices II and III (the order of the national form) with their widths in a file.
APPENDIX_COLUMNS: tuple[tuple[str, int], ...] = (
    ("STT", 6),
    ("Dịch vụ công trực tuyến", 60),
    ("Kết nối với Cổng dịch vụ công quốc gia", 18),
    ("Tổng hồ sơ", 12),
    ("Trực tuyến", 12),
    ("Tỷ lệ", 10),
    ("Đúng hạn", 12),
    ("Quá hạn", 12),
    ("Khó khăn, vướng mắc", 50),
)


def name_keys(dimensions: Sequence[str], rows: Iterable[PivotRow]) -> dict[tuple[str, str], str]:
    """What people call the keys: ``(dimension, key)`` → name. At most one query for each dimension."""
    keys: dict[str, set[str]] = {name: set() for name in dimensions}
    for row in rows:
        for name, key in zip(dimensions, row.keys, strict=True):
            keys[name].add(key)
    named: dict[tuple[str, str], str] = {}
    for name, found in keys.items():
        named.update({(name, key): text for key, text in _names(name, found).items()})
    return named


def _names(dimension: str, keys: set[str]) -> dict[str, str]:
    if dimension in ("decider", "receiver"):
        known = units.get_agencies(keys)
        return {key: (known[key].short_name or known[key].name) if key in known else key for key in keys}
    if dimension == "officer":
        people = accounts.display_names(int(key) for key in keys if key != "0")
        return {key: people.get(int(key), "Chưa phân công" if key == "0" else "Tài khoản đã xóa") for key in keys}
    if dimension == "channel":
        return {key: Channel(int(key)).label for key in keys}
    if dimension in ("procedure", "field"):
        column = "title" if dimension == "procedure" else "field_name"
        code = "code" if dimension == "procedure" else "field_code"
        known_names = dict(catalogue.procedures().filter(**{f"{code}__in": keys}).values_list(code, column))
        return {key: known_names.get(key, key) for key in keys}
    if dimension == "month":
        return {key: f"{int(key[5:7])}/{key[:4]}" for key in keys}
    return {key: dt.date.fromisoformat(key).strftime("%d/%m/%Y") for key in keys}


def percent(pair: Pair | None) -> str:
    """``98,62%``; empty when there is nothing to count: 0 of 0 is not 0%."""
    if pair is None or pair.rate is None:
        return ""
    text = f"{pair.rate * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{text}%"


def appendix_cells(row: AppendixRow) -> list[str | int | None]:
    """A row of an appendix as its nine cells; ``None`` is an empty cell."""
    return [
        row.number,
        row.title,
        "Đã kết nối" if row.connected else "Chưa kết nối",
        row.total,
        row.online,
        percent(row.online_rate) or None,
        row.on_time,
        row.late,
        row.obstacles or None,
    ]
