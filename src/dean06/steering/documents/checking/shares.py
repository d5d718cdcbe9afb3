"""Rule: a percentage said of a part (``tổng số 2.262.033 …, đã rà soát 1.721.898, đạt 76%``) must fit its whole.

The whole is rarely printed beside the percentage. Every count that may be meant is tried; only when none fits and one
of them is plainly the whole ("tổng số … trong đó …") is the percentage reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.ratios import rate_relation
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.rounding import Agreement, agreement
from dean06.steering.documents.checking.wording import counted, finding, mistyped, number, rate_of, unit_words
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.types import Finding, Severity

_LINK = re.compile(
    r"^[^.;:%\d()]{0,90}?(?:\([^()%\d]{0,60}\))?[^.;:%\d()]{0,60}?"
    r"(?:[(,]\s*(?:đạt|chiếm|tương ứng|tương đương|bằng|ứng với|tỷ lệ|tỉ lệ)?|"
    r"\b(?:đạt|chiếm|tương ứng|tương đương|ứng với|bằng))"
    r"\s*(?:tỷ lệ|tỉ lệ|với|với tỷ lệ|tương ứng|là|khoảng|gần|hơn|trên|~|xấp xỉ|mức|:|\s)*$",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(
    r"^\s*\)?\s*(?:so với|so|kế hoạch|chỉ tiêu|dự toán|cùng kỳ|dân số|mục tiêu|nghị quyết|KH\b|GRDP|của (?:cả "
    r"nước|toàn quốc)|"
    r"năm|tháng|diện tích|sản lượng|doanh thu|trở lên|\)?\s*(?:so với|kế hoạch|dự toán))",
    re.IGNORECASE,
)
_WHOLE_WORDS = re.compile(r"(?:tổng số|tổng cộng|tổng|toàn tỉnh có|toàn huyện có|toàn xã có|hiện có)\b[^.;\d]*$", re.I)
#: "thu nội địa 10.152 tỷ đồng, đạt 50,51%" is of the year's plan, not of the sum named before.
_MONEY = ("đồng", "USD")
_SHARE_BESIDE = re.compile(r"[^.;,:()\d%]{0,30}(?:\(|,\s*(?:chiếm|đạt|bằng))\s*(?:tỷ lệ\s*)?", re.I)
_OPENS_PARTS = re.compile(r"trong đó|trong số đó|bao gồm|gồm|chia ra", re.I)


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every percentage that follows a count and belongs to no printed ratio."""
    for passage in evidence.prose:
        if passage.plans_ahead:
            continue
        taken = {ratio.rate.start for ratio in evidence.ratios(passage) if ratio.rate is not None}
        in_ratio = {quantity.start for ratio in evidence.ratios(passage) for quantity in (ratio.part, ratio.whole)}
        for part, rate in pairwise(passage.quantities):
            if (
                rate.percent
                and not part.percent
                and rate.start not in taken
                and part.start not in in_ratio
                and not rate.change
                and not part.change
                and part.value > 0
                and _said_of(passage.text, part, rate)
            ):
                yield from _compare(evidence, passage, part, rate)
        yield from _odd_one_out(passage, taken | in_ratio)
    yield from complementary(evidence)


def _odd_one_out(passage: Passage, used: set[int]) -> Iterator[Finding]:
    """``xanh 6.212 (66%), vàng 2.824 (35%), đỏ 376 (4%)`` of 9.412: all shares but one fit the same whole."""
    pairs = [
        (part, rate)
        for part, rate in pairwise(passage.quantities)
        if rate.percent
        and not part.percent
        and not {part.start, rate.start} & used
        and not (part.change or rate.change or part.approximate or rate.approximate)
        and _SHARE_BESIDE.fullmatch(passage.text[part.end : rate.start])
    ]
    for whole in passage.quantities:
        if whole.percent or whole.change or whole.approximate or whole.value <= 0:
            continue
        row = [pair for pair in pairs if pair[0].start > whole.end and pair[0].noun == whole.noun and whole.noun]
        if len(row) < 3 or re.search(r"[.!?]\s+(?=[A-ZĐ])", passage.text[whole.end : row[-1][0].start]):
            continue
        off = [pair for pair in row if agreement(pair[0].value, whole.value, pair[1]) is Agreement.OFF]
        total = sum((part.value for part, _ in row), Decimal(0))
        if len(off) == 1 and total == whole.value:
            part, rate = off[0]
            found = _report(passage, part, whole.value, rate, cut=False)
            yield with_relation(found, rate_relation(passage, part, whole, rate))
            return


