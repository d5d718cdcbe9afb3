from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "dean06.kernel.common"
    label = "common"
    verbose_name = "Dùng chung"
