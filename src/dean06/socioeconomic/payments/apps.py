from datetime import timedelta

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dean06.socioeconomic.payments"
    label = "payments"
    verbose_name = "Phí, lệ phí"

    def ready(self) -> None:
        from dean06.kernel.events import services as events
        from dean06.socioeconomic.payments import journal, services, timers
        from dean06.socioeconomic.payments.contrib.demo import DemoGateway

        journal.register()
        services.register_gateway(DemoGateway())
        events.register_timer(
            "payments.ask", timers.ask_gateways, every=timedelta(minutes=5), label="Hỏi cổng thanh toán chưa trả lời"
        )
        events.register_timer(
            "payments.expire", timers.expire_orders, every=timedelta(minutes=10), label="Đóng khoản thu quá hạn"
        )
