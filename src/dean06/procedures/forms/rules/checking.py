"""Whether answers may be handed in: JSON Schema (2020-12, library ``jsonschema``) with our formats, then the rules that
look at several fields. Only declared answers of questions that are asked are kept; locked values of the register win.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from dean06.kernel.common.personal_id import check_personal_id
from dean06.procedures.forms.rules import consistency, nesting, sentences, visibility
from dean06.procedures.forms.rules.blueprint import Blueprint, Question, beside
from dean06.procedures.forms.rules.reading import bounds
from dean06.procedures.forms.types import Checked, Prefill

#: Says of a code whether it is a commune of that day.
IsCommune = Callable[[str], bool]

_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(\.[A-Za-z0-9\-]{1,63}){1,6}")
_PHONE = re.compile(r"0[0-9]{9,10}")
#: The first of several broken rules is said; the others usually follow from it.
_ORDER = ("type", "enum", "const", "format", "pattern", "minLength", "maxLength")

formats = FormatChecker(formats=())


@formats.checks("date")
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or (len(value) == 10 and bounds(value) is not None)


@formats.checks("partial-date")
def _is_partial_date(value: object) -> bool:
    return not isinstance(value, str) or bounds(value) is not None


@formats.checks("personal-id")
def _is_personal_id(value: object) -> bool:
    return not isinstance(value, str) or (check_personal_id(value).number == value and len(value) == 12)


@formats.checks("phone")
def _is_phone(value: object) -> bool:
    return not isinstance(value, str) or _PHONE.fullmatch(value) is not None


@formats.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or (len(value) <= 254 and _EMAIL.fullmatch(value) is not None)


def check(
    plan: Blueprint,
    data: Mapping[str, Any],
    *,
    prefill: Mapping[str, Prefill],
    channel: str,
    on: dt.date,
    is_commune: IsCommune,
) -> Checked:
    """The answers as they may be used, and every error by concrete path. Never raises, whatever ``data`` holds."""
    full = nesting.copy(data) if isinstance(data, Mapping) else {}
    for path, known in prefill.items():
        if known.locked and _placeable(full, path):
            nesting.put(full, path, known.value)
    settled = visibility.asked(plan, full, channel)
    errors: dict[str, str] = {}
    missing: dict[str, Question] = {}
    for question, path, item in every_question(plan, settled):
        if not visibility.is_asked(question, settled, channel, item):
            continue
        value = nesting.get(settled, path)
        if nesting.is_empty(value):
            if is_needed(question, settled, item):
                missing[path] = question
        elif path not in prefill or not prefill[path].locked:
            sentence = flaw(question, value, is_commune)
            if sentence:
                errors[path] = sentence
    wrong = {*errors, *missing}
    for path, question in missing.items():
        # Whether it is asked at all hangs on an answer that has to be mended first.
        if not any(beside(one.field, path) in wrong for one in question.guards):
            errors[path] = sentences.missing(question)
    _check_groups(plan, settled, channel, errors)
    found = consistency.check(plan, settled, on=on, channel=channel, prefill=prefill, wrong=errors)
    errors |= found.errors
    cleaned = nesting.without_empty(_without_junk(plan, settled))
    return Checked(cleaned, errors, found.warnings)


def every_question(
    plan: Blueprint, data: Mapping[str, Any]
) -> Iterable[tuple[Question, str, Mapping[str, Any] | None]]:
    """Each question with its concrete path; those of a group once for each item, with the item."""
    for question in plan.questions.values():
        if not question.group:
            yield question, question.path, None
            continue
        items = nesting.get(data, question.group)
        rest = question.path.removeprefix(f"{question.group}[]")
        for index, item in enumerate(items if isinstance(items, list) else []):
            yield question, f"{question.group}[{index}]{rest}", item if isinstance(item, Mapping) else {}


def is_needed(question: Question, data: Mapping[str, Any], item: Mapping[str, Any] | None) -> bool:
    """True if its object requires it and that object is not left out as a whole (or is, as an optional one)."""
    if not question.needed:
        return False
    if not question.optional_object:
        return True
    where = item if item is not None else data
    optional = question.optional_object.removeprefix(f"{question.group}[]." if question.group else "")
    return not nesting.is_empty(nesting.get(where, optional))


def flaw(question: Question, value: Any, is_commune: IsCommune) -> str:
    """The sentence about a single answer that breaks its schema; "" when it is good."""
    found = sorted(_validator(question).iter_errors(value), key=_rank)
    if found:
        return sentences.wrong(question, str(found[0].validator), found[0].validator_value, value)
    if isinstance(value, str):
        if "maxLength" not in question.schema and len(value) > question.max_length:
            return sentences.wrong(question, "maxLength", question.max_length, value)
        if question.format == "commune" and not is_commune(value):
            return sentences.wrong_format(question)
    return ""


def _rank(error: ValidationError) -> int:
    return _ORDER.index(str(error.validator)) if error.validator in _ORDER else len(_ORDER)


def _validator(question: Question) -> Draft202012Validator:
    return _made(_Key(question))


class _Key:
    """A question as key of the cache: the same object, not an equal one (schemas cannot be hashed)."""

    def __init__(self, question: Question) -> None:
        self.schema = question.schema

    def __hash__(self) -> int:
        return id(self.schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.schema is self.schema


@lru_cache(maxsize=20_000)
def _made(key: _Key) -> Draft202012Validator:
    return Draft202012Validator(dict(key.schema), format_checker=formats)


def _check_groups(plan: Blueprint, settled: Mapping[str, Any], channel: str, errors: dict[str, str]) -> None:
    for path, group in plan.groups.items():
        if not visibility.holds(group.guards, settled, channel):
            continue
        count = _filled(nesting.get(settled, path))
        if count < group.min_items:
            errors[path] = sentences.too_few(group.title, group.min_items)
        elif count > group.max_items:
            errors[path] = sentences.too_many(group.title, group.max_items)


def _filled(items: Any) -> int:
    return sum(not nesting.is_empty(nesting.without_empty(one)) for one in items) if isinstance(items, list) else 0


def _placeable(data: Mapping[str, Any], path: str) -> bool:
    """A value of an item is only placed in an item that is there."""
    group, bracket, rest = path.partition("[")
    if not bracket:
        return True
    items = nesting.get(data, group)
    return isinstance(items, list) and int(rest.partition("]")[0]) < len(items)


def _without_junk(plan: Blueprint, settled: Mapping[str, Any]) -> dict[str, Any]:
    """Objects and lists sent where a plain value belongs are no data; surplus items are cut."""
    result: dict[str, Any] = {}
    for path, group in plan.groups.items():
        items = nesting.get(settled, path)
        if isinstance(items, list):
            nesting.put(result, path, [{} for _ in items[: group.max_items]])
    for _question, path, _item in every_question(plan, result):
        value = nesting.get(settled, path)
        if not isinstance(value, Mapping | list):
            nesting.put(result, path, value)
    return result
