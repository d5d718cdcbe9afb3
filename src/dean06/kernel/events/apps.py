from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "dean06.kernel.events"
    label = "events"
    verbose_name = "Sự kiện"
