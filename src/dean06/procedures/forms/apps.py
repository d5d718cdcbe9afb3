from datetime import timedelta

from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "dean06.procedures.forms"
    label = "procedure_forms"
    verbose_name = "Biểu mẫu điện tử"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.procedures.catalogue import services as catalogue
        from dean06.procedures.forms.examples import check_example
        from dean06.procedures.forms.timers import expire_drafts

        catalogue.register_example_checker(check_example)
        events.register_timer(
            "procedure_forms.expire_drafts",
            expire_drafts,
            every=timedelta(hours=6),
            label="Xóa bản nháp hồ sơ quá 60 ngày không sửa",
        )
        navigation.register(
            navigation.NavigationItem(
                group="Thủ tục, khoản thu",
                label="Giảm kê khai",
                url_name="procedure_forms:meter",
                icon="list-minus",
                permission="cases.figures",
                order=40,
            )
        )
