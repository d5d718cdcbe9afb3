
from django.apps import AppConfig


class DatasetsConfig(AppConfig):
    name = "dean06.ecosystem.datasets"
    label = "datasets"
    verbose_name = "Dữ liệu ngành"
