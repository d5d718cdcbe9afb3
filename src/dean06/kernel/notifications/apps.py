from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "dean06.kernel.notifications"
    label = "notifications"
    verbose_name = "Thông báo"
