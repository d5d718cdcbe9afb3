"""PRIVATE. What a text from the search box is: scanners type addresses, card codes and numbers as a person would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from dean06.kernel.common.citizen_card_qr import CardReading, CardUnreadable, read_citizen_card
from dean06.kernel.common.personal_id import IdForm, check_personal_id
from dean06.kernel.common.vietnamese import clean_line


class ScanKind(StrEnum):
    """What to look for."""

    NOTHING = "nothing"
    CASE_CODE = "case_code"
    #: A citizen's card: its owner's dossiers.
    CARD = "card"
    #: Number of the applicant, 12 or 9 digits.
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Scan:
    """What was typed; ``value`` is the code, the number or the words."""

    kind: ScanKind
    value: str = ""
    card: CardReading | None = None


#: ``{agency identifier}-{yymmdd}-{number of the day}``, on its own or somewhere in the address of a receipt.
_CODE = re.compile(
    r"(?<![A-Z0-9.])([A-Z0-9]{1,12}(?:\.[A-Z0-9]{1,12}){0,5}-(?:\d{6}|\d{8})-\d{4,7})(?!\d)", re.IGNORECASE
)


def read_scan(text: str) -> Scan:
    """The one thing that a scanned or typed text most probably is."""
    line = clean_line(text[:2_000])
    if not line:
        return Scan(ScanKind.NOTHING)
    if line.count("|") >= 5:
        try:
            card = read_citizen_card(text)
        except CardUnreadable:
            return Scan(ScanKind.WORDS, line)
        return Scan(ScanKind.CARD, card.number, card)
    code = _CODE.search(unquote(line))
    if code:
        return Scan(ScanKind.CASE_CODE, code.group(1).upper())
    checked = check_personal_id(line)
    if checked.form in (IdForm.PERSONAL_ID, IdForm.OLD_ID):
        return Scan(ScanKind.NUMBER, checked.number)
    return Scan(ScanKind.WORDS, line[:200])
