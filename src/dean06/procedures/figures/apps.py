from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "dean06.procedures.figures"
    label = "figures"
    verbose_name = "Số liệu hồ sơ"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.procedures.figures import subscribers  # noqa: F401 (subscribers register by import)

        navigation.register(
            navigation.NavigationItem(
                group="Hồ sơ một cửa",
                label="Số liệu hồ sơ",
                url_name="figures:overview",
                icon="chart-column",
                permission="cases.figures",
                order=80,
            )
        )
