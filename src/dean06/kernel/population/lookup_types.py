"""What reading the registry answers with. Public through ``queries``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Agreement(StrEnum):
    """How a given value and the registry's agree."""

    SAME = "same"
    #: Equal but for the way of writing: capital letters, spaces, place of the tone mark, i or y.
    FOLDED = "folded"
    #: One side knows only the year (or month), and that agrees.
    LESS_PRECISE = "less_precise"
    DIFFERENT = "different"
    NOT_ASKED = "not_asked"

    @property
    def agrees(self) -> bool:
        """True unless the values differ."""
        return self is not Agreement.DIFFERENT

    @property
    def label(self) -> str:
        return {
            "same": "Khớp",
            "folded": "Khớp, khác cách viết",
            "less_precise": "Khớp theo năm sinh",
            "different": "Không khớp",
            "not_asked": "Không đối chiếu",
        }[self.value]


class VerifyOutcome(StrEnum):
    """What the whole comparison says."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "agrees": "Thông tin khớp với dữ liệu dân cư",
            "differs": "Thông tin không khớp với dữ liệu dân cư",
            "unknown": "Không có số này trong dữ liệu dân cư của tỉnh",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Verification:
    """Which fields agree; never a value. ``status`` is said only to who already knows the person (all agrees)."""

    outcome: VerifyOutcome
    id_known: bool
    full_name: Agreement = Agreement.NOT_ASKED
    birth_date: Agreement = Agreement.NOT_ASKED
    sex: Agreement = Agreement.NOT_ASKED
    #: "", "dead", "missing", "id_annulled".
    status: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person for the apps of the platform; they record their own reads."""

    person_id: int
    personal_id: str | None
    full_name: str
    sex: str
    birth_year: int
    birth_month: int | None
    birth_day: int | None
    unit_code: str
    unit_name: str
    village: str
    father_name: str
    mother_name: str
    life_status: str
    id_status: str
    merged_into: int | None = None

    @property
    def birth_text(self) -> str:
        """ "05/03/1990", "03/1990" or "1990"."""
        return birth_text(self.birth_year, self.birth_month, self.birth_day)


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One answer of a search: enough to choose the right person, no more."""

    person_id: int
    masked_id: str
    full_name: str
    birth_year: int
    unit_name: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class CardLine:
    """One field of a person's card as this viewer sees it."""

    name: str
    label: str
    text: str
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as far as the viewer's duty shows it."""

    person_id: int
    title: str
    viewer: str
    lines: tuple[CardLine, ...]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why somebody may be looked up."""

    code: str
    label: str
    legal_basis: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Unusual:
    """Look-ups of one officer on one day that somebody should ask about."""

    user_id: int
    user_name: str
    agency: str
    day: dt.date
    count: int
    people: int
    reasons: tuple[str, ...] = field(default=())


def birth_text(year: int, month: int | None, day: int | None) -> str:
    """A birth date as precise as it is known."""
    return f"{day:02d}/{month:02d}/{year}" if day and month else f"{month:02d}/{year}" if month else str(year)
