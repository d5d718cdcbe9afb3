from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "dean06.kernel.writing"
    label = "writing"
    verbose_name = "Đường ghi"
