"""Rule: a report cannot know what happens after its own date ("đến ngày 13/10/2022 đã …" in a report of June 2022)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dean06.kernel.common.vietnamese import DateMention, format_date
from dean06.steering.documents.checking.citations import citations
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.checking.reporting_period import is_report
from dean06.steering.documents.checking.wording import finding
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.types import Finding, Severity

_UP_TO = re.compile(
    r"(?:tính đến|tính tới|đến|tới|lũy kế đến|cập nhật đến|số liệu đến|chốt đến|–|-)\s*(?:hết\s*)?(?:ngày\s*)?$", re.I
)
_HAPPENED = re.compile(r"\bđã\b|\bkết quả\b|\btiếp nhận\b|\bđạt\b|\bcó\b|\bđược\b|\btổng số\b|\blà\b", re.I)
_PLANNED = re.compile(
    r"trước\s|chậm nhất|hoàn thành (?:trước|vào|trong)|phấn đấu|dự kiến|sẽ\b|kéo dài|thời hạn|có hiệu lực|hiệu "
    r"lực|áp dụng|"
    r"gia hạn|lộ trình|giai đoạn|kế hoạch|yêu cầu|giao\b|đề nghị|trong thời gian tới|mục tiêu|thực hiện từ|bắt "
    r"đầu từ|hạn cuối|"
    r"hết hạn|đến hết ngày|quy định|tầm nhìn|thời gian thực hiện|triển khai từ",
    re.I,
)

_TOO_MANY = 3


def check(evidence: Evidence) -> Iterator[Finding]:
    """Cited documents and past facts dated after the last day that the writer can have known of."""
    latest = evidence.latest
    if latest is None:
        return
    later = [citation for citation in citations(evidence) if citation.date is not None and citation.date > latest]
    if len({citation.date for citation in later}) > _TOO_MANY:
        # Then it is the document's own date that is wrong, or wrongly read: said once.
        first = later[0]
        message = (
            f"Văn bản viện dẫn {len(later)} văn bản ban hành sau {format_date(latest)}, thời điểm muộn nhất của chính "
            "nó; cần xem lại ngày của văn bản này."
        )
        yield finding(
            "later_date", Severity.WARNING, first.passage, first.start, first.end, message, format_date(latest)
        )
        return
    for citation in later:
        if citation.date is not None and citation.date.year - latest.year <= 30:
            message = (
                f"Văn bản {citation.text} ghi {citation.date_text}, sau thời điểm của chính văn bản này "
                f"({_until(evidence, latest)})."
            )
            yield finding(
                "later_date",
                Severity.ERROR,
                citation.passage,
                citation.start,
                citation.end,
                message,
                format_date(citation.date),
            )
    if is_report(evidence.document, evidence.passages):
        for passage in evidence.prose:
            if not passage.plans_ahead:
                yield from _facts(evidence, passage, latest)


def _until(evidence: Evidence, latest: dt.date) -> str:
    return f"không muộn hơn {format_date(latest)}"


def _facts(evidence: Evidence, passage: Passage, latest: dt.date) -> Iterator[Finding]:
    for mention in passage.dates:
        if mention.precision != "day" or mention.date is None or mention.date <= latest:
            continue
        sentence = _sentence(passage.text, mention)
        if _states_a_fact(passage.text, mention, sentence):
            message = f"Số liệu đến {mention.text} nhưng văn bản lập {_until(evidence, latest)}."
            yield finding("later_date", Severity.ERROR, passage, *mention.span, message, format_date(mention.date))


def _states_a_fact(text: str, mention: DateMention, sentence: str) -> bool:
    before = text[max(0, mention.span[0] - 45) : mention.span[0]]
    if _PLANNED.search(before):
        return False
    if _UP_TO.search(before):
        return bool(_HAPPENED.search(sentence)) and not re.search(r"\bsẽ\b|dự kiến|phấn đấu|kế hoạch", sentence, re.I)
    opens = not before.strip() or before.rstrip().endswith((".", ";", "-", "+", ":"))
    return opens and bool(re.search(r"\bđã (?:ban hành|tổ chức|ký|khai trương|hoàn thành|diễn ra)", sentence, re.I))


def _sentence(text: str, mention: DateMention) -> str:
    left = max((match.end() for match in re.finditer(r"[.;]\s", text[: mention.span[0]])), default=0)
    right = re.search(r"[.;]\s", text[mention.span[1] :])
    return text[left : mention.span[1] + right.start() if right else len(text)]
