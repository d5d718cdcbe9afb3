from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "dean06.steering.collection"
    label = "collection"
    verbose_name = "Thu thập số liệu"
