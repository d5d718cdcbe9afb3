from datetime import timedelta

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dean06.steering.dashboards"
    label = "dashboards"
    verbose_name = "Bảng điều hành"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.steering.dashboards.timers import morning_snapshot

        events.register_timer(
            "dashboards.snapshot", morning_snapshot, every=timedelta(minutes=10), label="Chụp số liệu đầu ngày"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ đạo, điều hành",
                label="Bảng điều hành",
                url_name="dashboards:board",
                icon="layout-dashboard",
                permission="board.view",
                order=10,
            )
        )
