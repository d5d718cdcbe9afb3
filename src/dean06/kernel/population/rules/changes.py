"""What a proposal may change, and whether the values are possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from dean06.kernel.common.personal_id import check_personal_id
from dean06.kernel.common.vietnamese import clean_line
from dean06.kernel.population.errors import ActRefused, Reason
from dean06.kernel.population.rules.dates import check_parts
from dean06.kernel.population.rules.persons import check_name
from dean06.kernel.population.rules.state import State

_BIRTH = ("birth_year", "birth_month", "birth_day")

#: Names of the fields on screen.
FIELD_LABELS: dict[str, str] = {
    "personal_id": "số định danh",
    "full_name": "họ, chữ đệm và tên",
    "other_names": "tên gọi khác",
    "sex": "giới tính",
    "birth_year": "năm sinh",
    "birth_month": "tháng sinh",
    "birth_day": "ngày sinh",
    "birth_unit": "nơi đăng ký khai sinh",
    "ethnicity": "dân tộc",
    "nationality": "quốc tịch",
    "marital_status": "tình trạng hôn nhân",
    "life_status": "tình trạng sống",
    "died_on": "ngày chết",
    "id_status": "tình trạng số định danh",
    "merged_into": "gộp vào hồ sơ",
    "permanent_unit": "xã, phường thường trú",
    "permanent_village": "thôn, tổ dân phố",
    "permanent_address": "địa chỉ thường trú",
    "permanent_since": "thường trú từ ngày",
    "current_unit": "nơi ở hiện tại",
    "household": "hộ",
    "household_role": "quan hệ với chủ hộ",
    "father": "cha",
    "mother": "mẹ",
    "spouse": "vợ, chồng",
    "father_name": "họ tên cha",
    "mother_name": "họ tên mẹ",
}

#: Fields that a correction may mend. Marriage, household and number have acts of their own.
CORRECTABLE = frozenset(
    {
        *("full_name", "other_names", "sex", *_BIRTH, "birth_unit", "ethnicity", "nationality", "marital_status"),
        *("life_status", "died_on", "permanent_unit", "permanent_village", "permanent_address", "permanent_since"),
        *("father", "mother", "father_name", "mother_name"),
    }
)
#: Fields that may lawfully change from a day on (Luật Hộ tịch 2014 Điều 26; BLDS 2015 Điều 28, 29, 36).
CHANGEABLE = frozenset({"full_name", "sex", "ethnicity", "nationality"})
#: Fields that a new number may be established for.
WITH_NEW_NUMBER = frozenset({"sex", *_BIRTH, "birth_unit", "full_name"})

_WORDS = frozenset({"other_names", "ethnicity", "permanent_village", "permanent_address", "father_name", "mother_name"})
_LENGTHS = {"other_names": 250, "ethnicity": 5, "permanent_village": 80, "permanent_address": 200}


def check_values(values: Mapping[str, Any], state: State, allowed: frozenset[str], today: dt.date) -> dict[str, Any]:
    """The values cleaned, without those that already hold; raises ``ActRefused`` for a field that is not open, a value
    that is not possible, or when nothing would change.

    ``values`` and ``state`` in the words of ``rules.state``.
    """
    cleaned: dict[str, Any] = {}
    for name, value in values.items():
        if name not in allowed:
            raise ActRefused(Reason.FIELD_NOT_OPEN, field=name, label=FIELD_LABELS.get(name, name))
        cleaned[name] = _clean(name, value)
    after = {**state, **cleaned}
    _check_birth(after, today)
    _check_death(after, cleaned, today)
    _check_marital(state, cleaned)
    changes = {name: value for name, value in cleaned.items() if state.get(name) != value}
    if not changes:
        raise ActRefused(Reason.NOTHING_CHANGES)
    return changes


def check_number_fits(before: State, after: State) -> None:
    """The number in use speaks no worse of the person after the change than before. Raises ``ActRefused``."""
    number = before.get("personal_id")
    if not number:
        return
    old = check_personal_id(number, sex=before["sex"], birth_year=before["birth_year"]).flaws
    new = check_personal_id(number, sex=after["sex"], birth_year=after["birth_year"]).flaws
    if set(new) - set(old):
        raise ActRefused(Reason.NUMBER_WOULD_NOT_FIT)


def merge_conflict(
    keep: State, other: State, *, keep_id: int, other_id: int, other_heads_others: bool = False
) -> str | None:
    """Why two records cannot be one person as they stand; ``None`` when they can."""
    if keep["sex"] != other["sex"]:
        return "hai hồ sơ khác giới tính; hãy sửa hồ sơ sai trước"
    if keep["life_status"] != other["life_status"]:
        return "một hồ sơ ghi còn sống, một hồ sơ ghi đã chết; hãy sửa hồ sơ sai trước"
    for name in ("father", "mother", "spouse"):
        if keep[name] == other_id or other[name] == keep_id:
            return "hai người này là cha, mẹ, con hoặc vợ chồng của nhau"
    if keep["spouse"] and other["spouse"] and keep["spouse"] != other["spouse"]:
        return "hai hồ sơ ghi hai người vợ hoặc chồng khác nhau"
    if not keep["personal_id"]:
        return "hồ sơ giữ lại phải đang có số định danh"
    if other_heads_others and keep["household"] not in (None, other["household"]):
        return "hồ sơ bị gộp đang là chủ hộ khác; hãy đổi chủ hộ trước"
    return None


def _clean(name: str, value: Any) -> Any:
    try:
        return _cleaned(name, value)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise _invalid(name) from error


def _cleaned(name: str, value: Any) -> Any:
    if name == "full_name":
        return check_name(str(value))
    if name in _WORDS:
        return clean_line(str(value))[: _LENGTHS.get(name, 100)]
    if name == "sex":
        return _one_of(value, ("M", "F"))
    if name == "marital_status":
        return _one_of(value, ("single", "divorced", "widowed"))
    if name == "life_status":
        return _one_of(value, ("alive", "dead", "missing"))
    if name == "nationality":
        code = str(value).strip().upper()
        if not (code.isascii() and code.isalpha() and len(code) in (2, 3)):
            raise ValueError(value)
        return code
    if name in ("father", "mother") or name in _BIRTH:
        return None if value in (None, "") else int(value)
    if name in ("died_on", "permanent_since"):
        return dt.date.fromisoformat(str(value)).isoformat() if value else None
    if name in ("birth_unit", "permanent_unit"):
        return [str(value[0]), dt.date.fromisoformat(str(value[1])).isoformat()] if value else None
    raise ValueError(name)


def _one_of(value: Any, choices: tuple[str, ...]) -> str:
    if value not in choices or not value:
        raise ValueError(value)
    return str(value)


def _check_birth(after: State, today: dt.date) -> None:
    try:
        birth = check_parts(after["birth_year"], after["birth_month"], after["birth_day"])
    except (ValueError, TypeError) as error:
        raise _invalid("birth_day") from error
    if birth.earliest > today or birth.year < 1900:
        raise _invalid("birth_year")


def _check_death(after: State, cleaned: Mapping[str, Any], today: dt.date) -> None:
    if not {"life_status", "died_on"} & cleaned.keys():
        return
    day = after["died_on"]
    if (after["life_status"] == "dead") != (day is not None):
        raise _invalid("died_on")
    if day is not None and not dt.date(after["birth_year"], 1, 1) <= dt.date.fromisoformat(day) <= today:
        raise _invalid("died_on")


def _check_marital(state: State, cleaned: Mapping[str, Any]) -> None:
    """Marriages have two sides: they come and go by their own acts only."""
    if "marital_status" in cleaned and state["marital_status"] == "married":
        raise ActRefused(Reason.FIELD_NOT_OPEN, field="marital_status", label=FIELD_LABELS["marital_status"])


def _invalid(name: str) -> ActRefused:
    return ActRefused(Reason.VALUE_INVALID, field=name, label=FIELD_LABELS.get(name, name))
