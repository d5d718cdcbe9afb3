"""Invented officers of the demo: one account per role, and the heads and officers of the bodies in the plan."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from dean06.kernel.accounts import queries as accounts
from dean06.kernel.accounts import services as account_services
from dean06.kernel.accounts.models import User
from dean06.kernel.accounts.permissions import AreaKind
from dean06.kernel.common.actors import Actor
from dean06.kernel.common.vietnamese import ascii_fold
from dean06.kernel.units import queries as units
from dean06.kernel.units import services as unit_services

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Dương", "Đinh", "Trương")
_MIDDLE = ("Văn", "Thị", "Đức", "Thanh", "Quang", "Ngọc", "Minh", "Hữu", "Thúy", "Xuân", "Đình", "Kim", "Tiến", "Bích")
_GIVEN = (
    *("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hạnh", "Hòa", "Hùng", "Lan", "Linh", "Long", "Mai", "Nam"),
    *("Nga", "Oanh", "Phong", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Thủy", "Trung", "Tuấn", "Vân", "Vinh", "Yến"),
)

REASON = "Dữ liệu mẫu"
#: Example addresses only: no mail ever leaves the demo.
MAIL_DOMAIN = "dean06.example"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account offered on the sign-in page of the demo."""

    full_name: str
    position: str
    role: str
    agency: str
    area_kind: AreaKind

    @property
    def email(self) -> str:
        """An address of the person's own: the platform refuses shared ones, in the demo too."""
        return f"{ascii_fold(self.full_name).lower().replace(' ', '.')}@{MAIL_DOMAIN}"


_PROVINCE, _AGENCY = AreaKind.PROVINCE, AreaKind.AGENCY

ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("Hồ Đình Quân", "Phó Chủ tịch UBND tỉnh", "provincial_leader", "ubnd-tinh", _PROVINCE),
    DemoAccount(
        "Phan Thúy Hà", "Chuyên viên Tổ giúp việc Đề án 06", "steering_officer", "to-cong-tac-da06-tinh", _PROVINCE
    ),
    DemoAccount("Đặng Minh Tâm", "Giám đốc Sở Y tế", "agency_head", "so-y-te", _AGENCY),
    DemoAccount("Lê Thị Vân", "Chuyên viên Văn phòng Sở Y tế", "agency_officer", "so-y-te", _AGENCY),
    DemoAccount("Trần Hữu Nam", "Công chức xã Kỳ Khang", "agency_officer", "ubnd-xa-ky-khang", _AGENCY),
    DemoAccount("Võ Ngọc Linh", "Cán bộ kiểm soát truy cập", "auditor", "cong-an-tinh", _PROVINCE),
    DemoAccount("Bùi Tiến Sơn", "Kỹ sư Trung tâm CNTT và Truyền thông", "administrator", "tt-cntt", _PROVINCE),
    DemoAccount("Nguyễn Thị Hạnh", "Cán bộ quản lý dữ liệu dân cư", "registry_officer", "pc06", _PROVINCE),
    DemoAccount("Phạm Quang Trung", "Chỉ huy đội dữ liệu dân cư", "registry_officer", "pc06", _PROVINCE),
    DemoAccount("Lê Đức Phong", "Cảnh sát khu vực xã Kỳ Khang", "commune_police", "ca-xa-ky-khang", _AGENCY),
    DemoAccount("Hoàng Thị Mai", "Cán bộ công an xã Kỳ Khang", "commune_police", "ca-xa-ky-khang", _AGENCY),
    DemoAccount(
        "Trương Kim Oanh",
        "Công chức tư pháp - hộ tịch xã Kỳ Khang",
        "civil_status_officer",
        "ubnd-xa-ky-khang",
        _AGENCY,
    ),
    DemoAccount("Bùi Thanh Yến", "Chuyên viên dữ liệu Bảo hiểm xã hội tỉnh", "data_steward", "bhxh-tinh", _AGENCY),
    DemoAccount("Đỗ Hữu Giang", "Phó phòng dữ liệu Bảo hiểm xã hội tỉnh", "data_steward", "bhxh-tinh", _AGENCY),
    DemoAccount("Dương Quang Long", "Kỹ sư tích hợp", "builder", "vnpt", _PROVINCE),
    DemoAccount("Nguyễn Kim Chi", "Công chức một cửa xã Kỳ Khang", "one_stop_officer", "ubnd-xa-ky-khang", _AGENCY),
    DemoAccount("Cao Thị Hiền", "Cán bộ tiếp dân Công an xã Kỳ Khang", "one_stop_officer", "ca-xa-ky-khang", _AGENCY),
    DemoAccount("Trần Bích Lan", "Cán bộ Trung tâm PVHCC tỉnh", "one_stop_officer", "tt-pvhcc-tinh", _AGENCY),
    DemoAccount("Hoàng Đức Dũng", "Cán bộ thụ lý hồ sơ cư trú, căn cước", "case_officer", "pc06", _AGENCY),
    DemoAccount("Phan Thị Thảo", "Chuyên viên Sở Nội vụ", "case_officer", "so-noi-vu", _AGENCY),
    DemoAccount("Đinh Văn Thủy", "Viên chức Văn phòng Đăng ký đất đai", "case_officer", "vp-dkdd", _AGENCY),
    DemoAccount("Lê Quang Bình", "Chủ tịch UBND xã Kỳ Khang", "agency_head", "ubnd-xa-ky-khang", _AGENCY),
    DemoAccount("Võ Đình Hùng", "Trưởng Công an xã Kỳ Khang", "agency_head", "ca-xa-ky-khang", _AGENCY),
    DemoAccount("Phạm Hữu Vinh", "Trưởng phòng PC06", "agency_head", "pc06", _AGENCY),
    DemoAccount("Hồ Xuân Tiến", "Cán bộ đăng ký, quản lý lái xe", "case_officer", "cong-an-tinh", _AGENCY),
    DemoAccount("Dương Văn Thắng", "Phó Giám đốc Công an tỉnh", "agency_head", "cong-an-tinh", _AGENCY),
    DemoAccount("Bùi Ngọc Hà", "Chuyên viên kiểm soát thủ tục", "procedure_controller", "vp-ubnd-tinh", _PROVINCE),
    DemoAccount("Đỗ Thúy Nga", "Kế toán xã Kỳ Khang", "fee_accountant", "ubnd-xa-ky-khang", _AGENCY),
    DemoAccount("Trương Minh Phúc", "Kế toán Trung tâm PVHCC tỉnh", "fee_accountant", "tt-pvhcc-tinh", _PROVINCE),
)


