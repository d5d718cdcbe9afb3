"""A refusal of a service, shown in the form that asked for it."""

from __future__ import annotations

from django import forms

from dean06.kernel.common.errors import DomainError


def show_refusal(form: forms.Form, refusal: DomainError) -> bool:
    """Put the sentences of a refusal beside their fields; ``False`` when it is about rights or a missing record."""
    if refusal.status in (403, 404):
        return False
    fields: dict[str, str] = refusal.details.get("fields") or {}
    known = {name: text for name, text in fields.items() if name in form.fields}
    for name, text in known.items():
        form.add_error(name, text)
    if not known:
        form.add_error(None, refusal.message)
    return True
