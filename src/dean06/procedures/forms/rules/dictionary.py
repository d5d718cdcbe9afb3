"""The dictionary of fields: what forms ask about citizens, under the names and types of the population database.

A form conforms when each of its questions about a citizen is declared as the dictionary says: then the same answer
means the same everywhere and can be filled in from the register.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dean06.procedures.forms.rules.blueprint import Blueprint, Question


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of information: column of the register, words, how labels speak of it, how it must be declared."""

    column: str
    label: str
    words: re.Pattern[str]
    fits: Callable[[Question], bool]


def _choices_within(*codes: str) -> Callable[[Question], bool]:
    return lambda question: bool(question.choices) and {str(value) for value, _ in question.choices} <= set(codes)


def _coded(question: Question) -> bool:
    return bool(question.choices)


DICTIONARY: tuple[Entry, ...] = (
    Entry("personal_id", "Số định danh cá nhân", re.compile(r"số định danh|số căn cước"),
          lambda one: one.format == "personal-id"),
    Entry("birth_date", "Ngày, tháng, năm sinh", re.compile(r"(ngày|năm) sinh"),
          lambda one: one.format in ("date", "partial-date")),
    Entry("sex", "Giới tính", re.compile(r"giới tính"), _choices_within("M", "F")),
    Entry("ethnicity", "Dân tộc", re.compile(r"^dân tộc"), _coded),
    Entry("nationality", "Quốc tịch", re.compile(r"^quốc tịch"), _coded),
    Entry("marital_status", "Tình trạng hôn nhân", re.compile(r"tình trạng hôn nhân"),
          _choices_within("single", "married", "divorced", "widowed")),
    Entry("full_name", "Họ, chữ đệm và tên", re.compile(r"^họ(,|\s+và)?\s*(chữ đệm|tên)|^họ,? chữ đệm"),
          lambda one: one.kind == "string" and not one.choices and "pattern" in one.schema),
    Entry("permanent_unit", "Xã, phường nơi cư trú", re.compile(r"^xã, phường"), lambda one: one.format == "commune"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conformity:
    """Questions of a form about citizens, and those that are not declared as the dictionary says."""

    fields: tuple[tuple[str, str], ...]
    wrong: tuple[str, ...]

    @property
    def conforms(self) -> bool:
        return bool(self.fields) and not self.wrong


def entry_of(question: Question) -> Entry | None:
    """What a question asks about a citizen, by its label; ``None`` when it is about something else."""
    label = question.label.casefold()
    return next((entry for entry in DICTIONARY if entry.words.search(label)), None)


def conformity(plan: Blueprint) -> Conformity:
    """Which questions of a form are about citizens, and which of those stray from the dictionary."""
    fields, wrong = [], []
    for question in plan.questions.values():
        entry = entry_of(question)
        if question.section is None or entry is None:
            continue
        fields.append((question.path, entry.column))
        bound = question.ui.prefill.startswith("population")
        if not bound and not entry.fits(question):
            wrong.append(question.label)
    return Conformity(tuple(fields), tuple(wrong))
