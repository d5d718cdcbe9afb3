"""The QR code on the citizen card (thẻ căn cước công dân, thẻ căn cước), as scanners really deliver it.

Payload: ``number | old number | name | birth ddMMyyyy | sex | permanent residence | issued ddMMyyyy`` in UTF-8, later
cards with more fields behind. An old number that the person never had is an empty field, never a missing one. The code
is not signed: what it says fills in a form or a question to the registry, and proves nothing.

Scanners damage it in a few known ways (a keyboard that knows no Unicode, a Vietnamese typing program that reads the
keystrokes once more, a wrong code page); what can be repaired for certain is, the rest is said.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from dean06.kernel.common.errors import InvalidInput
from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line, find_key_residue, has_lost_letters, repair

__all__ = ["CardNote", "CardReading", "CardUnreadable", "read_citizen_card"]

#: Number, old number, name, birth, sex, residence; the day of issue may be cut off by a scanner's length limit.
FEWEST_FIELDS = 6
_LONGEST = 2_000
#: ``]Q3`` and the like: the sign of the kind of code that some scanners put before it (ISO/IEC 15424).
_SYMBOLOGY = re.compile(r"^\]Q\d")
_LABEL = re.compile(r"^[^\W\d_][^:|\d]{0,30}:\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")
#: What is left of a name read as Shift-JIS whose letters are gone.
_JAPANESE = re.compile("[\uff61-\uff9f\u3000-\u30ff\u4e00-\u9fff]")
_SEXES = {"nam": "M", "nu": "F", "nữ": "F", "m": "M", "f": "F"}


class CardNote(StrEnum):
    """Something the officer should know about a reading; ``sentence`` says it."""

    NAME_LOST = "NAME_LOST"
    TYPED_TWICE = "TYPED_TWICE"
    CODE_PAGE = "CODE_PAGE"
    NUMBER_DOUBTFUL = "NUMBER_DOUBTFUL"
    BIRTH_UNREADABLE = "BIRTH_UNREADABLE"
    ONLY_YEAR = "ONLY_YEAR"
    PERHAPS_ONLY_YEAR = "PERHAPS_ONLY_YEAR"
    CUT_OFF = "CUT_OFF"

    @property
    def sentence(self) -> str:
        """One Vietnamese sentence: what happened and what to do."""
        return _SENTENCES[self]

    @property
    def is_warning(self) -> bool:
        """False where everything was repaired and only the scanner should be set right."""
        return self not in (CardNote.CODE_PAGE, CardNote.ONLY_YEAR)


_SENTENCES = {
    CardNote.NAME_LOST: (
        "Máy quét làm mất chữ có dấu trong họ tên nên họ tên để trống. Hãy nhập theo thẻ; "
        "đặt máy quét ở chế độ cổng COM hoặc HID-POS để không bị nữa."
    ),
    CardNote.TYPED_TWICE: (
        "Bộ gõ tiếng Việt đang bật đã gõ lại chữ từ máy quét. Hãy tắt bộ gõ rồi quét lại, hoặc xem lại họ tên gợi ý."
    ),
    CardNote.CODE_PAGE: "Máy quét gửi sai bảng mã; hệ thống đã sửa lại chữ. Nên đặt máy quét ở bảng mã UTF-8.",
    CardNote.NUMBER_DOUBTFUL: "Số định danh đọc được không khớp ngày sinh, giới tính trên thẻ. Hãy so với thẻ.",
    CardNote.BIRTH_UNREADABLE: "Không đọc được ngày sinh. Hãy nhập theo thẻ.",
    CardNote.ONLY_YEAR: "Thẻ chỉ ghi năm sinh.",
    CardNote.PERHAPS_ONLY_YEAR: "Mã ghi ngày sinh 01/01: có thể thẻ chỉ ghi năm sinh. Hãy so với thẻ.",
    CardNote.CUT_OFF: "Mã bị cắt ngắn: thiếu ngày cấp. Hãy kiểm tra giới hạn độ dài của máy quét.",
}


class CardUnreadable(InvalidInput):
    """The text is not the code of a citizen card."""

    code = "CARD_UNREADABLE"
    message = "Đây không phải nội dung mã QR trên thẻ căn cước. Hãy quét lại, hoặc nhập số định danh."


@dataclass(frozen=True, slots=True)
class CardReading:
    """What the code says. ``number`` has 12 digits or is empty; ``birth`` is yyyy, yyyy-mm or yyyy-mm-dd, or empty."""

    number: str
    old_number: str
    full_name: str
    birth: str
    #: "M", "F" or "".
    sex: str
    #: As printed; the commune may have been merged since.
    address: str
    issued_on: dt.date | None
    extra: tuple[str, ...] = ()
    #: What the name probably is, when it was typed twice; never used unasked.
    suggested_name: str = ""
    notes: tuple[CardNote, ...] = ()

    @property
    def birth_year(self) -> int | None:
        """The year, when the birth could be read."""
        return int(self.birth[:4]) if self.birth else None


def read_citizen_card(text: str) -> CardReading:
    """Read what a scanner typed or somebody pasted. Raises ``CardUnreadable``."""
    notes: list[CardNote] = []
    fields = _fields(text, notes)
    birth = _birth(fields[3], notes)
    sex = _SEXES.get(fields[4].casefold(), "")
    name, suggested = _name(fields[2], notes)
    issued = _day(fields[6]) if len(fields) > 6 else None
    if len(fields) == FEWEST_FIELDS:
        notes.append(CardNote.CUT_OFF)
    checked = check_personal_id(fields[0], sex=sex or None, birth_year=int(birth[:4]) if birth else None)
    if checked.form is not IdForm.PERSONAL_ID:
        raise CardUnreadable()
    if not checked.is_valid:
        notes.append(CardNote.NUMBER_DOUBTFUL)
    old = check_personal_id(fields[1])
    return CardReading(
        number=checked.number,
        old_number=old.number if old.form is IdForm.OLD_ID else "",
        full_name=name,
        birth=birth,
        sex=sex,
        address="" if has_lost_letters(fields[5]) else fields[5],
        issued_on=issued,
        extra=tuple(fields[7:]),
        suggested_name=suggested,
        notes=tuple(notes),
    )


def _fields(text: str, notes: list[CardNote]) -> list[str]:
    line = _SYMBOLOGY.sub("", _CONTROL.sub("", text[:_LONGEST]).strip())
    raw = [_LABEL.sub("", field.strip()) for field in line.split("|")]
    if len(raw) < FEWEST_FIELDS:
        if re.fullmatch(r"[A-Z0-9]{10,15}", raw[0]) and len(raw) > 1 and re.fullmatch(r"[0-9a-fA-F]{4,}", raw[1]):
            raise CardUnreadable("Đây là mã QR của thẻ bảo hiểm y tế. Hãy quét mã trên thẻ căn cước.")
        raise CardUnreadable()
    if re.fullmatch(r"[A-Z]{2}\d{13}", raw[0]):
        raise CardUnreadable("Đây là mã QR của thẻ bảo hiểm y tế. Hãy quét mã trên thẻ căn cước.")
    repaired = [repair(field) for field in raw]
    if any(one.changed for one in repaired):
        notes.append(CardNote.CODE_PAGE)
    return [clean_line(one.text) for one in repaired]


def _name(text: str, notes: list[CardNote]) -> tuple[str, str]:
    """The name, or nothing and what it probably is."""
    if not text or has_lost_letters(text) or "?" in text or _JAPANESE.search(text):
        notes.append(CardNote.NAME_LOST)
        return "", ""
    residue = find_key_residue(text)
    if residue is not None:
        notes.append(CardNote.TYPED_TWICE)
        return "", residue.suggestion
    return text, ""


def _birth(text: str, notes: list[CardNote]) -> str:
    digits = re.sub(r"\D", "", text)
    if re.fullmatch(r"(0000)?(19|20)\d\d", digits):
        notes.append(CardNote.ONLY_YEAR)
        return digits[-4:]
    if re.fullmatch(r"00(0[1-9]|1[0-2])(19|20)\d\d", digits):
        return f"{digits[4:]}-{digits[2:4]}"
    day = _day(text)
    if day is None:
        notes.append(CardNote.BIRTH_UNREADABLE)
        return ""
    if (day.day, day.month) == (1, 1):
        notes.append(CardNote.PERHAPS_ONLY_YEAR)
    return day.isoformat()


def _day(text: str) -> dt.date | None:
    digits = re.sub(r"\D", "", text)
    if len(digits) != 8:
        return None
    try:
        return dt.date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None
