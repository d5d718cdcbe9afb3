from datetime import timedelta

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dean06.steering.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu, số liệu"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.steering.indicators import guards, subscribers, timers  # noqa: F401 (subscribers register by import)
        from dean06.steering.indicators.computed import figures_of_modules

        guards.register()
        figures_of_modules.register()
        events.register_timer(
            "indicators.compute", timers.compute, every=timedelta(hours=6), label="Tính các chỉ tiêu từ nghiệp vụ"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Danh mục chỉ tiêu",
                url_name="indicators:catalogue",
                icon="book-open-check",
                permission="indicators.view",
                order=80,
            )
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Số liệu từ văn bản",
                url_name="indicators:from_documents",
                icon="file-input",
                permission="indicators.import_documents",
                order=85,
            )
        )
