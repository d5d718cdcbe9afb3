"""PRIVATE. A form with its data, ready to be drawn: fields with words, value, source, error, guard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.urls import NoReverseMatch, reverse

from dean06.procedures.catalogue.queries import CHANNEL, holds
from dean06.procedures.catalogue.types import Condition, Guard, PublishedPack
from dean06.procedures.forms.rules import nesting, visibility
from dean06.procedures.forms.rules.blueprint import Blueprint, Group, Question, beside, blueprint
from dean06.procedures.forms.rules.reading import shown_date
from dean06.procedures.forms.types import Choice, Form, FormField, FormItem, FormSection, Prefill

#: Name of a commune by code, "" when unknown.
CommuneName = Callable[[str], str]

_OPERATORS = {"eq": "là", "ne": "không phải là", "in": "là", "not_in": "không phải là", "lt": "nhỏ hơn",
              "lte": "không quá", "gt": "lớn hơn", "gte": "từ"}  # fmt: skip
_INPUT_MODES = {"date": "numeric", "partial_date": "numeric", "person_id": "numeric", "number": "numeric",
                "money": "numeric", "phone": "tel", "email": "email"}  # fmt: skip
#: Purposes of HTML autofill, for what concerns the person who fills the form in (WCAG 1.3.5).
_AUTOCOMPLETE = {"full_name": "name", "birth_date": "bday", "phone": "tel", "email": "email",
                 "address": "street-address"}  # fmt: skip
_SHORT = {"date": 10, "partial_date": 10, "person_id": 20, "phone": 20, "number": 24, "money": 24}

_DRIVEN = re.compile(r"population\(([a-z0-9_.\[\]]+)\)\.[a-z_]+")


class Drawer:
    """Draws the parts of one form."""

    def __init__(
        self,
        pack: PublishedPack,
        data: Mapping[str, Any],
        *,
        prefill: Mapping[str, Prefill],
        errors: Mapping[str, str],
        warnings: Mapping[str, str],
        channel: str,
        audience: str,
        commune_name: CommuneName,
    ) -> None:
        self.pack = pack
        self.plan: Blueprint = blueprint(pack)
        self.prefill, self.errors, self.warnings = prefill, errors, warnings
        self.channel, self.audience, self.commune_name = channel, audience, commune_name
        self.data = filled(data, prefill)
        self.settled = visibility.asked(self.plan, self.data, channel)
        driven = [
            (match.group(1), one.section.id if one.section else "")
            for one in self.plan.questions.values()
            if (match := _DRIVEN.fullmatch(one.ui.prefill))
        ]
        self.drivers, self.drivers_of = {path for path, _ in driven}, set(driven)
        self.correction = _correction_url() if audience == "citizen" else ""

    def form(self) -> Form:
        sections = tuple(self._section(section.id) for section in self.plan.ui.sections)
        return Form(
            pack=self.pack,
            sections=sections,
            declaration=self.plan.ui.declaration,
            audience=self.audience,
            channel=self.channel,
            errors=dict(self.errors),
            warnings=dict(self.warnings),
        )

    def _section(self, section_id: str) -> FormSection:
        section = next(one for one in self.plan.ui.sections if one.id == section_id)
        questions = self.plan.of_section(section)
        drawn = FormSection(
            id=section.id,
            title=section.title,
            help=section.help,
            fields=tuple(self._field(one, one.path, None) for one in questions if not one.group),
            item_title=section.item_title or section.title,
            when_ok=holds(section.when, self.settled, self.channel),
            when_json=self._guard(section.when),
            when_words=self._words(section.when),
        )
        group = self.plan.groups.get(section.repeat.removesuffix("[]")) if section.repeat else None
        return self._with_items(drawn, group, questions) if group else drawn

    def _with_items(self, drawn: FormSection, group: Group, questions: list[Question]) -> FormSection:
        present = nesting.get(self.data, group.path)
        count = max(len(present) if isinstance(present, list) else 0, group.min_items)
        items = []
        for index in range(min(count, group.max_items + 1)):
            item = nesting.get(self.settled, f"{group.path}[{index}]", {})
            fields = tuple(
                self._field(one, f"{group.path}[{index}]{one.path.removeprefix(f'{group.path}[]')}", item)
                for one in questions
                if one.group == group.path
            )
            items.append(FormItem(index + 1, f"{drawn.item_title} {index + 1}", fields))
        return replace(
            drawn,
            repeat=group.path,
            items=tuple(items),
            can_add=count < group.max_items,
            can_remove=count > group.min_items,
            error=self.errors.get(group.path, ""),
        )

    def _field(self, question: Question, path: str, item: Mapping[str, Any] | None) -> FormField:
        known = self.prefill.get(path)
        value = nesting.get(self.data, path)
        locked = known is not None and known.locked
        if locked and known is not None:
            value = known.value
        text = text_of(question, value)
        spoken = question.path.split(".")[0] in ("applicant", "contact", "declarant")
        return FormField(
            path=path,
            declared=question.path,
            label=question.label,
            hint=_hint(question),
            question=question.ui.question,
            widget=question.widget,
            schema=question.schema,
            required=question.needed,
            choices=tuple(Choice(text_of(question, one), words, one == value) for one, words in _choices(question)),
            locked=locked,
            value=value,
            text=text,
            shown=self._shown(question, value),
            source=known.label if known else "",
            prefilled=known is not None and known.value == value,
            error=self.errors.get(path, ""),
            warning=self.warnings.get(path, ""),
            when_ok=visibility.is_asked(question, self.settled, self.channel, item),
            when_json=self._guard(question.ui.when, path, item, question.group),
            when_words=self._words(question.ui.when),
            correction_url=self.correction if locked else "",
            autocomplete=_AUTOCOMPLETE.get(question.name, "off") if spoken else "off",
            inputmode=_INPUT_MODES.get(question.widget, ""),
            max_length=_SHORT.get(question.widget, question.max_length),
            drives=question.path in self.drivers,
            drives_section=question.section is not None and (question.path, question.section.id) in self.drivers_of,
        )

    def _shown(self, question: Question, value: Any) -> str:
        if question.format == "commune" and isinstance(value, str):
            return self.commune_name(value) or value
        return shown(question, value)

    def _guard(self, guard: Guard, path: str = "", item: Mapping[str, Any] | None = None, group: str = "") -> str:
        """The guard for the script: concrete names of controls, and how the server judges each condition ("ok"), for
        answers that have no control on the page (locked ones, other pages, any item of a group)."""
        parts = [
            {
                "f": beside(one.field, path),
                "op": one.op,
                "v": one.value,
                "ok": holds((one,), self.settled, self.channel, item=item, group=group),
            }
            for one in guard
        ]
        return json.dumps(parts, ensure_ascii=False) if parts else ""

    def _words(self, guard: Guard) -> str:
        """The guard for people without the script."""
        parts = [self._part(one) for one in guard if one.field != CHANNEL]
        return f"Chỉ khai nếu {' và '.join(parts)}." if parts else ""

    def _part(self, condition: Condition) -> str:
        question = self.plan.questions.get(condition.field)
        group = self.plan.groups.get(condition.field.removesuffix("[]"))
        name = f"“{question.label if question else group.title if group else condition.field}”"
        if condition.op == "present":
            return f"{name} có điền" if condition.value else f"{name} để trống"
        values = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
        words = [shown(question, one) if question else str(one) for one in values]
        return f"{name} {_OPERATORS[condition.op]} {' hoặc '.join(f'“{one}”' for one in words)}"


def filled(data: Mapping[str, Any], prefill: Mapping[str, Prefill]) -> dict[str, Any]:
    """``data`` with every known value that was neither sent nor emptied on purpose (an explicit ""); locked values take
    the place of whatever was sent."""
    result: dict[str, Any] = nesting.copy(data)
    missing = object()
    for path, known in prefill.items():
        if "[" in path and nesting.get(result, path.partition("]")[0] + "]", missing) is missing:
            continue
        if known.locked or nesting.get(result, path, missing) is missing:
            nesting.put(result, path, known.value)
    return result


def text_of(question: Question, value: Any) -> str:
    """A value as its control holds it."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if question.format in ("date", "partial-date"):
        return shown_date(str(value))
    return str(value)


def shown(question: Question, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "" or isinstance(value, Mapping | list):
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if question.choices:
        return question.words_of(value)
    if isinstance(value, int):
        number = f"{value:,}".replace(",", ".")
        return f"{number} đồng" if question.widget == "money" else number if abs(value) > 9999 else str(value)
    return text_of(question, value)


def _choices(question: Question) -> list[tuple[Any, str]]:
    if question.choices:
        return question.choices
    return [(True, "Có"), (False, "Không")] if question.kind == "boolean" and question.widget == "radio" else []


def _hint(question: Question) -> str:
    """The hint without the words "không bắt buộc", which stand beside the label already."""
    hint, words = question.ui.hint, "không bắt buộc"
    if question.needed or not hint.casefold().startswith(words):
        return hint
    rest = hint[len(words) :].lstrip(" .,;:")
    return rest[:1].upper() + rest[1:]


def _correction_url() -> str:
    """Where a citizen asks for a correction of the register, when the portal has that page."""
    try:
        return reverse("portal:correction")
    except NoReverseMatch:
        return ""
