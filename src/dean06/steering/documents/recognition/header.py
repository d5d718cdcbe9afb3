"""What the head of a document says of itself: kind, number, date, place, issuer, title, period.

The layout is that of NĐ 30/2020/NĐ-CP, Phụ lục I.

A blank that is left for the pen ("ngày   tháng 9 năm 2023") stays blank: the date is then ``None``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dean06.kernel.common.vietnamese.dates import find_dates
from dean06.steering.documents.reading.blocks import Block, Paragraph, Table
from dean06.steering.documents.reading.joining import mostly_capitals
from dean06.steering.documents.recognition.bodies import readable_forms, starts_body
from dean06.steering.documents.recognition.markers import read_marker
from dean06.steering.documents.types import Header

_KINDS = (
    "BÁO CÁO TÓM TẮT",
    "BÁO CÁO NHANH",
    "BÁO CÁO",
    "KẾ HOẠCH",
    "QUYẾT ĐỊNH",
    "CHỈ THỊ",
    "THÔNG BÁO",
    "TỜ TRÌNH",
    "NGHỊ QUYẾT",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH CÔNG TÁC",
    "CHƯƠNG TRÌNH",
    "HƯỚNG DẪN",
    "ĐỀ ÁN",
    "DỰ ÁN",
    "CÔNG ĐIỆN",
    "KẾT LUẬN",
    "QUY CHẾ",
    "PHƯƠNG ÁN",
    "BIÊN BẢN",
    "GIẤY MỜI",
    "QUY ĐỊNH",
    "CÔNG VĂN",
    "THÔNG TƯ",
    "NGHỊ ĐỊNH",
    "PHIẾU TRÌNH",
    "LỊCH CÔNG TÁC",
    "HỢP ĐỒNG",
    "THỎA THUẬN",
    "PHIẾU GIAO VIỆC",
    "PHIẾU CHUYỂN",
    "THÔNG CÁO",
)
_KIND = re.compile(rf"^(?:DỰ THẢO\s+)?({'|'.join(_KINDS)})(?![\wÀ-ỹ])\s*[:.]?\s*(.*)$", re.S)
_NUMBER = re.compile(
    r"(?:^|\s)Số(?:\s*:\s*|\s+)(?P<n>[\d…._\s-]*/\s?[A-ZĐa-zđ0-9][\w\-–&.()/]*|\d{1,5}\s*-\s*[A-ZĐ]{2,3}/[\w\-]+)", re.I
)
_PLACE_DATE = re.compile(
    r"(?:^|\s)(?P<place>[A-ZĐÀ-Ỹ][\w.]*(?:[\s-]+[A-ZĐÀ-Ỹ]?[\wÀ-ỹ.]*){0,5}?)\s*,\s*(?P<date>ngày\s*(?P<d>\d{1,2}|"
    r"[….\s]*)\s*(?:tháng|/)\s*(?P<m>\d{1,2}|[….\s]*)\s*(?:năm|/)\s*(?P<y>\d{4}|[….\s]*))"
)
_MOTTO = re.compile(
    r"CỘNG\s+H[ÒO][AÀ]\s+XÃ\s+HỘI|Độc\s+lập\s*-\s*Tự\s+do|ĐẢNG CỘNG SẢN VIỆT NAM|^_{3,}$|^-{3,}$|^\*{3,}$", re.I
)
_SUBJECT = re.compile(r"^(?:V/v|Vv|Về việc|V/V)[:.]?\s*(.+)$", re.S)
_TO = re.compile(r"^Kính gửi\b", re.I)
#: Who decides, in capitals, between the title of a decision and its grounds.
_AUTHORITY = re.compile(
    r"^(?:BỘ TRƯỞNG|THỦ TƯỚNG|CHÍNH PHỦ|CHỦ TỊCH|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|"
    r"ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|"
    r"TRƯỞNG BAN|TỔ TRƯỞNG|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|CHÁNH|QUYẾT ĐỊNH:|QUYẾT NGHỊ)"
)
_BODY_OPENING = re.compile(
    r"^(?:Thực hiện|Căn cứ|Kính gửi|Ngày\s+\d|Theo|Để|Trên cơ sở|Nhằm|Tiếp tục|Qua|Xét|Trong (?:tháng|quý|năm|"
    r"thời gian|tuần)|Triển khai (?:thực hiện )?(?:Quyết định|Kế hoạch|"
    r"Nghị quyết|Chỉ thị|Công văn|Luật|Nghị định|Kết luận)|ỦY BAN NHÂN DÂN[^,]{0,60}$|CHỦ TỊCH ỦY BAN|QUYẾT ĐỊNH:|"
    r"Điều \d)"
)
_ISSUED_BY = re.compile(
    r"(?:^|[.;,]\s+|như sau:?\s*)(?P<body>[A-ZĐỦ][^.;:]{3,120}?)\s+(?:xây dựng|ban hành|báo cáo|tổng hợp|"
    r"thông báo|đề nghị|yêu cầu|trân trọng|kính)\s"
)
_TIMESTAMP = re.compile(
    r"^(?:(?:Ngày|Thứ \w+,?)\s+)?(?:\d{1,2}[:h]\d{2}\s*[-,|]?\s*)?(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}(?:\s*[-,|"
    r"]?\s*\d{1,2}[:h]\d{2})?$",
    re.I,
)
_HEAD_BLOCKS = 40


@dataclass(frozen=True, slots=True)
class Head:
    """The header, and the index of the first block that is not part of it."""

    header: Header
    body_start: int
    #: The year the document speaks of, for deadlines that print none.
    year: int | None


@dataclass(slots=True)
class _Line:
    """One line of the head: a paragraph, or one line of a cell of the two-column letterhead."""

    text: str
    index: int
    block: Block


def read_header(blocks: Sequence[Block]) -> Head:
    """The head of a document. Missing parts are ``None``; nothing is taken from the running text but the issuer."""
    lines = _head_lines(blocks)
    header = Header()
    _number_and_date(lines, header)
    kind_at = next((i for i, line in enumerate(lines) if _KIND.match(line.text) and _is_kind_line(line)), None)
    if kind_at is not None:
        body_start = _kind_and_title(lines, kind_at, header)
    else:
        body_start = _letter(lines, header) if header.number or _has_addressee(lines) else _article(lines, header)
    year = header.date.year if header.date else None
    header.period = _period(_told_part(header))
    if year is None:
        year = _year_of(header.period) or _printed_year(lines)
    header.issuer = _issuer(lines, kind_at, header) or _issuer_in_text(blocks, body_start)
    return Head(header, body_start, year)


def _head_lines(blocks: Sequence[Block]) -> list[_Line]:
    lines: list[_Line] = []
    for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
        if isinstance(block, Paragraph):
            if not block.footnote:
                lines.append(_Line(block.text, index, block))
        elif len(block.rows) <= 8 and max(len(row.cells) for row in block.rows) <= 4 and index < 12:
            # The letterhead: read down each column, as it is written.
            width = max(len(row.cells) for row in block.rows)
            for column in range(width):
                for row in block.rows:
                    cell = row.cells[column] if column < len(row.cells) else ""
                    lines.extend(_Line(part.strip(), index, block) for part in cell.split("\n") if part.strip())
        else:
            break
    return lines


def _is_kind_line(line: _Line) -> bool:
    match = _KIND.match(line.text)
    rest = match[2] if match else ""
    return (
        not rest
        or mostly_capitals(rest)
        or (len(line.text) < 300 and isinstance(line.block, Paragraph) and not rest.endswith("."))
    )


def _number_and_date(lines: list[_Line], header: Header) -> None:
    for line in lines:
        if header.number is None and len(line.text) <= 200 and (match := _NUMBER.search(line.text)):
            found = match["n"] if match.start() <= 12 else ""
            header.number = re.sub(r"[\s…_]+|\.{2,}", "", found).strip(".") or None
        if header.place is None and len(line.text) <= 200 and (match := _PLACE_DATE.search(line.text)):
            place = re.sub(r"^.*?(?:/\S+|:)\s+", "", match["place"].strip())
            header.place = place or None
            header.date = _exact_date(match)
        if header.number and header.place:
            return


def _exact_date(match: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _kind_and_title(lines: list[_Line], kind_at: int, header: Header) -> int:
    """The kind, and the lines of the title after it, up to where the text begins."""
    match = _KIND.match(lines[kind_at].text)
    assert match is not None
    header.kind = match[1]
    rest = match[2].strip()
    # "BÁO CÁO TUẦN" says how often, not what about.
    title = [rest] if rest and not re.fullmatch(r"(?:TUẦN|THÁNG|QUÝ|NĂM|NGÀY|ĐỊNH KỲ|SƠ KẾT|TỔNG KẾT)", rest) else []
    end = lines[kind_at].index + 1
    for line in lines[kind_at + 1 :]:
        if line.index == lines[kind_at].index and isinstance(line.block, Table):
            continue
        if _MOTTO.search(line.text) or _PLACE_DATE.search(line.text):
            end = line.index + 1
            continue
        if _ends_title(line, title):
            break
        title.append(_SUBJECT.sub(r"\1", line.text) if not title and line.text.startswith("V/v") else line.text)
        end = line.index + 1
    header.title = " ".join(title).strip(" .") or None
    return end


def _ends_title(line: _Line, title: list[str]) -> bool:
    text = line.text
    if isinstance(line.block, Table) or _TO.match(text) or len(title) >= 5:
        return True
    if title and (_AUTHORITY.match(text) or re.match(r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:thứ|THỨ|[IVX\d])", text)):
        return True
    if title and re.match(r"(?:THÁNG|QUÝ|TUẦN|NHÓM|LĨNH VỰC)\b", text) and not mostly_capitals(title[-1]):
        # "THÁNG 7" under a title in small letters heads the first part.
        return True
    if _BODY_OPENING.match(text) and (title or text.endswith((";", ":", ".", ",")) or len(text) > 200):
        return not (
            mostly_capitals(text) and len(title) < 3 and not text.startswith(("ỦY BAN", "CHỦ TỊCH", "QUYẾT ĐỊNH"))
        )
    marker = read_marker(text)
    if marker and (title or marker.style != "upper"):
        return True
    return len(text) > 420 or (bool(title) and text.endswith((";", ":", ".")) and len(text) > 60) or text.endswith(":")


def _has_addressee(lines: list[_Line]) -> bool:
    return any(_TO.match(line.text) for line in lines)


def _letter(lines: list[_Line], header: Header) -> int:
    """An official letter has no kind line: "V/v …" under the number, then "Kính gửi"."""
    end = 0
    for position, line in enumerate(lines):
        subject = _SUBJECT.match(line.text)
        if subject and header.title is None and len(line.text) < 400:
            header.title = subject[1].strip(" .")
            end = max(end, line.index + 1)
            # The subject is often broken over short lines.
            for more in lines[position + 1 :]:
                same_cell = more.index == line.index and isinstance(line.block, Table)
                short = isinstance(more.block, Paragraph) and len(more.text) <= 90 and more.index <= line.index + 3
                if (
                    not (same_cell or short)
                    or _looks_like_letterhead(more.text)
                    or _TO.match(more.text)
                    or read_marker(more.text)
                ):
                    break
                header.title += f" {more.text.strip()}"
                end = max(end, more.index + 1)
        elif _TO.match(line.text):
            header.kind = "CÔNG VĂN"
            return _after_addressees(lines, position, max(end, line.index + 1))
        elif _looks_like_letterhead(line.text):
            end = max(end, line.index + 1)
        elif len(line.text) > 200 or read_marker(line.text):
            break
    if header.title and header.kind is None and header.number:
        header.kind = "CÔNG VĂN"
    return end


def _after_addressees(lines: list[_Line], position: int, end: int) -> int:
    """The list of addressees under "Kính gửi:" belongs to the head."""
    for line in lines[position + 1 :]:
        marker = read_marker(line.text)
        if not (marker and marker.style == "dash") or len(line.text) > 200:
            break
        end = line.index + 1
    return end


def _looks_like_letterhead(text: str) -> bool:
    return bool(
        _MOTTO.search(text)
        or _NUMBER.search(text)
        or _PLACE_DATE.search(text)
        or (mostly_capitals(text) and len(text) < 120)
    )


def _article(lines: list[_Line], header: Header) -> int:
    """A text without letterhead (a web page): the headline is the last short line before the text begins."""
    title: _Line | None = None
    body_start = 0
    for line in lines:
        if read_marker(line.text) or (len(line.text) > 200 and re.search(r"[.:…]$", line.text)):
            break
        if _TIMESTAMP.match(line.text):
            dates = [mention.date for mention in find_dates(line.text) if mention.precision == "day"]
            header.date = header.date or (dates[0] if dates else None)
            body_start = line.index + 1
        elif 15 <= len(line.text) <= 250 and not line.text.endswith((".", ";", ":")) and "|" not in line.text:
            title = line
            body_start = line.index + 1
    header.title = title.text if title else None
    return body_start


def _issuer(lines: list[_Line], kind_at: int | None, header: Header) -> str | None:
    """The capitals above the number, in the left column: the issuing body is the last of them."""
    found: str | None = None
    limit = lines[kind_at].index if kind_at is not None else None
    for line in lines:
        if limit is not None and line.index >= limit and not isinstance(line.block, Table):
            break
        if _NUMBER.search(line.text) or _SUBJECT.match(line.text) or _TO.match(line.text):
            break
        text = _MOTTO.split(line.text)[0].strip(" *-_")
        if not text or _PLACE_DATE.search(text) or _KIND.match(text):
            if found and _MOTTO.search(line.text):
                # The right-hand column begins: nothing after the motto names the issuer.
                break
            continue
        if mostly_capitals(text) and len(text) <= 160 and _names_body(text):
            found = _with_superior(text, found)
        elif found and mostly_capitals(text) and len(text) <= 80:
            found = f"{found} {text}"
    return found


def _with_superior(text: str, superior: str | None) -> str:
    """A bare "VĂN PHÒNG" under its superior is that superior's office; a line cut after "VÀ" goes on."""
    if superior and superior.rstrip().endswith((",", "-", " VÀ", " CỦA")):
        return f"{superior} {text}"
    if superior and text in {"VĂN PHÒNG", "THANH TRA", "BAN CHỈ ĐẠO", "TỔ CÔNG TÁC", "HỘI ĐỒNG NHÂN DÂN"}:
        return f"{text} {superior}"
    return text


