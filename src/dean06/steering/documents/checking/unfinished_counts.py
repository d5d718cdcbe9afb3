"""Rule: what has not yet reached a state is the whole less what has.

``134/161 xã đạt chuẩn`` and, perhaps pages later, ``còn 27 xã chưa đạt chuẩn``.

The same words after "chưa" tell that the two belong together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.wording import finding, mistyped, number
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.recognition.figures_words import bodies_in, fold
from dean06.steering.documents.types import Finding, Severity

_NOT_YET = re.compile(r"^\s*(?P<unit>[^\W\d_]+(?:,? [^\W\d_]+){0,2}?)\s+chưa\s+(?:được\s+)?(?P<state>\w+\s\w+)", re.I)
_STILL = re.compile(r"\b(?:còn|hiện còn|vẫn còn|hiện có|có)\s*$", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every "còn N … chưa …" against the one ratio of the document on the same state."""
    states: list[tuple[str, str, Passage, Ratio]] = []
    for passage in evidence.prose:
        if not passage.plans_ahead:
            for ratio in [*evidence.ratios(passage), *evidence.shares(passage)]:
                states += [(unit, state, passage, ratio) for unit, state in _states(passage, ratio)]
    if not states:
        return
    for passage in evidence.prose:
        if passage.plans_ahead or passage.kind == "cell":
            continue
        for quantity in passage.quantities:
            match = _NOT_YET.match(passage.text[quantity.end : quantity.end + 60])
            if match and _STILL.search(passage.text[max(0, quantity.start - 12) : quantity.start]):
                yield from _judge(passage, quantity, match, states)


def _states(passage: Passage, ratio: Ratio) -> Iterator[tuple[str, str]]:
    """``xã đạt chuẩn`` behind the ratio, or behind its part: what is counted (one to three words) and its state."""
    for quantity in (ratio.part, ratio.whole):
        after = re.split(r"[.;:()\d]", passage.text[quantity.end : quantity.end + 60])[0]
        words = [word for word in fold(after).replace(",", " ").split() if word not in ("da", "duoc")]
        for size in (1, 2, 3):
            state = words[size : size + 2]
            if len(state) == 2 and state[0] not in ("chua", "khong"):
                yield " ".join(words[:size]), " ".join(state)


def _judge(
    passage: Passage, rest: Quantity, match: re.Match[str], states: list[tuple[str, str, Passage, Ratio]]
) -> Iterator[Finding]:
    if rest.percent or rest.change or rest.approximate or rest.decimals:
        return
    unit, state = fold(match["unit"]).replace(",", ""), fold(match["state"])
    fitting = [(place, ratio) for one, two, place, ratio in states if one == unit and two == state]
    rights = {ratio.whole.value - ratio.part.value for _, ratio in fitting}
    if len(rights) != 1 or rest.value in rights:
        return
    place, ratio = fitting[0]
    right = rights.pop()
    if right <= 0 or rest.value >= ratio.whole.value or bodies_in(passage.text[: rest.start][-60:]):
        return
    if abs(right - rest.value) > max(right / 2, Decimal(3)) and mistyped(rest.value, right) is None:
        return
    where = "" if place is passage else f" ở dòng {place.line}"
    how = mistyped(rest.value, right)
    message = (
        f"Đã có {number(ratio.part.value)}/{number(ratio.whole.value)} {match['unit']} {match['state']}{where} thì còn "
        f"{number(right)} {match['unit']} chưa {match['state']}, nhưng văn bản ghi {rest.text}"
    )
    message += f" (có thể gõ {how})." if how else "."
    yield finding("rest_mismatch", Severity.WARNING, passage, rest.start, rest.end, message, rest.text, number(right))
