"""The register's values of a person, grouped and in words."""

from __future__ import annotations

from collections.abc import Mapping

from dean06.kernel.population.types import MaritalStatus, Sex

_GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Bản thân",
        (
            ("full_name", "Họ, chữ đệm và tên"),
            ("personal_id", "Số định danh cá nhân"),
            ("birth_date", "Ngày sinh"),
            ("sex", "Giới tính"),
            ("nationality", "Quốc tịch"),
            ("marital_status", "Tình trạng hôn nhân"),
            ("card_number", "Số thẻ căn cước"),
            ("card_issued_on", "Ngày cấp thẻ"),
        ),
    ),
    (
        "Nơi ở",
        (
            ("permanent_address", "Nơi thường trú"),
            ("temporary_address", "Nơi tạm trú"),
            ("current_address", "Nơi ở hiện tại"),
            ("household_no", "Số hộ gia đình"),
            ("household_head_name", "Chủ hộ"),
        ),
    ),
    ("Gia đình", (("father_name", "Cha"), ("mother_name", "Mẹ"), ("spouse_name", "Vợ, chồng"))),
)


def groups(values: Mapping[str, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Heading → (label, text); what the register does not know is said as such."""
    return [
        (title, [(label, _text(name, values.get(name, "")) or "Chưa có") for name, label in columns])
        for title, columns in _GROUPS
    ]


def _text(name: str, value: str) -> str:
    if name == "sex":
        return dict(Sex.choices).get(value, value)
    if name == "marital_status":
        return dict(MaritalStatus.choices).get(value, value)
    if name == "nationality":
        return "Việt Nam" if value == "VN" else value
    if name in ("birth_date", "card_issued_on"):
        return "/".join(reversed(value.split("-")))
    return value
