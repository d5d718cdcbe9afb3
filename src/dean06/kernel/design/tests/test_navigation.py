"""The navigation shows what one may use and where one is."""

from __future__ import annotations

import pytest

from dean06.kernel.design import navigation
from dean06.kernel.design.navigation import NavigationItem


class Person:
    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def can(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_items", [])
    navigation.register(
        NavigationItem("Quản trị", "Nhật ký", "design:sample_paper", "file-text", "audit.view"),
        NavigationItem("Chỉ đạo, điều hành", "Bộ giao diện", "design:components", "palette", None, 20),
        NavigationItem("Chỉ đạo, điều hành", "Xác nhận", "design:sample_confirm", "check", None, 10),
    )


@pytest.mark.usefixtures("entries")
def test_entries_one_may_not_use_are_not_shown() -> None:
    shown = navigation.for_actor(Person(), "/")
    assert [group for group, _ in shown] == ["Chỉ đạo, điều hành"]
    assert [link.item.label for link in shown[0][1]] == ["Xác nhận", "Bộ giao diện"]


@pytest.mark.usefixtures("entries")
def test_groups_keep_their_order() -> None:
    groups = [group for group, _ in navigation.for_actor(Person("audit.view"), "/")]
    assert groups == ["Chỉ đạo, điều hành", "Quản trị"]


@pytest.mark.usefixtures("entries")
def test_the_nearest_entry_is_current() -> None:
    links = navigation.for_actor(Person(), "/giao-dien/mau-xac-nhan/")[0][1]
    assert {link.item.label: link.current for link in links} == {"Xác nhận": True, "Bộ giao diện": False}


def test_a_group_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="Chuyện khác"):
        navigation.register(NavigationItem("Chuyện khác", "x", "design:components", "x"))
