"""Comparison levels: in which ways two values of one field may agree, and how an official reads each.

``MISSING`` says nothing for or against. Levels of one ``group`` compete with each other: a date known only to the year
can only agree on the year, so its levels have a distribution of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = [
    "FIELDS",
    "WORDS",
    "Date",
    "Field",
    "Level",
    "Name",
    "Number",
    "OldNumber",
    "Parent",
    "Place",
    "Sex",
    "Taken",
]


class Name(IntEnum):
    """How two full names agree."""

    MISSING = 0
    EQUAL = 1
    PLACEMENT = 2
    KEYSTROKES = 3
    TONE = 5
    DIACRITICS = 6
    GLUED = 7
    ORDER = 8
    MIDDLE_MISSING = 9
    INITIALS = 10
    SLIP = 11
    TWO_SLIPS = 12
    MIDDLE_OTHER = 13
    FAMILY_OTHER = 14
    GIVEN_OTHER = 15
    GIVEN_ONLY = 16
    FAMILY_ONLY = 17
    OTHER = 18
    # the record's name has no accents at all
    BARE_EQUAL = 20
    BARE = 21
    BARE_GLUED = 22
    BARE_ORDER = 23
    BARE_MIDDLE_MISSING = 24
    BARE_INITIALS = 25
    BARE_SLIP = 26
    BARE_TWO_SLIPS = 27
    BARE_MIDDLE_OTHER = 28
    BARE_FAMILY_OTHER = 29
    BARE_GIVEN_OTHER = 30
    BARE_GIVEN_ONLY = 31
    BARE_FAMILY_ONLY = 32
    BARE_OTHER = 33
    # the record's name holds keystrokes
    KEYSTROKES_NEAR = 40
    KEYSTROKES_OTHER = 41


class Date(IntEnum):
    """How two dates of birth agree."""

    MISSING = 0
    EQUAL = 1
    SWAPPED = 2
    ONE_DIGIT = 3
    YEAR_NEAR = 4
    YEAR_TEN = 5
    YEAR_MONTH = 7
    YEAR_DAY = 8
    YEAR_ALONE = 9
    DAY_MONTH = 10
    MONTH_NEAR_YEAR = 11
    OTHER = 12
    # one side knows only the year (or year and month)
    PART_EQUAL = 13
    PART_NEAR = 14
    PART_OTHER = 15
    # the record says 1 January, which often stands for an unknown day
    JAN_EQUAL = 20
    JAN_YEAR = 21
    JAN_NEAR = 22
    JAN_OTHER = 23


class Number(IntEnum):
    """How the record's identity number agrees with the person's."""

    MISSING = 0
    EQUAL = 1
    LOST_ZERO = 2
    ANNULLED = 3
    ONE_DIGIT = 4
    TRANSPOSED = 5
    TWO_DIGITS = 6
    SUFFIX = 7
    SERIAL_NEAR = 8
    OTHER = 9
    OTHER_PERSON = 10
    # the record's number has too few or too many digits
    DROPPED = 11
    BROKEN_NEAR = 12
    BROKEN_OTHER = 13


class OldNumber(IntEnum):
    """How the record's 9-digit number agrees with the person's."""

    MISSING = 0
    EQUAL = 1
    NEAR = 2
    OTHER = 3


class Sex(IntEnum):
    """Sex as registered against sex in the file."""

    MISSING = 0
    EQUAL = 1
    OTHER = 2


class Place(IntEnum):
    """Commune and village together, because one explains the other."""

    MISSING = 0
    UNIT_VILLAGE = 1
    UNIT = 2
    UNIT_OTHER_VILLAGE = 3
    SPLIT_VILLAGE = 4
    SPLIT = 5
    SPLIT_OTHER_VILLAGE = 6
    PREVIOUS = 7
    OTHER_UNIT_VILLAGE = 8
    OTHER = 9
    # no commune in the record
    VILLAGE_ONLY = 10
    VILLAGE_OTHER = 11


class Parent(IntEnum):
    """Names of father or mother."""

    MISSING = 0
    EQUAL = 1
    PLAIN = 2
    NEAR = 3
    GIVEN = 4
    OTHER = 5


class Taken(IntEnum):
    """One-to-one evidence: is the person already the sure partner of another record?"""

    MISSING = 0
    FREE = 1
    TAKEN = 2


@dataclass(frozen=True, slots=True)
class Level:
    """One level. ``codes``: the stable reasons told for it. ``m`` and ``u``: where learning starts, counted as a few
    observations only; ``kin``: how often relatives agree so (``None``: as strangers do). ``group``: the levels it
    competes with; ``like``: the level whose parameters it shares, because the difference does not tell who it is."""

    value: int
    codes: tuple[str, ...]
    m: float
    u: float
    group: int = 0
    like: int | None = None
    kin: float | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the score. ``column`` holds the level of a pair."""

    name: str
    column: str
    levels: tuple[Level, ...]

    def groups(self) -> dict[int, tuple[Level, ...]]:
        """The competing levels, by group; ``MISSING`` is in none."""
        found: dict[int, tuple[Level, ...]] = {}
        for level in self.levels:
            found[level.group] = (*found.get(level.group, ()), level)
        return found


