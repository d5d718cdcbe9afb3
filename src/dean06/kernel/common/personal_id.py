"""The personal identification number (số định danh cá nhân) and the old 9-digit one: what their digits say.

Structure: NĐ 137/2015/NĐ-CP Điều 13, TT 59/2021/TT-BCA, kept by Luật Căn cước 26/2023/QH15 Điều 12: 3 digits of the
place where the birth was registered, 1 of century and sex, 2 of the birth year, 6 random ones; no check digit.
Pure functions: ``check_personal_id`` judges a text, ``prefix_of`` builds the first six digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from dean06.kernel.common.birth_codes import BIRTH_PROVINCES, FIRST_FOREIGN_CODE, LAST_FOREIGN_CODE

__all__ = [
    "FIRST_CENTURY",
    "LAST_YEAR",
    "IdFlag",
    "IdFlaw",
    "IdForm",
    "PersonalIdCheck",
    "birth_place_code",
    "birth_year_of",
    "century_digit",
    "check_personal_id",
    "prefix_of",
    "sex_of",
]

SexCode = Literal["M", "F"]
#: The fourth digit counts two a century from 1900 on; it ends with 2399.
FIRST_CENTURY, LAST_YEAR = 1900, 2399

_SEPARATORS = re.compile(r"[\s.\-\u00a0\u200b\ufeff'’]+")
_FLOAT_TAIL = re.compile(r"(\d+)\.0+")


class IdForm(StrEnum):
    """What kind of number the text is."""

    PERSONAL_ID = "personal_id"
    OLD_ID = "old_id"
    NONE = "none"


class IdFlaw(StrEnum):
    """Why the text is not a good personal id; ``sentence`` says it to people."""

    EMPTY = "EMPTY"
    NOT_12_DIGITS = "NOT_12_DIGITS"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    SCIENTIFIC_NOTATION = "SCIENTIFIC_NOTATION"
    CMND_9 = "CMND_9"
    UNKNOWN_PROVINCE = "UNKNOWN_PROVINCE"
    CENTURY_MISMATCH = "CENTURY_MISMATCH"
    SEX_MISMATCH = "SEX_MISMATCH"
    YEAR_MISMATCH = "YEAR_MISMATCH"

    @property
    def sentence(self) -> str:
        """One Vietnamese sentence: what is wrong and what to do."""
        return _SENTENCES[self]

    @property
    def is_warning(self) -> bool:
        """True where the number may all the same be right (the list of places is not closed)."""
        return self is IdFlaw.UNKNOWN_PROVINCE


_SENTENCES = {
    IdFlaw.EMPTY: "Chưa có số định danh.",
    IdFlaw.NOT_12_DIGITS: "Số định danh phải có đúng 12 chữ số. Hãy đối chiếu lại với thẻ căn cước.",
    IdFlaw.NOT_A_NUMBER: "Số định danh chỉ gồm chữ số. Hãy bỏ các ký tự khác.",
    IdFlaw.SCIENTIFIC_NOTATION: (
        "Ô bị bảng tính đổi sang dạng số mũ (như 4,22E+10) nên mất chữ số. "
        "Hãy đổi cột sang dạng văn bản và nhập lại từ nguồn gốc."
    ),
    IdFlaw.CMND_9: "Đây là số chứng minh nhân dân 9 số, không còn giá trị sử dụng. Hãy nhập số định danh 12 số.",
    IdFlaw.UNKNOWN_PROVINCE: "Ba số đầu không có trong danh mục nơi đăng ký khai sinh. Hãy đối chiếu với thẻ căn cước.",
    IdFlaw.CENTURY_MISMATCH: "Số thứ tư không khớp thế kỷ sinh. Số định danh hoặc năm sinh bị sai.",
    IdFlaw.SEX_MISMATCH: "Số thứ tư không khớp giới tính. Số định danh hoặc giới tính sai, hoặc đã đổi giới tính.",
    IdFlaw.YEAR_MISMATCH: "Số thứ năm và thứ sáu không khớp năm sinh. Số định danh hoặc năm sinh bị sai.",
}


class IdFlag(StrEnum):
    """Something to know about a number that was accepted or repaired."""

    #: Leading zeros that a spreadsheet dropped were put back.
    PADDED = "PADDED"
    #: Spaces, dots, or a trailing ".0" were taken away.
    CLEANED = "CLEANED"
    #: The birth was registered abroad.
    FOREIGN_BIRTH = "FOREIGN_BIRTH"


@dataclass(frozen=True, slots=True)
class PersonalIdCheck:
    """What a text is. ``number`` holds the digits to use: 12 of a personal id, 9 of an old one, else empty."""

    form: IdForm
    number: str
    flaws: tuple[IdFlaw, ...] = ()
    flags: frozenset[IdFlag] = frozenset()

    @property
    def is_valid(self) -> bool:
        """A 12-digit number that nothing speaks against (an unknown place only warns)."""
        return self.form is IdForm.PERSONAL_ID and all(flaw.is_warning for flaw in self.flaws)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The flaws in words."""
        return tuple(flaw.sentence for flaw in self.flaws)


