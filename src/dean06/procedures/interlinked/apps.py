from django.apps import AppConfig


class InterlinkedConfig(AppConfig):
    name = "dean06.procedures.interlinked"
    label = "interlinked"
    verbose_name = "Dịch vụ liên thông"
