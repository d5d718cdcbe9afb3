"""Pure rules of intake: which choice of columns can be read, and when a person must look before a version counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

#: One of these must be among the columns: a record is about somebody.
IDENTIFYING = frozenset(("full_name", "given_name", "personal_id", "old_id"))


def check_mapping(mapping: Mapping[int, str], known: Collection[str], positions: Collection[int]) -> dict[str, str]:
    """What is wrong with a choice of columns: position (as text; ``""`` for the whole) → sentence; empty when right."""
    problems: dict[str, str] = {}
    taken: dict[str, int] = {}
    for position, field in sorted(mapping.items()):
        if not field:
            continue
        if position not in positions:
            problems[str(position)] = "Tệp không có cột này."
        elif field not in known:
            problems[str(position)] = "Ngành này không có trường đã chọn."
        elif field in taken:
            problems[str(position)] = f"Trường này đã chọn cho cột {taken[field] + 1}. Mỗi trường chỉ lấy từ một cột."
        else:
            taken[field] = position
    if not IDENTIFYING & taken.keys():
        problems[""] = "Chưa có cột nào là họ tên hoặc số định danh, số CMND: không thể biết bản ghi nói về ai."
    return problems


def needs_a_look(findings: Iterable[Mapping[str, Any]]) -> bool:
    """True when a person must accept the version: something serious was found."""
    return any(finding["severity"] == "serious" for finding in findings)


def is_live(data_age_days: int, live_days: int) -> bool:
    """Criterion "sống": the data are at most ``live_days`` old."""
    return 0 <= data_age_days <= live_days
