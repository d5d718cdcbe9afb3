"""PUBLIC. What the queries of ``units`` return and the choices its records use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class UnitLevel(models.TextChoices):
    """Level of an administrative unit. Districts exist until 30/6/2025 only."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class UnitKind(models.TextChoices):
    """What the unit is called in front of its own name."""

    TINH = "tinh", "Tỉnh"
    THANH_PHO = "thanh_pho", "Thành phố"
    QUAN = "quan", "Quận"
    HUYEN = "huyen", "Huyện"
    THI_XA = "thi_xa", "Thị xã"
    PHUONG = "phuong", "Phường"
    XA = "xa", "Xã"
    THI_TRAN = "thi_tran", "Thị trấn"
    DAC_KHU = "dac_khu", "Đặc khu"


class UnitChange(models.TextChoices):
    """What happened to the old unit."""

    CONTINUED = "continued", "Giữ nguyên"
    RENAMED = "renamed", "Đổi tên"
    MERGED = "merged", "Nhập"
    SPLIT = "split", "Chia tách"
    ABOLISHED = "abolished", "Kết thúc hoạt động"


class AgencyKind(models.TextChoices):
    """Kind of body; groups of bodies are rows of their own."""

    PARTY = "party", "Cơ quan Đảng"
    COUNCIL = "council", "Hội đồng nhân dân"
    COMMITTEE_PROVINCE = "committee_province", "Ủy ban nhân dân cấp tỉnh"
    COMMITTEE_DISTRICT = "committee_district", "Ủy ban nhân dân cấp huyện"
    COMMITTEE_COMMUNE = "committee_commune", "Ủy ban nhân dân cấp xã"
    OFFICE = "office", "Văn phòng cấp tỉnh"
    DEPARTMENT = "department", "Sở"
    INSPECTORATE = "inspectorate", "Thanh tra"
    MANAGEMENT_BOARD = "management_board", "Ban quản lý"
    TASK_FORCE = "task_force", "Tổ công tác, ban chỉ đạo"
    POLICE_PROVINCE = "police_province", "Công an cấp tỉnh"
    POLICE_OFFICE = "police_office", "Phòng thuộc Công an tỉnh"
    POLICE_DISTRICT = "police_district", "Công an cấp huyện"
    POLICE_COMMUNE = "police_commune", "Công an cấp xã"
    MILITARY = "military", "Quân sự, biên phòng"
    JUSTICE = "justice", "Tòa án, kiểm sát, thi hành án"
    VERTICAL = "vertical", "Cơ quan ngành dọc"
    ONE_STOP_PROVINCE = "one_stop_province", "Trung tâm Phục vụ hành chính công cấp tỉnh"
    ONE_STOP_COMMUNE = "one_stop_commune", "Trung tâm Phục vụ hành chính công cấp xã"
    LAND_OFFICE = "land_office", "Văn phòng Đăng ký đất đai"
    LAND_OFFICE_BRANCH = "land_office_branch", "Chi nhánh Văn phòng Đăng ký đất đai"
    CENTRE = "centre", "Đơn vị sự nghiệp"
    HEALTH_FACILITY = "health_facility", "Cơ sở y tế"
    SCHOOL = "school", "Cơ sở giáo dục"
    PRESS = "press", "Báo, đài"
    MASS_ORG = "mass_org", "Mặt trận, hội, đoàn thể"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    CENTRAL = "central", "Cơ quan Trung ương"
    GROUP = "group", "Nhóm cơ quan"


class AliasKind(models.TextChoices):
    """Why a name leads to an agency."""

    OFFICIAL = "official", "Tên đầy đủ"
    SHORT = "short", "Tên gọn"
    ABBREVIATION = "abbreviation", "Viết tắt"
    FORMER_NAME = "former_name", "Tên cũ"
    SPELLING = "spelling", "Cách viết khác"
    LOOSE = "loose", "Cách gọi thiếu loại đơn vị"
    GROUP = "group", "Tên nhóm"


class Certainty(models.TextChoices):
    """How well a row of the data is confirmed; anything but ``SURE`` is shown with a mark."""

    SURE = "sure", "Đã xác minh"
    LIKELY = "likely", "Nhiều khả năng đúng"
    UNSURE = "unsure", "Chưa xác minh"


class ResolutionKind(StrEnum):
    """How a printed name was resolved."""

    EXACT = "exact"
    SUCCESSOR = "successor"
    GROUP = "group"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """An administrative unit over one period as other apps see it; ``path`` adds what it belongs to."""

    code: str
    name: str
    level: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    path: str
    parent_code: str | None = None

    @property
    def is_current(self) -> bool:
        """True while no end is recorded."""
        return self.valid_to is None


@dataclass(frozen=True, slots=True)
class UnitSuccession:
    """One step in a unit's history: the other unit, what happened, whether only a part is meant."""

    unit: UnitRef
    change: str
    partial: bool
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class AgencyRef:
    """An agency as other apps see it; ``valid_to`` is the last day of one that ended."""

    code: str
    name: str
    short_name: str
    kind: str
    valid_to: dt.date | None = None
    valid_from: dt.date | None = None


@dataclass(frozen=True, slots=True)
class AgencyHead:
    """The person at the head of an agency: full name, title, telephone (the last two may be empty)."""

    name: str
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name means on a day.

    ``exact``: one body, ``agencies`` holds it. ``successor``: the body named no longer works; ``agencies`` are those
    that took over (one when a main successor is known, several when its area was divided), ``via`` the old ones,
    ``parts`` bodies that took over only a part of its work. ``group``: ``agencies`` holds the group alone and
    ``members`` those that it means on the day (empty for an open group). ``ambiguous``: ``agencies`` are the candidates
    among which a person must choose. ``unknown``: ``agencies`` is empty. ``note`` is a Vietnamese sentence, or empty.
    """

    kind: ResolutionKind
    text: str
    agencies: tuple[AgencyRef, ...] = ()
    via: tuple[AgencyRef, ...] = ()
    parts: tuple[AgencyRef, ...] = ()
    members: tuple[AgencyRef, ...] = ()
    is_open_group: bool = False
    note: str = ""

    @property
    def agency(self) -> AgencyRef | None:
        """The single body or group, when there is exactly one; otherwise ``None``: never guess."""
        sure = self.kind in {ResolutionKind.EXACT, ResolutionKind.SUCCESSOR, ResolutionKind.GROUP}
        return self.agencies[0] if sure and len(self.agencies) == 1 else None
