"""Other people for an example: new names in place of the old ones, wherever they stand."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ", "Dương", "Đinh", "Trương", "Cao")
_WOMEN = (
    "Thị Hoa",
    "Thị Lan",
    "Thị Hạnh",
    "Thu Hà",
    "Thị Nga",
    "Thị Yến",
    "Ngọc Mai",
    "Thị Thảo",
    "Bích Thủy",
    "Thị Oanh",
)
_MEN = (
    "Văn Hùng",
    "Đức Tâm",
    "Quang Vinh",
    "Hữu Phúc",
    "Xuân Sơn",
    "Văn Nam",
    "Đình Long",
    "Minh Tuấn",
    "Văn Quân",
    "Tiến Dũng",
)


def renamed(
    people: Mapping[str, Mapping[str, Any]], data: Mapping[str, Any], chance: random.Random
) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """The people with names of their own, and the data of the form saying the same."""
    # One family name for one: who had the same before (a child and its father) has the same after.
    families: dict[str, str] = {}
    names: dict[str, str] = {}
    for values in people.values():
        old, given = str(values["full_name"]), _WOMEN if values.get("sex") == "F" else _MEN
        family = families.setdefault(old.split()[0], chance.choice(_FAMILY))
        names[old] = f"{family} {chance.choice(given)}"
    return (
        {key: {name: names.get(value, value) if isinstance(value, str) else value for name, value in values.items()}
         for key, values in people.items()},
        _replaced(data, names, families),
    )  # fmt: skip


def _replaced(value: Any, names: Mapping[str, str], families: Mapping[str, str], key: str = "") -> Any:
    if isinstance(value, Mapping):
        return {name: _replaced(one, names, families, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, names, families, key) for one in value]
    if not isinstance(value, str):
        return value
    if value not in names and key == "full_name" and value.split()[0] in families:
        # Not yet in the registry: a newborn bears the name of the family.
        return " ".join([families[value.split()[0]], *value.split()[1:]])
    return names.get(value, value)
