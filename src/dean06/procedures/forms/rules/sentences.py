"""What is wrong with an answer, said so that a person can mend it at once: what is wrong, what to do."""

from __future__ import annotations

from typing import Any

from dean06.procedures.forms.rules.blueprint import Question

_EXAMPLES = {"date": "27/3/1990", "partial_date": "27/3/1990, 3/1990 hoặc 1990"}

#: Sentences for the patterns of the shared definitions, by pattern.
PATTERNS = {
    r"^[^\d<>@#]+$": "chỉ gồm chữ, không có chữ số và các dấu < > @ #. Hãy ghi đúng như trong giấy tờ",
    r"^\d{9}$": "phải có đúng 9 chữ số như trên giấy chứng minh nhân dân cũ",
    r"^([01]\d|2[0-3]):[0-5]\d$": "phải ghi theo giờ:phút, ví dụ 08:30 hoặc 17:05",
    r"^\d{5}$": "phải là một xã, phường hoặc đặc khu trong danh sách",
    r"^0\d{9,10}$": "phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0, ví dụ 0912345678",
    r"^\d{12}$": "phải có đúng 12 chữ số như trên thẻ căn cước",
    r"^(\d{10}(-\d{3})?|\d{12})$": "phải có 10 số (thêm gạch nối và 3 số nếu là đơn vị phụ thuộc) hoặc 12 số",
    r"^[0-9A-Za-z]{6,20}$": "chỉ gồm 6 đến 20 chữ số hoặc chữ cái, viết liền, không dấu",
    r"^\d{2}[A-ZĐ][A-Z0-9]?-?\d{3,5}(\.\d{2})?$": "phải ghi như trên biển, ví dụ 38A-123.45 hoặc 38B1-12345",
}


def missing(question: Question) -> str:
    """Nothing was filled in where something is needed."""
    if question.widget == "checkbox":
        return f"Hãy đánh dấu vào ô “{question.label}” để tiếp tục."
    if question.widget in ("choice", "radio", "commune"):
        return f"Hãy chọn câu trả lời cho “{question.label}”."
    if question.widget in _EXAMPLES:
        return f"Hãy ghi “{question.label}”, ví dụ {_EXAMPLES[question.widget]}."
    return f"Hãy điền “{question.label}”."


def wrong(question: Question, rule: str, limit: Any, value: Any) -> str:
    """A rule of the schema (``rule`` is its keyword) that the value breaks."""
    name = f"“{question.label}”"
    match rule:
        case "enum" | "const":
            return f"Hãy chọn một mục có trong danh sách của {name}."
        case "type":
            return _wrong_type(question, name)
        case "minLength":
            return f"{name} quá ngắn, cần ít nhất {limit} ký tự. Hãy ghi đầy đủ."
        case "maxLength":
            return f"{name} dài {len(str(value))} ký tự, chỉ được tối đa {limit} ký tự. Hãy rút gọn."
        case "minimum":
            return f"{name} không được nhỏ hơn {_number(limit)}."
        case "maximum":
            return f"{name} không được lớn hơn {_number(limit)}."
        case "exclusiveMinimum":
            return f"{name} phải lớn hơn {_number(limit)}."
        case "exclusiveMaximum":
            return f"{name} phải nhỏ hơn {_number(limit)}."
        case "multipleOf":
            return f"{name} phải chia hết cho {_number(limit)}."
        case "pattern":
            return _wrong_pattern(question, name, str(limit))
        case "format":
            return wrong_format(question)
    return f"{name} chưa đúng. Hãy xem lại ô này."


def wrong_format(question: Question) -> str:
    """The value is no date, number of a person, commune, telephone number or address of the wanted kind."""
    name = f"“{question.label}”"
    match question.format:
        case "date":
            return f"{name} không phải là một ngày có thật. Hãy ghi đủ ngày/tháng/năm, ví dụ 27/3/1990."
        case "partial-date":
            return f"{name} không đọc được. Hãy ghi như 27/3/1990; không nhớ ngày thì ghi 3/1990 hoặc 1990."
        case "personal-id":
            return f"{name} phải có đúng 12 chữ số. Hãy đối chiếu lại với thẻ căn cước."
        case "commune":
            return f"{name} không có trong danh sách xã, phường hiện nay. Hãy gõ tên rồi chọn trong danh sách."
        case "phone":
            return f"{name} phải có 10 hoặc 11 chữ số và bắt đầu bằng số 0, ví dụ 0912345678."
        case "email":
            return f"{name} chưa đúng dạng thư điện tử, ví dụ ten@vidu.vn. Hãy kiểm tra lại."
    return f"{name} chưa đúng cách viết. Hãy xem lại ô này."


def too_few(title: str, least: int) -> str:
    """A group holds fewer items than it must."""
    return f"Phần “{title}” cần ít nhất {least} mục. Hãy thêm và điền đủ."


def too_many(title: str, most: int) -> str:
    """A group holds more items than it may."""
    return f"Phần “{title}” chỉ được tối đa {most} mục. Hãy bỏ bớt."


def _wrong_type(question: Question, name: str) -> str:
    if question.kind in ("integer", "number"):
        return f"{name} phải là một số nguyên, chỉ gồm chữ số. Hãy ghi lại."
    if question.kind == "boolean":
        return f"Hãy chọn Có hoặc Không cho {name}."
    return wrong_format(question) if question.format else f"{name} chưa đúng kiểu dữ liệu. Hãy ghi lại."


def _wrong_pattern(question: Question, name: str, pattern: str) -> str:
    known = PATTERNS.get(pattern)
    if known:
        return f"{name} {known}."
    hint = question.ui.hint.rstrip(".")
    return f"{name} chưa đúng cách viết. {hint}." if hint else f"{name} chưa đúng cách viết. Hãy đối chiếu với giấy tờ."


def _number(value: Any) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) and abs(value) > 9999 else str(value)
