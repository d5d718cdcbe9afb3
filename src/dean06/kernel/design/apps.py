from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "dean06.kernel.design"
    label = "design"
    verbose_name = "Giao diện"
