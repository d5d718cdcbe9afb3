"""Percentages whose whole stands elsewhere in the passage and fits exactly: they are as good as printed ratios.

``thu nhận 1.005.330 hồ sơ …, kích hoạt 861.204 tài khoản, đạt 85,66%``: 861.204 of 1.005.330.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Ratio

_LINK = re.compile(r"^[^.;:%\d]{0,80}$")


def read_shares(passage: Passage, ratios: Sequence[Ratio]) -> list[Ratio]:
    """Shares printed with at least one decimal that exactly one earlier count of the passage explains."""
    taken = {ratio.rate.start for ratio in ratios if ratio.rate is not None}
    found: list[Ratio] = []
    for part, rate in pairwise(passage.quantities):
        if not rate.percent or part.percent or rate.start in taken or rate.change or part.change or rate.decimals == 0:
            continue
        if not _LINK.match(passage.text[part.end : rate.start]) or part.value <= 0:
            continue
        wholes = [
            whole
            for whole in passage.quantities
            if (
                whole.end <= part.start
                or (whole.start > rate.end and whole.start - rate.end < 80 and whole.in_brackets)
            )
            and not whole.percent
            and not whole.change
            and whole.value > part.value
            and agreement(part.value, whole.value, rate) is Agreement.EXACT
        ]
        if len({whole.value for whole in wholes}) == 1:
            found.append(Ratio(part, wholes[-1], rate))
    return found
