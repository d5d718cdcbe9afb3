"""Labels that announce the parts of a task: "Đơn vị chủ trì:", "Thời gian hoàn thành:", "Sản phẩm:"…"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dean06.steering.documents.recognition.bodies import starts_body

_WHO = (
    r"(?:(?:các\s+)?(?:đơn vị|cơ quan|sở,\s*(?:ban,\s*)?ngành|tổ chức|bộ phận|cá nhân|ngành|"
    r"phòng)(?:\s*[,/]\s*(?:đơn vị|cơ quan|địa phương|cá nhân|tổ chức|người|bộ phận))*\s+)"
)
_DO = r"(?:thực hiện|tham mưu|đề xuất|triển khai|tổ chức|chính|giải quyết|xây dựng|soạn thảo|trình|hoàn thành)"
_LEAD = (
    rf"{_WHO}?(?:được giao\s+)?(?:đồng\s+)?chủ trì(?:\s*(?:,|và)?\s*{_DO})*|{_WHO}(?:được\s+)?(?:giao|thực hiện|"
    rf"tham mưu|đầu mối|chịu trách nhiệm|phụ trách|triển khai|tổ chức)(?:\s+{_DO})*|"
    rf"phụ trách(?:\s+(?:chính|thực hiện))?|{_WHO}?đầu mối(?:\s+{_DO})*|"
    rf"{_WHO}?chịu trách nhiệm(?:\s+(?:chính|thực hiện))*|"
    rf"phân công(?:\s+(?:thực hiện|"
    rf"nhiệm vụ|chủ trì))*|"
    r"trách nhiệm(?:\s+(?:thực hiện|chính|chủ trì))*|giao(?:\s+(?:nhiệm vụ|trách nhiệm))?(?:\s+cho)?|chủ thể thực hiện"
)
_PARTNER = (
    rf"{_WHO}?(?:cùng\s+)?(?:phối hợp|tham gia)(?:\s*(?:,|và)?\s*(?:{_DO}|phối hợp|tham gia|liên quan))*|"
    rf"{_WHO}liên quan"
)
_WHEN = (
    r"(?:thời gian|thời hạn|thời điểm|tiến độ|hạn|mốc thời gian|lộ trình|kỳ hạn)(?:\s*[,/]?\s*(?:hoàn thành|"
    r"thực hiện|triển khai|và|báo cáo|xong|dự kiến|tổ chức|cụ thể|"
    r"thực hiện,|xử lý|trình|ban hành|bắt đầu|kết thúc|yêu cầu|tiến độ|thời gian|cần|phải|cuối|cùng|hoàn tất))*|"
    r"hoàn thành(?:\s+(?:trước|trong|vào))?|hạn chót"
)
_PRODUCT = (
    r"(?:dự kiến\s+|yêu cầu\s+)?(?:sản phẩm|kết quả|đầu ra)(?:\s*(?:/|,|và)?\s*(?:sản phẩm|kết quả|đầu ra|dự kiến|"
    r"hoàn thành|đạt được|cần đạt|yêu cầu|chủ yếu|cụ thể|"
    r"đầu ra|bàn giao|công việc|nhiệm vụ|phải đạt|mong đợi))*"
)
_PROGRESS = (
    r"(?:kết quả|tình hình|tiến độ|tình trạng|trạng thái)\s+(?:triển khai(?:\s+thực hiện)?|thực hiện|xử lý|"
    r"đến nay|hiện nay)|tình trạng|trạng thái"
)
_BASIS = (
    r"căn cứ(?:\s+(?:pháp lý|giao|thực hiện|giao nhiệm vụ))?|văn bản (?:giao|chỉ đạo)(?:\s+(?:nhiệm vụ|"
    r"giao))?|cơ sở(?:\s+(?:pháp lý|thực hiện|giao))?|cơ quan giao(?:\s+nhiệm vụ)?|nguồn giao"
)
_TEXT = r"(?:nội dung|nhiệm vụ|công việc)(?:\s+(?:thực hiện|nhiệm vụ|công việc|chính|cụ thể|triển khai|chủ yếu))*"
_OTHER = (
    r"(?:dự kiến\s+)?kinh phí(?:\s+\S+){0,3}|nguồn (?:kinh phí|lực|vốn)(?:\s+\S+){0,3}|ghi chú|"
    r"lãnh đạo(?:\s+\S+){0,4}|người (?:theo dõi|phụ trách|chỉ đạo|thực hiện)|địa điểm|địa bàn|thành phần|"
    r"đối tượng|"
    r"chỉ tiêu|mục tiêu|mục đích|phương pháp|cách thức|giải pháp|hình thức|phạm vi|quy mô|số lượng|cấp trình|"
    r"(?:cơ quan|đơn vị|cấp)\s+(?:giám sát|theo dõi|trình|ban hành|phê duyệt|thẩm định|"
    r"nhận báo cáo|đôn đốc|kiểm tra|quyết định|tổng hợp|hướng dẫn|thụ hưởng|tư vấn|cung cấp)(?:\s+\S+){0,3}|"
    r"khó khăn(?:,?\s*vướng mắc)?|tồn tại|kiến nghị|đề xuất|yêu cầu"
)
_KINDS = (
    ("both", rf"{_WHO}?chủ trì\s*(?:,|và|/|-|–)\s*(?:{_WHO})?phối hợp(?:\s+{_DO})*"),
    ("progress", _PROGRESS),
    ("lead", _LEAD),
    ("partner", _PARTNER),
    ("deadline", _WHEN),
    ("product", _PRODUCT),
    ("basis", _BASIS),
    ("text", _TEXT),
    ("other", _OTHER),
)
_UNION = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS)
_AT_START = re.compile(rf"^(?:{_UNION})\s*(?:\([^()]{{1,60}}\)\s*)?:\s*", re.I)
#: Inside a paragraph only the labels that cannot be mistaken for running text count.
_INLINE = re.compile(
    r"(?:(?<=^)|(?<=[.;,(:\n…])\s*[-–+•*]?\s*|(?<=\s)[-–+•]\s+)(?P<open>\()?(?:"
    + "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in _KINDS
        if kind in {"both", "lead", "partner", "deadline", "product", "progress"}
    )
    + r")\s*:\s*",
    re.I,
)
#: A label by which a task is recognised as one.
STRONG = {"both", "lead", "partner", "deadline"}
_MORE_LEADS = re.compile(r"chủ trì|đầu mối", re.I)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled value. ``label`` is the label's words as printed."""

    kind: str
    label: str
    value: str


