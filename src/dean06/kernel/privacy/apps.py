from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "dean06.kernel.privacy"
    label = "privacy"
    verbose_name = "Dữ liệu của tôi"
