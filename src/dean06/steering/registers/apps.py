from datetime import timedelta

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "dean06.steering.registers"
    label = "registers"
    verbose_name = "Kiến nghị, kiểm tra, mô hình, cao điểm"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.notifications import services as notifications
        from dean06.steering.registers import guards, timers

        guards.register()
        notifications.register_kind("registers", "Sổ theo dõi")
        events.register_timer(
            "registers.remind", timers.remind_late, every=timedelta(hours=6), label="Nhắc kiến nghị, tồn tại quá hạn"
        )
        events.register_timer(
            "registers.count", timers.count_campaigns, every=timedelta(hours=6), label="Ghi kết quả đợt cao điểm"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ tiêu, báo cáo",
                label="Sổ theo dõi",
                url_name="registers:overview",
                icon="notebook-tabs",
                permission="registers.view",
                order=70,
            )
        )
