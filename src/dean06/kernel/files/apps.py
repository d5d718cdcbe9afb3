from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "dean06.kernel.files"
    label = "files"
    verbose_name = "Tệp"
