"""Which part of a document orders work, which reports what was done, which asks a higher body for something."""

from __future__ import annotations

import re
from enum import Enum

from dean06.steering.documents.recognition.outline import Node


class Region(Enum):
    """What the text under a heading is."""

    DIRECTIVE = "directive"
    #: Tasks that a report names as overdue.
    OVERDUE = "overdue"
    REQUEST = "request"
    ARRANGEMENT = "arrangement"
    OTHER = "other"
    #: The heading says nothing about it.
    OPEN = "open"


_WORDS: tuple[tuple[Region, str], ...] = (
    (
        Region.OVERDUE,
        r"nhiệm vụ (?:đã )?(?:quá hạn|chậm|chưa hoàn thành|trễ hạn)|nhiệm vụ [^.]{0,30}(?:quá hạn|chậm tiến độ)",
    ),
    (Region.REQUEST, r"kiến nghị|đề xuất(?!,)|đề nghị (?:với|đối với)"),
    (Region.ARRANGEMENT, r"tổ chức thực hiện|điều khoản thi hành|hiệu lực thi hành|chế độ (?:thông tin,? )?báo cáo"),
    (
        Region.OTHER,
        r"kết quả|tình hình|đánh giá|nhận xét|ưu điểm|tồn tại|hạn chế|khó khăn|vướng mắc|nguyên nhân|mục đích|"
        r"mục tiêu|chỉ tiêu|quan điểm|nguyên tắc|căn cứ|"
        r"bài học|phạm vi|đối tượng|công tác (?:tham mưu|chỉ đạo|lãnh đạo|triển khai)|yêu cầu\s*$|sự cần thiết|"
        r"cơ sở pháp lý|thành phần|thời gian,? địa điểm|dự báo|"
        r"định nghĩa|giải thích từ ngữ|công tác đã",
    ),
    (
        Region.DIRECTIVE,
        r"nhiệm vụ|phương hướng|giải pháp|trọng tâm|phân công|chương trình công tác|kế hoạch (?:công tác|tuần|"
        r"tháng|quý|năm)|ý kiến chỉ đạo|kết luận|nội dung (?:thực hiện|kế hoạch|"
        r"công việc|chỉ đạo|triển khai|trọng tâm)|^\W*\w*\W*nội dung\s*$|trách nhiệm|thời gian tới|(?:tháng|quý|"
        r"tuần|năm) tới|tháng tiếp theo|yêu cầu (?:các|đối với)|"
        r"công tác (?:tháng|quý|tuần|trọng tâm)|công việc|biện pháp|lộ trình",
    ),
)
_COMPILED = tuple((region, re.compile(pattern, re.I)) for region, pattern in _WORDS)


def region_of_heading(text: str) -> Region:
    """What a heading announces: the first telling word decides ("KẾT QUẢ thực hiện nhiệm vụ" is a result)."""
    best: tuple[int, int, Region] | None = None
    for order, (region, pattern) in enumerate(_COMPILED):
        match = pattern.search(text)
        if match and (best is None or (match.start(), order) < best[:2]):
            best = (match.start(), order, region)
    return best[2] if best else Region.OPEN


def region_of(node: Node) -> Region:
    """The region a node stands in: the nearest heading above that says so."""
    for above in node.ancestors():
        if above.is_heading:
            region = region_of_heading(above.text)
            if region is not Region.OPEN:
                return region
    return Region.OPEN
