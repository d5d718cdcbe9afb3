from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "dean06.kernel.signing"
    label = "signing"
    verbose_name = "Chữ ký số"
