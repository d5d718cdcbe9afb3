"""Percentages whose whole stands elsewhere in the passage and fits exactly: they are as good as printed ratios.

``thu nhận 1.005.330 hồ sơ …, kích hoạt 861.204 tài khoản, đạt 85,66%``: 861.204 of 1.005.330.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio

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
            if (whole.end <= part.start or _names_its_whole(passage, rate, whole))
            and not whole.percent
            and not whole.change
            and whole.value > part.value
            and agreement(part.value, whole.value, rate) is Agreement.EXACT
        ]
        if len({whole.value for whole in wholes}) == 1:
            found.append(Ratio(part, wholes[-1], rate))
    return found


def _names_its_whole(passage: Passage, rate: Quantity, whole: Quantity) -> bool:
    """``đạt 97,05% trên tổng số 1.140.044 …``, ``đạt 92,4% số tài khoản đang hoạt động (1.095.671 …)``."""
    gap = passage.text[rate.end : whole.start]
    if whole.start < rate.end or len(gap) > 80 or re.search(r"[.;]\s|\d", gap):
        return False
    return bool(whole.in_brackets) or bool(re.search(r"tổng|\btrên\b|trong số", gap, re.I))
