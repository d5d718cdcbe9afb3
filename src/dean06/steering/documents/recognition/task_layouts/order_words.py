"""The wording of single orders: which sentences order, which only tell, whom a colon announces, what ends a text."""

from __future__ import annotations

import re

from dean06.steering.documents.reading.blocks import Paragraph
from dean06.steering.documents.recognition.bodies import split_bodies, starts_body
from dean06.steering.documents.recognition.body_names import GROUP_START
from dean06.steering.documents.recognition.outline import Node
from dean06.steering.documents.recognition.subjects import VERB, Subject, body_heading, read_subject, sentences

#: "Nhóm phục vụ công dân số: Chỉ đạo …": a title before the order.
TITLED = re.compile(r"^[A-ZĐ][^:.;]{5,160}:\s+(?=[A-ZĐ])")
ASSIGNED = re.compile(r"^(?:Giao|giao)\s+")
_NAMED_IN_BRACKETS = re.compile(r"\((?P<body>[^()]{3,120})\)")
_TOLD = re.compile(r"(?<!khi )\b(?:đã|vừa)\b|\bcó (?:văn bản|công văn|tờ trình|báo cáo|thông báo|quyết định) số\b")
#: Right after the body these order; a later "đã" then belongs to what is spoken of ("… đối tượng đã có tài khoản").
_URGES = re.compile(
    r"[\s,]*(?:khẩn trương|tiếp tục|tập trung|chủ động|tăng cường|đẩy mạnh|đẩy nhanh|nghiêm túc|sớm|chỉ đạo|rà soát|"
    r"phải|cần|có trách nhiệm|chịu trách nhiệm)\b"
)
_SUFFERED = re.compile(r"\bđược(?! giao| phân công)\b")


def tells(text: str, subject: Subject) -> bool:
    """Whether a sentence tells what a body did or received; "… khi hệ thống được khôi phục" at its end does not."""
    name = subject.lead[-1] if subject.lead else ""
    after = text.find(name) + len(name)
    if name and _URGES.match(text, after):
        return False
    return bool(_TOLD.search(text[:200]) or _SUFFERED.search(text[: after + 30]))


_NO_ORDER = re.compile(
    r"(?:cơ bản\s+)?(?:thống nhất|đồng ý|đánh giá cao|ghi nhận|biểu dương|nhất trí|kết quả|về)\b", re.I
)


def directs(text: str) -> bool:
    """ "Chỉ đạo các trường …" is an order to whoever directs them."""
    return bool(re.match(r"(?:chỉ đạo|đôn đốc|hướng dẫn|phân công)\b", text, re.I))


def commands(text: str) -> bool:
    """Whether an item opens with what is to be done."""
    return bool(VERB.match(f" {text[:1].lower()}{text[1:]}", 1)) and not _NO_ORDER.match(text)


def narrows(subject: Subject, above: list[str], text: str) -> bool:
    """Under "Đối với các sở, ban, ngành" an item may charge one of them by name; "Chỉ đạo các trường …" charges nobody
    but the body above, which is to direct them."""
    if directs(text):
        return False
    return subject.explicit and bool(subject.lead) and all(GROUP_START.match(name) for name in above)


def parts_of(node: Node) -> list[Node]:
    """What belongs to an item: its bullets and sub-items; plain paragraphs only where it ends with a colon."""
    open_ended = node.text.endswith(":")
    parts: list[Node] = []
    for child in node.children:
        if isinstance(child.block, Paragraph) and not child.block.footnote and (child.marker or open_ended):
            parts += [child, *(below for below in child.walk() if below.printed)]
    return parts


def _lists_members(text: str) -> bool:
    return bool(_NAMES_MEMBERS.match(text)) and not VERB.match(f" {text[:1].lower()}{text[1:]}", 1)


#: Names in capitals, one after the other: "Xuân Quang, Phú Mỡ", "Tài chính, Y tế và Nội vụ".
_NAMES_MEMBERS = re.compile(r"[A-ZĐÀ-Ỹ]\w*(?:(?:\s+-)?\s+(?:và\s+)?[\w&]+){0,6}?(?:,\s+[A-ZĐÀ-Ỹ]|\s+và\s+[A-ZĐÀ-Ỹ])\w*")


def bracketed_body(text: str) -> list[str]:
    """The last bracket that names bodies only ("… (Sở Tài chính). Hiện nay …")."""
    for match in reversed(list(_NAMED_IN_BRACKETS.finditer(text))):
        names = split_bodies(match["body"])
        if names and all(starts_body(name) for name in names) and not VERB.search(match["body"]):
            return names
    return []


def has_verb(name: str) -> bool:
    """Whether a supposed name holds a verb of its own, so that it is a sentence."""
    return bool(VERB.search(re.sub(r"\b(?:chủ trì|thực hiện|phối hợp|công tác triển khai)\b", "", name)))


def without_end_mark(text: str) -> str:
    """The sentence without the end mark of the document ("./.") and a closing colon."""
    return re.sub(r"\./\.?$|(?<=\S)/\.$", ".", text.strip()).rstrip(":").strip()


def announced_body(text: str) -> tuple[list[str], str]:
    """ "Sở Tư pháp: Tham mưu …" → the body and what it is told; no body → empty and the whole text."""
    head, colon, rest = text.partition(":")
    if not colon or len(head) > 220 or not rest.strip() or "\n" in head:
        return [], text
    names = body_heading(re.sub(r"^(?:Giao|Đề nghị|Yêu cầu|Đối với)\s+", "", head))
    if names and GROUP_START.search(names[-1]) and _lists_members(rest.strip()):
        # "UBND các xã: Xuân Quang, Phú Mỡ khẩn trương …": the colon names the members of the group.
        return [], text
    return (names, rest.strip()) if names else ([], text)


def ordered_sentences(text: str, *, prose: bool) -> list[tuple[str, Subject]]:
    """The sentences that each give an order of their own, with what follows each up to the next.

    In unnumbered prose every sentence that opens with a body is an order; in a numbered item only plain ones are.
    """
    found: list[tuple[str, Subject]] = []
    lead_in: list[str] = []
    for sentence in sentences(text.replace("\n", " ")):
        subject = read_subject(sentence)
        told = tells(sentence[:160], subject)
        plain = subject.explicit and _PLAIN_ORDER.match(sentence)
        if subject.lead and not told and (plain or prose):
            if found and found[-1][1].lead == subject.lead:
                found[-1] = (f"{found[-1][0]} {sentence}", found[-1][1])
            else:
                found.append((sentence, subject))
        elif found:
            found[-1] = (f"{found[-1][0]} {sentence}", found[-1][1])
        else:
            lead_in.append(sentence)
    if lead_in and found and len(found) == 1:
        return [(text, found[0][1])]
    if lead_in and len(found) >= 2 and not prose:
        found[0] = (" ".join([*lead_in, found[0][0]]), found[0][1])
    return found


_PLAIN_ORDER = re.compile(r"(?:[^.]{0,160}[,:]\s*)?(?:giao|Giao|yêu cầu|Yêu cầu)\b|.*?chủ trì")


def outside(node: Node) -> bool:
    """Recipients and signatures are no orders."""
    above = node
    while above is not None and above.block is not None:
        if re.match(r"(?:Nơi nhận|NƠI NHẬN)", above.printed):
            return True
        above = above.parent  # type: ignore[assignment]
    return False
