"""Rule: whole, part and rest side by side must fit: ``nhận 17 ý kiến, đã xử lý 15, còn 02 đang xác minh``.

Three neighbouring counts of one sentence, the last of them called what is left or the opposite of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.relations import place_of, sum_relation, with_relation
from dean06.steering.documents.checking.wording import counted, finding, mistyped, number, unit_words
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_quantities import Quantity
from dean06.steering.documents.recognition.figures_words import same_kind
from dean06.steering.documents.types import Finding, Severity

#: It opens its clause: "quyết toán quý IV còn 1,2 tỷ đồng" speaks of another thing.
_LEFT = re.compile(
    r"(?:^|[,;.:])\s*(?:và\s+|số\s+|hiện\s+|đến nay\s+|vẫn\s+)*"
    r"(?:còn(?:\s+(?:lại|thiếu|tồn|dư))?|chưa [^\W\d_]+(?:\s[^\W\d_]+){0,2})"
    r"(?:\s+(?:là|có|gồm|khoảng))?\s*:?\s*$",
    re.I,
)
_BALANCE = re.compile(r"(?:xuất siêu|thặng dư|bội thu|kết dư)(?:\s+(?:là|đạt))?\s*$", re.I)
_MISSING = re.compile(r"còn thiếu\s*$", re.I)
_AT_LEAST = re.compile(r"còn\s+(?:trên|hơn|khoảng|gần)\s*$", re.I)
#: A part and what is left when it is taken away.
_OPPOSITES = (
    (r"\bđạt\b|đạt yêu cầu|chấp hành", r"vi phạm|không đạt|chưa đạt"),
    (r"\bđỗ\b|\bđậu\b|tốt nghiệp", r"\bhỏng\b|\btrượt\b|\brớt\b|không tốt nghiệp"),
    (r"thành công", r"không thành công|thất bại"),
    (r"\bđúng\b|trùng khớp|hợp lệ", r"\bsai\b|không hợp lệ|không trùng|không khớp"),
    (r"\bnam\b", r"\bnữ\b"),
    (r"hành chính", r"hình sự"),
)
_STEP = re.compile(
    r"\b(?:đã|được|hiện có|có|chi|qua|trong đó|xử lý|giải quyết|hoàn thành|kết thúc|ký|thực hiện|giải ngân|đạt|đỗ|"
    r"thu|nộp|xong|cấp|nam|chuyển|xác thực|đồng bộ|cập nhật|tạo lập|số hóa|kích hoạt|làm sạch|rà soát|đối chiếu|"
    r"thu nhận|phê duyệt|triển khai|chi trả|khởi công|hợp lệ|thành công)\b",
    re.I,
)
_BREAK = re.compile(r"[.!?]\s+(?=[A-ZĐÀ-Ỹ])")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Every three neighbouring counts of prose."""
    for passage in evidence.prose:
        if passage.plans_ahead:
            continue
        plain = [q for q in passage.quantities if not q.percent and not q.change and q.in_brackets == 0]
        in_ratio = {
            q.start
            for ratio in evidence.ratios(passage)
            for q in ((ratio.part, ratio.whole) if ratio.part.value != ratio.whole.value else (ratio.part,))
        }
        for index in range(2, len(plain)):
            yield from _against_total(passage, plain, index)
            whole, part, rest = plain[index - 2 : index + 1]
            if not in_ratio & {whole.start, part.start, rest.start}:
                following = plain[index + 1] if index + 1 < len(plain) else None
                yield from _judge(passage, plain[:index], rest, following)


_TOTAL = re.compile(r"(?:tổng số|tổng cộng|toàn (?:tỉnh|xã|huyện|ngành|phường) có|hiện có)[^.;\d]{0,70}$", re.I)


def _against_total(passage: Passage, plain: list[Quantity], index: int) -> Iterator[Finding]:
    """``Tổng số … là 2.012 thủ tục. … toàn trình 1.108 thủ tục, một phần 716 thủ tục; còn 188 thủ tục chưa …``."""
    text, rest = passage.text, plain[index]
    if rest.unit is None or rest.approximate or not _LEFT.search(text[max(0, rest.start - 40) : rest.start]):
        return
    sentence = max((match.end() for match in _BREAK.finditer(text[: rest.start])), default=0)
    parts = [q for q in plain[:index] if q.start >= sentence]
    totals = [
        q
        for q in plain[:index]
        if q.end <= sentence and q.unit == rest.unit and _TOTAL.search(text[max(0, q.start - 90) : q.start])
    ]
    if len(totals) != 1 or not 2 <= len(parts) <= 5 or any(q.unit != rest.unit or q.approximate for q in parts):
        return
    right = totals[0].value - sum((q.value for q in parts), Decimal(0))
    if right <= 0 or rest.value == right or _explained(plain[:index], rest, Decimal(0)):
        return
    how = mistyped(rest.value, right)
    if how is None and abs(rest.value - right) * 10 > right:
        return
    taken = " − ".join(number(q.value) for q in (totals[0], *parts))
    message = f"{taken} = {number(right)}{unit_words(rest)}, nhưng văn bản ghi còn {counted(rest)}"
    message += f" (có thể gõ {how})." if how else "."
    yield finding(
        "rest_mismatch", Severity.WARNING, passage, rest.start, rest.end, message, number(rest.value), number(right)
    )


