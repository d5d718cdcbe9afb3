"""Finding the figures of a text: which of its numbers count something, and which only name a thing.

A report is full of numbers that are no figures: dates, document codes, articles, list numbers, labels. They are masked
first; what is left is read by ``numbers``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from dean06.kernel.common.vietnamese.dates import find_dates
from dean06.kernel.common.vietnamese.numbers import DIGITS, SUFFIX, PrintedNumber, number_from_match

__all__ = ["NumberMention", "RatioMention", "find_numbers", "find_ratios"]


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number and where it stands: ``span`` covers ``number.text``."""

    span: tuple[int, int]
    number: PrintedNumber


@dataclass(frozen=True, slots=True)
class RatioMention:
    """``70.060/70.287``: a part and a whole printed with a slash."""

    span: tuple[int, int]
    text: str
    numerator: PrintedNumber
    denominator: PrintedNumber


_ACT_WORDS = "luật|bộ luật|nghị định|thông tư|nghị quyết|quyết định|chỉ thị|công văn|công điện"
_PAPER_WORDS = "kế hoạch|văn bản|thông báo|tờ trình|báo cáo|hướng dẫn|quy trình"
_ARTICLE_WORDS = (
    r"điều|(?<!tài )khoản|điểm|mục|chương|phụ lục|biểu|mẫu số|(?<!lấy )mẫu|trang|phiên bản|quốc lộ|tiểu mục"
)
_NUMBERED_WORDS = "nhiệm vụ|nhóm|tiêu chí|chỉ tiêu|mô hình|dịch vụ|thủ tục|danh mục|biểu|mẫu|phụ lục|mục|bước|tổ|khối"
_CAPITAL = "[A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
_LIST_OF_LABELS = r"\d{1,2}(?:\s*(?:,|;|và|-|/)\s*\d{1,2}(?!\d))*(?![\d.,]*\d)(?!\s*%)"
# What looks like a number but is the name of something; never returned by ``find_numbers``.
_NOT_NUMBERS = tuple(
    re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    for pattern, ignore_case in (
        (
            r"(?<![\w.])\d+(?:/\d{2,4})?[ ]?/[A-ZĐ][A-ZĐƯƠÂÊÔa-z0-9\-&/]*",
            False,
        ),  # 1552/BTTTT-THH, 118/2025/NĐ-CP, 06/CP
        (r"(?<![\w.])\d+-[A-ZĐ]{2,}(?:/[A-ZĐ]+)?", False),  # 15-CT/TU
        (r"(?<!\w)\d{2}CP(?!\w)", False),  # 06CP
        (rf"(?<!\w)(?:{_ACT_WORDS})\s+(?:số\s*:?\s*)?\d+(?:/\d{{4}})?(?![\d.,/]*\d)(?!\s*%)", True),
        (rf"(?<!\w)(?:{_PAPER_WORDS})\s+(?:số\s*:?\s*\d+|\d+/\d{{4}}(?!\d))(?![\d.,/]*\d)", True),
        (r"(?<!\w)số\s*:?\s*\d+/\d{4}(?!\d)", True),
        (rf"(?<!\w)(?:{_ARTICLE_WORDS})\s+\d+(?:\.\d+)*(?![\d,]*\d)(?!\s*%)", True),
        (r"\d{1,2}[:h]\d{2}(?!\d)", True),  # 09:04, 7h30
        (r"(?<!\d)(?:1[89]|20|21)\d\d\s*[-–]\s*(?:1[89]|20|21)\d\d(?!\d)", False),  # 2022-2025
        (r"<[^<>\n]{0,80}>", False),  # markup left by a converter
        (r"<sup>[^<]{0,20}</sup>", True),
        (r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,200}", True),
        (
            r"(?m)^[ \t\u00a0*#>]*(?:\d{1,2}(?:\.\d{1,2})*(?:[.)]|/(?=\s))|\(\d{1,2}\))(?=[\s*]|$)",
            False,
        ),  # list numbers
        (r"(?m)^[ \t\u00a0*#>]*\d{1,2}(?:\.\d{1,2}){1,4}(?=[\s*]+[^\W\d])", False),  # 2.1 Heading
        # Labels: "nhiệm vụ số 1, 2, 4", "mức độ 3, 4", "giai đoạn 2", "lần thứ 14", "thứ 5", "ngày 10 hằng tháng".
        (rf"(?<!\w)(?:{_NUMBERED_WORDS})\s+số\s+{_LIST_OF_LABELS}", True),
        (rf"(?<!\w)(?:mức độ|cấp độ|mức|giai đoạn|lần|lần thứ|thứ)\s+{_LIST_OF_LABELS}", True),
        (r"(?<!\w)ngày\s+\d{1,2}(?=\s+(?:hàng|hằng|mỗi|của)(?!\w))", True),
        (rf"(?<![\w/])\d{{1,2}}/(?=\s+{_CAPITAL})|(?<=[>.;:\t\n ])(?<![\w)]\s)\d{{1,2}}\)(?=\s+{_CAPITAL})", False),
        (r"\(\d{1,2}\)", False),  # (1), (14): inline list numbers and footnote marks
        (r"(?<![\d.,])0\d{8,10}(?!\d)", False),  # telephone numbers
        (r"(?<![\d.,])0\d{2,3}[. ]\d{3}[. ]\d{3,4}(?![\d.,]*\d)", False),
    )
)
_IN_PROSE = re.compile(
    rf"(?<![\w.,/])(?<![^\W\d_]-)(?P<sign>(?<![\w%)\]\ufffc])[-−](?=\d))?(?P<digits>{DIGITS}){SUFFIX}"
    r"(?!\w|/\d[\d.,]*[^\W\d_])",
    re.IGNORECASE,
)
_AFTER_SLASH = re.compile(rf"(?P<sign>)(?P<digits>{DIGITS}){SUFFIX}(?!\w)", re.IGNORECASE)
_RANGE_TAIL = re.compile(r"\s*(?:-|–|đến|tới)\s*")


