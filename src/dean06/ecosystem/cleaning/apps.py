from django.apps import AppConfig


class CleaningConfig(AppConfig):
    name = "dean06.ecosystem.cleaning"
    label = "cleaning"
    verbose_name = "Làm sạch dữ liệu"
