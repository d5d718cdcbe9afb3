"""Entries of the navigation for reading, statistics and bulk."""

from __future__ import annotations

from dean06.kernel.design import navigation

_GROUP = "Dữ liệu dân cư"
_ENTRIES = (
    ("Xác thực", "population:verify", "badge-check", "population.verify", 10),
    ("Tra cứu", "population:search", "user-search", "population.search", 20),
    ("Thống kê dân số", "population:statistics", "chart-bar-big", "population.statistics", 60),
    ("Nhập dữ liệu", "population:imports", "database", "population.import", 70),
    ("Xuất dữ liệu", "population:exports", "file-lock", "population.export", 80),
    ("Mục đích tra cứu", "population:purposes", "list-checks", "population.decide_change", 90),
)


def register() -> None:
    """Called at start-up."""
    navigation.register(
        *(
            navigation.NavigationItem(_GROUP, label, url_name, icon, permission, order)
            for label, url_name, icon, permission, order in _ENTRIES
        ),
        navigation.NavigationItem(
            "Quản trị", "Tra cứu bất thường", "population:unusual", "shield-alert", "audit.view", 45
        ),
    )
