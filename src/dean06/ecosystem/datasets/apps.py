from datetime import timedelta

from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "dean06.ecosystem.datasets"
    label = "datasets"
    verbose_name = "Dữ liệu ngành"

    def ready(self) -> None:
        from dean06.ecosystem.datasets import access
        from dean06.ecosystem.datasets.timers import tend_readings
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files

        files.register_owner_check(access.FILE_OWNER, access.may_open_file)
        events.register_timer(
            "datasets.tend_readings",
            tend_readings,
            every=timedelta(minutes=5),
            label="Đọc tiếp tệp của ngành bị gián đoạn",
        )
        navigation.register(
            navigation.NavigationItem(
                "Làm sạch dữ liệu", "Dữ liệu ngành", "datasets:sectors", "database", "datasets.view", 5
            )
        )
