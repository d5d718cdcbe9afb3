"""Rules that look at several fields: order of dates (``x-not-after``, ``x-not-before``), and a personal id beside the
sex and birth date of the same person (what the digits say: ``kernel.common.personal_id``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from dean06.kernel.common.personal_id import IdFlaw, check_personal_id
from dean06.procedures.catalogue.queries import age_on
from dean06.procedures.forms.rules import nesting
from dean06.procedures.forms.rules.blueprint import Blueprint, Question, beside
from dean06.procedures.forms.rules.reading import bounds, shown_date
from dean06.procedures.forms.types import Prefill


@dataclass
class Found:
    """Errors stop the form, warnings are only shown."""

    errors: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def check(
    plan: Blueprint,
    data: Mapping[str, Any],
    *,
    on: dt.date,
    channel: str,
    prefill: Mapping[str, Prefill],
    wrong: Mapping[str, str],
) -> Found:
    """What speaks against the answers taken together; paths in ``wrong`` have an error already."""
    found = Found()
    answers = [
        (question, path, value)
        for path, value in nesting.leaves(data)
        if isinstance(value, str) and path not in wrong and (question := plan.at(path)) is not None
    ]
    for question, path, value in answers:
        if path not in found.errors and (sentence := _out_of_age(question, value, on)):
            found.errors[path] = sentence
    for against_today in (True, False):
        # A date that is wrong by itself is not held against the dates that are compared with it.
        bad = {*wrong, *found.errors}
        for question, path, value in answers:
            if path not in found.errors:
                sentence = _out_of_order(plan, question, path, value, data, on, bad, against_today=against_today)
                if sentence:
                    found.errors[path] = sentence
    bad = {*wrong, *found.errors}
    for question, path, value in answers:
        if question.format == "personal-id" and not (path in prefill and prefill[path].locked):
            _check_number(path, value, data, channel, bad, found)
    return found


def _out_of_age(question: Question, value: str, on: dt.date) -> str:
    """Whoever was born then is too young or too old on the day of applying. A year alone is judged kindly."""
    born = bounds(value)
    if born is None:
        return ""
    oldest, youngest = age_on(born[0], on), age_on(born[1], on)
    least, most = question.schema.get("x-min-age"), question.schema.get("x-max-age")
    if least is not None and oldest < least:
        return f"“{question.label}”: thủ tục dành cho người từ đủ {least} tuổi; người sinh ngày này mới {oldest} tuổi."
    if most is not None and youngest > most:
        return f"“{question.label}”: thủ tục dành cho người không quá {most} tuổi; người này đã {youngest} tuổi."
    return ""


def _out_of_order(
    plan: Blueprint,
    question: Question,
    path: str,
    value: str,
    data: Mapping[str, Any],
    on: dt.date,
    bad: Collection[str],
    *,
    against_today: bool,
) -> str:
    mine = bounds(value)
    if mine is None:
        return ""
    for keyword in ("x-not-after", "x-not-before"):
        rule = str(question.schema.get(keyword, ""))
        if (rule == "today") is not against_today:
            continue
        limit, name = _limit(plan, rule, path, data, on, bad)
        if limit is None:
            continue
        # A date known to the year is out of order only when every day of it would be.
        if keyword == "x-not-after" and mine[0] > limit[1]:
            return f"“{question.label}” không được sau {name}. Hãy kiểm tra lại ngày."
        if keyword == "x-not-before" and mine[1] < limit[0]:
            return f"“{question.label}” không được trước {name}. Hãy kiểm tra lại ngày."
    return ""


def _limit(
    plan: Blueprint, rule: str, path: str, data: Mapping[str, Any], on: dt.date, bad: Collection[str]
) -> tuple[tuple[dt.date, dt.date] | None, str]:
    """First and last day of the limit, and what people call it."""
    if not rule:
        return None, ""
    if rule == "today":
        return (on, on), f"hôm nay ({on:%d/%m/%Y})"
    other = _other_path(plan, rule, path)
    value = nesting.get(data, other)
    limit = bounds(value) if isinstance(value, str) and other not in bad else None
    return limit, f"“{plan.label_of(other)}” ({shown_date(str(value))})" if limit else ""


def _other_path(plan: Blueprint, rule: str, path: str) -> str:
    """The concrete path of another field: of the same item, absolute, or beside this one."""
    if "[]" in rule:
        return beside(rule, path)
    if plan.at(rule) is not None:
        return rule
    around = path.rpartition(".")[0]
    return f"{around}.{rule}" if around else rule


def _check_number(
    path: str, number: str, data: Mapping[str, Any], channel: str, bad: Collection[str], found: Found
) -> None:
    around, _, name = path.rpartition(".")
    prefix = name.removesuffix("personal_id") if name.endswith("personal_id") else name.removesuffix("id")
    near = f"{around}." if around else ""
    sex = nesting.get(data, f"{near}{prefix}sex")
    born = nesting.get(data, f"{near}{prefix}birth_date") if f"{near}{prefix}birth_date" not in bad else None
    known = bounds(born) if isinstance(born, str) else None
    checked = check_personal_id(
        number, sex=sex if sex in ("M", "F") else None, birth_year=known[0].year if known else None
    )
    for one in checked.flaws:
        # A person may have changed sex: at a desk the papers are seen, so the officer decides.
        if one.is_warning or (one is IdFlaw.SEX_MISMATCH and channel == "direct"):
            found.warnings.setdefault(path, one.sentence)
        else:
            found.errors.setdefault(path, one.sentence)