def _names_body(text: str) -> bool:
    return any(starts_body(form) for form in readable_forms(text))


def _issuer_in_text(blocks: Sequence[Block], body_start: int) -> str | None:
    """ "Tổ công tác … báo cáo kết quả … như sau:" closes the opening paragraphs."""
    for block in blocks[body_start : body_start + 12]:
        if not isinstance(block, Paragraph) or block.footnote:
            continue
        if read_marker(block.text):
            return None
        if block.text.endswith(":"):
            # The last body that does the telling, not one in a cited title.
            for match in reversed(list(re.finditer(r"(?<=[.,;] )(?=[A-ZĐỦ])|^", block.text))):
                tail = block.text[match.start() :]
                told = _ISSUED_BY.match(tail)
                if told and starts_body(told["body"]) and len(told["body"]) <= 90 and "," not in told["body"]:
                    return told["body"].strip()
            return None
    return None


def _told_part(header: Header) -> str | None:
    """The part of a report's title that tells what it reports on, not what comes next."""
    title = header.title
    if title is None or header.kind != "BÁO CÁO":
        return title
    # "thực hiện nhiệm vụ … năm 2025 và phương hướng, nhiệm vụ năm 2026": the first mark behind a period.
    ahead = next(
        (
            mark
            for mark in _AHEAD.finditer(title)
            if any(m.precision != "years" for m in find_dates(title[: mark.start()]))
        ),
        None,
    )
    if ahead is None:
        return title
    # The year is often printed once, at the end, for both parts.
    told, year = title[: ahead.start()], _year_of(title)
    mentions = [m for m in find_dates(told, default_year=year) if m.year is None and m.precision in _WITH_YEAR]
    for mention in reversed(mentions):
        word = "" if mention.text.lower().endswith("năm") else "năm "
        told = f"{told[: mention.span[1]]} {word}{year}{told[mention.span[1] :]}"
    return told