class Cast:
    """The people of the demo's story, by role and body."""

    def __init__(self, system: Actor, *, seed: int) -> None:
        self._system = system
        self.seed = seed
        #: The day their roles were given, though the story tells of earlier days.
        self._today = timezone.localdate()
        self._chance = random.Random(seed)  # noqa: S311 - invented names, not secrets
        self._names = {account.full_name for account in ACCOUNTS}
        self._people: dict[tuple[str, str], list[User]] = {}

    def create_sign_in_accounts(self) -> None:
        """One account per role; the demo's sign-in page offers them by one click."""
        for account in ACCOUNTS:
            self._add(account, is_demo=True)

    def staff(self, agencies: Iterable[str]) -> None:
        """Give each body an invented head and contact officer, where the sign-in accounts have none."""
        refs = units.get_agencies(agencies)
        for code in sorted(refs):
            title = _HEAD_TITLES.get(refs[code].kind, "Thủ trưởng")
            heads = self._people.get(("agency_head", code))
            head = (
                heads[0]
                if heads
                else self._add(DemoAccount(self._new_name(), title, "agency_head", code, AreaKind.AGENCY))
            )
            if ("agency_officer", code) not in self._people:
                contact = DemoAccount(self._new_name(), "Chuyên viên", "agency_officer", code, AreaKind.AGENCY)
                self._add(contact)
            unit_services.set_head(
                actor=self._system,
                code=code,
                head_title=title,
                head_name=head.full_name,
                head_phone=f"0239 38{self._chance.randrange(10**5):05d}",
            )

    def has(self, role: str, agency: str) -> bool:
        """Whether somebody holds ``role`` for ``agency``."""
        return (role, agency) in self._people

    def contact(self, agency: str) -> Actor:
        """The contact officer of a body, appointed when first needed: most bodies of a group have none yet."""
        if not self.has("agency_officer", agency):
            position = "Công chức văn phòng" if agency.startswith("ubnd-") else "Chuyên viên"
            self._add(DemoAccount(self._new_name(), position, "agency_officer", agency, AreaKind.AGENCY))
        return self.actor("agency_officer", agency)

    def officer(self, role: str, agency: str) -> Actor:
        """Who holds ``role`` at a body, appointed when first needed."""
        if not self.has(role, agency):
            self._add(DemoAccount(self._new_name(), _POSITIONS[role], role, agency, AreaKind.AGENCY))
        return self.actor(role, agency)

    def actor(self, role: str, agency: str = "", *, second: bool = False) -> Actor:
        """Who holds ``role``, for ``agency`` where the role is a body's; ``second``: the other one, for four eyes."""
        holders = next(
            people for (held, code), people in self._people.items() if held == role and (not agency or code == agency)
        )
        return accounts.actor_for(holders[1 if second else 0], "", self._today)

    def _add(self, person: DemoAccount, *, is_demo: bool = False) -> User:
        user = account_services.create_user(
            actor=self._system,
            email=person.email,
            full_name=person.full_name,
            position=person.position,
            agency_code=person.agency,
            invite=False,
            is_demo=is_demo,
        )
        account_services.grant_role(
            actor=self._system,
            user_id=user.pk,
            role=person.role,
            area_kind=person.area_kind,
            area_code="" if person.area_kind == AreaKind.PROVINCE else person.agency,
            reason=REASON,
        )
        self._people.setdefault((person.role, person.agency), []).append(user)
        return user

    def _new_name(self) -> str:
        while True:
            name = " ".join(self._chance.choice(part) for part in (_FAMILY, _MIDDLE, _GIVEN))
            if name not in self._names:
                self._names.add(name)
                return name


#: What people appointed for the story of the dossiers are called.
_POSITIONS = {
    "one_stop_officer": "Cán bộ tiếp nhận và trả kết quả",
    "case_officer": "Chuyên viên thụ lý hồ sơ",
    "civil_status_officer": "Công chức tư pháp - hộ tịch",
    "commune_police": "Cán bộ công an xã",
    "agency_head": "Thủ trưởng",
}

_HEAD_TITLES = {
    "department": "Giám đốc",
    "office": "Chánh Văn phòng",
    "committee_commune": "Chủ tịch",
    "police_province": "Giám đốc",
    "vertical": "Giám đốc",
    "centre": "Giám đốc",
    "health_facility": "Giám đốc",
    "mass_org": "Chủ tịch",
    "press": "Tổng Biên tập",
}
