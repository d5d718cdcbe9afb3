"""PRIVATE. A definition and its targets as typed, loaded or imported, and what is wrong with them. Pure.

One shape for three ways in (page, .xlsx, YAML), so that a refusal says the same in each.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from dean06.steering.indicators.types import (
    Accumulation,
    Certainty,
    Counted,
    Direction,
    Level,
    PeriodKind,
)

#: The five utility groups of Đề án 06.
GROUPS: Mapping[int, str] = {
    1: "Giải quyết thủ tục hành chính, dịch vụ công trực tuyến",
    2: "Phát triển kinh tế - xã hội",
    3: "Công dân số",
    4: "Kết nối, khai thác, làm giàu dữ liệu dân cư",
    5: "Chỉ đạo, điều hành",
}

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}-[0-9]{2,3}[A-Z]?")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
#: Shorter definitions cannot tell an officer what to count.
SHORTEST_DEFINITION = 12
SHORTEST_REASON = 10
#: Targets are kept with four decimals and sixteen digits before them.
_LARGEST = Decimal(10) ** 16


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator means from ``valid_from`` on. ``breakdown``: pairs of key and label."""

    code: str
    valid_from: dt.date
    name: str
    short_name: str
    group: int
    numerator: str
    denominator: str
    counted: str
    direction: str
    accumulation: str
    frequency: str
    levels: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    owner: str = ""
    figure: str = ""
    breakdown: tuple[tuple[str, str], ...] = ()
    may_exceed: bool = False
    legal_basis: str = ""
    certainty: str = Certainty.UNSURE
    exclusions: str = ""
    note: str = ""

    def differs(self, other: Definition) -> list[str]:
        """Names of the fields in which two definitions differ, except since when they hold."""
        return [
            one.name
            for one in fields(self)
            if one.name not in ("valid_from", "code") and getattr(self, one.name) != getattr(other, one.name)
        ]


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A target as entered: for a level, a kind of body, one unit, or everybody."""

    code: str
    valid_from: dt.date
    valid_to: dt.date | None
    minimum: Decimal
    maximum: Decimal | None
    basis: str
    level: str = ""
    kind: str = ""
    unit: str = ""
    certainty: str = Certainty.UNSURE
    exclusions: str = ""


#: Field → what a page and a file call it.
LABELS: Mapping[str, str] = {
    "code": "Mã",
    "valid_from": "Áp dụng từ",
    "name": "Tên chỉ tiêu",
    "short_name": "Tên gọn",
    "group": "Nhóm tiện ích",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "counted": "Đơn vị tính",
    "direction": "Chiều",
    "accumulation": "Cộng theo thời gian",
    "frequency": "Kỳ báo cáo",
    "levels": "Cấp báo cáo",
    "kinds": "Loại cơ quan báo cáo",
    "owner": "Cơ quan chủ quản",
    "figure": "Số liệu hệ thống tính",
    "breakdown": "Phân tổ",
    "may_exceed": "Tử số được vượt mẫu số",
    "legal_basis": "Căn cứ",
    "certainty": "Mức xác minh",
    "exclusions": "Không tính",
    "note": "Ghi chú",
}


def definition_errors(
    found: Definition, *, agencies: frozenset[str], figures: frozenset[str] | None = None
) -> dict[str, str]:
    """Field → sentence; empty when the definition can be kept.

    ``agencies``: codes that may own an indicator. ``figures``: keys that modules count (``None``: not checked).
    """
    errors: dict[str, str] = {}
    if not _CODE.fullmatch(found.code):
        errors["code"] = "Mã gồm chữ in hoa, gạch nối và số, ví dụ DVC-01."
    if len(found.name.split()) < 2 or len(found.name) > 250:
        errors["name"] = "Hãy ghi tên đầy đủ của chỉ tiêu, không quá 250 ký tự."
    if not found.short_name or len(found.short_name) > 80:
        errors["short_name"] = "Hãy ghi tên gọn để hiện trên bảng, không quá 80 ký tự."
    if found.group not in GROUPS:
        errors["group"] = "Nhóm tiện ích là một số từ 1 đến 5."
    if len(found.numerator) < SHORTEST_DEFINITION:
        errors["numerator"] = "Hãy nói rõ tử số đếm gì, của ai, trong khoảng thời gian nào."
    if found.denominator and len(found.denominator) < SHORTEST_DEFINITION:
        errors["denominator"] = "Hãy nói rõ mẫu số đếm gì; để trống nếu chỉ tiêu chỉ là một số đếm."
    for name, choices in (
        ("counted", Counted),
        ("direction", Direction),
        ("accumulation", Accumulation),
        ("frequency", PeriodKind),
        ("certainty", Certainty),
    ):
        if getattr(found, name) not in choices.values:
            errors[name] = f"Hãy chọn một trong: {', '.join(str(label) for label in choices.labels)}."
    if not found.levels or not set(found.levels) <= set(Level.values):
        errors["levels"] = "Hãy chọn ít nhất một cấp báo cáo."
    if Level.DISTRICT in found.levels and found.valid_from >= dt.date(2025, 7, 1):
        errors["levels"] = "Từ 01/7/2025 không còn cấp huyện; hãy bỏ cấp này."
    if Level.PROVINCE in found.levels and not found.owner:
        errors["owner"] = "Chỉ tiêu của toàn tỉnh phải có cơ quan chủ quản: cơ quan đó báo cáo số liệu."
    if found.owner and found.owner not in agencies:
        errors["owner"] = f"Không có cơ quan nào mang mã “{found.owner}”. Hãy chọn trong danh sách."
    if found.figure and figures is not None and found.figure not in figures:
        errors["figure"] = f"Không có mô-đun nào tính số liệu “{found.figure}”. Hãy chọn trong danh sách hoặc để trống."
    if found.may_exceed and not found.denominator:
        errors["may_exceed"] = "Chỉ chọn khi chỉ tiêu có mẫu số."
    if problem := _breakdown_problem(found.breakdown):
        errors["breakdown"] = problem
    return errors


def _breakdown_problem(breakdown: Sequence[tuple[str, str]]) -> str:
    keys = [key for key, _ in breakdown]
    wrong = next((key for key in keys if not _KEY.fullmatch(key)), None)
    if wrong is not None:
        return f"Mã phân tổ “{wrong}” chỉ gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ."
    if len(set(keys)) < len(keys):
        return "Mỗi mã phân tổ chỉ được ghi một lần."
    return "" if all(label for _, label in breakdown) else "Mỗi phân tổ phải có tên."


def version_problem(found: Definition, newest: Definition) -> dict[str, str]:
    """Why ``found`` cannot follow the newest version: it must begin later than that one did."""
    if found.valid_from <= newest.valid_from:
        return {
            "valid_from": (
                f"Bản mới phải áp dụng sau ngày {newest.valid_from:%d/%m/%Y}, là ngày bản đang có bắt đầu: "
                "kỳ cũ giữ định nghĩa cũ."
            )
        }
    return {}


def target_errors(draft: TargetDraft, *, is_rate: bool, direction: str, may_exceed: bool = False) -> dict[str, str]:
    """Field → sentence; empty when the target can be kept."""
    errors: dict[str, str] = {}
    if not abs(draft.minimum) < _LARGEST or draft.minimum < 0:
        errors["minimum"] = "Mục tiêu là một số không âm."
    elif is_rate and draft.minimum > 100 and not may_exceed:
        errors["minimum"] = "Mục tiêu của tỷ lệ không quá 100%."
    if draft.maximum is not None:
        if draft.maximum <= draft.minimum:
            errors["maximum"] = "Cận trên phải lớn hơn cận dưới, ví dụ 25 và 30."
        elif is_rate and draft.maximum > 100 and not may_exceed:
            errors["maximum"] = "Mục tiêu của tỷ lệ không quá 100%."
    if direction == Direction.NONE:
        errors["minimum"] = "Chỉ tiêu này chỉ để theo dõi nên không đặt mục tiêu; hãy sửa chiều của chỉ tiêu trước."
    if draft.valid_to is not None and draft.valid_to < draft.valid_from:
        errors["valid_to"] = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if not draft.basis.strip():
        errors["basis"] = "Hãy ghi văn bản giao mục tiêu (số, ngày)."
    if sum(bool(one) for one in (draft.unit, draft.level or draft.kind)) > 1:
        errors["unit"] = "Mục tiêu đặt cho một đơn vị, hoặc cho một cấp, một loại; không đặt cho cả hai."
    if draft.level and draft.level not in Level.values:
        errors["level"] = "Hãy chọn một cấp trong danh sách."
    return errors
