from django.apps import AppConfig

from dean06.kernel.design import navigation


class AuditConfig(AppConfig):
    name = "dean06.kernel.audit"
    label = "audit"
    verbose_name = "Nhật ký truy vết"

    def ready(self) -> None:
        navigation.register(
            navigation.NavigationItem(
                group="Quản trị",
                label="Nhật ký truy vết",
                url_name="audit:log",
                icon="scroll-text",
                permission="audit.view",
                order=70,
            )
        )
