"""The sectors that hand in lists: whom they list, what they note besides the person, and how their lists look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.demo.province.chance import Array
from dean06.demo.province.population import DAYS_A_YEAR, TODAY
from dean06.demo.province.registry import Registry


@dataclass(frozen=True, slots=True)
class Extra:
    """A column of the sector's own, by the code that the platform's table of sectors gives it.

    ``kind``: number (of ``width`` digits), card (group, then thirteen digits), choice, money (low to high), date (in
    the years low to high), or a fact of the person: birth_day, death_day, wedding_day, spouse_name.
    """

    name: str
    kind: str
    width: int = 0
    choices: tuple[str, ...] = ()
    #: Choices of women where they are others; or ages from which each choice but the first holds.
    women: tuple[str, ...] = ()
    ages: tuple[float, ...] = ()
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class Sector:
    """One kind of list."""

    code: str
    label: str
    #: Share of the province's people that the list holds when nothing else is asked for.
    share: float
    youngest: float
    oldest: float
    extras: tuple[Extra, ...]
    #: One column for whatever number there is, or a second one for the old number.
    two_id_columns: bool = False
    upper_case: bool = False
    #: Communes by code (not by name).
    unit_codes: bool = False
    parents: bool = False
    #: alive (with a few dead by mistake), dead, married.
    only: str = "alive"
    heads_only: bool = False


def _number(name: str, width: int) -> Extra:
    return Extra(name, "number", width=width)


def _choice(name: str, *choices: str) -> Extra:
    return Extra(name, "choice", choices=choices)


def _money(name: str, low: int, high: int) -> Extra:
    return Extra(name, "money", low=low, high=high)


#: Invented: no such firm, school or office exists.
_EMPLOYERS = tuple(f"Công ty mẫu số {number}" for number in range(1, 13))
_SCHOOLS = ("Trường Mầm non mẫu", "Trường Tiểu học mẫu", "Trường THCS mẫu", "Trường THPT mẫu")
_OFFICES = ("UBND xã mẫu", "Trường THPT mẫu", "Bệnh viện mẫu", "Sở mẫu", "Trung tâm mẫu")

SECTORS: tuple[Sector, ...] = (
    Sector(
        *("insurance", "Bảo hiểm xã hội", 0.42, 17, 75),
        extras=(_number("insurance_no", 10), _choice("employer_name", *_EMPLOYERS)),
        upper_case=True,
    ),
    Sector(
        *("health_insurance", "Bảo hiểm y tế", 0.85, 0, 120),
        extras=(
            Extra("card_no", "card", choices=("GD", "TE", "HS", "HT", "DN", "CN", "HN", "CC")),
            Extra("valid_from", "date", low=2024, high=2026),
        ),
    ),
    Sector(
        *("personal_tax", "Mã số thuế cá nhân", 0.62, 15, 95),
        extras=(
            _number("tax_code", 10),
            _choice("tax_state", "Đang hoạt động", "Ngừng hoạt động", "Chờ cập nhật thông tin"),
        ),
        upper_case=True,
        unit_codes=True,
    ),
    Sector(
        *("children", "Trẻ em", 0.24, 0, 16),
        extras=(
            _number("child_code", 12),
            _choice("circumstances", "Không", "Hộ nghèo", "Hộ cận nghèo", "Khuyết tật", "Mồ côi"),
        ),
        parents=True,
    ),
    Sector(
        *("merit", "Người có công", 0.03, 40, 120),
        extras=(
            _number("merit_file_no", 7),
            _choice("merit_kind", "Thân nhân liệt sĩ", "Thương binh", "Bệnh binh", "Nhiễm chất độc hóa học"),
            _money("allowance", 1_600_000, 9_000_000),
            _number("bank_account", 12),
        ),
        two_id_columns=True,
    ),
    Sector(
        *("social_protection", "Bảo trợ xã hội", 0.045, 0, 120),
        extras=(
            _number("file_no", 8),
            Extra(
                *("beneficiary_kind", "choice"),
                choices=("Trẻ em khuyết tật", "Khuyết tật nặng", "Khuyết tật đặc biệt nặng", "Người cao tuổi"),
                ages=(16, 45, 75),
            ),
            _money("allowance", 500_000, 3_000_000),
            _number("bank_account", 12),
        ),
        two_id_columns=True,
    ),
    Sector(
        *("birth", "Sổ đăng ký khai sinh", 0.25, 0, 45),
        extras=(_number("register_no", 5), Extra("registered_on", "birth_day")),
        parents=True,
    ),
    Sector(
        *("death", "Sổ đăng ký khai tử", 0.05, 0, 120),
        extras=(_number("register_no", 5), Extra("registered_on", "death_day"), Extra("died_on", "death_day")),
        only="dead",
        two_id_columns=True,
    ),
    Sector(
        *("marriage", "Sổ đăng ký kết hôn", 0.20, 18, 80),
        extras=(_number("register_no", 5), Extra("registered_on", "wedding_day"), Extra("spouse_name", "spouse_name")),
        only="married",
        two_id_columns=True,
    ),
    Sector(
        *("vaccination", "Tiêm chủng", 0.80, 0, 100),
        extras=(
            _number("subject_code", 9),
            _choice("dose_no", "3", "2", "1", "4"),
            Extra("dose_on", "date", low=2021, high=2023),
        ),
    ),
    Sector(
        *("associations", "Hội viên các hội, đoàn thể", 0.30, 16, 100),
        extras=(
            _number("member_card_no", 6),
            Extra(
                *("association", "choice"),
                choices=("Hội Nông dân", "Hội Cựu chiến binh", "Đoàn Thanh niên", "Hội Chữ thập đỏ"),
                women=("Hội Phụ nữ", "Hội Nông dân", "Đoàn Thanh niên", "Hội Chữ thập đỏ"),
            ),
        ),
    ),
    Sector(
        *("workers", "Người lao động", 0.22, 15, 62),
        extras=(
            _choice("employer_name", *_EMPLOYERS),
            _choice("work_state", "Đang làm việc", "Thất nghiệp", "Ngoài lực lượng lao động"),
        ),
    ),
    Sector(
        *("officials", "Cán bộ, công chức, viên chức", 0.018, 22, 62),
        extras=(
            _number("official_code", 9),
            _choice("agency_name", *_OFFICES),
            _choice("position", "Giáo viên", "Chuyên viên", "Bác sĩ", "Kế toán viên", "Cán bộ xã"),
        ),
        unit_codes=True,
    ),
    Sector(
        *("land", "Người sử dụng đất", 0.18, 22, 120),
        extras=(
            _number("certificate_no", 8),
            _number("sheet_no", 2),
            _number("parcel_no", 3),
            _choice("land_use", "ONT", "LUC", "CLN", "RSX", "ODT"),
        ),
        heads_only=True,
    ),
    Sector(
        *("enrolment", "Học sinh", 0.18, 3, 18.6),
        extras=(
            _number("student_code", 10),
            Extra("school", "choice", choices=_SCHOOLS, ages=(6, 11, 15)),
        ),
        parents=True,
        unit_codes=True,
    ),
)

BY_CODE = {sector.code: sector for sector in SECTORS}


def eligible(sector: Sector, registry: Registry, who: Array, *, dead: bool = False) -> Array:
    """Which of these people the sector's list should hold; ``dead``: whom it held when they died."""
    people = registry.people
    age = (np.minimum(people.death[who], TODAY) - people.birth[who]) / DAYS_A_YEAR
    fits = (age >= sector.youngest) & (age < sector.oldest)
    if dead or sector.only == "dead":
        return fits & (registry.life[who] == 1)
    fits &= registry.life[who] != 1
    if sector.only == "married":
        fits &= registry.marital[who] != 0
    if sector.heads_only:
        fits &= np.isin(registry.homes.role[who], (0, 1))
    return fits
