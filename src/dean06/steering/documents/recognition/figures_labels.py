"""What a number is said of: the words before it in its clause, else the words after it; and whose number it is."""

from __future__ import annotations

import re

from dean06.steering.documents.recognition.figures_words import bodies_in, fold

_LEADING = re.compile(
    r"^(?:\s|[-–+•*,;:“”\"(]|\(?\d{1,2}[.)/]|[a-zđ]\)|(?:trong đó|đồng thời|ngoài ra|bên cạnh đó|cụ thể|và|gồm|"
    r"bao gồm|trong số đó|"
    r"hiện nay|hiện|đến nay|tính đến nay|theo đó|kết quả|như sau|như)\b[,:]?)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,:(–-]|\b(?:đạt tỷ lệ|đạt tỉ lệ|đạt được|đạt|là|được|đã có|đã|có|với|khoảng|hơn|gần|trên|xấp xỉ|ước "
    r"đạt|ước|chiếm tỷ lệ|"
    r"chiếm|tỷ lệ|tương ứng|tăng|giảm|còn|bằng|chỉ|hiện có|hiện còn|phấn đấu|mới đạt|thực hiện được|tối "
    r"thiểu|tăng lên)|~|=)+$",
    re.IGNORECASE,
)
_NUMBER_TAIL = re.compile(r"\d[\d.,]*\s*%?[^,;]*$")
_LEVEL = re.compile(
    r"\b(toàn tỉnh|cấp tỉnh|cấp huyện|cấp xã|toàn ngành|toàn quốc|cả nước|toàn hệ thống|toàn xã|toàn huyện)\b", re.I
)


def clause_before(text: str, start: int) -> str:
    """The clause that leads up to a number: from the last full stop, semicolon or open bracket on."""
    before = text[:start]
    cut = 0
    for match in re.finditer(r"[.!?…]\s+(?=\S|$)|;|\n", before):
        cut = match.end()
    depth = 0
    for index in range(len(before) - 1, cut - 1, -1):
        if before[index] == ")":
            depth += 1
        elif before[index] == "(":
            if depth == 0:
                if before[index + 1 :].strip():
                    cut = index + 1
                else:
                    before = before[:index]
                break
            depth -= 1
    return before[cut:]


_NUMBER_OF = re.compile(
    r"(?:^|\s)(?:mức|mức độ|quý|tháng|năm|nhóm|loại|lớp|khối|tuyến|khu vực|vùng|đợt|tuần|giai đoạn)\s+$", re.I
)


def _names_a_period(head: str, number: re.Match[str]) -> bool:
    """``mức 2``, ``năm 2024``, ``lũy kế 10 tháng``: the number belongs to the words of the label."""
    if _NUMBER_OF.search(head[: number.start()]):
        return True
    return number[0].isdigit() and int(number[0]) <= 12 and bool(re.match(r"\s+tháng\b", head[number.end() :]))


def before_label(text: str, start: int) -> str:
    """The label before a number, ``""`` when fewer than two plain words are left of it."""
    clause = re.sub(r"\([^()]*\)", " ", clause_before(text, start))
    head = re.sub(r"[:\s]+$", "", clause)
    if ":" in head:
        tail = head.rsplit(":", 1)[1]
        head = tail if len(tail.split()) >= 2 else head
    # What stands behind the last number of the clause, after its comma.
    numbers = [match for match in re.finditer(r"\d[\d.,]*\d|\d", head) if not _names_a_period(head, match)]
    if numbers:
        rest = head[numbers[-1].end() :]
        _, comma, tail = rest.partition(",")
        head = tail if comma else rest.lstrip("% ")
    head = _TRAILING.sub("", _LEADING.sub("", head))
    return head.strip() if len(head.split()) >= 2 else ""


def last_word(text: str, start: int) -> str:
    """The one word before a number where it has a single one: ``nam 347 người`` → ``nam``."""
    match = re.search(r"(?:^|[,;:(]\s*)(?:và\s+)?([^\W\d_]+)\s*:?\s*$", text[max(0, start - 30) : start])
    return match[1] if match and not _TRAILING.fullmatch(match[1]) and not _LEADING.fullmatch(match[1]) else ""


def after_label(text: str, end: int) -> str:
    """The words that follow a number up to the next mark: ``15.735 hồ sơ …`` → ``hồ sơ …``."""
    match = re.match(r"\s*(?:\([^()]*\)\s*)?([^,.;:()\d]+)", text[end : end + 200])
    return match[1].strip() if match else ""


def subject_in(text: str, start: int) -> str | None:
    """The level or body that the clause before a number opens with; ``None`` when it names none or several."""
    clause = clause_before(text, start)
    level = list(_LEVEL.finditer(clause))
    if level:
        return level[-1][1]
    names = bodies_in(clause)
    if len(names) != 1:
        return None
    folded = next(iter(names))
    position = fold(clause).find(folded)
    return _printed(clause, folded) if 0 <= position <= 25 else None


def _printed(clause: str, folded: str) -> str | None:
    words = clause.split()
    size = len(folded.split())
    for index in range(len(words) - size + 1):
        chunk = " ".join(words[index : index + size])
        if fold(chunk).strip(".,;:") == folded:
            return chunk.strip(".,;:()")
    return None
