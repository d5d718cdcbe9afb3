from datetime import timedelta

from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dean06.steering.dashboards"
    label = "dashboards"
    verbose_name = "Bảng điều hành"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.notifications import services as notifications
        from dean06.steering.dashboards.timers import morning_letters, morning_snapshot

        notifications.register_kind("dashboards", "Bảng điều hành")
        events.register_timer(
            "dashboards.snapshot", morning_snapshot, every=timedelta(minutes=10), label="Chụp số liệu đầu ngày"
        )
        events.register_timer(
            "dashboards.letters", morning_letters, every=timedelta(minutes=5), label="Gửi bản tin qua thư điện tử"
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
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Bảng chỉ tiêu theo đơn vị",
                url_name="dashboards:matrix",
                icon="table-2",
                permission="indicators.view",
                order=10,
            )
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Giải trình về chỉ tiêu",
                url_name="dashboards:questions",
                icon="message-circle-question-mark",
                permission="indicators.view",
                order=60,
            )
        )
