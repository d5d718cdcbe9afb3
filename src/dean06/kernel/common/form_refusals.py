"""A refusal of a service, shown in the form that asked for it."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from dean06.kernel.common.errors import DomainError


def show_refusal(form: forms.BaseForm, refusal: DomainError, names: Mapping[str, str] | None = None) -> bool:
    """As ``add_refusal``; ``False``, and nothing is shown, when it is about rights or a missing record: the view then
    raises it again."""
    if refusal.status in (403, 404):
        return False
    add_refusal(form, refusal, names)
    return True


def add_refusal(form: forms.BaseForm, refusal: DomainError, names: Mapping[str, str] | None = None) -> None:
    """Put the sentences of a refusal beside their fields, above the form where it has none of them. ``names``: of the
    service's fields that the form calls otherwise."""
    fields: Mapping[str, str] = refusal.details.get("fields") or {}
    placed = [((names or {}).get(name, name), sentence) for name, sentence in fields.items()]
    known = [name for name, _ in placed if name in form.fields]
    for name, sentence in placed:
        if known:
            form.add_error(name if name in form.fields else None, sentence)
    if not known:
        form.add_error(None, refusal.message)