def _said_of(text: str, part: Quantity, rate: Quantity) -> bool:
    return bool(_LINK.match(text[part.end : rate.start])) and not _OTHER_BASE.match(text[rate.end : rate.end + 40])


def _compare(evidence: Evidence, passage: Passage, part: Quantity, rate: Quantity) -> Iterator[Finding]:
    near = _wholes(passage.quantities, part, rate)
    far = [
        quantity
        for other in evidence.preceding(passage, 3)
        if other.headings == passage.headings
        for quantity in other.quantities
        if not quantity.percent and not quantity.change and quantity.value >= part.value
    ]
    parent = _parent_counts(evidence, passage)
    cut: Quantity | None = None
    sums = [first.value + second.value for first, second in pairwise([*far[:12], *near])]
    for value in [quantity.value for quantity in [*near, *far]] + sums:
        if value > 0 and agreement(part.value, value, rate) in (Agreement.EXACT, Agreement.NOT_ALL):
            return
    for quantity in [*near, *far]:
        same = quantity.unit == part.unit and (part.unit is not None or quantity in near)
        if same and quantity.value > part.value and agreement(part.value, quantity.value, rate) is Agreement.CUT:
            cut = cut or quantity
    if cut is not None:
        yield _report(passage, part, cut.value, rate, cut=True)
        return
    if part.unit in _MONEY and re.search(r"đạt|bằng|hoàn thành", passage.text[part.end : rate.start], re.I):
        return
    whole = _plain_whole(passage.text, near, part) or _near_miss(
        passage.text, near, [*parent, *far], parent, part, rate
    )
    if whole is not None:
        yield with_relation(
            _report(passage, part, whole.value, rate, cut=False), rate_relation(passage, part, whole, rate)
        )


def _wholes(quantities: Sequence[Quantity], part: Quantity, rate: Quantity) -> list[Quantity]:
    return [
        quantity
        for quantity in quantities
        if not quantity.percent
        and not quantity.change
        and quantity.start != part.start
        and quantity.value >= part.value
        and (quantity.start < part.start or quantity.start < rate.end + 120)
    ]


def _plain_whole(text: str, wholes: Sequence[Quantity], part: Quantity) -> Quantity | None:
    """The whole that the text itself names: "tổng số N …, trong đó …" with the same unit, no other count between."""
    before = [quantity for quantity in wholes if quantity.end <= part.start]
    for quantity in reversed(before):
        between = text[quantity.end : part.start]
        if quantity.approximate or part.approximate or re.search(r"[.!?]\s+(?!Trong|trong)\S", between):
            return None
        if quantity.in_brackets > part.in_brackets:
            return None
        named = _WHOLE_WORDS.search(text[max(0, quantity.start - 90) : quantity.start])
        opened = _OPENS_PARTS.search(between)
        same = quantity.noun == part.noun or quantity.unit is None or part.unit is None
        if same and opened and (named or (part.noun is not None and quantity.noun == part.noun)):
            return quantity
    return None


