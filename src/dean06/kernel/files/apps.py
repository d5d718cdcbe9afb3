from datetime import timedelta

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "dean06.kernel.files"
    label = "files"
    verbose_name = "Tệp"

    def ready(self) -> None:
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services

        events.register_timer(
            "files.left_overs", services.remove_left_overs, every=timedelta(days=1), label="Dọn tệp tải lên dở dang"
        )