def check_personal_id(text: str, *, sex: str | None = None, birth_year: int | None = None) -> PersonalIdCheck:
    """What ``text`` is and what speaks against it, given the sex (``"M"``/``"F"``) and birth year where they are known.

    10 or 11 digits are a number that lost its leading zeros: they are put back only when the padded number then passes
    every check, and ``PADDED`` says so. An old 9-digit number has the form ``OLD_ID`` and the flaw ``CMND_9``.
    """
    digits, flags, flaw = _digits_of(text)
    if flaw is not None:
        return PersonalIdCheck(IdForm.NONE, "", (flaw,))
    if len(digits) == 12:
        flaws = _flaws(digits, sex, birth_year)
        return PersonalIdCheck(IdForm.PERSONAL_ID, digits, flaws, flags | _place_flags(digits))
    if len(digits) == 9:
        return PersonalIdCheck(IdForm.OLD_ID, digits, (IdFlaw.CMND_9,), flags)
    if len(digits) in (10, 11):
        padded = digits.rjust(12, "0")
        if not _flaws(padded, sex, birth_year):
            return PersonalIdCheck(IdForm.PERSONAL_ID, padded, (), flags | {IdFlag.PADDED} | _place_flags(padded))
    return PersonalIdCheck(IdForm.NONE, "", (IdFlaw.NOT_12_DIGITS,), flags)


def prefix_of(place_code: str, sex: str, birth_year: int) -> str:
    """The first six digits for a birth: place, century and sex, year.

    Raises ``ValueError`` for a place that is no code, another sex than ``"M"``/``"F"``, a year the number cannot hold.
    """
    if not re.fullmatch(r"\d{3}", place_code):
        raise ValueError(f"not a place code: {place_code!r}")
    return f"{place_code}{century_digit(sex, birth_year)}{birth_year % 100:02d}"


def century_digit(sex: str, birth_year: int) -> str:
    """The fourth digit: 0/1 for men/women born 1900-1999, 2/3 for 2000-2099, … 8/9 for 2300-2399.

    Raises ``ValueError`` outside these years and for another sex than ``"M"``/``"F"``.
    """
    if sex not in ("M", "F"):
        raise ValueError(f"not a sex: {sex!r}")
    if not FIRST_CENTURY <= birth_year <= LAST_YEAR:
        raise ValueError(f"no number for a birth in {birth_year}")
    return str((birth_year - FIRST_CENTURY) // 100 * 2 + (sex == "F"))


def sex_of(number: str) -> SexCode:
    """The sex that the fourth digit of a 12-digit number says: even male, odd female."""
    return "F" if int(number[3]) % 2 else "M"


def birth_year_of(number: str) -> int:
    """The birth year that digits 4-6 of a 12-digit number say."""
    return FIRST_CENTURY + int(number[3]) // 2 * 100 + int(number[4:6])


def birth_place_code(number: str) -> str:
    """The first three digits of a 12-digit number."""
    return number[:3]


def _digits_of(text: str) -> tuple[str, frozenset[IdFlag], IdFlaw | None]:
    """The bare digits, what was taken away to get them, or why there are none."""
    trimmed = text.strip().strip("\u00a0\u200b\ufeff'’")
    if not trimmed:
        return "", frozenset(), IdFlaw.EMPTY
    if re.fullmatch(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}", trimmed):
        return "", frozenset(), IdFlaw.SCIENTIFIC_NOTATION
    whole = _FLOAT_TAIL.fullmatch(trimmed)
    bare = whole.group(1) if whole and len(whole.group(1)) >= 9 else _SEPARATORS.sub("", trimmed)
    if not (bare.isascii() and bare.isdigit()):
        return "", frozenset(), IdFlaw.NOT_A_NUMBER
    return bare, frozenset() if bare == text else frozenset({IdFlag.CLEANED}), None


def _flaws(number: str, sex: str | None, birth_year: int | None) -> tuple[IdFlaw, ...]:
    flaws = []
    if number[:3] not in BIRTH_PROVINCES and not _is_foreign(number):
        flaws.append(IdFlaw.UNKNOWN_PROVINCE)
    if birth_year is not None and birth_year_of(number) // 100 != birth_year // 100:
        flaws.append(IdFlaw.CENTURY_MISMATCH)
    if sex is not None and sex_of(number) != sex:
        flaws.append(IdFlaw.SEX_MISMATCH)
    if birth_year is not None and int(number[4:6]) != birth_year % 100:
        flaws.append(IdFlaw.YEAR_MISMATCH)
    return tuple(flaws)


def _is_foreign(number: str) -> bool:
    return FIRST_FOREIGN_CODE <= int(number[:3]) <= LAST_FOREIGN_CODE


def _place_flags(number: str) -> frozenset[IdFlag]:
    return frozenset({IdFlag.FOREIGN_BIRTH}) if _is_foreign(number) else frozenset()
