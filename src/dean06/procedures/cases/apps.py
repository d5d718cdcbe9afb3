from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dean06.procedures.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"

    def ready(self) -> None:
        from dean06.kernel.notifications import services as notifications
        from dean06.procedures.cases import guards

        guards.register()
        notifications.register_kind("cases", "Hồ sơ thủ tục hành chính")
