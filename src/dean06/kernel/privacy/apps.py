from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "dean06.kernel.privacy"
    label = "privacy"
    verbose_name = "Dữ liệu của tôi"

    def ready(self) -> None:
        from dean06.kernel.design.navigation import NavigationItem, register

        register(
            NavigationItem(
                group="Giấy tờ, hồ sơ của tôi",
                label="Ai đã xem dữ liệu của tôi",
                url_name="privacy:looks",
                icon="eye",
                permission="my_data.view",
                order=60,
            )
        )
