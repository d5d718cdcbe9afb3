from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dean06.steering.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu, số liệu"

    def ready(self) -> None:
        from dean06.steering.indicators import guards

        guards.register()
