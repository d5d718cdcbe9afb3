from datetime import timedelta

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "dean06.procedures.feedback"
    label = "feedback"
    verbose_name = "Đánh giá, phản ánh kiến nghị"

    def ready(self) -> None:
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications
        from dean06.procedures.feedback import timers
        from dean06.procedures.feedback.access import may_open_attachment
        from dean06.procedures.feedback.acts.handling import NOTICE_KIND
        from dean06.procedures.feedback.acts.sending import OWNER

        files.register_owner_check(OWNER, may_open_attachment)
        notifications.register_kind(NOTICE_KIND, "Phản ánh, kiến nghị")
        events.register_timer(
            "feedback.remind", timers.send_reminders, every=timedelta(hours=1), label="Nhắc hạn phản ánh, kiến nghị"
        )
        office, mine = "Thủ tục, khoản thu", "Giấy tờ, hồ sơ của tôi"
        for group, label, url_name, icon, permission, order in (
            (office, "Phản ánh, kiến nghị", "feedback:queue", "message-square-warning", "feedback.view", 70),
            (office, "Đánh giá của người dân", "feedback:ratings", "star", "feedback.view", 71),
            (mine, "Phản ánh, kiến nghị", "feedback:home", "message-square", "feedback.give", 90),
        ):
            navigation.register(
                navigation.NavigationItem(
                    group=group, label=label, url_name=url_name, icon=icon, permission=permission, order=order
                )
            )