def _blocked_spans(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for pattern in _NOT_NUMBERS for match in pattern.finditer(text)]
    spans.extend(mention.span for mention in find_dates(text))
    return sorted(spans)


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    """``text`` of the same length with the spans replaced by a filler, so that nothing in them reads as a number."""
    pieces, position = [], 0
    for start, end in spans:
        if end <= position:
            continue
        start = max(start, position)
        pieces.append(text[position:start])
        pieces.append("\ufffc" * (end - start))
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def find_numbers(text: str, *, decimal_mark: str | None = None) -> list[NumberMention]:
    """The numbers of a text (NFC) in reading order, without those that name something.

    Left out: parts of dates and periods, document codes (``06/QĐ-TTg``, ``15-CT/TU``), "Điều 7", list and footnote
    numbers, labels ("mức độ 4", "nhiệm vụ số 1, 2"), year ranges, clock times, telephone numbers, addresses, numbers
    glued to letters (``C06``, ``5G``) and numbers that can be read in two ways. "Đề án 06" is left to the caller. In
    ``25-30%`` both ends are per cents, in ``5-7 triệu`` both are millions.
    """
    masked = _mask(text, _blocked_spans(text))
    found: list[NumberMention] = []
    position = 0
    while True:
        match = _IN_PROSE.search(masked, position)
        if match is None:
            break
        position = match.end()
        _append(found, text, match, decimal_mark)
        while masked[position : position + 1] == "/":
            # The whole of a ratio follows its slash at once: 70.060/70.287.
            match = _AFTER_SLASH.match(masked, position + 1)
            if match is None:
                break
            position = match.end()
            _append(found, text, match, decimal_mark)
    # "780 trẻ/960 trẻ": a number after a slash that follows a word (after "0đ/" the loop above has taken it already).
    taken = {mention.span[0] for mention in found}
    for match in re.finditer(rf"(?<=[^\W\d_]/)(?P<sign>)(?P<digits>{DIGITS}){SUFFIX}(?!\w)", masked, re.IGNORECASE):
        if match.start() not in taken:
            _append(found, text, match, decimal_mark)
    found.sort(key=lambda mention: mention.span)
    return _share_suffix(text, found)


def _append(found: list[NumberMention], text: str, match: re.Match[str], decimal_mark: str | None) -> None:
    number = number_from_match(match, decimal_mark)
    if number is not None:
        found.append(NumberMention(match.span(), number))


def _share_suffix(text: str, found: list[NumberMention]) -> list[NumberMention]:
    shared = list(found)
    for index, (first, second) in enumerate(pairwise(found)):
        between = text[first.span[1] : second.span[0]]
        if not _RANGE_TAIL.fullmatch(between) or first.number.percent or first.number.multiplier != 1:
            continue
        number, end = first.number, second.number
        if end.percent:
            shared[index] = NumberMention(first.span, replace(number, percent=True))
        elif end.multiplier > 1 and number.printed < end.printed:
            value = number.printed * end.multiplier
            shared[index] = NumberMention(first.span, replace(number, value=value, multiplier=end.multiplier))
    return shared


def find_ratios(text: str, *, decimal_mark: str | None = None) -> list[RatioMention]:
    """Every ``part/whole`` printed with nothing but a slash (and spaces) between the two numbers.

    ``15/9`` after "ngày" is a date and not returned; whether another ``15/9`` is a ratio, the caller must judge by the
    context (a part larger than its whole is a hint).
    """
    numbers = find_numbers(text, decimal_mark=decimal_mark)
    ratios = []
    for first, second in pairwise(numbers):
        between = text[first.span[1] : second.span[0]]
        if between.strip(" \u00a0") == "/" and len(between) <= 3 and not first.number.percent:
            span = (first.span[0], second.span[1])
            ratios.append(RatioMention(span, text[slice(*span)], first.number, second.number))
    return ratios
