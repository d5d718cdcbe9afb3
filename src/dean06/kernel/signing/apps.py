from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "dean06.kernel.signing"
    label = "signing"
    verbose_name = "Chữ ký số"

    def ready(self) -> None:
        from dean06.kernel.design.navigation import NavigationItem, register

        register(
            NavigationItem("Quản trị", "Chứng thư ký số", "signing:certificates", "signature", "signing.manage", 60),
        )
