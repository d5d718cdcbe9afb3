from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "dean06.procedures.catalogue"
    label = "catalogue"
    verbose_name = "Danh mục thủ tục"
