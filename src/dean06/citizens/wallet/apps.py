from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "dean06.citizens.wallet"
    label = "wallet"
    verbose_name = "Kho giấy tờ điện tử"
