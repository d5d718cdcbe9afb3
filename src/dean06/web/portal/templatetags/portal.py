"""Words of cases and money for the pages of citizens."""

from __future__ import annotations

from django import template

from dean06.procedures.cases.types import FINAL, PAUSED, State
from dean06.web.portal import words

register = template.Library()


@register.filter
def dong(amount: int) -> str:
    """ "12.500 đồng"; nothing to pay is said in words."""
    return f"{int(amount):,}".replace(",", ".") + " đồng" if amount else "không mất tiền"


@register.simple_tag
def case_words(state: int) -> dict[str, object]:
    """What a state means for the citizen: ``label``, ``kind`` of badge, ``show_due``."""
    label, kind = words.STATES[State(state)]
    running = state not in FINAL and state not in PAUSED and state != State.DONE
    return {"label": label, "kind": kind, "show_due": running}
