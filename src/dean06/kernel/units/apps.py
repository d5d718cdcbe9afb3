from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "dean06.kernel.units"
    label = "units"
    verbose_name = "Đơn vị"
