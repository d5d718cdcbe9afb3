from django.apps import AppConfig

from dean06.kernel.design.navigation import NavigationItem, register


class UnitsConfig(AppConfig):
    name = "dean06.kernel.units"
    label = "units"
    verbose_name = "Đơn vị"

    def ready(self) -> None:
        from dean06.kernel.signing import services as signing
        from dean06.kernel.units import queries

        def name_of(code: str) -> str:
            found = queries.get_agencies([code]).get(code)
            return found.name if found else ""

        signing.register_agency_names(name_of)
        register(
            NavigationItem("Dữ liệu dùng chung", "Đơn vị, cơ quan", "units:search", "building-2", "units.view", 10),
        )
