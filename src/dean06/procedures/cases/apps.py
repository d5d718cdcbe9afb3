from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dean06.procedures.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"

    def ready(self) -> None:
        from dean06.kernel.notifications import services as notifications
        from dean06.procedures.cases import guards, walking
        from dean06.procedures.cases.effects import civil_status, identity, residence
        from dean06.procedures.catalogue import services as catalogue

        guards.register()
        for effects in (civil_status, residence, identity):
            effects.register()
        catalogue.register_walker(walking.walk_files)
        notifications.register_kind("cases", "Hồ sơ thủ tục hành chính")
