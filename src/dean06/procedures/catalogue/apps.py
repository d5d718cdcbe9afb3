from django.apps import AppConfig

from dean06.procedures.catalogue import guards


class CatalogueConfig(AppConfig):
    name = "dean06.procedures.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục"

    def ready(self) -> None:
        guards.register()
