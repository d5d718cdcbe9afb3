"""Documents cited by number and date: ``Quyết định số 1573/QĐ-UBND ngày 11/5/2023 của UBND tỉnh``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dean06.kernel.common.vietnamese import DateMention
from dean06.steering.documents.checking.evidence import Evidence
from dean06.steering.documents.recognition.figures_passages import Passage
from dean06.steering.documents.recognition.figures_words import fold

_CODE = re.compile(
    r"(?<![\w./-])(?P<number>\d{1,5}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?(?P<slash>/|-)"
    r"(?P<symbol>[A-ZĐ][A-ZĐƯƠÂÊÔĂ0-9a-z]*(?:[-–/&. ]?[A-ZĐ][A-ZĐƯƠÂÊÔĂa-z0-9]*)*)"
)
_TO_DATE = re.compile(r"^[\s,;()]*(?:ngày|đề ngày|ký ngày|ban hành ngày)?[\s,]*$", re.I)
_ISSUER = re.compile(
    r"^[\s,]*của\s+((?:[A-ZĐÀ-ỸĂÂÊÔƠƯ][\w]*|tỉnh|thành phố|huyện|xã|phường|thị xã|nhân dân|ban|và|-|các)(?:\s+"
    r"(?:[A-ZĐÀ-ỸĂÂÊÔƠƯ][\w]*|tỉnh|thành phố|huyện|xã|phường|thị xã|nhân dân|dân|ban|và|-|Chính phủ|phủ|tướng))*)"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a document. ``date`` is ``None`` when only the number is given."""

    passage: Passage
    start: int
    end: int
    text: str
    number: int
    year: int | None
    symbol: str
    date: dt.date | None
    date_text: str | None
    issuer: str | None


def citations(evidence: Evidence) -> Iterator[Citation]:
    """Every cited document of the text, headings and cells included."""
    for passage in evidence.passages:
        yield from _in(passage)


def _in(passage: Passage) -> Iterator[Citation]:
    for match in _CODE.finditer(passage.text):
        symbol = match["symbol"]
        if match["slash"] == "-" and not re.match(r"[A-ZĐ]{2,}/[A-ZĐ]{2,}", symbol):
            continue
        if len(re.sub(r"[^A-ZĐ]", "", symbol)) < 2:
            continue
        date = _date_after(passage, match.end())
        end = date.span[1] if date else match.end()
        date = date or _date_before(passage, match.start())
        issuer = _ISSUER.match(passage.text[end : end + 90])
        yield Citation(
            passage=passage,
            start=match.start(),
            end=end,
            text=match.group(0),
            number=int(re.sub(r"\D", "", match["number"])),
            year=int(match["year"]) if match["year"] else None,
            symbol=canonical_symbol(symbol),
            date=date.date if date and date.precision == "day" else None,
            date_text=date.text if date else None,
            issuer=fold(issuer[1]) if issuer else None,
        )


def canonical_symbol(symbol: str) -> str:
    """``QĐ-UBND`` and ``QD–UBND`` are one symbol; the digit of a desk (``NC1``) is kept."""
    return re.sub(r"[\s.]", "", fold(symbol).upper().replace("–", "-"))


def _date_after(passage: Passage, position: int) -> DateMention | None:
    for mention in passage.dates:
        if mention.span[0] >= position:
            gap = passage.text[position : mention.span[0]]
            return mention if mention.precision == "day" and len(gap) <= 20 and _TO_DATE.match(gap) else None
    return None


_ISSUED = re.compile(r"^[\s,]*[^.;:\d]{0,70}(?:ban hành|có|ký|phê duyệt|gửi)\s+(?:[^\W\d_]+\s+){0,3}số\s*$", re.I)


def _date_before(passage: Passage, position: int) -> DateMention | None:
    """``Ngày 11/6/2020, UBND tỉnh đã ban hành Văn bản số 7727/UBND-PC1``."""
    for mention in reversed(passage.dates):
        if mention.span[1] <= position:
            gap = passage.text[mention.span[1] : position]
            opens = re.search(r"(?:^|[.;:]\s*|[-+]\s*)$", passage.text[: mention.span[0]])
            return mention if mention.precision == "day" and opens and _ISSUED.match(gap) else None
    return None
