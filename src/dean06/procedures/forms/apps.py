from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "dean06.procedures.forms"
    label = "procedure_forms"
    verbose_name = "Biểu mẫu điện tử"
