from datetime import timedelta

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "dean06.steering.collection"
    label = "collection"
    verbose_name = "Thu thập số liệu"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.notifications import services as notifications
        from dean06.steering.collection import counting, guards, timers

        guards.register()
        counting.register()
        notifications.register_kind("collection", "Số liệu báo cáo")
        events.register_timer(
            "collection.remind", timers.send_reminders, every=timedelta(minutes=30), label="Nhắc nộp số liệu"
        )
        events.register_timer(
            "collection.digest", timers.send_digests, every=timedelta(hours=1), label="Bản tin số liệu cho thủ trưởng"
        )
        group = "Chỉ tiêu, báo cáo"
        navigation.register(
            navigation.NavigationItem(
                group=group,
                label="Việc phải báo cáo",
                url_name="collection:duties",
                icon="clipboard-pen",
                permission="collection.enter",
                order=20,
            ),
            navigation.NavigationItem(
                group=group,
                label="Tình hình nộp số liệu",
                url_name="collection:overview",
                icon="clipboard-check",
                permission="indicators.view",
                order=30,
            ),
        )
