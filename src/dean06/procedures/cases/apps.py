from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dean06.procedures.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"
