"""Bodies that exist because a unit exists: committees, police, one-stop centres, land-office branches. Pure functions.

Every commune of today has a People's Committee, a police station and a Public Administration Service Centre
(Luật Tổ chức chính quyền địa phương 72/2025/QH15; NĐ 118/2025/NĐ-CP); every district until 30/6/2025 had a committee,
until 28/02/2025 a police station. The branches of the land office still carry the names of the abolished districts and
serve the communes formed from them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dean06.kernel.units.naming import fold_words
from dean06.kernel.units.types import AgencyKind, AliasKind, Certainty, UnitKind, UnitLevel

TWO_TIER_FROM = dt.date(2025, 7, 1)
DISTRICT_POLICE_UNTIL = dt.date(2025, 2, 28)

_LAW = "Luật Tổ chức chính quyền địa phương 72/2025/QH15"
_OLD_LAW = "Chính quyền địa phương ba cấp, đến 30/6/2025"
_POLICE = "Công an không tổ chức cấp huyện từ 01/3/2025"
_ONE_STOP = "NĐ 118/2025/NĐ-CP"
_LAND = "Báo cáo Đề án 06 của tỉnh tháng 7/2025 còn dùng tên chi nhánh theo huyện cũ"


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What this module needs to know of a unit. ``parent_name`` is set for communes of the old list."""

    pk: int
    name: str
    short_name: str
    kind: str
    level: str
    is_current: bool
    parent_pk: int | None = None
    parent_name: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """One derived body."""

    code: str
    name: str
    short_name: str
    kind: str
    unit_pk: int
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str
    certainty: str
    parent: str = ""
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """``old`` and ``new`` are agency codes; ``is_main`` when ``new`` alone answers for the old one's work."""

    old: str
    new: str
    is_main: bool
    effective_on: dt.date
    certainty: str = Certainty.SURE


def slug(text: str) -> str:
    """ASCII code of a name: ``"Phường Trần Phú"`` → ``"phuong-tran-phu"``."""
    return fold_words(text).replace(" ", "-")


def committee_code(unit: UnitFacts) -> str:
    """Code of the unit's People's Committee; committees of former communes also carry the district and ``-cu``."""
    if unit.is_current or unit.level != UnitLevel.COMMUNE:
        return f"ubnd-{slug(unit.name)}"
    return f"ubnd-{slug(unit.name)}-{slug(unit.parent_name)}-cu"


def bodies_of(unit: UnitFacts, province: str) -> Iterator[AgencyFacts]:
    """All bodies that follow from one unit. ``province`` is the short name of the province served."""
    if unit.level == UnitLevel.DISTRICT:
        yield _committee(unit, AgencyKind.COMMITTEE_DISTRICT, province)
        yield _district_police(unit, province)
        yield _land_branch(unit, province)
    elif unit.level == UnitLevel.COMMUNE:
        yield _committee(unit, AgencyKind.COMMITTEE_COMMUNE, province)
        if unit.is_current:
            yield _commune_police(unit)
            yield _one_stop(unit)


def _committee(unit: UnitFacts, kind: AgencyKind, province: str) -> AgencyFacts:
    aliases = [(f"Chủ tịch UBND {_lower(unit)}", AliasKind.SPELLING), (_lower(unit), AliasKind.LOOSE)]
    if unit.short_name != province:
        aliases.append((f"UBND {unit.short_name}", AliasKind.LOOSE))
    if unit.parent_name:
        aliases.append((f"UBND {_lower(unit)}, {unit.parent_name}", AliasKind.SPELLING))
    return AgencyFacts(
        code=committee_code(unit),
        name=f"Ủy ban nhân dân {_lower(unit)}",
        short_name=f"UBND {_lower(unit)}",
        kind=kind,
        unit_pk=unit.pk,
        valid_from=TWO_TIER_FROM if unit.is_current else None,
        valid_to=None if unit.is_current else TWO_TIER_FROM - dt.timedelta(days=1),
        source=_LAW if unit.is_current else _OLD_LAW,
        certainty=Certainty.SURE,
        parent="ubnd-tinh",
        aliases=tuple(aliases),
    )


def _commune_police(unit: UnitFacts) -> AgencyFacts:
    return AgencyFacts(
        code=f"ca-{slug(unit.name)}",
        name=f"Công an {_lower(unit)}",
        short_name=f"CA {_lower(unit)}",
        kind=AgencyKind.POLICE_COMMUNE,
        unit_pk=unit.pk,
        valid_from=TWO_TIER_FROM,
        valid_to=None,
        source=_LAW,
        certainty=Certainty.SURE,
        parent="cong-an-tinh",
        aliases=((f"Công an {unit.short_name}", AliasKind.LOOSE),),
    )


