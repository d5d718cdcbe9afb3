from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "dean06.steering.reports"
    label = "reports"
    verbose_name = "Báo cáo"
