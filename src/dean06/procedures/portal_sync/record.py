"""A case as the record of the national portal: its field names, its formats.

Source: names as public integrations send them, in the portal's own spelling; a few child fields differ between vendors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from dean06.procedures.cases.queries import ExportedCase
from dean06.procedures.cases.types import Delivery, State
from dean06.procedures.catalogue.types import PublishedPack
from dean06.socioeconomic.payments.types import FeeLine

#: Officers are not named outside the province: the portal shows the office.
_OFFICE = "Cán bộ giải quyết"
_DELIVERY = {Delivery.DESK: 1, Delivery.ONLINE: 2, Delivery.POST: 3}


def portal_record(
    case: ExportedCase, pack: PublishedPack, fees: Sequence[FeeLine], agencies: dict[str, str]
) -> dict[str, Any]:
    """The record of a case. ``agencies``: names by code; ``fees``: what was asked for it."""
    meta = pack.meta
    refused_at = case.ended_at if case.state == State.NOT_RECEIVED else None
    stopped_at = case.ended_at if case.state in (State.STOPPED, State.WITHDRAWN) else None
    return {
        "MaHoSo": case.code,
        "MaTTHC": meta.code,
        "TenTTHC": meta.title,
        "MaLinhVuc": meta.field_code,
        "TenLinhVuc": meta.field_name,
        "KenhThucHien": case.channel,
        "ChuHoSo": case.applicant_name,
        "LoaiDoiTuong": 2 if case.applicant_is_organisation else 1,
        "MaDoiTuong": "",
        "SoGiayToChuHoSo": case.applicant_number,
        "LoaiDinhDanh": 1 if len(case.applicant_number) == 12 else 2,
        "SoDinhDanh": case.applicant_number,
        "TrichYeuHoSo": meta.title,
        "NgayNopHoSo": moment(case.submitted_at),
        "NgayTiepNhan": moment(case.received_at),
        "NgayHenTra": moment(case.due_at),
        "NgayKetThucXuLy": moment(case.finished_at or stopped_at),
        "NgayTra": moment(case.returned_at),
        "NgayTuChoi": moment(refused_at),
        "TrangThaiHoSo": case.state,
        "HinhThucTra": _DELIVERY.get(Delivery(case.delivery), 1),
        "GhiChu": case.end_note,
        "NoiNopHoSo": agencies.get(case.receiving_agency, case.receiving_agency),
        "HoSoCoThanhPhanSoHoa": int(case.has_digitised),
        "TaiKhoanDuocXacThucVoiVNeID": int(case.identity_verified),
        "DuocThanhToanTrucTuyen": case.paid_online,
        "MaCSDL": "",
        "TaiLieuNop": [
            {
                "TepDinhKemId": str(one.file_id or ""),
                "TenTepDinhKem": one.title,
                "DuocSoHoa": int(one.is_digitised),
                "DuocTaiSuDung": int(one.is_reused),
                "DuocLayTuKhoDMQG": int(one.from_store),
                "MaKetQuaThayThe": one.type_code if one.is_reused else "",
            }
            for one in case.documents
        ],
        "DanhSachLePhi": [
            {"Gia": line.amount, "LoaiPhiLePhi": 1 if line.kind == "fee" else 2, "HinhThucThu": case.paid_online}
            for line in fees
        ],
        "DanhSachGiayToKetQua": [
            {
                "TenGiayTo": one.title,
                "MaThanhPhanHoSo": "",
                "GiayToId": str(one.file_id or ""),
                "DuongDanTepTinKetQua": f"{settings.SITE_URL}/kiem-tra/{one.verification_code}"
                if one.verification_code
                else "",
                "MaGiayToKetQua": one.verification_code,
            }
            for one in case.results
        ],
        "TienTrinh": [
            {
                "MaHoSo": case.code,
                "NguoiXuLy": _OFFICE,
                "ChucDanh": "",
                "ThoiDiemXuLy": moment(one.at),
                "PhongBanXuLy": agencies.get(one.agency, one.agency),
                "NoiDungXuLy": State(one.state).label,
                "TrangThai": one.state,
                "NgayBatDau": moment(one.at),
                "NgayKetThucTheoQuyDinh": moment(case.due_at),
            }
            for one in case.progress
        ],
    }


def moment(at: dt.datetime | None) -> str:
    """``yyyyMMddHHmmss`` in Vietnamese time; empty for none."""
    return timezone.localtime(at).strftime("%Y%m%d%H%M%S") if at else ""
