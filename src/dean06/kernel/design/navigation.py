"""The navigation registry: each app registers its entries at start-up, the frame shows those the actor may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse


class HasPermissions(Protocol):
    """What the registry needs to know of an actor."""

    def can(self, permission: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One entry. ``group`` heads it, ``order`` sorts within the group, ``permission`` hides it from others."""

    group: str
    label: str
    url_name: str
    icon: str
    permission: str | None = None
    order: int = 100


@dataclass(frozen=True, slots=True)
class Link:
    """A registered entry as the frame draws it."""

    item: NavigationItem
    url: str
    current: bool


#: Heads of the navigation, in the order shown.
GROUPS: Sequence[str] = (
    "Giấy tờ, hồ sơ của tôi",
    "Hồ sơ một cửa",
    "Thủ tục, khoản thu",
    "Chỉ đạo, điều hành",
    "Chỉ tiêu, báo cáo",
    "Dữ liệu dân cư",
    "Làm sạch dữ liệu",
    "Dữ liệu dùng chung",
    "Quản trị",
)

_items: list[NavigationItem] = []


def register(*items: NavigationItem) -> None:
    """Add entries (from an app's ``AppConfig.ready``). Registering the same entry twice changes nothing."""
    for item in items:
        if item.group not in GROUPS:
            raise ValueError(f"unknown navigation group {item.group!r}")
        if item not in _items:
            _items.append(item)


def for_actor(actor: HasPermissions, path: str) -> list[tuple[str, list[Link]]]:
    """Groups with the entries ``actor`` may use; the longest entry whose address starts ``path`` is current."""
    allowed = [
        (item, reverse(item.url_name)) for item in _items if item.permission is None or actor.can(item.permission)
    ]
    best = max((url for _, url in allowed if path.startswith(url)), key=len, default=None)
    groups = []
    for group in GROUPS:
        links = [
            Link(item, url, url == best)
            for item, url in sorted(allowed, key=lambda pair: (pair[0].order, pair[0].label))
            if item.group == group
        ]
        if links:
            groups.append((group, links))
    return groups
