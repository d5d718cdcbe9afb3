"""The sectors that hand in lists: whom they list, what they note besides the person, and how their lists look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dean06.demo.province.chance import Array
from dean06.demo.province.population import DAYS_A_YEAR, TODAY
from dean06.demo.province.registry import Registry


@dataclass(frozen=True, slots=True)
class Extra:
    """A column of the sector's own. ``kind``: number (of ``width`` digits), choice, money (low to high), date (years),
    or a fact of the person: birth_day, death_day, spouse_name.
    """

    name: str
    header: str
    kind: str
    width: int = 0
    choices: tuple[str, ...] = ()
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


def _number(header: str, width: int, name: str = "membership_no") -> Extra:
    return Extra(name, header, "number", width=width)


def _choice(header: str, *choices: str, name: str = "policy_group") -> Extra:
    return Extra(name, header, "choice", choices=choices)


def _money(header: str, low: int, high: int) -> Extra:
    return Extra("amount", header, "money", low=low, high=high)


SECTORS: tuple[Sector, ...] = (
    Sector(
        *("insurance", "Bảo hiểm xã hội", 0.42, 17, 75),
        extras=(
            _number("Mã số BHXH", 10),
            _choice("Loại hình", "BHXH bắt buộc", "BHXH tự nguyện", "Hưu trí", "Trợ cấp tuất"),
            _money("Mức đóng", 1_500_000, 24_000_000),
        ),
        upper_case=True,
    ),
    Sector(
        *("health_insurance", "Bảo hiểm y tế", 0.85, 0, 120),
        extras=(
            _number("Mã thẻ BHYT", 10),
            _choice("Đối tượng", "HN", "CN", "DN", "TE", "HS", "GD", "HT", "CC"),
            Extra("valid_from", "Giá trị từ ngày", "date", low=2024, high=2026),
        ),
    ),
    Sector(
        *("personal_tax", "Mã số thuế cá nhân", 0.62, 15, 95),
        extras=(
            _number("Mã số thuế", 10),
            _choice("Tình trạng", "NNT đang hoạt động", "NNT ngừng hoạt động", "Chờ cập nhật", name="tax_status"),
        ),
        upper_case=True,
        unit_codes=True,
    ),
    Sector(
        *("children", "Trẻ em", 0.24, 0, 16),
        extras=(
            _number("Mã trẻ", 12),
            _choice("Diện", "Không", "Hộ nghèo", "Hộ cận nghèo", "Khuyết tật", "Mồ côi"),
        ),
        parents=True,
    ),
    Sector(
        *("merit", "Người có công", 0.03, 40, 120),
        extras=(
            _number("Số hồ sơ", 7),
            _choice(
                "Diện chính sách", "Thương binh", "Bệnh binh", "Thân nhân liệt sĩ", "Chất độc hóa học", "Huân chương"
            ),
            _money("Mức trợ cấp", 1_600_000, 9_000_000),
        ),
        two_id_columns=True,
    ),
    Sector(
        *("social_protection", "Bảo trợ xã hội", 0.045, 0, 120),
        extras=(
            _number("Mã đối tượng", 8),
            _choice(
                "Nhóm đối tượng", "Người cao tuổi", "Khuyết tật nặng", "Khuyết tật đặc biệt nặng", "Đơn thân nghèo"
            ),
            _money("Mức trợ cấp", 500_000, 3_000_000),
        ),
        two_id_columns=True,
    ),
    Sector(
        *("birth", "Sổ đăng ký khai sinh", 0.25, 0, 45),
        extras=(_number("Số đăng ký", 5), Extra("registered_on", "Ngày đăng ký", "birth_day")),
        parents=True,
    ),
    Sector(
        *("death", "Sổ đăng ký khai tử", 0.05, 0, 120),
        extras=(_number("Số đăng ký", 5), Extra("died_on", "Ngày chết", "death_day")),
        only="dead",
        two_id_columns=True,
    ),
    Sector(
        *("marriage", "Sổ đăng ký kết hôn", 0.20, 18, 80),
        extras=(
            _number("Số đăng ký", 5),
            Extra("married_on", "Ngày kết hôn", "wedding_day"),
            Extra("spouse_name", "Họ tên vợ/chồng", "spouse_name"),
        ),
        only="married",
        two_id_columns=True,
    ),
    Sector(
        *("vaccination", "Tiêm chủng", 0.80, 0, 100),
        extras=(
            _number("Mã tiêm chủng", 9),
            _choice("Số mũi", "1", "2", "3", "4", name="doses"),
            Extra("last_dose", "Ngày tiêm", "date", low=2021, high=2023),
        ),
    ),
    Sector(
        *("associations", "Hội viên các hội, đoàn thể", 0.30, 16, 100),
        extras=(
            _number("Số thẻ hội viên", 6),
            _choice("Hội", "Hội Nông dân", "Hội Phụ nữ", "Đoàn Thanh niên", "Hội Cựu chiến binh", "Hội Chữ thập đỏ"),
        ),
    ),
    Sector(
        *("workers", "Người lao động", 0.22, 15, 62),
        extras=(
            _number("Mã lao động", 8),
            _choice("Vị thế việc làm", "Làm công ăn lương", "Tự làm", "Chủ cơ sở", "Lao động gia đình", "Thất nghiệp"),
        ),
    ),
    Sector(
        *("officials", "Cán bộ, công chức, viên chức", 0.018, 22, 62),
        extras=(
            _number("Số hiệu", 9),
            _choice("Chức danh", "Chuyên viên", "Giáo viên", "Bác sĩ", "Kế toán viên", "Cán bộ xã", name="position"),
        ),
        unit_codes=True,
    ),
    Sector(
        *("land", "Người sử dụng đất", 0.18, 22, 120),
        extras=(
            _number("Số giấy chứng nhận", 8),
            _choice("Loại đất", "ONT", "LUC", "CLN", "RSX", "ODT", name="land_use"),
        ),
        heads_only=True,
    ),
    Sector(
        *("enrolment", "Học sinh", 0.18, 3, 18.6),
        extras=(_number("Mã học sinh", 10), _choice("Cấp học", "MN", "TH", "THCS", "THPT", name="level")),
        parents=True,
        unit_codes=True,
    ),
)

BY_CODE = {sector.code: sector for sector in SECTORS}


def eligible(sector: Sector, registry: Registry, who: Array) -> Array:
    """Which of these people the sector's list should hold."""
    people = registry.people
    age = (TODAY - people.birth[who]) / DAYS_A_YEAR
    fits = (age >= sector.youngest) & (age < sector.oldest)
    if sector.only == "dead":
        return fits & (registry.life[who] == 1)
    fits &= registry.life[who] != 1
    if sector.only == "married":
        fits &= registry.marital[who] != 0
    if sector.heads_only:
        fits &= np.isin(registry.homes.role[who], (0, 1))
    return fits
