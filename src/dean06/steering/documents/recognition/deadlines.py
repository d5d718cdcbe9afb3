"""Words of a deadline → kind and last day, by the words alone.

The first thing said decides ("trong tháng 6 năm 2024 và thực hiện thường xuyên" is within the month), except that a
named day to finish by always counts. What the words do not fix stays ``None``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from dean06.kernel.common.vietnamese.dates import DateMention, find_dates, parse_date
from dean06.steering.documents.types import Deadline, DeadlineKind

_EDGES = " \t\n;:,-–—"
_NOTHING = re.compile(r"^(?:[-–—./…\s]*|không(?: có)?|chưa (?:có|xác định|quy định)|n/a)$", re.I)
_EVERY = r"(?:hằng|hàng|mỗi|từng)\s+(?:ngày|tuần|tháng|quý|năm|kỳ)"
_RECURRING = re.compile(
    rf"thường xuyên|liên tục|định kỳ|định kì|{_EVERY}|\b\d+\s*(?:tháng|tuần|quý|năm)\s*/\s*(?:\d+\s*)?lần|"
    r"\b\d+\s*lần\s*/\s*(?:tuần|tháng|quý|năm)|theo (?:định )?kỳ|duy trì|xuyên suốt|(?:cuối|đầu) mỗi",
    re.I,
)
_EVERY_AFTER = re.compile(rf"^\s*[,(]?\s*(?:{_EVERY}|của {_EVERY})", re.I)
_CENTRE = (
    r"(?:các\s+)?(?:Trung ương|TW|Chính phủ|Thủ tướng|Quốc hội|Bộ\b|bộ,|bộ ngành|Bộ,|Tổ công tác|"
    r"Văn phòng Chính phủ|Ngân hàng Nhà nước|"
    r"cấp trên|cấp có thẩm quyền|cơ quan có thẩm quyền|cấp thẩm quyền|Cục C06|C06|Tổng cục|"
    r"Bảo hiểm xã hội Việt Nam|BHXH Việt Nam|Ban Chỉ đạo)"
)
_GUIDANCE = re.compile(
    rf"theo\s+(?:sự\s+)?(?:chỉ đạo|hướng dẫn|yêu cầu|kế hoạch|lộ trình|tiến độ|phân công|thời hạn|"
    rf"thời gian)(?:(?!\s+tại\b)[^.;]){{0,40}}?\s+(?:của\s+)?{_CENTRE}|"
    r"theo\s+(?:chỉ đạo|hướng dẫn)(?:\s*,\s*(?:chỉ đạo|hướng dẫn))*\b|"
    r"(?:ngay\s+)?(?:sau\s+)?khi\s+(?:có|nhận được|được)\s+(?:\S+\s+){0,4}?(?:hướng dẫn|chỉ đạo|văn bản|yêu cầu|"
    r"chủ trương|kế hoạch|quyết định|đề nghị|ý kiến|"
    r"thông báo|quy định|nghị định|thông tư|phê duyệt|giao|cho phép|kinh phí|đủ điều kiện)|"
    rf"sau khi\s+(?:\S+\s+){{0,8}}?(?:ban hành|có hiệu lực|phê duyệt|hướng dẫn|thông qua|triển khai)|"
    rf"chờ\s+(?:hướng dẫn|chỉ đạo|{_CENTRE})",
    re.I,
)
_REFERENCE = re.compile(
    r"(?:(?:số|luật|nghị định|nghị quyết|quyết định|chỉ thị|kế hoạch|công văn|văn bản|thông báo|thông tư|"
    r"công điện|kết luận)[^.;]{0,60}?"
    r"\d+[\w/.-]*/[\w-]*[A-ZĐ][\w-]*|\d+/[A-ZĐ][\w-]*)[\s,]*$",
    re.I,
)
_DAYS = re.compile(
    r"(?:(?:trong|sau|không quá|chậm nhất|tối đa|trong vòng|trong thời hạn)\s+(?:vòng|thời hạn|thời gian)?\s*)?"
    r"(?<![\d/.:h])(?<!giờ )(?P<n>\d{1,3})(?:\s*\([^()]{2,20}\))?\s+ngày(?P<working>\s+làm việc)?(?!\s+(?:đêm|lễ|tết))",
    re.I,
)
_SINCE = re.compile(r"(?:kể từ|tính từ|sau|từ)\s+(?:khi\s+)?ngày\b", re.I)
_COUNTED = re.compile(r"\b(?:trong|kể từ|sau|không quá|chậm nhất|tối đa|từ ngày|từ khi)\b", re.I)
_START = re.compile(r"(?:^|\s)(?:kể\s+)?(?:bắt đầu\s+)?từ(?:\s+(?:ngày|đầu))?\s*$", re.I)
_BEFORE = re.compile(r"(?:^|[\s(,])trước(?:\s+(?:ngày|mùng|thời điểm))?\s*$", re.I)
_UNTIL = re.compile(
    r"(?:^|\s)(?:đến|tới|chậm nhất|muộn nhất|hạn|hết)(?:\s+(?:hết|cuối|là|vào|trong))*(?:\s+ngày)?\s*$", re.I
)
_FINISH = re.compile(r"(?:trước|chậm nhất|muộn nhất|hoàn thành|xong|đến hết|thời hạn|hạn cuối)[^;]{0,40}$", re.I)


@dataclass(frozen=True, slots=True)
class ReadDeadline:
    """A deadline and whether the rules had to assume something (a year that is not printed, one of several dates)."""

    deadline: Deadline
    uncertain: bool = False


def read_deadline(text: str | None, *, year: int | None = None) -> ReadDeadline:
    """The deadline that a label, a cell or a phrase states. ``year`` stands in where the words print none."""
    words = " ".join((text or "").split()).strip(_EDGES)
    words = re.sub(r"(?<!\.)\.$", "", words).rstrip(_EDGES)
    spelled = _spelled(words)
    if spelled != words:
        read = read_deadline(spelled, year=year)
        return replace(read, deadline=replace(read.deadline, text=words))
    if _NOTHING.match(words):
        return ReadDeadline(Deadline())
    return _by_words(words, year)


#: "trước 30/6 và 31/12 hằng năm": the days come back every year.
_YEARLY_DAYS = re.compile(rf"\d{{1,2}}/\d{{1,2}}(?:\s*(?:,|;|và)\s*(?:ngày\s+)?\d{{1,2}}/\d{{1,2}})+\s+{_EVERY}", re.I)
#: Short forms of narrow columns, and what they stand for.
_SHORT_FORMS = (
    (re.compile(r"(?<!\w)T\.?\s?(?=\d{1,2}\s*[/.-]\s*\d{4})"), "tháng "),
    (re.compile(r"(?<!\w)Q\.?\s?(?=(?:I{1,3}|IV|[1-4])(?:\s*[/.-]\s*\d{4}|$))"), "quý "),
    (re.compile(r"(?<!\w)(hết|trong)\s+(?=20\d\d(?!\s*[/-]\s*\d|\d))", re.I), r"\1 năm "),
)


def _spelled(words: str) -> str:
    """ "T6/2025", "Q.III/2025", "đến hết 2025" with their words written out."""
    for pattern, full in _SHORT_FORMS:
        words = pattern.sub(full, words)
    return words


def _by_words(words: str, year: int | None) -> ReadDeadline:
    days = _within_days(words)
    if days:
        return days
    if re.fullmatch(r"(?:trong\s+)?(?:cả|suốt|toàn)\s+năm", words, re.I):
        return ReadDeadline(Deadline(words, DeadlineKind.WITHIN_YEAR, dt.date(year, 12, 31) if year else None), True)
    if _YEARLY_DAYS.search(words):
        return ReadDeadline(Deadline(words, DeadlineKind.RECURRING))
    mentions = _deadline_mentions(words, year)
    recurring, guidance = _RECURRING.search(words), _GUIDANCE.search(words)
    first = mentions[0] if mentions else None
    if first and _EVERY_AFTER.match(words[first.span[1] :]):
        return ReadDeadline(Deadline(words, DeadlineKind.RECURRING))
    finish = next((m for m in mentions if m.precision == "day" and _FINISH.search(words[: m.span[0]])), None)
    if finish and recurring and recurring.start() < finish.span[0] and not re.search(r"báo cáo|gửi", words):
        return _dated(words, [finish], year)
    starts = [
        (match.start(), kind)
        for match, kind in ((recurring, DeadlineKind.RECURRING), (guidance, DeadlineKind.ON_GUIDANCE))
        if match
    ]
    if first and all(first.span[0] < start for start, _ in starts):
        return _dated(words, mentions, year)
    if starts:
        return ReadDeadline(Deadline(words, min(starts)[1]))
    return ReadDeadline(Deadline(words, DeadlineKind.OTHER))


def _within_days(words: str) -> ReadDeadline | None:
    match = _DAYS.search(words)
    if not match or not (_COUNTED.search(words) or match.end() >= len(words) - 2):
        return None
    if re.match(r"\s*(?:hằng|hàng)", words[match.end() :]) or re.search(r"ngày\s+$", words[: match.start()]):
        return None
    since = _SINCE.search(words, match.end())
    start = next((m.date for m in find_dates(words[since.start() :]) if m.precision == "day"), None) if since else None
    date = None
    if start and not match["working"]:
        date = start + dt.timedelta(days=int(match["n"]))
    return ReadDeadline(Deadline(words, DeadlineKind.WITHIN_DAYS, date))


def _deadline_mentions(words: str, year: int | None) -> list[DateMention]:
    """Dates that limit the work: not those of a cited document, not the day it begins."""
    whole = parse_date(words, default_year=year)
    if whole:
        return [whole]
    found = []
    for mention in _all_dates(words, year):
        before = words[: mention.span[0]]
        if _REFERENCE.search(before):
            continue
        if _START.search(before):
            continue
        found.append(mention)
    return found


_SHORT_DAY = re.compile(
    r"(?:^|(?<=trước )|(?<=hết )|(?<=đến )|(?<=nhất )|(?<=là )|(?<=vào )|(?<=\d - )|(?<=\d – ))"
    r"\d{1,2}/\d{1,2}(?![\d/])",
    re.I,
)
_QUARTERS = re.compile(
    r"quý\s+(?:IV|I{1,3}|[1-4])\s*(?:,|và|-|–|\+)\s*(?:quý\s+)?(?P<last>IV|I{1,3}|[1-4])(?P<year>(?:\s*/\s*|"
    r"\s+năm\s+)\d{4})?",
    re.I,
)


def _all_dates(words: str, year: int | None) -> list[DateMention]:
    """``find_dates`` and the two short forms of tables: "trước 15/6" (no word "ngày"), "Quý III, IV/2024"."""
    if re.fullmatch(r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d", words):
        return [_moved(mention, (0, len(words))) for mention in find_dates(f"năm {words}")]
    quarters = _QUARTERS.search(words)
    if quarters:
        last = find_dates(f"quý {quarters['last']}{quarters['year'] or ''}", default_year=year)
        return [_moved(mention, quarters.span()) for mention in last]
    mentions = find_dates(words, default_year=year)
    for match in _SHORT_DAY.finditer(words):
        if not any(mention.span[0] < match.end() and match.start() < mention.span[1] for mention in mentions):
            mentions += [_moved(mention, match.span()) for mention in find_dates(f"ngày {match[0]}", default_year=year)]
    years = {mention.year for mention in mentions if mention.year}
    if len(years) == 1 and any(mention.year is None for mention in mentions) and years != {year}:
        # "tháng 3 và tháng 9 năm 2024": the year is printed once for both.
        return _all_dates(words, years.pop())
    return sorted(mentions, key=lambda mention: mention.span)


def _moved(mention: DateMention, span: tuple[int, int]) -> DateMention:
    return replace(mention, span=span)


_SHORT_MONTHS = re.compile(
    r"tháng\s+\d{1,2}\s*(?:[-–,+]|và|đến)\s*(?P<last>\d{1,2})(?!\d)(?P<year>\s*(?:/|năm)\s*\d{4})?(?!/)", re.I
)
_KINDS = {
    "day": DeadlineKind.BY_DATE,
    "month": DeadlineKind.WITHIN_MONTH,
    "quarter": DeadlineKind.WITHIN_QUARTER,
    "half": DeadlineKind.WITHIN_HALF_YEAR,
    "nine_months": DeadlineKind.WITHIN_YEAR,
    "year": DeadlineKind.WITHIN_YEAR,
    "years": DeadlineKind.WITHIN_YEAR,
}


def _dated(words: str, mentions: list[DateMention], year: int | None) -> ReadDeadline:
    span = _SHORT_MONTHS.search(words)
    if span and len(mentions) == 1:
        # "Tháng 4 - 5/2025": the month that ends the span is printed without its word.
        mentions = find_dates(f"tháng {span['last']}{span['year'] or ''}", default_year=year) or mentions
        mentions = [_moved(mention, span.span()) for mention in mentions[:1]]
    clause = words.find(";")
    if clause > 0 and any(mention.span[1] <= clause for mention in mentions):
        # "Tháng 6; trình phê duyệt trong tháng 7": the first clause is the task's own.
        mentions = [mention for mention in mentions if mention.span[1] <= clause]
    chosen = _range_end(words, mentions) or _choose(mentions)
    others = [
        m for m in mentions if m is not chosen and m.precision == chosen.precision and m.last_day != chosen.last_day
    ]
    uncertain = bool(others) and _range_end(words, mentions) is None
    kind = _KINDS[chosen.precision]
    before = words[: chosen.span[0]]
    if chosen.impossible:
        return ReadDeadline(Deadline(words, kind), uncertain=True)
    last_days = [mention.last_day for mention in [chosen, *others] if mention.last_day]
    date = max(last_days) if last_days else None
    if chosen.precision != "day" and _BEFORE.search(before) and chosen.date:
        # "trước tháng 6/2025": the last day that still counts is the one before the month begins.
        kind, date = DeadlineKind.BY_DATE, chosen.date - dt.timedelta(days=1)
    uncertain = uncertain or (chosen.year is None and not re.fullmatch(r"\d{4}", chosen.text))
    return ReadDeadline(Deadline(words, kind, date), uncertain)


def _choose(mentions: list[DateMention]) -> DateMention:
    """The finest of the dates named first: "năm 2024 (trước ngày 30/6/2024)" is by the day."""
    days = [mention for mention in mentions if mention.precision == "day"]
    return days[0] if days else mentions[0]


def _range_end(words: str, mentions: list[DateMention]) -> DateMention | None:
    """The end of "tháng 3 - tháng 6/2024"; ``None`` when the dates are no range."""
    if len(mentions) < 2 or mentions[0].precision != mentions[1].precision:
        return None
    between = words[mentions[0].span[1] : mentions[1].span[0]]
    return mentions[1] if re.fullmatch(r"\s*(?:-|–|đến|tới|đến hết)\s*(?:hết\s+)?", between) else None


#: "trình Bộ trưởng ban hành trước ngày …", "nhập xong dữ liệu trước ngày …" are duties; "văn bản ban hành trước
#: ngày …", "hồ sơ trước ngày …" tell of old ones.
_OWN_ISSUE = re.compile(
    r"(?:trình|tham mưu|xây dựng|soạn thảo|hoàn thiện|phê duyệt|công bố)\b[^.;]{0,90}ban hành\s*$|"
    r"(?:hoàn thành|xong|hoàn tất|nộp|gửi)\b[^.;]{0,90}(?:hồ sơ|dữ liệu|đăng ký|cấp)\s*$"
)
#: Where a sentence of a directive states its own deadline.
_IN_PROSE = re.compile(
    r"(?:(?:phải\s+|cơ bản\s+)?(?:hoàn thành|xong|báo cáo|gửi|trình|thực hiện)[^,.;()]{0,60}?\s)?"
    r"(?P<cue>(?:xong\s+)?trước|chậm nhất(?:\s+(?:là|vào|trong|trước))*|muộn nhất(?:\s+(?:là|trong))?|hạn cuối|"
    r"thời hạn|"
    r"hoàn thành\s+(?:[^,.;()]{0,50}?\s)?(?:trong|vào|trước)|xong\s+trong|báo cáo\s+(?:[^,.;()]{0,60}?\s)?trong|"
    r"trong(?=\s+(?:tháng|quý)\s[^.;,]{1,16}(?:[.;,]|$))|trong(?=\s+ngày\s+\d{1,2}/\d)|trong(?=\s+\d\s+tháng\s+(?:đầu|cuối)\s+năm)|"
    r"trong(?=\s+(?:vòng|thời hạn)?\s*\d))\s+(?:vòng\s+|"
    r"thời hạn\s+)?"
    r"(?P<rest>(?:ngày|tháng|quý|năm|Quý|Tháng|\d{1,2}[/.]|6 tháng|\d+\s+ngày|\d{1,2}\s*(?:giờ|"
    r"h)\s*\d{0,2}\s*(?:phút)?\s*,?\s*ngày)[^.;)]*)",
)
_RECURRING_PROSE = re.compile(
    rf"(?:vào|trước)\s+(?:các\s+)?ngày\s+\d{{1,2}}(?:\s*(?:,|;|và)\s*(?:ngày\s+)?\d{{1,2}})+\s+{_EVERY}|"
    rf"định k[ỳì]\s+(?:\d{{1,2}}\s+(?:tháng|tuần|quý|năm)|(?:tổng hợp,?\s+)?báo cáo)(?=[\s,.;]|$)|"
    rf"(?:định kỳ|định kì|trước|vào)?\s*(?:(?:vào|trước)\s+)?(?:(?:ngày|thứ|"
    rf"tuần)\s+[\w/]+\s+){{0,2}}{_EVERY}(?:\s+và\s+(?:ngày|thứ)\s+\w+\s+{_EVERY})*(?:\s+\([^()]*\))?",
    re.I,
)


#: A clause of its own, or a duty to report at fixed intervals.
_ALWAYS = re.compile(
    rf"(?<=[;,.] )(?:thực hiện|triển khai) thường xuyên(?=[.;,]|$)|(?:báo cáo|"
    rf"gửi)\s[^.;,]{{0,60}}?(?P<every>{_EVERY})(?=[.;,]|$|\s+trước\s+\d)",
    re.I,
)


def deadline_in_prose(sentence: str, *, year: int | None = None) -> ReadDeadline:
    """The deadline that a directive's sentence states in passing; kind ``none`` when it states none.

    Only words that bind the task count: "hoàn thành trong tháng 8/2025", "trước ngày 30/4/2025", "báo cáo … định kỳ
    hàng tháng". "số hóa hồ sơ trước năm 2022" and "phấn đấu đến hết năm 2025 đạt 40%" do not.
    """
    found: list[ReadDeadline] = []
    for match in _IN_PROSE.finditer(sentence):
        phrase = f"{match['cue']} {match['rest']}"
        phrase = re.sub(r"^hoàn thành\s+(?:\S+\s+){0,12}?(?=trong|vào|trước)", "", phrase)
        phrase = re.sub(r"^báo cáo\s+(?:\S+\s+){0,14}?(?=trong)", "", phrase)
        read = _first_phrase(phrase, year)
        if read is None:
            continue
        mention_is_day = read.deadline.kind in {DeadlineKind.BY_DATE, DeadlineKind.WITHIN_DAYS}
        if match["cue"].lower() == "trước" and not mention_is_day:
            continue
        if (
            match["cue"].lower() == "trước"
            and re.search(
                r"(?:hồ sơ|dữ liệu|đăng ký|(?<!học )(?<!thí )sinh|phát sinh|(?P<issued>ban hành)|cấp)\s*$",
                sentence[: match.start("cue")],
            )
            and not _OWN_ISSUE.search(sentence[: match.start("cue")])
        ):
            continue
        found.append(read)
    if found:
        first = found[0]
        different = any(read.deadline.date != first.deadline.date for read in found[1:])
        return ReadDeadline(first.deadline, first.uncertain or different)
    recurring = _RECURRING_PROSE.search(sentence)
    if recurring and re.search(r"định k[ỳì]|trước|vào", recurring[0], re.I):
        return ReadDeadline(Deadline(recurring[0].strip(" ,"), DeadlineKind.RECURRING))
    always = _ALWAYS.search(sentence)
    if always:
        return ReadDeadline(Deadline((always["every"] or always[0]).strip(" ,"), DeadlineKind.RECURRING))
    return ReadDeadline(Deadline())


def _first_phrase(phrase: str, year: int | None) -> ReadDeadline | None:
    """The cue with the first date after it, nothing behind the date."""
    days = _DAYS.search(phrase)
    if days and days.start() < 20:
        end = re.search(r"[,;]", phrase[days.end() :])
        return _within_days(phrase[: days.end() + end.start()] if end else phrase)
    mentions = _all_dates(phrase, year)
    if not mentions or mentions[0].span[0] > 40:
        return None
    words = phrase[: mentions[0].span[1]].strip()
    if _EVERY_AFTER.match(phrase[mentions[0].span[1] :]):
        return ReadDeadline(Deadline(phrase, DeadlineKind.RECURRING))
    return _dated(words, [mentions[0]], year)