_AHEAD = re.compile(
    r"[;,.]?\s+(?:và\s+)?(?:phương hướng|nhiệm vụ(?:,? giải pháp)?(?: công tác)?(?: trọng tâm)?|kế hoạch|"
    r"chương trình)\b",
    re.I,
)
_WITH_YEAR = {"month", "quarter", "half", "nine_months"}


def _period(title: str | None) -> str | None:
    """The period a title names, as printed: the finest one, not a programme's years ("giai đoạn 2022 - 2025")."""
    if not title:
        return None
    order = {"day": 5, "month": 1, "quarter": 2, "half": 3, "nine_months": 3, "year": 4}
    best: tuple[int, int, str] | None = None
    mentions = find_dates(title)
    for mention in mentions:
        if mention.precision not in order or mention.precision == "day" or mention.year is None:
            continue
        before = title[: mention.span[0]].rstrip().lower()
        if before.endswith(("đến", "tầm nhìn", "giai đoạn", "định hướng", "hướng tới")):
            continue
        candidate = (order[mention.precision], -mention.span[0], mention.text)
        if best is None or candidate < best:
            best = candidate
    week = re.search(
        r"(?i)tuần\s+(?:thứ\s+)?\d{1,2}(?:\s*(?:/|năm|tháng)\s*[\d/]+(?:\s*năm\s*\d{4})?)?|tuần\s+\(?từ[^,;]{5,60}",
        title,
    )
    if week:
        return week[0].strip(" )")
    span = re.search(
        r"(?i)từ\s+(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?\s*(?:đến|-|–)\s*(?:hết\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}/\d{4}",
        title,
    )
    return span[0] if span and best is None else best[2] if best else None


def _year_of(text: str | None) -> int | None:
    years = [mention.year for mention in find_dates(text or "") if mention.year]
    return years[-1] if years else None


def _printed_year(lines: list[_Line]) -> int | None:
    """The year of a date line whose day is blank."""
    for line in lines:
        match = _PLACE_DATE.search(line.text)
        if match and match["y"].strip().isdigit():
            return int(match["y"])
    return None
