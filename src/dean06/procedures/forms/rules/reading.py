"""What people type, read as the value the schema means: "5/3/1990" → "1990-03-05", "1.500.000" → 1500000.

What cannot be read stays as typed, so that the page shows it again beside the error; ``checking`` refuses it.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line, clean_text
from dean06.procedures.forms.rules.blueprint import Question

#: No answer of a form is longer; a longer one is cut here and refused by its own limit.
LONGEST_TEXT = 20_000
_YES = frozenset({"yes", "true", "on", "1", "có"})
_NO = frozenset({"no", "false", "off", "0", "không"})
_WHOLE = re.compile(r"-?\d{1,3}(?:[.\s]\d{3})+|-?\d{1,18}")
_DAY = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[/.\-\s](\d{4})")
#: Keyboards of telephones often show digits only: 05031990, 031990.
_DAY_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4})")
_MONTH_DIGITS = re.compile(r"(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def read(question: Question, text: str) -> Any:
    """The value that ``text`` means for ``question``; "" when nothing was typed."""
    raw = text[:LONGEST_TEXT]
    cleaned = clean_text(raw) if question.widget == "textarea" else clean_line(raw)
    if not cleaned:
        return ""
    if question.schema.get("enum"):
        return next((value for value, _ in question.choices if str(value) == cleaned), cleaned)
    if question.kind == "boolean":
        word = cleaned.casefold()
        return True if word in _YES else False if word in _NO else cleaned
    if question.kind in ("integer", "number"):
        return read_whole(cleaned)
    match question.format:
        case "date" | "partial-date":
            return read_date(cleaned)
        case "personal-id":
            checked = check_personal_id(cleaned)
            return checked.number if checked.form is IdForm.PERSONAL_ID else cleaned
        case "phone":
            return read_phone(cleaned)
        case "email":
            return cleaned.replace(" ", "")
    return cleaned


def read_whole(text: str) -> Any:
    """A whole number written with or without dots or spaces between thousands; else the text."""
    bare = text.removesuffix("đ").removesuffix("đồng").strip()
    return int(re.sub(r"[.\s]", "", bare)) if _WHOLE.fullmatch(bare) and bare.isascii() else text


def read_date(text: str) -> str:
    """A day, month or year as ISO text ("1990-03-05", "1990-03", "1990"); text that is none stays as it is."""
    for pattern, order in (
        (_DAY, (2, 1, 0)), (_DAY_DIGITS, (2, 1, 0)), (_MONTH, (1, 0)), (_MONTH_DIGITS, (1, 0)),
    ):  # fmt: skip
        found = pattern.fullmatch(text)
        if found:
            numbers = [int(found.groups()[index]) for index in order]
            iso = f"{numbers[0]:04d}-" + "-".join(f"{number:02d}" for number in numbers[1:])
            return iso if bounds(iso) else text
    return text


def read_phone(text: str) -> str:
    """A telephone number as ten or eleven digits from 0 on; "+84" becomes 0."""
    bare = re.sub(r"[\s.\-()]", "", text)
    if bare.startswith("+84"):
        bare = "0" + bare[3:].removeprefix("0")
    return bare if bare.isascii() and bare.isdigit() else text


def bounds(iso: str) -> tuple[dt.date, dt.date] | None:
    """First and last day that an ISO date of any precision may mean; ``None`` for what is no date."""
    found = _ISO.fullmatch(iso)
    if not found or not iso.isascii():
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if day is not None and month is not None and year is not None:
            exact = dt.date(year, month, day)
            return exact, exact
        if month is not None and year is not None:
            first = dt.date(year, month, 1)
            following = dt.date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else dt.date.max
            return first, following - dt.timedelta(days=1)
        return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
    except ValueError:
        return None


def shown_date(iso: str) -> str:
    """An ISO date as people write it: "05/03/1990", "03/1990", "1990"."""
    return "/".join(reversed(iso.split("-"))) if bounds(iso) else iso
