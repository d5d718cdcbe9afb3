from datetime import datetime, timedelta

from django.apps import AppConfig
from django.conf import settings

from dean06.kernel.common.actors import system_actor
from dean06.kernel.design.navigation import NavigationItem, register


class AccountsConfig(AppConfig):
    name = "dean06.kernel.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        from dean06.kernel.accounts import sign_ins
        from dean06.kernel.events.services import register_timer

        sign_ins.connect()
        register_timer(
            "accounts.close_unused",
            _close_unused,
            every=timedelta(hours=24),
            label="Khóa tài khoản không sử dụng, chuyển công tác",
        )
        register_timer(
            "accounts.forget_attempts", _forget_attempts, every=timedelta(hours=24), label="Dọn lần đăng nhập sai đã cũ"
        )
        register(
            NavigationItem(
                group="Quản trị",
                label="Tài khoản",
                url_name="accounts:list",
                icon="users",
                permission="accounts.view",
                order=10,
            ),
            NavigationItem(
                group="Quản trị",
                label="Rà soát tài khoản",
                url_name="accounts:review",
                icon="user-check",
                permission="accounts.review",
                order=12,
            ),
            NavigationItem(
                group="Quản trị",
                label="Bảng quyền",
                url_name="accounts:permissions",
                icon="table-2",
                permission="accounts.view",
                order=14,
            ),
        )


def _close_unused(now: datetime) -> None:
    from django.utils import timezone

    from dean06.kernel.accounts import services

    if not settings.DEMO:
        services.close_unused_accounts(actor=system_actor("close_unused"), today=timezone.localdate(now))


def _forget_attempts(now: datetime) -> None:
    from dean06.kernel.accounts import throttle

    throttle.forget_old(now - timedelta(days=30))
