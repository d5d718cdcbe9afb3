"""PRIVATE. Words and shapes for the pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dean06.ecosystem.datasets.models import ColumnProfile, DatasetVersion
from dean06.ecosystem.datasets.types import Flag, VersionState

BADGES = {
    VersionState.RECEIVED: "ongoing",
    VersionState.COLUMNS: "warning",
    VersionState.READING: "ongoing",
    VersionState.REVIEW: "warning",
    VersionState.CONFIRMED: "success",
    VersionState.FAILED: "danger",
    VersionState.WITHDRAWN: "neutral",
}
EVIDENCE = {
    "HEADING": "đúng tiêu đề",
    "HEADING_NEAR": "gần đúng tiêu đề",
    "VALUES": "nội dung phù hợp",
    "VALUES_DIFFER": "nội dung không giống",
    "MEMORY": "đã nhớ từ lần trước",
}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "bytes": "một byte (TCVN3, VNI, Windows-1258)",
    "": "theo tệp",
}
FORMATS = {"text": "Văn bản (.csv, .txt)", "xlsx": "Excel (.xlsx)", "parquet": "Parquet", "dbf": "dBase (.dbf)"}
DELIMITERS = {",": "dấu phẩy", ";": "dấu chấm phẩy", "\t": "dấu Tab", "|": "dấu gạch đứng"}
SEVERITIES = {"serious": "danger", "warning": "warning", "info": "info"}


def state_of(version: DatasetVersion) -> dict[str, str]:
    """Kind and text of a version's badge."""
    state = VersionState(version.state)
    return {"kind": BADGES[state], "text": state.label}


def layout_facts(version: DatasetVersion) -> list[tuple[str, Any]]:
    """How the file is built, in words."""
    layout = version.layout
    facts: list[tuple[str, Any]] = [
        ("Tệp gốc", version.filename),
        ("Dung lượng", _size(version.size)),
        ("Người nộp", f"{version.uploaded_by}, {version.received_at.astimezone():%H:%M %d/%m/%Y}"),
        ("Số liệu tính đến", f"{version.data_as_of:%d/%m/%Y}"),
    ]
    if "format" in layout:
        facts.append(("Định dạng", FORMATS.get(layout["format"], layout["format"])))
        if layout["format"] == "text":
            delimiter = DELIMITERS.get(layout["delimiter"], layout["delimiter"])
            facts.append(("Bảng mã, dấu phân cách", f"{ENCODINGS.get(layout['encoding'])}; {delimiter}"))
        if layout.get("sheet"):
            facts.append(("Trang tính", layout["sheet"]))
        if layout.get("heading_rows"):
            facts.append(("Dòng tiêu đề", ", ".join(map(str, layout["heading_rows"]))))
    return facts


def findings_of(version: DatasetVersion) -> list[dict[str, Any]]:
    """Findings, the most serious first, with the kind of their alert."""
    order = {"serious": 0, "warning": 1, "info": 2}
    return [
        {**finding, "kind": SEVERITIES[finding["severity"]]}
        for finding in sorted(version.findings, key=lambda one: order[one["severity"]])
    ]


def account_of(version: DatasetVersion) -> list[tuple[str, int]]:
    """The rows below the heading, to their last one."""
    other = version.other_rows
    return [
        ("bản ghi", version.rows),
        ("dòng lỗi hoặc không phải bản ghi", version.bad_rows),
        ("dòng trống", other.get("empty", 0)),
        ("dòng đã xóa trong tệp", other.get("deleted", 0)),
    ]


def column_row(column: ColumnProfile) -> dict[str, Any]:
    """A column as the pages list it."""
    percent = round(column.confidence * 100)
    profile = column.profile or {}
    rows = profile.get("rows") or 0
    return {
        "column": column,
        "number": column.position + 1,
        "percent": percent,
        "kind": "success" if percent >= 85 else "warning" if percent >= 50 else "danger",
        "evidence": ", ".join(EVIDENCE[code] for code in column.evidence),
        "samples": [
            {**sample, "repairs": "; ".join(Flag(flag).label for flag in sample["flags"])} for sample in column.samples
        ],
        "filled_percent": round(100 * profile.get("filled", 0) / rows) if rows else 0,
        "kinds": sorted(profile.get("kinds", {}).items(), key=lambda one: -one[1]),
        "damage": [
            (Flag(flag).label, count)
            for flag, count in sorted(profile.get("damage", {}).items(), key=lambda one: -one[1])
        ],
    }


def age_of(version: DatasetVersion, today: dt.date) -> int:
    """Age of the data in days."""
    return (today - version.data_as_of).days


def _size(size: int) -> str:
    if size < 1024 * 1024:
        return f"{max(1, size // 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
