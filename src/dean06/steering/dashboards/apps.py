from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "dean06.steering.dashboards"
    label = "dashboards"
    verbose_name = "Bảng điều hành"
