"""PRIVATE. What pydantic found wrong in a file of a pack, as a Vietnamese sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def validation_sentence(error: Mapping[str, Any]) -> str:
    """One sentence for an entry of ``ValidationError.errors()``."""
    context = error.get("ctx", {})
    given = _short(error.get("input"))
    kind = str(error["type"])
    fixed = {
        "missing": "thiếu mục này.",
        "extra_forbidden": "mục này không có trong định dạng của gói (kiểm tra chính tả).",
        "string_type": f"phải là chữ, đang là {given}. Hãy đặt trong dấu nháy.",
        "int_type": f"phải là số nguyên, đang là {given}.",
        "int_parsing": f"phải là số nguyên, đang là {given}.",
        "int_from_float": f"phải là số nguyên, đang là {given}.",
        "float_parsing": f"phải là số, đang là {given}.",
        "bool_parsing": f"phải là true hoặc false, đang là {given}.",
        "bool_type": f"phải là true hoặc false, đang là {given}.",
        "tuple_type": f"phải là một danh sách, đang là {given}.",
        "list_type": f"phải là một danh sách, đang là {given}.",
        "dict_type": f"phải là các cặp khóa: giá trị, đang là {given}.",
        "model_type": f"phải là các cặp khóa: giá trị, đang là {given}.",
        "none_required": "phải để trống.",
    }
    if kind in fixed:
        return fixed[kind]
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", "")).replace(" or ", ", ")
        return f"giá trị {given} không được dùng; chọn một trong: {expected}."
    if kind == "string_pattern_mismatch":
        return f"{given} viết không đúng mẫu {context.get('pattern')}."
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        words = {"ge": "không nhỏ hơn", "le": "không lớn hơn", "gt": "lớn hơn", "lt": "nhỏ hơn"}
        limit = next((f"{words[key]} {context[key]}" for key in words if key in context), "trong giới hạn")
        return f"phải {limit}, đang là {given}."
    if kind.startswith(("date", "datetime")):
        return f"phải là ngày dạng 2026-07-01, đang là {given}."
    return f"giá trị {given} không dùng được ({error.get('msg', kind)})."


#: What the readers of YAML and JSON say most often, by the beginning of their sentence.
_SYNTAX = {
    "did not find expected '-' indicator": "thụt đầu dòng lệch, hoặc thiếu dấu “-” đầu mục",
    "did not find expected key": "thụt đầu dòng lệch, hoặc thiếu nháy quanh câu có dấu đặc biệt",
    "did not find expected ',' or": "thiếu dấu phẩy hoặc dấu đóng ngoặc",
    "found character '\\t'": "có phím Tab; hãy thụt dòng bằng dấu cách",
    "found a tab character": "có phím Tab; hãy thụt dòng bằng dấu cách",
    "found character that cannot start any token": "phím Tab, hoặc câu có @, ` ở đầu: hãy dùng dấu cách, nháy",
    "mapping values are not allowed": "câu có dấu hai chấm; hãy đặt cả câu trong nháy",
    "could not find expected ':'": "thiếu dấu hai chấm sau tên mục",
    "found unexpected end of stream": "thiếu dấu nháy đóng",
    "found undefined alias": "câu bắt đầu bằng dấu *; hãy đặt trong nháy",
    "Expecting ',' delimiter": "thiếu dấu phẩy giữa hai mục, hoặc thiếu dấu đóng ngoặc",
    "Expecting property name": "thiếu tên mục trong nháy kép, hoặc thừa dấu phẩy ở mục cuối",
    "Illegal trailing comma": "thừa dấu phẩy ở mục cuối",
    "Expecting value": "thiếu giá trị, hoặc chữ chưa đặt trong nháy kép",
    "Expecting ':' delimiter": "thiếu dấu hai chấm sau tên mục",
    "Unterminated string": "thiếu dấu nháy đóng",
    "Extra data": "còn chữ thừa sau dấu đóng ngoặc cuối cùng",
}


def syntax_sentence(problem: str | None) -> str:
    """What a reader of YAML or JSON complains of, in Vietnamese where it is one of the common slips."""
    said = problem or ""
    return next((words for begin, words in _SYNTAX.items() if said.startswith(begin)), said)


def _short(value: Any) -> str:
    text = repr(value) if not isinstance(value, str) else f"“{value}”"
    return text if len(text) <= 60 else f"{text[:57]}…"
