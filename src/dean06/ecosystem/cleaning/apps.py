from datetime import timedelta

from django.apps import AppConfig


class CleaningConfig(AppConfig):
    name = "dean06.ecosystem.cleaning"
    label = "cleaning"
    verbose_name = "Làm sạch dữ liệu"

    def ready(self) -> None:
        from dean06.ecosystem.cleaning.services import sweep
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events

        events.register_timer(
            "cleaning.sweep", sweep, every=timedelta(minutes=5), label="Dọn lần đối khớp bị ngắt và tệp tạm"
        )
        for label, page, icon, permission, order in (
            ("Tổng quan làm sạch", "cleaning:overview", "sparkles", "cleaning.view", 10),
            ("Ma trận chất lượng", "cleaning:matrix", "grid-3x3", "cleaning.view", 20),
            ("Bản ghi cần làm sạch", "cleaning:findings", "list-x", "cleaning.view_records", 30),
        ):
            navigation.register(
                navigation.NavigationItem(
                    group="Làm sạch dữ liệu", label=label, url_name=page, icon=icon, permission=permission, order=order
                )
            )
