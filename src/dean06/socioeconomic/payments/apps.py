from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "dean06.socioeconomic.payments"
    label = "payments"
    verbose_name = "Phí, lệ phí"
