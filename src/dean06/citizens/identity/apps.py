from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "dean06.citizens.identity"
    label = "identity"
    verbose_name = "Định danh công dân"

    def ready(self) -> None:
        from dean06.citizens.identity import subscribers  # noqa: F401 (subscribers register by import)
        from dean06.kernel.design.navigation import NavigationItem, register

        register(
            NavigationItem(
                group="Thủ tục, khoản thu",
                label="Mức bảo đảm định danh",
                url_name="identity:assurance",
                icon="fingerprint-pattern",
                permission="procedures.edit",
                order=90,
            )
        )
