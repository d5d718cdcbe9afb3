from datetime import timedelta

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "dean06.procedures.cases"
    label = "cases"
    verbose_name = "Hồ sơ thủ tục hành chính"

    def ready(self) -> None:
        from dean06.citizens.wallet import services as wallet
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications
        from dean06.procedures.cases import guards, owning, timers, walking
        from dean06.procedures.cases.acts.documents import OWNER
        from dean06.procedures.cases.effects import civil_status, identity, residence
        from dean06.procedures.cases.papers_made import INTERNAL
        from dean06.procedures.catalogue import services as catalogue
        from dean06.socioeconomic.payments import services as payments

        guards.register()
        for effects in (civil_status, residence, identity):
            effects.register()
        catalogue.register_walker(walking.walk_files)
        files.register_owner_check(OWNER, owning.may_open)
        files.register_owner_check(INTERNAL, owning.may_open_internal)
        wallet.register_dossier_check(owning.works_on)
        payments.register_waiting_check(owning.still_waiting)
        notifications.register_kind("cases", "Hồ sơ thủ tục hành chính")
        events.register_timer(
            "cases.remind", timers.remind, every=timedelta(minutes=15), label="Nhắc hồ sơ sắp đến hạn, quá hạn"
        )
