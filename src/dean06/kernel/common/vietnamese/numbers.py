"""Numbers as Vietnamese documents print them: ``3.037.420``, ``66,9%``, ``99.68%``, ``12.044 tỷ đồng``, ``22/25``.

Which mark separates thousands and which one decimals is decided by the length of the groups, because official documents
mix both habits, often in one sentence:

==================  ==========  =========================================================================
printed             read as     why
==================  ==========  =========================================================================
``3.037.420``       3037420     several groups of three: thousands
``1.234``           1234        one dot and exactly three digits after 1-3 digits: thousands (Vietnamese)
``12.5``, ``66,9``  12.5, 66.9  the last group is not three digits long: decimals
``99.684%``         99.684      no report prints 99,684 per cent: decimals
``1.250%``          nothing     1,25 % or 1.250 %? unsure
``1,234``           nothing     decimals (Vietnamese) or thousands (English)? unsure
``0,125``           0.125       a thousands group cannot begin with 0
``1.234,5``         1234.5      both marks: the last one separates the decimals
==================  ==========  =========================================================================

"Nothing" (``None``) is the answer whenever two readings are possible; a caller that knows the habit of the document
or the column passes ``decimal_mark``. Pure functions; texts in NFC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

__all__ = [
    "PrintedNumber",
    "format_number",
    "format_percent",
    "parse_number",
    "parse_ratio",
]


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number with the way it was printed.

    ``value`` includes the multiplier (``187,4 triệu`` is 187400000); a percentage stays in per cent (``66,9%``: 66.9).
    ``decimals`` are the digits after the decimal mark of the printed part, ``unit`` the words after the multiplier
    ("đồng", "USD") when they are units of money.
    """

    text: str
    value: Decimal
    printed: Decimal
    decimals: int = 0
    multiplier: int = 1
    percent: bool = False
    unit: str | None = None
    leading_zero: bool = False

    @property
    def half_step(self) -> Decimal:
        """Half of the last printed place: how far the true value may be from ``value`` if it was rounded."""
        return Decimal(5).scaleb(-self.decimals - 1) * self.multiplier

    @property
    def maybe_year(self) -> bool:
        """True for four digits without a separator between 1900 and 2099: a count is then usually printed ``2.024``."""
        return re.fullmatch(r"(?:19|20)\d\d", self.text) is not None


_MULTIPLIERS = {
    "nghìn tỷ": 10**12,
    "nghìn tỉ": 10**12,
    "ngàn tỷ": 10**12,
    "ngàn tỉ": 10**12,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "triệu": 10**6,
    "tr": 10**6,
    "nghìn": 1000,
    "ngàn": 1000,
}
_MONEY = r"đồng|VNĐ|VND|USD|EUR|đô la|đ"
# Grouping spaces that a typesetter puts inside a number (never the ordinary space, which separates two numbers).
_GROUP_SPACE = "\u00a0\u202f\u2009"
DIGITS = rf"\d+(?:[.,{_GROUP_SPACE}]\d+)*"
SUFFIX = (
    rf"(?:[ \u00a0]?(?P<percent>%|phần trăm(?!\w))|[ \u00a0]?(?P<mult>{'|'.join(_MULTIPLIERS)})(?!\w))?"
    rf"(?:[ \u00a0]?(?P<unit>{_MONEY})(?!\w))?"
)
_PRINTED = re.compile(rf"(?P<sign>[-−])?(?P<digits>{DIGITS}){SUFFIX}", re.IGNORECASE)


def _groups_of_three(parts: list[str]) -> bool:
    return 1 <= len(parts[0]) <= 3 and not parts[0].startswith("0") and all(len(part) == 3 for part in parts[1:])


def _split_single_mark(digits: str, mark: str, percent: bool, decimal_mark: str | None) -> tuple[str, str] | None:
    """Integer and decimal digits of a number that uses one kind of mark; ``None`` when both readings are possible."""
    parts = digits.split(mark)
    if len(parts) > 2:
        return ("".join(parts), "") if _groups_of_three(parts) and mark != decimal_mark else None
    whole, rest = parts
    if len(whole) > 1 and whole.startswith("0"):
        return None
    if decimal_mark == mark:
        return whole, rest
    if decimal_mark is not None:
        return (whole + rest, "") if _groups_of_three(parts) else None
    if len(rest) != 3 or whole == "0":
        return whole, rest
    if len(whole) > 3:
        # "1234,567" can only be a Vietnamese decimal; "1234.567" may just as well have lost a dot.
        return (whole, rest) if mark == "," else None
    if percent:
        return (whole, rest) if len(whole) >= 2 or mark == "," else None
    return (whole + rest, "") if mark == "." else None


