from datetime import timedelta

from django.apps import AppConfig


class CleaningConfig(AppConfig):
    name = "dean06.ecosystem.cleaning"
    label = "cleaning"
    verbose_name = "Làm sạch dữ liệu"

    def ready(self) -> None:
        from dean06.ecosystem.cleaning.services import sweep
        from dean06.kernel.events import services as events

        events.register_timer(
            "cleaning.sweep", sweep, every=timedelta(minutes=5), label="Dọn lần đối khớp bị ngắt và tệp tạm"
        )