def _one_stop(unit: UnitFacts) -> AgencyFacts:
    return AgencyFacts(
        code=f"pvhcc-{slug(unit.name)}",
        name=f"Trung tâm Phục vụ hành chính công {_lower(unit)}",
        short_name=f"TT PVHCC {_lower(unit)}",
        kind=AgencyKind.ONE_STOP_COMMUNE,
        unit_pk=unit.pk,
        valid_from=TWO_TIER_FROM,
        valid_to=None,
        source=_ONE_STOP,
        certainty=Certainty.LIKELY,
        parent=f"ubnd-{slug(unit.name)}",
        aliases=(
            (f"Bộ phận một cửa {_lower(unit)}", AliasKind.SPELLING),
            (f"Trung tâm Hành chính công {_lower(unit)}", AliasKind.SPELLING),
            (f"TT PVHCC {unit.short_name}", AliasKind.LOOSE),
        ),
    )


def _district_police(unit: UnitFacts, province: str) -> AgencyFacts:
    loose = () if unit.short_name == province else ((f"Công an {unit.short_name}", AliasKind.LOOSE),)
    return AgencyFacts(
        code=f"ca-{slug(unit.name)}",
        name=f"Công an {_lower(unit)}",
        short_name=f"CA {_lower(unit)}",
        kind=AgencyKind.POLICE_DISTRICT,
        unit_pk=unit.pk,
        valid_from=None,
        valid_to=DISTRICT_POLICE_UNTIL,
        source=_POLICE,
        certainty=Certainty.SURE,
        parent="cong-an-tinh",
        aliases=loose,
    )


def _land_branch(unit: UnitFacts, province: str) -> AgencyFacts:
    full = f"Chi nhánh Văn phòng Đăng ký đất đai {_lower(unit)}"
    aliases = [
        (f"Chi nhánh Văn phòng Đăng ký đất đai {unit.short_name}", AliasKind.LOOSE),
        (f"Chi nhánh Đăng ký đất đai {unit.short_name}", AliasKind.LOOSE),
        (f"VPĐKĐĐ {_lower(unit)}", AliasKind.SPELLING),
    ]
    if unit.short_name != province:
        aliases.append((f"VPĐKĐĐ {unit.short_name}", AliasKind.LOOSE))
    return AgencyFacts(
        code=f"vpdkdd-{slug(unit.name)}",
        name=full,
        short_name=f"Chi nhánh VPĐKĐĐ {_lower(unit)}",
        kind=AgencyKind.LAND_OFFICE_BRANCH,
        unit_pk=unit.pk,
        valid_from=None,
        valid_to=None,
        source=_LAND,
        certainty=Certainty.LIKELY,
        parent="vp-dkdd",
        aliases=tuple(aliases),
    )


def _lower(unit: UnitFacts) -> str:
    """ "xã Cẩm Hưng", as it is written in the middle of a name."""
    return unit.name[0].lower() + unit.name[1:] if unit.kind in UnitKind.values else unit.name


@dataclass(frozen=True, slots=True)
class UnitLink:
    """One succession of units, by primary keys."""

    old_pk: int
    new_pk: int
    partial: bool


def committee_successions(units: dict[int, UnitFacts], links: Iterable[UnitLink]) -> Iterator[Succession]:
    """An undivided old commune passes to one committee; districts and divided communes to several, none the main."""
    for link in links:
        old, new = units[link.old_pk], units[link.new_pk]
        yield Succession(committee_code(old), committee_code(new), not link.partial, TWO_TIER_FROM)


def police_successions(units: dict[int, UnitFacts], links: Iterable[UnitLink]) -> Iterator[Succession]:
    """District police: its work went to the provincial police and to the police of the communes of its area."""
    day = DISTRICT_POLICE_UNTIL + dt.timedelta(days=1)
    seen = set()
    for link in links:
        old, new = units[link.old_pk], units[link.new_pk]
        if old.level != UnitLevel.DISTRICT:
            continue
        if old.pk not in seen:
            seen.add(old.pk)
            yield Succession(f"ca-{slug(old.name)}", "cong-an-tinh", False, day, Certainty.LIKELY)
        yield Succession(f"ca-{slug(old.name)}", f"ca-{slug(new.name)}", False, day, Certainty.LIKELY)


def branch_areas(units: dict[int, UnitFacts], links: Iterable[UnitLink]) -> Iterator[tuple[str, int, bool]]:
    """(branch code, commune pk, partial): partial when the commune was formed from parts of several districts."""
    pairs = [(link.old_pk, link.new_pk) for link in links if units[link.old_pk].level == UnitLevel.DISTRICT]
    districts_of: dict[int, set[int]] = {}
    for old, new in pairs:
        districts_of.setdefault(new, set()).add(old)
    for old, new in pairs:
        yield f"vpdkdd-{slug(units[old].name)}", new, len(districts_of[new]) > 1
