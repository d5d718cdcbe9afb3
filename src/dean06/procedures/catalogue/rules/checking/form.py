"""The form: JSON Schema of our vocabulary, every question shown once, every required one asked, prefill known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from dean06.procedures.catalogue.pack_format import UiField, UiSection
from dean06.procedures.catalogue.rules.checking.base import Findings

_SCHEMA, _UI, _DOCUMENTS = "form.schema.json", "form.ui.yaml", "documents.yaml"
#: Rules of dates: not after or before today or another date; and the age of who was born then, on the day of applying.
DATE_ORDER, AGES = ("x-not-after", "x-not-before"), ("x-min-age", "x-max-age")
_EVERYWHERE = {"$schema", "$id", "title", "description", "type"}
_WORDS: dict[str, set[str]] = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"enum", "x-labels", "format", "minLength", "maxLength", "pattern", *DATE_ORDER, *AGES},
    "integer": {"minimum", "maximum", "enum", "x-labels"},
    "number": {"minimum", "maximum"},
    "boolean": set(),
}
FORMATS = ("date", "partial-date", "personal-id", "commune", "phone", "email")
#: What may be taken from the registry for a field.
COLUMNS = (
    "full_name", "personal_id", "birth_date", "sex", "ethnicity", "nationality", "permanent_address", "permanent_unit",
    "permanent_village", "temporary_address", "current_address", "household_no", "household_head_name",
    "household_head_id", "father_name", "father_id", "mother_name", "mother_id", "spouse_name", "spouse_id",
    "marital_status", "card_number", "card_issued_on", "heads_household", "next_head_id",
)  # fmt: skip
_OTHER = re.compile(r"population\(([^()]+)\)\.([a-z_]+)")
_WALLET = re.compile(r"wallet\.[A-Z][A-Z0-9_]*\.[a-z][a-z0-9_]*")
_WIDGETS: dict[str, tuple[str, ...]] = {
    "checkbox": ("boolean",),
    "number": ("integer", "number"),
    "money": ("integer",),
    "date": ("date",),
    "partial_date": ("partial-date",),
    "person_id": ("personal-id",),
    "commune": ("commune",),
    "phone": ("phone",),
    "email": ("email",),
}


def check_form(found: Findings) -> None:
    """Findings about form.schema.json, form.ui.yaml and documents.yaml."""
    schema = found.files.form_schema
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        place = ".".join(str(part) for part in error.absolute_path)
        found.error("SCHEMA_INVALID", _SCHEMA, place, f"không phải JSON Schema 2020-12: {error.message}.")
        return
    if schema.get("type") != "object":
        found.error("SCHEMA_NOT_OBJECT", _SCHEMA, "type", "cấp ngoài cùng phải có type là object.")
    _check_words(found, schema, "")
    _check_ui(found)
    _check_documents(found)


def _check_words(found: Findings, node: Mapping[str, Any], place: str) -> None:
    kind = node.get("type")
    if kind not in _WORDS:
        found.error("SCHEMA_TYPE", _SCHEMA, place, f"type {kind!r} không dùng trong gói; dùng {', '.join(_WORDS)}.")
        return
    for word in sorted(set(node) - _EVERYWHERE - _WORDS[str(kind)]):
        found.error("SCHEMA_WORD", _SCHEMA, f"{place}.{word}".strip("."), f"từ khóa này không dùng với type {kind}.")
    if kind == "object":
        _check_object(found, node, place)
    elif kind == "array":
        items = node.get("items")
        if not isinstance(items, Mapping) or items.get("type") != "object":
            found.error("SCHEMA_ITEMS", _SCHEMA, place, "nhóm lặp phải có items là object.")
        else:
            _check_words(found, items, f"{place}[]")
    else:
        _check_leaf(found, node, place)


def _check_object(found: Findings, node: Mapping[str, Any], place: str) -> None:
    properties = node.get("properties", {})
    if not properties:
        found.error("SCHEMA_EMPTY", _SCHEMA, place, "object không có trường nào (properties).")
    for name in node.get("required", ()):
        if name not in properties:
            found.error("SCHEMA_REQUIRED", _SCHEMA, place, f"required ghi “{name}” nhưng properties không có.")
    for name, child in properties.items():
        path = f"{place}.{name}".strip(".")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            found.error("SCHEMA_NAME", _SCHEMA, path, "tên trường chỉ gồm chữ thường không dấu, số và gạch dưới.")
        if isinstance(child, Mapping):
            _check_words(found, child, path)


def _check_leaf(found: Findings, node: Mapping[str, Any], place: str) -> None:
    if "enum" in node and len(node.get("x-labels", ())) != len(node["enum"]):
        found.error("SCHEMA_LABELS", _SCHEMA, place, "x-labels phải có đúng một nhãn cho mỗi giá trị của enum.")
    if "x-labels" in node and "enum" not in node:
        found.error("SCHEMA_LABELS", _SCHEMA, place, "có x-labels thì phải có enum.")
    if node.get("format") not in (None, *FORMATS):
        found.error("SCHEMA_FORMAT", _SCHEMA, place, f"format {node['format']!r} không có; dùng {', '.join(FORMATS)}.")
    try:
        re.compile(node.get("pattern", ""))
    except re.error as error:
        found.error("SCHEMA_PATTERN", _SCHEMA, place, f"pattern viết sai: {error}.")
    for word in AGES:
        years = node.get(word)
        whole = isinstance(years, int) and not isinstance(years, bool) and 0 < years < 130
        if years is not None and not (whole and node.get("format") in ("date", "partial-date")):
            found.error("SCHEMA_AGE", _SCHEMA, f"{place}.{word}", "tuổi phải là số năm nguyên, ở một trường ngày.")
    for word in DATE_ORDER:
        other = node.get(word)
        if other is None:
            continue
        target = found.node(other) if isinstance(other, str) and other != "today" else None
        if other != "today" and (target is None or target.get("format") not in ("date", "partial-date")):
            found.error(
                "SCHEMA_DATE_RULE", _SCHEMA, f"{place}.{word}", f"“{other}” không phải today hay một trường ngày."
            )


def _check_ui(found: Findings) -> None:
    shown: dict[str, str] = {}
    ids: set[str] = set()
    for section in found.files.ui.sections:
        place = f"sections.{section.id}"
        if section.id in ids:
            found.error("UI_TWICE", _UI, place, "hai phần có cùng id.")
        ids.add(section.id)
        if not section.fields:
            found.error("UI_EMPTY", _UI, place, "phần này không có trường nào.")
        _check_repeat(found, section, place)
        found.guard(section.when, _UI, place)
        for field in section.fields:
            where = f"{place}.{field.field}"
            if field.field in shown:
                found.error("UI_TWICE", _UI, where, f"trường này đã được hỏi ở phần “{shown[field.field]}”.")
            shown[field.field] = section.id
            _check_field(found, section, field, where)
    for leaf in found.fields.values():
        if leaf.required and leaf.path not in shown:
            found.error(
                "UI_MISSING", _UI, leaf.path, "trường bắt buộc trong form.schema.json nhưng biểu mẫu không hỏi."
            )


def _check_repeat(found: Findings, section: UiSection, place: str) -> None:
    if section.repeat is None:
        return
    node = found.node(section.repeat)
    if node is None or node.get("type") != "array":
        found.error("UI_REPEAT", _UI, place, f"repeat ghi “{section.repeat}”, không phải một nhóm lặp (array).")


def _check_field(found: Findings, section: UiSection, field: UiField, place: str) -> None:
    leaf = found.fields.get(field.field)
    if leaf is None:
        found.error("UI_UNKNOWN", _UI, place, "trường này không có trong form.schema.json.")
        return
    if leaf.group != (section.repeat or ""):
        words = f"thuộc nhóm lặp “{leaf.group}”" if leaf.group else "không thuộc nhóm lặp nào"
        found.error("UI_REPEAT", _UI, place, f"trường {words}, nhưng phần này có repeat là “{section.repeat or ''}”.")
    if not field.label.strip():
        found.error("UI_LABEL", _UI, place, "thiếu nhãn (label).")
    allowed = _WIDGETS.get(field.widget or "")
    if allowed and leaf.kind not in allowed and leaf.format not in allowed:
        found.error("UI_WIDGET", _UI, place, f"widget {field.widget} không hợp với kiểu {leaf.format or leaf.kind}.")
    if field.widget == "choice" and not leaf.choices:
        found.error("UI_WIDGET", _UI, place, "widget choice cần enum trong form.schema.json.")
    found.guard(field.when, _UI, place)
    _check_prefill(found, field, place)


def _check_prefill(found: Findings, field: UiField, place: str) -> None:
    source = field.prefill
    if field.locked and not source.startswith(("population", "wallet")):
        found.error("PREFILL_LOCKED", _UI, place, "chỉ khóa (locked) được trường lấy từ dân cư hoặc kho giấy tờ.")
    if not source or source in ("today", "account.phone", "account.email") or _WALLET.fullmatch(source):
        return
    other = _OTHER.fullmatch(source)
    column = other.group(2) if other else source.removeprefix("population.")
    if column not in COLUMNS or not source.startswith("population"):
        found.error("PREFILL_UNKNOWN", _UI, place, f"nguồn điền sẵn “{source}” không có.")
        return
    if other:
        node = found.node(other.group(1))
        if node is None or node.get("format") != "personal-id":
            found.error("PREFILL_PERSON", _UI, place, f"“{other.group(1)}” không phải trường số định danh cá nhân.")


def _check_documents(found: Findings) -> None:
    ids: set[str] = set()
    for document in found.files.documents.documents:
        place = f"documents.{document.id}"
        if document.id in ids:
            found.error("DOCUMENT_TWICE", _DOCUMENTS, place, "hai giấy tờ có cùng id.")
        ids.add(document.id)
        found.guard(document.when, _DOCUMENTS, place)
        if document.quantity < 1:
            found.error("DOCUMENT_QUANTITY", _DOCUMENTS, place, "số lượng (quantity) ít nhất là 1.")
        for number, substitute in enumerate(document.replaced_by):
            where = f"{place}.replaced_by[{number}]"
            if substitute.source == "wallet" and not substitute.types:
                found.error(
                    "SUBSTITUTE_TYPES", _DOCUMENTS, where, "thay bằng giấy tờ trong kho thì phải ghi loại (types)."
                )
            if substitute.source != "wallet" and not substitute.note:
                found.error(
                    "SUBSTITUTE_NOTE", _DOCUMENTS, where, "ghi rõ (note) dữ liệu nào được xem thay giấy tờ này."
                )