def _bare(value: Name, code: str, m: float, u: float, kin: float | None = None) -> Level:
    return Level(value, ("NAME_NO_ACCENTS", code), m, u, 1, kin=kin)


FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "l_name",
        (
            Level(Name.EQUAL, ("NAME_EQUAL",), 0.89, 3e-4, kin=0.002),
            Level(Name.PLACEMENT, ("NAME_PLACEMENT",), 0.0, 0.0, like=Name.EQUAL),
            Level(Name.TONE, ("NAME_TONE",), 0.015, 2e-4, kin=0.001),
            Level(Name.DIACRITICS, ("NAME_DIACRITICS",), 0.01, 3e-4, kin=0.002),
            Level(Name.GLUED, ("NAME_GLUED",), 0.002, 1e-6),
            Level(Name.ORDER, ("NAME_ORDER",), 0.005, 1e-5, kin=0.001),
            Level(Name.MIDDLE_MISSING, ("NAME_MIDDLE_MISSING",), 0.015, 1e-3, kin=0.004),
            Level(Name.INITIALS, ("NAME_INITIALS",), 0.001, 1e-4),
            Level(Name.SLIP, ("NAME_SLIP",), 0.02, 2e-4, kin=0.006),
            Level(Name.TWO_SLIPS, ("NAME_TWO_SLIPS",), 0.005, 1e-3, kin=0.01),
            Level(Name.MIDDLE_OTHER, ("NAME_MIDDLE_OTHER",), 0.005, 3e-3, kin=0.008),
            Level(Name.FAMILY_OTHER, ("NAME_FAMILY_OTHER",), 0.003, 1e-3, kin=0.002),
            Level(Name.GIVEN_OTHER, ("NAME_GIVEN_OTHER",), 0.003, 2e-2, kin=0.1),
            Level(Name.GIVEN_ONLY, ("NAME_GIVEN_ONLY",), 0.002, 1.5e-2),
            Level(Name.FAMILY_ONLY, ("NAME_FAMILY_ONLY",), 0.002, 0.2, kin=0.5),
            Level(Name.OTHER, ("NAME_OTHER",), 0.002, 0.75, kin=0.36),
            Level(Name.BARE, ("NAME_NO_ACCENTS",), 0.91, 6e-4, 1, kin=0.005),
            Level(Name.BARE_EQUAL, ("NAME_EQUAL",), 0.0, 0.0, 1, like=Name.BARE),
            _bare(Name.BARE_GLUED, "NAME_GLUED", 0.003, 1e-6),
            _bare(Name.BARE_ORDER, "NAME_ORDER", 0.007, 1e-5),
            _bare(Name.BARE_MIDDLE_MISSING, "NAME_MIDDLE_MISSING", 0.02, 1e-3, 0.004),
            _bare(Name.BARE_INITIALS, "NAME_INITIALS", 0.001, 1e-4),
            _bare(Name.BARE_SLIP, "NAME_SLIP", 0.03, 2e-4, 0.006),
            _bare(Name.BARE_TWO_SLIPS, "NAME_TWO_SLIPS", 0.006, 1e-3, 0.01),
            _bare(Name.BARE_MIDDLE_OTHER, "NAME_MIDDLE_OTHER", 0.005, 3e-3, 0.008),
            _bare(Name.BARE_FAMILY_OTHER, "NAME_FAMILY_OTHER", 0.003, 1e-3),
            _bare(Name.BARE_GIVEN_OTHER, "NAME_GIVEN_OTHER", 0.003, 2e-2, 0.1),
            _bare(Name.BARE_GIVEN_ONLY, "NAME_GIVEN_ONLY", 0.003, 1.5e-2),
            _bare(Name.BARE_FAMILY_ONLY, "NAME_FAMILY_ONLY", 0.003, 0.2, 0.5),
            _bare(Name.BARE_OTHER, "NAME_OTHER", 0.003, 0.75, 0.36),
            Level(Name.KEYSTROKES, ("NAME_KEYSTROKES",), 0.9, 6e-4, 2, kin=0.005),
            Level(Name.KEYSTROKES_NEAR, ("NAME_KEYSTROKES", "NAME_SLIP"), 0.09, 2e-2, 2, kin=0.12),
            Level(Name.KEYSTROKES_OTHER, ("NAME_KEYSTROKES", "NAME_OTHER"), 0.01, 0.98, 2, kin=0.875),
        ),
    ),
    Field(
        "date",
        "l_date",
        (
            Level(Date.EQUAL, ("DATE_EQUAL",), 0.93, 5e-5, kin=0.012),
            Level(Date.SWAPPED, ("DATE_SWAPPED",), 0.01, 2e-5),
            Level(Date.ONE_DIGIT, ("DATE_ONE_DIGIT",), 0.012, 6e-4),
            Level(Date.YEAR_NEAR, ("DATE_YEAR_NEAR",), 0.006, 8e-5),
            Level(Date.YEAR_TEN, ("DATE_YEAR_TEN",), 0.003, 5e-5),
            Level(Date.YEAR_MONTH, ("DATE_YEAR_MONTH",), 0.005, 1e-3),
            Level(Date.YEAR_DAY, ("DATE_YEAR_DAY",), 0.004, 4e-4),
            Level(Date.YEAR_ALONE, ("DATE_YEAR_ALONE",), 0.008, 1.2e-2),
            Level(Date.DAY_MONTH, ("DATE_DAY_MONTH",), 0.004, 2.5e-3),
            Level(Date.MONTH_NEAR_YEAR, ("DATE_NEAR",), 0.002, 5e-3),
            Level(Date.OTHER, ("DATE_OTHER",), 0.005, 0.98),
            Level(Date.PART_EQUAL, ("DATE_YEAR_ONLY",), 0.97, 1.3e-2, 1),
            Level(Date.PART_NEAR, ("DATE_YEAR_ONLY", "DATE_YEAR_NEAR"), 0.015, 2.6e-2, 1),
            Level(Date.PART_OTHER, ("DATE_YEAR_ONLY", "DATE_OTHER"), 0.015, 0.96, 1),
            Level(Date.JAN_EQUAL, ("DATE_EQUAL",), 0.5, 3e-4, 2, kin=0.015),
            Level(Date.JAN_YEAR, ("DATE_JAN_FIRST",), 0.4, 1.3e-2, 2, kin=0.015),
            Level(Date.JAN_NEAR, ("DATE_JAN_FIRST", "DATE_YEAR_NEAR"), 0.05, 2.6e-2, 2, kin=0.04),
            Level(Date.JAN_OTHER, ("DATE_OTHER",), 0.05, 0.96, 2),
        ),
    ),
    Field(
        "number",
        "l_number",
        (
            Level(Number.EQUAL, ("ID_EQUAL",), 0.95, 1e-9),
            Level(Number.LOST_ZERO, ("ID_LOST_ZERO",), 0.0, 0.0, like=Number.EQUAL),
            Level(Number.ANNULLED, ("ID_ANNULLED",), 0.002, 1e-9),
            Level(Number.ONE_DIGIT, ("ID_ONE_DIGIT",), 0.015, 1e-6),
            Level(Number.TRANSPOSED, ("ID_TRANSPOSED",), 0.007, 3e-7),
            Level(Number.TWO_DIGITS, ("ID_TWO_DIGITS",), 0.003, 3e-5),
            Level(Number.SUFFIX, ("ID_SUFFIX",), 0.003, 2e-6),
            Level(Number.SERIAL_NEAR, ("ID_NEAR",), 0.002, 2e-4),
            Level(Number.OTHER, ("ID_OTHER",), 0.008, 1.0),
            Level(Number.DROPPED, ("ID_DROPPED",), 0.75, 1e-6, 1),
            Level(Number.BROKEN_NEAR, ("ID_BROKEN", "ID_NEAR"), 0.05, 1e-4, 1),
            Level(Number.BROKEN_OTHER, ("ID_BROKEN",), 0.2, 1.0, 1),
            Level(Number.OTHER_PERSON, ("ID_OTHER_PERSON",), 1.0, 1.0, 2),
        ),
    ),
    Field(
        "old_number",
        "l_old",
        (
            Level(OldNumber.EQUAL, ("OLD_ID_EQUAL",), 0.9, 1e-7),
            Level(OldNumber.NEAR, ("OLD_ID_NEAR",), 0.03, 2e-6),
            Level(OldNumber.OTHER, ("OLD_ID_OTHER",), 0.07, 1.0),
        ),
    ),
    Field("sex", "l_sex", (Level(Sex.EQUAL, (), 0.99, 0.5), Level(Sex.OTHER, ("SEX_OTHER",), 0.01, 0.5))),
    Field(
        "place",
        "l_place",
        (
            Level(Place.UNIT_VILLAGE, ("PLACE_UNIT", "PLACE_VILLAGE"), 0.45, 1.5e-3, kin=0.4),
            Level(Place.UNIT, ("PLACE_UNIT",), 0.25, 5e-3, kin=0.25),
            Level(Place.UNIT_OTHER_VILLAGE, ("PLACE_UNIT", "PLACE_VILLAGE_OTHER"), 0.08, 1.2e-2, kin=0.06),
            Level(Place.SPLIT_VILLAGE, ("PLACE_SPLIT", "PLACE_VILLAGE"), 0.02, 1e-3, kin=0.03),
            Level(Place.SPLIT, ("PLACE_SPLIT",), 0.02, 4e-3, kin=0.03),
            Level(Place.SPLIT_OTHER_VILLAGE, ("PLACE_SPLIT", "PLACE_VILLAGE_OTHER"), 0.01, 8e-3, kin=0.01),
            Level(Place.PREVIOUS, ("PLACE_PREVIOUS",), 0.06, 1e-2, kin=0.06),
            Level(Place.OTHER_UNIT_VILLAGE, ("PLACE_OTHER", "PLACE_VILLAGE"), 0.01, 0.08, kin=0.01),
            Level(Place.OTHER, ("PLACE_OTHER",), 0.08, 0.87, kin=0.15),
            Level(Place.VILLAGE_ONLY, ("PLACE_VILLAGE",), 0.8, 0.1, 1, kin=0.75),
            Level(Place.VILLAGE_OTHER, ("PLACE_VILLAGE_OTHER",), 0.2, 0.9, 1, kin=0.25),
        ),
    ),
    *(
        Field(
            parent,
            column,
            (
                Level(Parent.EQUAL, (f"{code}_EQUAL",), 0.85, 5e-4, kin=0.45),
                Level(Parent.PLAIN, (f"{code}_DIACRITICS",), 0.07, 5e-4, kin=0.03),
                Level(Parent.NEAR, (f"{code}_NEAR",), 0.05, 3e-3, kin=0.03),
                Level(Parent.GIVEN, (f"{code}_GIVEN_ONLY",), 0.01, 2e-2, kin=0.02),
                Level(Parent.OTHER, (f"{code}_OTHER",), 0.02, 0.97, kin=0.47),
            ),
        )
        for parent, column, code in (("father", "l_father", "FATHER"), ("mother", "l_mother", "MOTHER"))
    ),
    Field(
        "taken",
        "l_taken",
        (Level(Taken.FREE, (), 0.98, 0.5), Level(Taken.TAKEN, ("PERSON_TAKEN",), 0.02, 0.5)),
    ),
)