def starts_with_label(text: str) -> bool:
    """Whether a line (its mark taken off) begins with a label of a task."""
    return bool(_AT_START.match(text))


def label_kind(text: str) -> str | None:
    """The kind of the label a line begins with."""
    match = _AT_START.match(text)
    return match.lastgroup if match else None


def read_labels(text: str) -> tuple[str, list[Labelled]]:
    """The text before the first label, and the labelled values of a line or paragraph, in order.

    A paragraph with labels inside counts only when a body or a deadline is among them; otherwise it is all text.
    """
    marks: list[tuple[int, int, str, str]] = []
    first = _AT_START.match(text)
    if first and first.lastgroup:
        marks.append((0, first.end(), first.lastgroup, first[first.lastgroup]))
    position = first.end() if first else 0
    for match in _INLINE.finditer(text, position):
        kind = match.lastgroup
        if kind is None or kind == "open":
            continue
        marks.append((match.start(), match.end(), kind, match[kind]))
    if not first:
        strong = next((i for i, mark in enumerate(marks) if mark[2] in STRONG), None)
        if strong is None:
            return text, []
        marks = marks[strong:] if marks[0][2] not in {"product"} else marks
    head = text[: marks[0][0]].rstrip(" \n-–+•*(,;") if marks else text
    values = []
    for index, (_, end, kind, label) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else len(text)
        value = text[end:stop].strip().rstrip(";,").strip()
        if value.count(")") > value.count("("):
            # The labels stood in brackets, which close here.
            value = value.rstrip(" .;").removesuffix(")")
        values.append(Labelled(kind, label.strip(), value.strip(" (") if value.endswith("(") else value))
    if head.count("(") > head.count(")"):
        # "Kiểm tra thực tế (Sở A chủ trì; phối hợp: …": the bracket opens with the lead, without a label.
        outside, _, inside = head.rpartition("(")
        if starts_body(inside.strip()):
            head, values = outside.strip(), [Labelled("lead", "", inside.strip(" ;,")), *values]
    return head, values
