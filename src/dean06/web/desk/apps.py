from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "dean06.web.desk"
    label = "desk"
    verbose_name = "Bàn làm việc một cửa"
