from datetime import timedelta

from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "dean06.ecosystem.worklists"
    label = "worklists"
    verbose_name = "Danh sách cần làm sạch"

    def ready(self) -> None:
        from dean06.ecosystem.worklists import subscribers  # noqa: F401 (subscribers register by import)
        from dean06.ecosystem.worklists.scope import may_open_evidence
        from dean06.ecosystem.worklists.timers import count_day
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications

        files.register_owner_check("worklists.workitem", may_open_evidence)
        notifications.register_kind("worklists", "Làm sạch dữ liệu")
        events.register_timer(
            "worklists.count_day", count_day, every=timedelta(hours=1), label="Ghi số liệu ngày của các đợt cao điểm"
        )
        group = "Làm sạch dữ liệu"
        navigation.register(
            navigation.NavigationItem(
                group=group,
                label="Việc làm sạch",
                url_name="worklists:list",
                icon="clipboard-list",
                permission="worklists.view",
                order=20,
            ),
            navigation.NavigationItem(
                group=group,
                label="Đợt cao điểm",
                url_name="campaigns:list",
                icon="goal",
                permission="cleaning.view",
                order=25,
            ),
            navigation.NavigationItem(
                group=group,
                label="Tiến độ làm sạch",
                url_name="campaigns:progress",
                icon="chart-line",
                permission="cleaning.view",
                order=26,
            ),
        )
