"""PUBLIC through ``queries``. The bodies whose software decides steps of procedures, as connectors of packs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from dean06.procedures.catalogue import services as catalogue

#: The connector of the one step of an interlinked procedure: its legs answer.
LEGS = "legs"


@dataclass(frozen=True, slots=True)
class System:
    """Another body's software. ``central``: run by a ministry, so that waiting for it is not the province's fault."""

    code: str
    label: str
    body: str
    central: bool


SYSTEMS: dict[str, System] = {
    one.code: one
    for one in (
        System("evn", "Phần mềm cung cấp điện", "Công ty Điện lực", central=True),
        System("thue", "Hệ thống thông tin quản lý thuế", "Thuế tỉnh", central=True),
        System("bhxh", "Phần mềm giám định, cấp thẻ bảo hiểm y tế", "Bảo hiểm xã hội tỉnh", central=True),
        System("csgt", "Hệ thống đăng ký xe, xử lý vi phạm giao thông", "Phòng Cảnh sát giao thông", central=True),
        System("xnc", "Hệ thống quản lý xuất nhập cảnh", "Phòng Quản lý xuất nhập cảnh", central=True),
        System("gddt", "Hệ thống thi và tuyển sinh", "Sở Giáo dục và Đào tạo", central=True),
        System("dkkd", "Hệ thống đăng ký hộ kinh doanh, doanh nghiệp", "Sở Tài chính", central=True),
        System("dat_dai", "Cơ sở dữ liệu đất đai", "Văn phòng Đăng ký đất đai", central=False),
    )
}


def register() -> None:
    """Called at start-up: packs may name these connectors."""
    for system in SYSTEMS.values():
        catalogue.register_connector(system.code, system.label)
    catalogue.register_connector(LEGS, "Các chặng của dịch vụ liên thông")


def require_known(names: Iterable[str]) -> None:
    """Raises ``ImproperlyConfigured`` for the name of a system that no pack can ask: with a slip in the name the demo
    software would go on answering in place of the real one."""
    if unknown := sorted(set(names) - set(SYSTEMS)):
        raise ImproperlyConfigured(
            f"DEAN06_CONNECTORS: không có hệ thống nào tên “{'”, “'.join(unknown)}”. "
            f"Các tên dùng được: {', '.join(sorted(SYSTEMS))}."
        )
