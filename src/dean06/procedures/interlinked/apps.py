from django.apps import AppConfig


class InterlinkedConfig(AppConfig):
    name = "dean06.procedures.interlinked"
    label = "interlinked"
    verbose_name = "Dịch vụ liên thông"

    def ready(self) -> None:
        from dean06.procedures.interlinked import systems

        systems.register()
