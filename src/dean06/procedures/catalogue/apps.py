from django.apps import AppConfig

from dean06.kernel.design import navigation
from dean06.procedures.catalogue import guards

GROUP = "Thủ tục, khoản thu"


class CatalogueConfig(AppConfig):
    name = "dean06.procedures.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục"

    def ready(self) -> None:
        guards.register()
        navigation.register(
            navigation.NavigationItem(GROUP, "Danh mục thủ tục", "catalogue:index", "library", order=10),
            navigation.NavigationItem(
                GROUP, "Công bố thủ tục", "catalogue:publish", "file-check", permission="procedures.edit", order=20
            ),
            navigation.NavigationItem(
                GROUP, "Nhập danh mục", "catalogue:import", "file-up", permission="procedures.edit", order=30
            ),
        )
