from datetime import timedelta

from django.apps import AppConfig


class PortalSyncConfig(AppConfig):
    name = "dean06.procedures.portal_sync"
    label = "portal_sync"
    verbose_name = "Đồng bộ Cổng dịch vụ công quốc gia"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.procedures.portal_sync import services, subscribers  # noqa: F401 (subscribers register by import)

        events.register_timer(
            "portal_sync.send", services.send_due, every=timedelta(minutes=1), label="Gửi hồ sơ lên Cổng quốc gia"
        )
        events.register_timer(
            "portal_sync.fetch", services.fetch_new, every=timedelta(minutes=1), label="Nhận hồ sơ từ Cổng quốc gia"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Thủ tục, khoản thu",
                label="Đồng bộ Cổng quốc gia",
                url_name="portal_sync:overview",
                icon="refresh-cw",
                permission="portal_sync.view",
                order=60,
            )
        )
