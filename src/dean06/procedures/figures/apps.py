from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "dean06.procedures.figures"
    label = "figures"
    verbose_name = "Số liệu hồ sơ"
