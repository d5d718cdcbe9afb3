"""What officers fill in and what other software says: names beside the form's, ``decision.…`` and ``answer.…``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dean06.procedures.catalogue.pack_format import DecisionField, PackFiles, Process
from dean06.procedures.catalogue.rules.guards import holds, is_empty

DECISION, ANSWER = "decision", "answer"


def decision_fields(process: Process) -> Iterator[tuple[str, str, DecisionField]]:
    """Step, action and field of everything that officers fill in, in the order of the process."""
    for step in process.steps:
        for action in step.actions:
            for field in action.fields:
                yield step.id, action.id, field


def node_of(field: DecisionField) -> dict[str, Any]:
    """The field as the schema of a form would say it."""
    match field.type:
        case "integer" | "money":
            return {"type": "integer", "title": field.label}
        case "date":
            return {"type": "string", "format": "date", "title": field.label}
        case "choice":
            values = list(field.choices)
            return {"type": "string", "enum": values, "x-labels": list(field.choices.values()), "title": field.label}
    return {"type": "string", "title": field.label}


def made_nodes(process: Process) -> dict[str, dict[str, Any]]:
    """``decision.<name>`` and ``answer.<name>`` → schema. A name that two actions share has the choices of both."""
    found: dict[str, dict[str, Any]] = {}
    for _, _, field in decision_fields(process):
        node, there = node_of(field), found.get(f"{DECISION}.{field.name}")
        if there and "enum" in there and "enum" in node:
            words = dict(zip(there["enum"], there["x-labels"], strict=True)) | dict(field.choices)
            node |= {"enum": list(words), "x-labels": list(words.values())}
        found[f"{DECISION}.{field.name}"] = node
    for step in process.steps:
        for name, label in step.answers.items():
            found[f"{ANSWER}.{name}"] = {"type": "string", "title": label}
    return found


def made_labels(files: PackFiles) -> dict[str, dict[str, str]]:
    """Words for the values of choices: ``decision.<name>`` → value → words."""
    return {
        name: dict(zip(node["enum"], node["x-labels"], strict=True))
        for name, node in made_nodes(files.process).items()
        if "enum" in node
    }


def made_values(outputs: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The decisions and answers among the outputs of a case, as groups of a form: ``{"decision": {…}}``."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in outputs.items():
        group, dot, name = key.partition(".")
        if dot and group in (DECISION, ANSWER):
            found.setdefault(group, {})[name] = value
    return found


def facts(data: Mapping[str, Any], outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """What guards, fees and effects of a case in processing are asked about: the form, then decisions and answers."""
    made = made_values(outputs)
    return {**data, **made} if made else data


#: Longest text of a line and of a text area, and the largest number, where the pack says nothing.
LONGEST = {"text": 300, "textarea": 4000}
LARGEST = 10**15


def asked_fields(
    fields: Sequence[DecisionField], known: Mapping[str, Any], channel: str, given: Mapping[str, Any]
) -> list[DecisionField]:
    """The fields whose guard holds, with what is given so far beside what is known of the case."""
    whole = {**known, DECISION: {**(known.get(DECISION) or {}), **given}}
    return [field for field in fields if holds(field.when, whole, channel)]


def check_decision(
    fields: Sequence[DecisionField], given: Mapping[str, Any], known: Mapping[str, Any], channel: str, today: dt.date
) -> tuple[dict[str, Any], dict[str, str]]:
    """What an officer filled in, cleaned (name → text, whole number or ISO day), and a sentence for each field that is
    wrong. Fields that are not asked (guard) are left out; a name that the action does not have is wrong."""
    values: dict[str, Any] = {}
    errors = {
        name: "Nút này không có ô như vậy. Hãy tải lại trang."
        for name in given
        if name not in {field.name for field in fields}
    }
    read: dict[str, Any] = {}
    for field in fields:
        raw = given.get(field.name)
        value, sentence = (None, "") if is_empty(_trimmed(raw)) else _read(field, _trimmed(raw), today)
        read[field.name] = (value, sentence)
    so_far = {name: value for name, (value, _) in read.items() if value is not None}
    for field in asked_fields(fields, known, channel, so_far):
        value, sentence = read[field.name]
        if sentence:
            errors[field.name] = sentence
        elif value is not None:
            values[field.name] = value
        elif field.required:
            verb = "chọn" if field.type == "choice" else "điền"
            errors[field.name] = f"Hãy {verb} “{field.label}”."
    return values, errors


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _read(field: DecisionField, value: Any, today: dt.date) -> tuple[Any, str]:
    """The value and, where it is wrong, a sentence."""
    match field.type:
        case "integer" | "money":
            return _number(field, value)
        case "date":
            return _day(field, value, today)
        case "choice":
            return (str(value), "") if str(value) in field.choices else (None, "Hãy chọn một trong các mục có sẵn.")
    if not isinstance(value, str):
        return None, f"“{field.label}” phải là chữ."
    text = value if field.type == "textarea" else " ".join(value.split())
    longest = field.max if isinstance(field.max, int) else LONGEST[field.type]
    if len(text) > longest:
        return None, f"“{field.label}” dài {len(text)} ký tự, nhiều nhất {longest}."
    if isinstance(field.min, int) and len(text) < field.min:
        return None, f"“{field.label}” cần ít nhất {field.min} ký tự."
    return text, ""


def _number(field: DecisionField, value: Any) -> tuple[Any, str]:
    if isinstance(value, str):
        digits = value.replace(".", "").replace(" ", "").replace("\u00a0", "")
        value = int(digits) if digits.isascii() and digits.removeprefix("-").isdigit() and len(digits) < 18 else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None, f"“{field.label}” phải là số nguyên."
    unit = " đồng" if field.type == "money" else ""
    low = field.min if isinstance(field.min, int) else 0 if field.type == "money" else -LARGEST
    high = field.max if isinstance(field.max, int) else LARGEST
    if value < low:
        return None, f"“{field.label}” nhỏ nhất là {_dotted(low)}{unit}."
    if value > high:
        return None, f"“{field.label}” lớn nhất là {_dotted(high)}{unit}."
    return value, ""


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _day(field: DecisionField, value: Any, today: dt.date) -> tuple[Any, str]:
    if isinstance(value, dt.date):
        day = value
    else:
        try:
            day = dt.date.fromisoformat(str(value))
        except ValueError:
            return None, f"“{field.label}” phải là ngày, tháng, năm có thật."
    low, high = (today if one == "today" else one for one in (field.min, field.max))
    if isinstance(low, dt.date) and day < low:
        return None, f"“{field.label}” sớm nhất là ngày {low:%d/%m/%Y}."
    if isinstance(high, dt.date) and day > high:
        return None, f"“{field.label}” muộn nhất là ngày {high:%d/%m/%Y}."
    return day.isoformat(), ""
