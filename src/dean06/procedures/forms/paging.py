"""PRIVATE. The citizen's way through a form: a section is a page, a field with a question of its own is one too."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from dean06.procedures.forms.types import Form, FormField, FormItem, FormSection, FormStep, ReviewPart, ReviewRow


def steps(form: Form) -> list[FormStep]:
    """The pages that are asked with the answers as they are, in order and numbered.

    A page shows a guarded field when its guard holds, or when it hangs on another field of the same page (then the
    script shows and hides it). What the register locked needs no page of its own.
    """
    pages: list[tuple[str, str, FormSection, tuple[FormField, ...], bool]] = []
    for section in form.sections:
        if not section.when_ok:
            continue
        if section.repeat:
            items = tuple(FormItem(one.number, one.title, _on_page(one.fields)) for one in section.items)
            pages.append((section.id, section.title, replace(section, items=items), (), False))
            continue
        together: list[FormField] = []
        for field in section.fields:
            if (field.question or field.drives_section) and not field.locked:
                if field.when_ok:
                    pages.append((f"{section.id}--{field.path}", field.asked, section, (_bare(field),), True))
            else:
                together.append(field)
        shown = _on_page(together)
        if shown:
            at = next((place for place, one in enumerate(pages) if one[2] is section and _after(one, together)), None)
            page = (section.id, section.title, section, shown, False)
            pages.insert(len(pages) if at is None else at, page)
    return [
        FormStep(id=name, title=title, section=section, fields=fields, number=place, total=len(pages), alone=alone)
        for place, (name, title, section, fields, alone) in enumerate(pages, start=1)
    ]


def step(form: Form, step_id: str) -> FormStep | None:
    """The page of this id; the first page for an unknown one, ``None`` for a form without questions."""
    listed = steps(form)
    return next((one for one in listed if one.id == step_id), listed[0] if listed else None)


def neighbour(form: Form, step_id: str, by: int) -> FormStep | None:
    """The page after (``by`` 1) or before (-1); ``None`` at either end (after the last one comes the review)."""
    listed = steps(form)
    places = [place for place, one in enumerate(listed) if one.id == step_id]
    place = (places[0] if places else -1 if by > 0 else len(listed)) + by
    return listed[place] if 0 <= place < len(listed) else None


def first_with_errors(form: Form) -> FormStep | None:
    """Where a person has to go back to."""
    return next((one for one in steps(form) if one.has_errors), None)


def of_path(form: Form, path: str) -> FormStep | None:
    """The page on which a field (or group) is asked."""
    for one in steps(form):
        if any(field.path == path for field in one.fields) or (one.section.repeat and path.startswith(one.id)):
            return one
        if one.section.repeat and (path == one.section.repeat or path.startswith(f"{one.section.repeat}[")):
            return one
    return None


def review(form: Form) -> list[ReviewPart]:
    """The answers that will be handed in, section by section, with the page each is changed on."""
    pages = {field.path: one.id for one in steps(form) for field in one.fields}
    parts = []
    for section in form.shown_sections:
        rows = [
            _row(field, field.label, pages.get(field.path, section.id)) for field in section.fields if field.when_ok
        ]
        for item in section.items:
            rows += [_row(field, f"{item.title}: {field.label}", section.id) for field in item.fields if field.when_ok]
        parts.append(ReviewPart(section.title, section.id, tuple(rows)))
    return parts


def errors_on(form: Form, step: FormStep) -> list[tuple[str, str, str]]:
    """What is wrong on one page: (id to go to, label, sentence)."""
    fields = [*step.fields, *(field for item in step.section.items for field in item.fields if step.repeats)]
    found = [(field.focus_id, field.label, field.error) for field in fields if field.error]
    if step.repeats and step.section.error:
        found.append((step.section.dom_id, step.section.title, step.section.error))
    return found


def _row(field: FormField, label: str, step_id: str) -> ReviewRow:
    return ReviewRow(label, field.shown, field.source if field.prefilled else "", field.locked, field.error, step_id)


def _after(page: tuple[str, str, FormSection, tuple[FormField, ...], bool], together: list[FormField]) -> bool:
    """True if the first field asked together stands before this page's question in its section."""
    order = [field.path for field in page[2].fields]
    return order.index(together[0].path) < order.index(page[3][0].path)


def _bare(field: FormField) -> FormField:
    """On a page of its own a question hangs on nothing."""
    return replace(field, when_json="", when_words="")


def _on_page(fields: Iterable[FormField]) -> tuple[FormField, ...]:
    """The fields a page draws: guards over fields of the page stay alive, the others are settled by the server."""
    listed = list(fields)
    names = {one.path for one in listed if not one.locked}
    drawn = []
    for one in listed:
        parts = json.loads(one.when_json) if one.when_json else []
        alive = [part for part in parts if part["f"] in names]
        if all(part["ok"] for part in parts if part not in alive):
            kept = json.dumps(alive, ensure_ascii=False) if alive else ""
            drawn.append(replace(one, when_json=kept, when_words=one.when_words if alive else ""))
    return tuple(drawn)
