from datetime import timedelta

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from dean06.kernel.design import navigation


class EventsConfig(AppConfig):
    name = "dean06.kernel.events"
    label = "events"
    verbose_name = "Sự kiện"

    def ready(self) -> None:
        from dean06.kernel.events import services

        autodiscover_modules("subscribers")
        services.register_timer(
            "events.purge", services.purge_delivered, every=timedelta(hours=6), label="Dọn sự kiện đã xử lý"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Quản trị",
                label="Sự kiện và tác vụ",
                url_name="events:list",
                icon="workflow",
                permission="events.view",
                order=80,
            )
        )