def _split_digits(digits: str, percent: bool, decimal_mark: str | None) -> tuple[str, str] | None:
    for space in _GROUP_SPACE + " ":
        if space in digits:
            head, mark, tail = re.fullmatch(r"([^.,]*)([.,]?)(.*)", digits, re.DOTALL).groups()  # type: ignore[union-attr]
            parts = head.split(space)
            if (
                not _groups_of_three(parts)
                or not all(part.isdigit() for part in parts)
                or (mark and not tail.isdigit())
            ):
                return None
            return "".join(parts), tail
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        mark = "." if digits.rindex(".") > digits.rindex(",") else ","
        other = "," if mark == "." else "."
        whole, _, rest = digits.rpartition(mark)
        parts = whole.split(other)
        if mark in whole or not _groups_of_three(parts) or decimal_mark not in (None, mark):
            return None
        return "".join(parts), rest
    if dots or commas:
        return _split_single_mark(digits, "." if dots else ",", percent, decimal_mark)
    # "02" and "007" are counts with a leading zero, longer ones are codes.
    return None if digits.startswith("0") and len(digits) > 3 else (digits, "")


def number_from_match(match: re.Match[str], decimal_mark: str | None) -> PrintedNumber | None:
    """The number in a match of DIGITS and SUFFIX with a group ``sign``; ``None`` when it can be read in two ways."""
    digits, percent = match["digits"], match["percent"] is not None
    split = _split_digits(digits, percent, decimal_mark)
    if split is None:
        return None
    whole, rest = split
    printed = Decimal(f"{whole}.{rest}" if rest else whole)
    if match["sign"]:
        printed = -printed
    multiplier = _MULTIPLIERS[match["mult"].lower()] if match["mult"] else 1
    leading_zero = len(whole) > 1 and whole.startswith("0")
    return PrintedNumber(
        match.group(0), printed * multiplier, printed, len(rest), multiplier, percent, match["unit"], leading_zero
    )


def parse_number(text: str, *, decimal_mark: str | None = None) -> PrintedNumber | None:
    """The one number that ``text`` consists of, with its per cent sign, multiplier and unit of money.

    ``decimal_mark`` ("," or ".") settles what would otherwise be unsure. ``None`` when ``text`` is anything but one
    number or can be read in two ways.
    """
    stripped = text.strip(" \t\r\n\u00a0;:")
    grouped = re.fullmatch(r"[-−]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?", stripped)
    match = _PRINTED.fullmatch(stripped.replace(" ", "\u00a0") if grouped else stripped)
    number = number_from_match(match, decimal_mark) if match else None
    if number is None or not grouped:
        return number
    return PrintedNumber(stripped, number.value, number.printed, number.decimals)


def parse_ratio(text: str, *, decimal_mark: str | None = None) -> tuple[PrintedNumber, PrintedNumber] | None:
    """``22 / 25`` or ``70.060/70.287`` as (part, whole); ``None`` when ``text`` is anything else."""
    part, slash, whole = text.strip().partition("/")
    if not slash:
        return None
    first, second = parse_number(part, decimal_mark=decimal_mark), parse_number(whole, decimal_mark=decimal_mark)
    if first is None or second is None or first.percent or second.percent:
        return None
    return first, second


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """``3.037.420`` or ``3.037.420,5``: dots between thousands, a decimal comma.

    ``decimals`` rounds half up to that many digits and keeps trailing zeros; ``None`` prints what the value has,
    without trailing zeros. Raises ValueError for NaN and infinity.
    """
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("Không in được giá trị không phải là số hữu hạn")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{abs(number):f}".partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def format_percent(value: Decimal | int, decimals: int | None = None) -> str:
    """``66,9%`` from 66.9 (the value is in per cent already); ``decimals`` as in ``format_number``."""
    return f"{format_number(value, decimals)}%"
