"""What a form makes of an example by the schema and guards alone: refused paths, papers asked for, fee."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from dean06.procedures.catalogue.pack_format import Fee, PackFiles
from dean06.procedures.catalogue.rules.guards import holds, is_empty, value_at

_FORMATS = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "partial-date": re.compile(r"\d{4}(-\d{2}(-\d{2})?)?"),
    "personal-id": re.compile(r"\d{12}"),
    "commune": re.compile(r"\d{5}"),
    "phone": re.compile(r"0\d{9,10}"),
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"),
}


def refused_paths(files: PackFiles, data: Mapping[str, Any], channel: str, on: dt.date) -> set[str]:
    """Paths (``members[0].sex``) at which the data break the schema. Questions that are not asked with these data
    (guards of form.ui.yaml) are left out: they are neither required nor looked at."""
    schema = copy.deepcopy(files.form_schema)
    kept: dict[str, Any] = copy.deepcopy(dict(data))
    for path in _hidden(files, data, channel):
        _drop(schema, kept, path)
    _drop_empty(schema, kept)
    found = {_where(error) for error in Draft202012Validator(schema).iter_errors(kept)}
    return found | set(_wrong_days(schema, kept, kept, "", on))


def asked_documents(files: PackFiles, data: Mapping[str, Any], channel: str) -> tuple[str, ...]:
    """Ids of the papers that are asked for, in order, optional ones too; substitutes are not looked at."""
    return tuple(document.id for document in files.documents.documents if holds(document.when, data, channel))


def fee_total(files: PackFiles, data: Mapping[str, Any], channel: str, on: dt.date) -> int:
    """Đồng to pay in all, as the pack says (a province may have lowered it)."""
    return sum(_due(fee, data, channel) for fee in files.fees.fees if _in_force(fee, on))


def _in_force(fee: Fee, on: dt.date) -> bool:
    return fee.valid_from <= on and (fee.valid_to is None or on < fee.valid_to)


def _due(fee: Fee, data: Mapping[str, Any], channel: str) -> int:
    if not holds(fee.when, data, channel):
        return 0
    amount = fee.online_amount if channel == "online" and fee.online_amount is not None else fee.amount
    count: Any = value_at(data, fee.per) if fee.per else 1
    count = len(count) if isinstance(count, list) else count if isinstance(count, int) else 0
    percent = max((one.percent for one in fee.exemptions if holds(one.when, data, channel)), default=0)
    return int(amount) * int(count) * (100 - percent) // 100


def _hidden(files: PackFiles, data: Mapping[str, Any], channel: str) -> Iterator[str]:
    for section in files.ui.sections:
        shown = holds(section.when, data, channel)
        for field in section.fields:
            if not shown or ("[]" not in field.field and not holds(field.when, data, channel)):
                yield field.field


def _drop(schema: dict[str, Any], data: Any, path: str) -> None:
    """Take a question out of the schema and its answer out of the data; objects left without questions go too."""
    name, _, rest = path.partition(".")
    plain = name.removesuffix("[]")
    node = schema.get("properties", {}).get(plain)
    if node is None:
        return
    if rest:
        inner = node.get("items", {}) if name.endswith("[]") else node
        values = data.get(plain) if isinstance(data, dict) else None
        for value in (values if isinstance(values, list) else [values]) or [None]:
            _drop(inner, value, rest)
        if not values:
            _drop(inner, None, rest)
        if inner.get("properties"):
            return
    schema["properties"].pop(plain, None)
    schema["required"] = [one for one in schema.get("required", ()) if one != plain]
    if isinstance(data, dict):
        data.pop(plain, None)


def _drop_empty(schema: Mapping[str, Any], data: Any) -> None:
    """A blank answer is no answer, and a required group that is absent is asked question by question."""
    if not isinstance(data, dict):
        return
    for key in [key for key, value in data.items() if is_empty(value) and not isinstance(value, dict)]:
        del data[key]
    for name, node in schema.get("properties", {}).items():
        if node.get("type") == "object":
            if name in schema.get("required", ()):
                data.setdefault(name, {})
            _drop_empty(node, data.get(name))
        elif node.get("type") == "array":
            for item in data.get(name, []) if isinstance(data.get(name), list) else []:
                _drop_empty(node.get("items", {}), item)


def _where(error: Any) -> str:
    path = _path(list(error.absolute_path))
    if error.validator == "required":
        missing = re.match(r"'([^']+)' is a required property", error.message)
        return f"{path}.{missing.group(1)}".strip(".") if missing else path
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        extra = sorted(set(error.instance) - set(known))
        return f"{path}.{extra[0]}".strip(".") if extra else path
    return path


def _path(parts: list[Any]) -> str:
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.strip(".")


def _wrong_days(
    schema: Mapping[str, Any], data: Any, whole: Mapping[str, Any], prefix: str, on: dt.date
) -> Iterator[str]:
    if not isinstance(data, Mapping):
        return
    for name, node in schema.get("properties", {}).items():
        value = data.get(name)
        path = f"{prefix}{name}"
        if node.get("type") == "object":
            yield from _wrong_days(node, value, whole, f"{path}.", on)
        elif node.get("type") == "array":
            for number, item in enumerate(value if isinstance(value, list) else []):
                yield from _wrong_days(node.get("items", {}), item, whole, f"{path}[{number}].", on)
        elif isinstance(value, str) and not _fits(node, value, whole, on):
            yield path


def _fits(node: Mapping[str, Any], value: str, whole: Mapping[str, Any], on: dt.date) -> bool:
    form = _FORMATS.get(str(node.get("format", "")))
    if form is not None and not form.fullmatch(value):
        return False
    if node.get("format") in ("date", "partial-date") and _first_day(value) is None:
        return False
    for word, later in (("x-not-after", True), ("x-not-before", False)):
        if word not in node:
            continue
        other = on.isoformat() if node[word] == "today" else value_at(whole, node[word])
        if not isinstance(other, str) or not other:
            continue
        length = min(len(value), len(other))
        if (value[:length] > other[:length]) if later else (value[:length] < other[:length]):
            return False
    born = _first_day(value) if "x-min-age" in node or "x-max-age" in node else None
    age = age_on(born, on) if born else None
    return age is None or node.get("x-min-age", age) <= age <= node.get("x-max-age", age)


def age_on(born: dt.date, on: dt.date) -> int:
    """Whole years on a day; who was born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _first_day(value: str) -> dt.date | None:
    parts = [int(part) for part in value.split("-")]
    try:
        return dt.date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
    except ValueError:
        return None
