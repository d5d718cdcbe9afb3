from datetime import timedelta

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dean06.socioeconomic.payments"
    label = "payments"
    verbose_name = "Phí, lệ phí"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
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
        for label, url_name, icon, permission, order in (
            ("Khoản thu", "payments:list", "wallet", "payments.view", 40),
            ("Khoản treo", "payments:stuck", "triangle-alert", "payments.reconcile", 41),
            ("Đối soát", "payments:reconciliations", "scale", "payments.reconcile", 42),
            ("Hoàn tiền", "payments:refunds", "undo-2", "payments.approve_refund", 43),
            ("Quy định mức thu", "payments:fee_rules", "badge-percent", "procedures.edit", 44),
        ):
            navigation.register(
                navigation.NavigationItem(
                    group="Thủ tục, khoản thu",
                    label=label,
                    url_name=url_name,
                    icon=icon,
                    permission=permission,
                    order=order,
                )
            )
