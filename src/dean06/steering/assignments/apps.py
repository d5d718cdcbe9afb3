from datetime import timedelta

from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "dean06.steering.assignments"
    label = "assignments"
    verbose_name = "Nhiệm vụ"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications
        from dean06.steering.assignments.from_documents import AssignmentIssuer
        from dean06.steering.assignments.timers import send_reminders
        from dean06.steering.assignments.visibility import may_open_evidence
        from dean06.steering.documents import services as documents

        documents.register_issuer(AssignmentIssuer())
        files.register_owner_check("assignments.assignment", may_open_evidence)
        notifications.register_kind("assignments", "Nhiệm vụ")
        events.register_timer(
            "assignments.remind", send_reminders, every=timedelta(minutes=30), label="Nhắc việc trước và sau hạn"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Chỉ đạo, điều hành",
                label="Nhiệm vụ",
                url_name="assignments:list",
                icon="list-checks",
                permission="assignments.view",
                order=20,
            )
        )
