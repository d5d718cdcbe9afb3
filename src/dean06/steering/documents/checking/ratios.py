"""Rule: a percentage printed beside its counts (``20.505/26.337, đạt 77%``) must follow from them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import Place, Relation, place_of, with_relation
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.checking.wording import amount, finding, rate_of
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity, Ratio
from dean06.steering.documents.types import Finding, Severity

#: Bodies that may themselves reach a percentage.
_BODIES = [
    "xã",
    "phường",
    "huyện",
    "sở",
    "đơn vị",
    "cơ quan",
    "địa phương",
    "cơ sở",
    "tổ chức",
    "trường",
    "bệnh viện",
    "chi nhánh",
    "ngân hàng",
    "doanh nghiệp",
    "thôn",
    "tổ dân phố",
    "trạm y tế",
    "chỉ tiêu",
    "tiêu chí",
]


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every ratio with a printed percentage, in prose, foot-notes and cells."""
    for passage in evidence.prose:
        ratios = evidence.ratios(passage)
        for ratio in ratios:
            if ratio.rate is None or ratio.ranked:
                continue
            result = agreement(ratio.part.value, ratio.whole.value, ratio.rate)
            if result is Agreement.OFF and (
                _fits_elsewhere(ratio, ratios, passage.quantities) or _units_that_reach_it(passage.text, ratio)
            ):
                continue
            if result is not Agreement.EXACT:
                yield report(passage, ratio.part, ratio.whole, ratio.rate, result)


def _units_that_reach_it(text: str, ratio: Ratio) -> bool:
    """``21/69 xã đạt tỷ lệ 100%``: 21 communes that reached 100%, not 21/69 in per cent."""
    assert ratio.rate is not None
    unit = ratio.whole.unit or ratio.part.unit
    gap = re.sub(
        r"xã,? phường(?:, thị trấn)?|phường, (?:xã|thị trấn)|sở, (?:ban, )?ngành|huyện, [^.;\d]*?thành phố",
        " ",
        text[ratio.end : ratio.rate.start],
    )
    true = 100 * ratio.part.value / ratio.whole.value
    mark = ratio.rate.approximate in ("trên", "dưới", "hơn") or re.search(r"\btừ\s*$", gap)
    if (
        abs(true - ratio.rate.value) > 5
        and mark
        and not re.search(r"tỷ lệ|tỉ lệ|chiếm|tương ứng|tương đương|bằng", gap)
    ):
        # "14/38 chủ đầu tư giải ngân trên 70%": fourteen that are above the mark.
        return True
    if not re.fullmatch(r"[^.,;:()\d–-]*\b(?:đạt|có|hoàn thành)\b[^.,;:()\d]*", gap, re.I):
        return False
    # "408/1.722 khu vực bỏ phiếu cử tri đi bầu đạt 100%": whatever they are, 100% is theirs.
    return abs(true - ratio.rate.value) > 5 and (unit in _BODIES or ratio.rate.value == 100)


def report(passage: Passage, part: Quantity, whole: Quantity, rate: Quantity, result: Agreement) -> Finding:
    """The finding for a percentage that does not follow from its counts."""
    counts = f"{amount(part)}/{amount(whole)}"
    right = rate_of(part.value, whole.value, max(rate.decimals, 0))
    if result is Agreement.CUT:
        code, severity = "ratio_cut", Severity.NOTE
        message = f"{counts} làm tròn là {right}, văn bản ghi {rate.text} (cắt bớt chứ không làm tròn)."
    elif result is Agreement.NOT_ALL:
        code, severity = "ratio_not_all", Severity.NOTE
        right = rate_of(part.value, whole.value, rate.decimals + 2)
        message = f"{counts} là {right}, chưa đủ, nhưng văn bản ghi {rate.text}."
    else:
        code, severity = "ratio_mismatch", Severity.ERROR
        message = f"{counts} là {right}, nhưng văn bản ghi {rate.text}."
    start, end = min(part.start, rate.start), max(whole.end, rate.end)
    found = finding(code, severity, passage, start, end, message, rate.text, right)
    return with_relation(found, rate_relation(passage, part, whole, rate))


def rate_relation(passage: Passage, part: Quantity, whole: Quantity, rate: Quantity) -> Relation:
    """``rate`` is what ``part`` is of ``whole`` (cutting the last digit is let pass)."""
    top, bottom, share = place_of(passage, part), place_of(passage, whole), place_of(passage, rate)
    step = Decimal(1).scaleb(-rate.decimals)
    mends = {share: (100 * part.value / whole.value).quantize(step, ROUND_HALF_UP)}
    if part.multiplier == 1 and not part.decimals:
        mends[top] = (whole.value * rate.value / 100).quantize(Decimal(1), ROUND_HALF_UP)

    def holds(values: Mapping[Place, Decimal]) -> bool:
        printed = replace(rate, value=values[share])
        return values[bottom] > 0 and agreement(values[top], values[bottom], printed) is not Agreement.OFF

    return Relation({top: part.value, bottom: whole.value, share: rate.value}, holds, mends)


def _fits_elsewhere(ratio: Ratio, ratios: Sequence[Ratio], quantities: Sequence[Quantity]) -> bool:
    """Whether the percentage is right for another pair that shares a count with this one, or for another ratio."""
    assert ratio.rate is not None
    pairs = [(other.part.value, other.whole.value) for other in ratios if other is not ratio and other.rate is None]
    for other in quantities:
        if other.percent or other.change or other.value <= 0 or other.start in (ratio.part.start, ratio.whole.start):
            continue
        if abs(other.start - ratio.rate.start) > 220 or ratio.rate.decimals == 0:
            continue
        pairs += [(ratio.part.value, other.value), (other.value, ratio.whole.value)]
    return any(
        whole > 0 and agreement(part, whole, ratio.rate) in (Agreement.EXACT, Agreement.CUT) for part, whole in pairs
    )
