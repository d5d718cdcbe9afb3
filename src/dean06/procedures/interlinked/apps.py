from datetime import timedelta

from django.apps import AppConfig
from django.conf import settings


class InterlinkedConfig(AppConfig):
    name = "dean06.procedures.interlinked"
    label = "interlinked"
    verbose_name = "Dịch vụ liên thông"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.notifications import services as notifications
        from dean06.procedures.interlinked import (
            services,
            subscribers,  # noqa: F401 (subscribers register by import)
            systems,
        )

        systems.register()
        systems.require_known(settings.CONNECTORS)
        notifications.register_kind("interlinked", "Hồ sơ liên thông")
        events.register_timer(
            "interlinked.exchange",
            services.exchange,
            every=timedelta(minutes=1),
            label="Gửi, nhận với hệ thống của cơ quan khác",
        )
        events.register_timer(
            "interlinked.sweep",
            services.sweep,
            every=timedelta(minutes=5),
            label="Rà hồ sơ liên thông, nhắc chủ hộ trả lời",
        )
        navigation.register(
            navigation.NavigationItem(
                group="Hồ sơ một cửa",
                label="Hồ sơ liên thông",
                url_name="interlinked:overview",
                icon="workflow",
                permission="interlinked.view",
                order=50,
            )
        )