#: Reason code → how an official reads it.
WORDS: dict[str, str] = {
    "NAME_EQUAL": "họ tên giống hệt",
    "NAME_PLACEMENT": "họ tên chỉ khác cách đặt dấu hoặc i/y",
    "NAME_NO_ACCENTS": "họ tên trong tệp không có dấu",
    "NAME_KEYSTROKES": "họ tên trong tệp gõ sót phím Telex/VNI",
    "NAME_TONE": "họ tên khác dấu thanh",
    "NAME_DIACRITICS": "họ tên khác dấu",
    "NAME_GLUED": "họ tên viết dính hoặc tách chữ",
    "NAME_ORDER": "họ tên đảo thứ tự",
    "NAME_MIDDLE_MISSING": "họ tên thiếu chữ đệm ở một bên",
    "NAME_INITIALS": "họ, chữ đệm viết tắt",
    "NAME_SLIP": "họ tên sai một chữ cái",
    "NAME_TWO_SLIPS": "họ tên sai hai chữ cái",
    "NAME_MIDDLE_OTHER": "khác chữ đệm",
    "NAME_FAMILY_OTHER": "khác họ, giống đệm và tên",
    "NAME_GIVEN_OTHER": "giống họ và đệm, khác tên",
    "NAME_GIVEN_ONLY": "chỉ giống tên",
    "NAME_FAMILY_ONLY": "chỉ giống họ",
    "NAME_OTHER": "họ tên khác",
    "DATE_EQUAL": "khớp ngày sinh",
    "DATE_SWAPPED": "ngày sinh đảo ngày-tháng",
    "DATE_ONE_DIGIT": "ngày sinh sai một chữ số",
    "DATE_YEAR_NEAR": "năm sinh lệch một năm",
    "DATE_YEAR_TEN": "năm sinh lệch mười năm",
    "DATE_YEAR_MONTH": "khớp tháng và năm sinh, khác ngày",
    "DATE_YEAR_DAY": "khớp ngày và năm sinh, khác tháng",
    "DATE_YEAR_ALONE": "chỉ khớp năm sinh",
    "DATE_DAY_MONTH": "khớp ngày và tháng sinh, khác năm",
    "DATE_NEAR": "ngày sinh gần giống",
    "DATE_OTHER": "ngày sinh khác",
    "DATE_YEAR_ONLY": "một bên chỉ có năm sinh",
    "DATE_JAN_FIRST": "tệp ghi ngày 01/01, khớp năm sinh",
    "ID_EQUAL": "khớp số định danh",
    "ID_LOST_ZERO": "khớp số định danh sau khi bù số 0 ở đầu",
    "ID_ANNULLED": "khớp số định danh đã hủy",
    "ID_ONE_DIGIT": "số định danh sai một chữ số",
    "ID_TRANSPOSED": "số định danh đảo hai chữ số liền nhau",
    "ID_TWO_DIGITS": "số định danh sai hai chữ số",
    "ID_SUFFIX": "trùng sáu số cuối của số định danh",
    "ID_NEAR": "số định danh gần giống",
    "ID_OTHER": "số định danh khác và không có trong dân cư",
    "ID_DROPPED": "số định danh thiếu hoặc thừa một chữ số",
    "ID_BROKEN": "số định danh không đủ 12 chữ số",
    "ID_OTHER_PERSON": "số định danh trong tệp là của người khác",
    "OLD_ID_EQUAL": "khớp số chứng minh nhân dân cũ",
    "OLD_ID_NEAR": "số chứng minh nhân dân cũ gần giống",
    "OLD_ID_OTHER": "số chứng minh nhân dân cũ khác",
    "SEX_OTHER": "khác giới tính",
    "PLACE_UNIT": "cùng xã",
    "PLACE_SPLIT": "cùng xã cũ đã chia",
    "PLACE_PREVIOUS": "trùng nơi ở trước đây",
    "PLACE_OTHER": "khác xã",
    "PLACE_VILLAGE": "cùng thôn",
    "PLACE_VILLAGE_OTHER": "khác thôn",
    "FATHER_EQUAL": "khớp tên cha",
    "FATHER_DIACRITICS": "tên cha khác dấu",
    "FATHER_NEAR": "tên cha gần giống",
    "FATHER_GIVEN_ONLY": "họ tên cha chỉ giống tên",
    "FATHER_OTHER": "tên cha khác",
    "MOTHER_EQUAL": "khớp tên mẹ",
    "MOTHER_DIACRITICS": "tên mẹ khác dấu",
    "MOTHER_NEAR": "tên mẹ gần giống",
    "MOTHER_GIVEN_ONLY": "họ tên mẹ chỉ giống tên",
    "MOTHER_OTHER": "tên mẹ khác",
    "PERSON_TAKEN": "người này đã khớp chắc chắn với dòng khác",
}
