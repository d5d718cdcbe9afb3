"""The page ``docs/reference/permissions.md``, drawn from the permission table."""

from __future__ import annotations

from dean06.kernel.accounts.permissions import INCOMPATIBLE, PERMISSIONS, ROLES, Role


def permissions_page() -> str:
    """The whole page as Markdown."""
    roles = list(ROLES.values())
    lines = [
        "# Bảng quyền",
        "",
        "Trang này sinh ra từ `src/dean06/kernel/accounts/permissions.py` bằng lệnh `dean06 permission_table`; đừng sửa"
        " bằng tay.",
        "Quyền chỉ có trong phạm vi của vai trò: toàn tỉnh, một cơ quan (cùng các đơn vị trực thuộc) hoặc một xã,"
        " phường.",
        "",
        "## Vai trò",
        "",
        "| vai trò | mã | phạm vi được cấp | nhiệm vụ |",
        "|---|---|---|---|",
        *(f"| {role.label} | `{role.code}` | {_areas(role)} | {role.description} |" for role in roles),
        "",
        "## Quyền theo vai trò",
        "",
        f"| việc | mã | {' | '.join(role.label for role in roles)} |",
        f"|---|---|{'---|' * len(roles)}",
    ]
    for row in PERMISSIONS.values():
        marks = " | ".join("có" if row.everyone or role.code in row.roles else "" for role in roles)
        planned = " (chưa dùng)" if row.planned else ""
        lines.append(f"| **{row.label}**{planned}: {row.description} | `{row.code}` | {marks} |")
    lines += ["", "## Không được kiêm nhiệm", ""]
    for first, second, reason in INCOMPATIBLE:
        lines.append(f"- “{PERMISSIONS[first].label}” và “{PERMISSIONS[second].label}”: {reason}.")
    return "\n".join(lines) + "\n"


def _areas(role: Role) -> str:
    return " hoặc ".join(kind.label.lower() for kind in role.areas)
