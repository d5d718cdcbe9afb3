from django.apps import AppConfig

from dean06.kernel.design.navigation import NavigationItem, register


class UnitsConfig(AppConfig):
    name = "dean06.kernel.units"
    label = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        register(
            NavigationItem("Dữ liệu dùng chung", "Đơn vị, cơ quan", "units:search", "building-2", "units.view", 10),
        )