def _judge(passage: Passage, before: list[Quantity], rest: Quantity, following: Quantity | None) -> Iterator[Finding]:
    text = passage.text
    whole, part = before[-2:]
    if _BREAK.search(text[whole.end : rest.start]) or rest.start - whole.end > 240:
        return
    if _MISSING.search(text[part.end : rest.start]):
        # "32 biên chế: 12 …, 16 …; hiện có 30 người, còn thiếu 02 người": the posts stand first in the sentence.
        sentence = max((match.end() for match in _BREAK.finditer(text[: part.start])), default=0)
        posts = [q for q in before[:-1] if q.start >= sentence and q.value > part.value]
        whole = posts[0] if posts else whole
    if not whole.value > part.value > 0 or any(q.approximate for q in (whole, part, rest)):
        return
    if not same_kind(part.unit, whole.unit) or not same_kind(rest.unit, part.unit) or not _one_noun(whole, part, rest):
        return
    first, second = text[whole.end : part.start], text[part.end : rest.start]
    after = text[rest.end : rest.end + 30]
    left = bool(_LEFT.search(second)) and not _AT_LEAST.search(second)
    opposite = _opposite(first, second, text[part.end : part.end + 25], after)
    balance = bool(_BALANCE.search(second))
    if not (left and _STEP.search(first)) and not opposite and not balance:
        return
    if following is not None and part.value + rest.value + following.value == whole.value:
        # A third class follows: "… đạt 10, chưa đạt 3, chưa đánh giá 2".
        return
    right = whole.value - part.value
    room = Decimal(0)
    if whole.decimals or part.decimals or rest.decimals or whole.multiplier > 1:
        room = whole.half_step + part.half_step + rest.half_step
    if abs(right - rest.value) <= room or right <= 0 or rest.value >= whole.value:
        return
    if _explained(before, rest, room):
        return
    yield _report(passage, whole, part, rest, right)


def _one_noun(whole: Quantity, part: Quantity, rest: Quantity) -> bool:
    """Nouns that are no known units must be the same, or left unsaid."""
    named = {q.noun.split()[0] for q in (whole, part, rest) if q.unit is None and q.noun not in (None, "biên chế")}
    return len(named) <= 1


def _opposite(first: str, second: str, after_part: str, after_rest: str) -> bool:
    for one, two in _OPPOSITES:
        said = re.search(one, first[-30:], re.I) and re.search(two, second[-30:], re.I)
        behind = re.match(rf"\s*(?:[^\W\d_]+\s){{0,2}}?(?:{one})", after_part, re.I) and re.match(
            rf"\s*(?:[^\W\d_]+\s){{0,2}}?(?:{two})", after_rest, re.I
        )
        if (said and not re.search(two, first[-30:], re.I)) or behind:
            return True
    return False


def _explained(before: list[Quantity], rest: Quantity, room: Decimal) -> bool:
    """Whether some other whole and parts before give this remainder."""
    values = [q.value for q in before]
    for index, whole in enumerate(values):
        taken = Decimal(0)
        for value in values[index + 1 :]:
            taken += value
            if abs(whole - taken - rest.value) <= room or abs(whole - value - rest.value) <= room:
                return True
    return False


def _report(passage: Passage, whole: Quantity, part: Quantity, rest: Quantity, right: Decimal) -> Finding:
    scale = Decimal(rest.multiplier)
    unit = unit_words(rest) or unit_words(part)
    how = mistyped(rest.value / scale, right / scale)
    message = (
        f"{number(whole.value / scale)} trừ {number(part.value / scale)} là {number(right / scale)}{unit}, "
        f"nhưng văn bản ghi {counted(rest)}"
    )
    message += f" (có thể gõ {how})." if how else "."
    printed, computed = number(rest.value / scale), number(right / scale)
    found = finding("rest_mismatch", Severity.WARNING, passage, rest.start, rest.end, message, printed, computed)
    parts = {place_of(passage, part): part.value, place_of(passage, rest): rest.value}
    return with_relation(found, sum_relation((place_of(passage, whole), whole.value), parts))
