"""Examples of every component, for the page ``/giao-dien/``. All names and figures are invented."""

from __future__ import annotations

from django import forms

from dean06.kernel.design.examples import actions, facts, inputs, marks
from dean06.kernel.design.examples.inputs import SAMPLE_UNITS, sample_form
from dean06.kernel.design.examples.types import Example

__all__ = ["SAMPLE_UNITS", "all_examples", "sample_form"]


def all_examples(form: forms.Form) -> list[Example]:
    """Every example; ``form`` is the sample form, filled or not."""
    return [*actions.examples(), *facts.examples(), *marks.examples(), *inputs.examples(form)]
