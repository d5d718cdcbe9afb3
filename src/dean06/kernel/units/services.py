"""PUBLIC writes of ``units``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dean06.kernel.common.actors import Actor
from dean06.kernel.units import audit_actions, boundaries, loading_agencies, loading_units
from dean06.kernel.units.boundaries import BoundaryReport
from dean06.kernel.units.errors import AgencyNotFound, InvalidAgency
from dean06.kernel.units.events import AgencyChanged, BoundariesImported
from dean06.kernel.units.models import (
    AdminUnit,
    AdminUnitSuccession,
    Agency,
    AgencyAlias,
    AgencyArea,
    AgencySuccession,
)
from dean06.kernel.units.naming import fold_words, name_key
from dean06.kernel.units.syncing import refresh_statistics
from dean06.kernel.units.types import AgencyRef, AliasKind
from dean06.kernel.writing.services import Write, service

#: Longest names, as the columns hold them.
_LONGEST = {"short_name": 120}
_PHONE = re.compile(r"\+?[\d .()-]{8,20}")


@service(permission="units.edit")
def load_reference_data(
    *, actor: Actor, write: Write, progress: Callable[[str], None] = lambda sentence: None
) -> dict[str, int]:
    """Load or refresh the shipped tables of units and agencies; what the province edited is kept.

    Idempotent. Returns the numbers of rows created, updated and deleted. Raises ``UnitDataBroken``.
    """
    units = loading_units.load_units()
    progress(f"Đơn vị hành chính: thêm {units.created}, sửa {units.updated}, bỏ {units.deleted}")
    links = loading_units.load_successions()
    progress(f"Kế thừa giữa đơn vị cũ và mới: thêm {links.created}, sửa {links.updated}, bỏ {links.deleted}")
    # What follows joins thousands of rows that are minutes old: without this the planner takes the tables for empty.
    refresh_statistics(AdminUnit, AdminUnitSuccession)
    agencies = loading_agencies.load_agencies()
    progress(f"Cơ quan, tên gọi, địa bàn: thêm {agencies.created}, sửa {agencies.updated}, bỏ {agencies.deleted}")
    refresh_statistics(Agency, AgencyAlias, AgencyArea, AgencySuccession)
    total = units + links + agencies
    counts = {"created": total.created, "updated": total.updated, "deleted": total.deleted}
    write.audit(audit_actions.DATA_LOADED, subject="units", details=counts)
    return counts


@service(permission="units.edit")
def rename_agency(*, actor: Actor, write: Write, code: str, name: str, short_name: str) -> AgencyRef:
    """Change what an agency is called; the earlier names stay as former names, so old papers still resolve.

    Raises ``AgencyNotFound``, ``InvalidAgency``.
    """
    agency = _locked(code)
    name, short_name = _clean(name, "name", "Tên cơ quan"), _clean(short_name, "short_name", "Tên gọn")
    for old in {agency.name, agency.short_name} - {name, short_name}:
        _keep_alias(agency, old, AliasKind.FORMER_NAME)
    _keep_alias(agency, name, AliasKind.OFFICIAL)
    _keep_alias(agency, short_name, AliasKind.SHORT)
    agency.name, agency.short_name, agency.name_key, agency.name_edited = name, short_name, fold_words(name), True
    agency.save(update_fields=["name", "short_name", "name_key", "name_edited"])
    loading_agencies.refresh_search_keys([agency.pk])
    write.audit(audit_actions.AGENCY_RENAMED, subject=agency, details={"agency": code, "name": name})
    write.publish(AgencyChanged(agency_code=code))
    return _ref(agency)


@service(permission="units.edit")
def set_head(*, actor: Actor, write: Write, code: str, head_title: str, head_name: str, head_phone: str) -> AgencyRef:
    """Record who heads an agency; empty texts clear it. Raises ``AgencyNotFound``, ``InvalidAgency``."""
    agency = _locked(code)
    head_phone = head_phone.strip()
    if head_phone and not _PHONE.fullmatch(head_phone):
        raise InvalidAgency(
            "Số điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, dấu gạch, từ 8 đến 20 ký tự.",
            fields={"head_phone": "Số điện thoại chưa đúng."},
        )
    agency.head_title, agency.head_name, agency.head_phone = head_title.strip(), head_name.strip(), head_phone
    agency.save(update_fields=["head_title", "head_name", "head_phone"])
    # The log holds no personal data: only that the fields were filled or cleared.
    write.audit(
        audit_actions.HEAD_CHANGED,
        subject=agency,
        details={"agency": code, "has_head": bool(agency.head_name), "has_phone": bool(head_phone)},
    )
    write.publish(AgencyChanged(agency_code=code))
    return _ref(agency)


@service(permission="units.edit")
def add_alias(*, actor: Actor, write: Write, code: str, text: str) -> AgencyRef:
    """Teach the resolver another way of printing an agency's name. Adding a known one changes nothing.

    Raises ``AgencyNotFound``, ``InvalidAgency`` (empty, or already leading to another agency of today).
    """
    agency = _locked(code)
    text = _clean(text, "text", "Tên gọi")
    taken = AgencyAlias.objects.filter(
        key=name_key(text), agency__valid_to__isnull=True, kind__in=(AliasKind.OFFICIAL, AliasKind.SHORT)
    ).exclude(agency=agency)
    if other := taken.select_related("agency").first():
        raise InvalidAgency(
            f"“{text}” đang là tên của {other.agency.name}. Một tên không được dẫn tới hai cơ quan.",
            fields={"text": "Tên này đã thuộc cơ quan khác."},
        )
    _keep_alias(agency, text, AliasKind.SPELLING)
    loading_agencies.refresh_search_keys([agency.pk])
    write.audit(audit_actions.ALIAS_ADDED, subject=agency, details={"agency": code, "alias": text})
    write.publish(AgencyChanged(agency_code=code))
    return _ref(agency)


@service(permission="units.import_boundaries")
def import_boundaries(*, actor: Actor, write: Write, content: bytes, source: str) -> BoundaryReport:
    """Import outlines of today's units from GeoJSON (WGS 84); what cannot be used is refused one by one, with reasons.

    Matches by code, otherwise by name within the province served. Raises ``BoundaryFileUnreadable`` when the file as a
    whole is not a FeatureCollection; then nothing was changed.
    """
    report = boundaries.import_features(content, source)
    write.audit(
        audit_actions.BOUNDARIES_IMPORTED,
        subject="units.unitboundary",
        details={"imported": len(report.imported), "refused": len(report.refused), "source": source[:200]},
    )
    write.publish(BoundariesImported(imported=len(report.imported), refused=len(report.refused)))
    return report


def _locked(code: str) -> Agency:
    agency = Agency.objects.select_for_update().filter(code=code).first()
    if agency is None:
        raise AgencyNotFound(agency=code)
    return agency


def _clean(text: str, field: str, label: str) -> str:
    text = " ".join(text.split())
    limit = _LONGEST.get(field, 200)
    if not name_key(text):
        raise InvalidAgency(f"{label} không được để trống.", fields={field: f"{label} không được để trống."})
    if len(text) > limit:
        raise InvalidAgency(f"{label} dài quá {limit} ký tự.", fields={field: f"Tối đa {limit} ký tự."})
    return text


def _keep_alias(agency: Agency, text: str, kind: str) -> None:
    made = loading_agencies.make_alias(agency.pk, text, kind)
    values: dict[str, Any] = {"kind": kind, "key": made.key, "accent_key": made.accent_key, "is_local": True}
    AgencyAlias.objects.get_or_create(agency=agency, text=text, defaults=values)


def _ref(agency: Agency) -> AgencyRef:
    return AgencyRef(agency.code, agency.name, agency.short_name, agency.kind, agency.valid_to, agency.valid_from)
