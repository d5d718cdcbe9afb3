"""What a report says of a task: the class and the document's own words."""

from __future__ import annotations

import re

from dean06.steering.documents.types import Status, StatusClass

_LATE = re.compile(r"chậm tiến độ|quá hạn|chậm so với|trễ hạn|(?:đã|còn|bị) chậm(?:\s|$|[,.;)])", re.I)
_NOT_DONE = re.compile(
    r"chưa (?:hoàn thành|thực hiện|triển khai|xong|đạt|có kết quả|bắt đầu)|không hoàn thành|chưa$", re.I
)
_DONE = re.compile(
    r"(?:đã|cơ bản)\s+(?:hoàn thành|xong|thực hiện xong|hoàn tất|triển khai xong|kết thúc)|^(?:hoàn thành|xong|"
    r"đạt (?:100%|chỉ tiêu|yêu cầu|mục tiêu)|hoàn tất)(?!\w)",
    re.I,
)
_ONGOING = re.compile(r"thường xuyên|liên tục|định kỳ|duy trì", re.I)
_IN_PROGRESS = re.compile(
    r"(?:đang|đã và đang)\s+(?:\S+\s+){0,2}?(?:thực hiện|triển khai|tiến hành|xây dựng|hoàn thiện|chỉ đạo|"
    r"phối hợp|tham mưu|rà soát|xử lý|tổng hợp|thẩm định|lấy ý kiến|trình|tập trung|đẩy mạnh)|"
    r"^đang\b|đang trong quá trình",
    re.I,
)
#: The opening words that announce the state, up to the colon or full stop after them.
_OPENING = re.compile(r"^[-+•*\s]*(?P<words>[^:.;\n(]{2,80}(?:\([^()]{2,40}\))?)")


_PARTS = re.compile(r"(?:^|(?<=[.;]\s))\(?\d{1,2}[.)]\s+")
_OPEN = {StatusClass.IN_PROGRESS, StatusClass.NOT_DONE, StatusClass.LATE}


def _opening(text: str) -> str:
    match = _OPENING.match(text)
    return match["words"].strip(" ,:-") if match else text[:80]


def read_status(text: str | None) -> Status:
    """Class and words of a result cell. The opening words decide; one that tells only what was done has no class."""
    text = " ".join((text or "").split())
    if not text:
        return Status()
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) >= 2 and _PARTS.match(text):
        classes = [_classify(_opening(part)) for part in parts]
        if classes[0] is StatusClass.DONE and any(one in _OPEN for one in classes):
            # "1) Đã hoàn thành …; 2) Đang thực hiện …": the whole is as far as its slowest part.
            slowest = next(part for part, one in zip(parts, classes, strict=True) if one in _OPEN)
            return Status(_classify(_opening(slowest)), _opening(slowest))
    match = _OPENING.match(text)
    opening = match["words"].strip(" ,:-") if match else text[:80]
    status_class = _classify(opening)
    if status_class is not StatusClass.NONE:
        # "Chưa hoàn thành. Tiến độ: …": the announcement only.
        return Status(status_class, opening)
    clauses = [clause.strip(" -+•*") for clause in re.split(r"[.;:]\s", text, maxsplit=2)]
    if len(clauses) > 1 and len(clauses[0]) <= 60 and len(clauses[1]) <= 160:
        # "Việc công khai TTHC: được thực hiện thường xuyên": the second clause announces the state of the first.
        status_class = _classify(clauses[1])
        if status_class is not StatusClass.NONE:
            return Status(status_class, clauses[1].rstrip(" .;"))
    return Status()


def _classify(words: str) -> StatusClass:
    if _LATE.search(words):
        return StatusClass.LATE
    if _NOT_DONE.search(words):
        return StatusClass.NOT_DONE
    if _DONE.search(words):
        return StatusClass.DONE
    if _ONGOING.search(words):
        return StatusClass.ONGOING
    if _IN_PROGRESS.search(words):
        return StatusClass.IN_PROGRESS
    return StatusClass.NONE