def _near_miss(
    text: str,
    near: Sequence[Quantity],
    far: Sequence[Quantity],
    parent: Sequence[Quantity],
    part: Quantity,
    rate: Quantity,
) -> Quantity | None:
    """A count of the same unit whose true share looks like a slip of the printed one (86,0 → 68,0)."""
    if part.noun is None or rate.approximate or part.approximate:
        return None
    sentence = max((match.end() for match in re.finditer(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ])", text[: part.start])), default=0)
    nearest = True
    for quantity in reversed([whole for whole in near if whole.end <= part.start]):
        if not _of_one_noun(text, quantity, part) or quantity.value == part.value or quantity.approximate:
            continue
        between = text[quantity.end : part.start]
        if re.match(r"[^.;,\d]{0,20}\(\s*\d[\d,.]*\s*%\s*\)", between) and not _OPENS_PARTS.search(between):
            # "rất hài lòng 512 phiếu (82,6%), hài lòng 99 phiếu (16%)": neighbours, each a part.
            continue
        if _slip(part, quantity, rate, quantity.start >= sentence or nearest):
            return quantity
        nearest = False
    for quantity in far[:4]:
        if (
            quantity.noun == part.noun
            and quantity.value > part.value
            and _slip(part, quantity, rate, quantity in parent)
        ):
            return quantity
    return None


def _of_one_noun(text: str, whole: Quantity, part: Quantity) -> bool:
    """``361.204 hồ sơ học sinh …, xác thực 359.906 học sinh``: the part's noun stands behind the whole."""
    phrase = re.match(r"[^.,;:()/\d]{0,25}", text[whole.end :])
    return whole.noun == part.noun or bool(part.noun and phrase and part.noun in phrase.group(0))


def _parent_counts(evidence: Evidence, passage: Passage) -> list[Quantity]:
    """The counts of the passage ("tổng số …. Trong đó:") that this bullet stands under."""
    if passage.bullet is None:
        return []
    for other in evidence.preceding(passage, 12):
        if other.bullet != passage.bullet:
            opens = other.text.rstrip().endswith(":")
            return [q for q in other.quantities if not q.percent and not q.change] if opens else []
    return []


def _slip(part: Quantity, whole: Quantity, rate: Quantity, same_sentence: bool) -> bool:
    true = (100 * part.value / whole.value).quantize(Decimal(1).scaleb(-rate.decimals), ROUND_HALF_UP)
    scale = Decimal(10) ** rate.decimals
    swapped = mistyped(rate.value * scale, true * scale)
    if rate.decimals == 0:
        return same_sentence and (abs(true - rate.value) <= 2 or swapped is not None)
    if same_sentence:
        anagram = sorted(str(true)) == sorted(str(rate.value.quantize(true)))
        return swapped is not None or anagram or abs(true - rate.value) <= 3
    return swapped is not None and abs(true - rate.value) <= 20


def _report(passage: Passage, part: Quantity, whole: Decimal, rate: Quantity, *, cut: bool) -> Finding:
    right = rate_of(part.value, whole, rate.decimals)
    counts = f"{counted(part)} trên tổng số {number(whole / part.multiplier)}{unit_words(part)}"
    if cut:
        message = f"{counts} làm tròn là {right}, văn bản ghi {rate.text} (cắt bớt chứ không làm tròn)."
        return finding("ratio_cut", Severity.NOTE, passage, part.start, rate.end, message, rate.text, right)
    message = f"{counts} là {right}, nhưng văn bản ghi {rate.text}."
    return finding("share_mismatch", Severity.WARNING, passage, part.start, rate.end, message, rate.text, right)


def complementary(evidence: Evidence) -> Iterator[Finding]:
    """``60.105 người …, đạt 83%; … 12.310 người …, chiếm 17%`` of 72.415: shares of 100% must be all of the whole."""
    for passage in evidence.prose:
        pairs = [
            (part, rate)
            for part, rate in pairwise(passage.quantities)
            if rate.percent
            and not part.percent
            and not rate.change
            and not part.change
            and part.unit
            and _said_of(passage.text, part, rate)
        ]
        for (one, first), (two, second) in pairwise(pairs):
            if first.value + second.value != 100 or one.unit != two.unit:
                continue
            for whole in passage.quantities:
                if whole.percent or whole.change or whole.unit != one.unit or whole.value <= max(one.value, two.value):
                    continue
                fits = (agreement(one.value, whole.value, first), agreement(two.value, whole.value, second))
                if Agreement.OFF not in fits and one.value + two.value != whole.value and not whole.approximate:
                    yield _not_all(passage, whole, one, two)
                    break


def _not_all(passage: Passage, whole: Quantity, one: Quantity, two: Quantity) -> Finding:
    total = one.value + two.value
    message = (
        f"{number(one.value)} + {number(two.value)} = {number(total)}, nhưng tổng ghi {number(whole.value)} "
        f"{whole.unit}, "
        "trong khi hai tỷ lệ cộng lại là 100%."
    )
    found = finding(
        "sum_mismatch", Severity.WARNING, passage, two.start, two.end, message, number(whole.value), number(total)
    )
    parts = {place_of(passage, one): one.value, place_of(passage, two): two.value}
    return with_relation(found, sum_relation((place_of(passage, whole), whole.value), parts))
