from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "dean06.citizens.wallet"
    label = "wallet"
    verbose_name = "Kho giấy tờ điện tử"

    def ready(self) -> None:
        from dean06.citizens.wallet.access import OWNER_PREFIX, may_open_file
        from dean06.kernel.design.navigation import NavigationItem, register
        from dean06.kernel.files import services as files

        files.register_owner_check(OWNER_PREFIX, may_open_file)
        register(
            NavigationItem("Hồ sơ một cửa", "Kho giấy tờ", "wallet:home", "archive", "wallet.digitise", 60),
            NavigationItem("Thủ tục, khoản thu", "Loại giấy tờ", "wallet:types", "files", "procedures.edit", 60),
        )
