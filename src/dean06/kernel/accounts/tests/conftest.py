"""A small province: two departments, a centre below one of them, a commune with its committee and police."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings

from dean06.kernel.accounts.tests.factories import make_actor
from dean06.kernel.common.actors import Actor
from dean06.kernel.units.models import AdminUnit, Agency
from dean06.kernel.units.naming import accent_key, fold_words, name_key
from dean06.kernel.units.types import AgencyKind, AliasKind, UnitKind, UnitLevel

COMMUNE = "18073"


@pytest.fixture
def province(db: None) -> None:
    start = date(2025, 7, 1)
    whole = AdminUnit.objects.create(
        code=settings.PROVINCE_CODE,
        name="Tỉnh Hà Tĩnh",
        level=UnitLevel.PROVINCE,
        kind=UnitKind.TINH,
        valid_from=date(1991, 8, 12),
    )
    commune = AdminUnit.objects.create(
        code=COMMUNE,
        name="Xã Mẫu",
        short_name="Mẫu",
        level=UnitLevel.COMMUNE,
        kind=UnitKind.XA,
        valid_from=start,
        parent=whole,
        short_key=fold_words("Mẫu"),
        name_key=fold_words("Xã Mẫu"),
        path_key=fold_words("Xã Mẫu Hà Tĩnh"),
    )

    def agency(code: str, name: str, kind: AgencyKind, **fields: object) -> Agency:
        made = Agency.objects.create(
            code=code, name=name, short_name=name, kind=kind, name_key=name_key(name), valid_from=start, **fields
        )
        made.aliases.create(text=name, kind=AliasKind.OFFICIAL, key=name_key(name), accent_key=accent_key(name))
        return made

    health = agency("syt", "Sở Y tế", AgencyKind.DEPARTMENT, unit=whole)
    agency("cdc", "Trung tâm Kiểm soát bệnh tật", AgencyKind.CENTRE, parent=health, unit=whole)
    agency("stc", "Sở Tài chính", AgencyKind.DEPARTMENT, unit=whole)
    agency("ubnd-xa-mau", "Ủy ban nhân dân xã Mẫu", AgencyKind.COMMITTEE_COMMUNE, unit=commune)
    agency("ca-xa-mau", "Công an xã Mẫu", AgencyKind.POLICE_COMMUNE, unit=commune)
    agency("chi-nhanh-dat-dai", "Chi nhánh đất đai", AgencyKind.LAND_OFFICE_BRANCH, unit=commune)


@pytest.fixture
def admin(db: None) -> Actor:
    """An administrator's actor; another administrator exists too."""
    make_actor("administrator")
    return make_actor("administrator", full_name="Trần Quản Trị")
