"""The form diet: at least 20 % of the data that the paper form asks for must not be typed any more.

Source: the plans of Đề án 06 ask each body to cut declared information by at least 20 %. A question counts once,
however many items a group has, as it does on the paper form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dean06.procedures.forms.rules import nesting, visibility
from dean06.procedures.forms.rules.blueprint import Blueprint, declared
from dean06.procedures.forms.rules.checking import every_question
from dean06.procedures.forms.types import Diet, Prefill

#: Least share saved, in percent.
DUTY_PERCENT = 20


def diet(
    plan: Blueprint, data: Mapping[str, Any], prefill: Mapping[str, Prefill], *, channel: str, paper_items: int
) -> Diet:
    """Questions that were asked with these answers: those that the State filled in (unchanged since), and the rest."""
    settled = visibility.asked(plan, data, channel)
    shown: set[str] = set()
    typed: set[str] = set()
    for question, path, item in every_question(plan, settled):
        if question.section is None or not visibility.is_asked(question, settled, channel, item):
            continue
        shown.add(declared(path))
        known = prefill.get(path)
        if known is None or nesting.get(settled, path) != known.value:
            typed.add(declared(path))
    return Diet(paper_items=paper_items, asked=len(typed), prefilled=len(shown - typed))
