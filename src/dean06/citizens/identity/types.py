"""PUBLIC. What identity providers say of a person, and how surely."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import models


class Level(models.IntegerChoices):
    """Level of an e-identification account (NĐ 69/2024/NĐ-CP Đ.7): 1 by the app, 2 in person with biometrics."""

    ONE = 1, "Mức độ 1"
    TWO = 2, "Mức độ 2"


class Assurance(models.IntegerChoices):
    """How strongly a sign-in was authenticated (NĐ 69/2024/NĐ-CP, four levels of authentication)."""

    ONE_FACTOR = 1, "Mức 1: một yếu tố"
    TWO_FACTORS = 2, "Mức 2: hai yếu tố khác loại"
    WITH_BIOMETRIC = 3, "Mức 3: từ hai yếu tố, có sinh trắc học"
    THREE_FACTORS = 4, "Mức 4: biết, có và sinh trắc học"


class Act(models.TextChoices):
    """What a citizen wants to do; each asks for a level of its own (``AssuranceRule``)."""

    VIEW = "view", "Xem hồ sơ, dữ liệu của mình"
    SUBMIT = "submit", "Nộp, bổ sung, rút hồ sơ"
    WALLET = "wallet", "Dùng lại, chia sẻ giấy tờ trong kho"
    PAY = "pay", "Thanh toán trực tuyến"


@dataclass(frozen=True, slots=True)
class OrganisationClaim:
    """The organisation for which the person signed in; organisations have one type of account, without levels."""

    number: str
    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a provider vouches for: who signed in, at which level and assurance (1-4). No secret of the provider."""

    provider: str
    personal_id: str
    full_name: str
    birth_date: dt.date
    level: int
    assurance: int
    organisation: OrganisationClaim | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How surely the person of this session was identified."""

    provider: str
    level: int
    assurance: int
    organisation: OrganisationClaim | None = None


@dataclass(frozen=True, slots=True)
class CitizenRef:
    """A citizen's account as other apps see it; e-mail and telephone only when given."""

    user_id: int
    person_id: int
    full_name: str
    level: int
    phone: str
    phone_confirmed: bool
    email: str
    large_type: bool
    last_signed_in_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Need:
    """The level and assurance that an act asks for, and its source."""

    act: str
    level: int
    assurance: int
    source: str = ""
