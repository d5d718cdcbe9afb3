from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "dean06.steering.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu, số liệu"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.steering.indicators import guards

        guards.register()
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
