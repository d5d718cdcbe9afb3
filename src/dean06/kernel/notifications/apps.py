from datetime import timedelta

from django.apps import AppConfig

from dean06.kernel.design import navigation


class NotificationsConfig(AppConfig):
    name = "dean06.kernel.notifications"
    label = "notifications"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        from dean06.kernel.events import services as events
        from dean06.kernel.notifications import services

        events.register_timer(
            "notifications.email", services.send_due_emails, every=timedelta(minutes=1), label="Gửi thư điện tử"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Quản trị",
                label="Gửi thông báo",
                url_name="notifications:deliveries",
                icon="mail",
                permission="notifications.view_deliveries",
                order=90,
            )
        )
