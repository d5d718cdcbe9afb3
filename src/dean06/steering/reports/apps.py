from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "dean06.steering.reports"
    label = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications
        from dean06.steering.reports.access import may_open_file

        files.register_owner_check("reports.report", may_open_file)
        notifications.register_kind("reports", "Báo cáo")
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Báo cáo",
                url_name="reports:list",
                icon="file-chart-column",
                permission="reports.view",
                order=40,
            )
        )
