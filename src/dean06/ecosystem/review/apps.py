from datetime import timedelta

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "dean06.ecosystem.review"
    label = "review"
    verbose_name = "Đối soát cặp chưa rõ"

    def ready(self) -> None:
        from dean06.ecosystem.cleaning import services as cleaning
        from dean06.ecosystem.review import subscribers, timers  # noqa: F401 (subscribers register by import)
        from dean06.ecosystem.review.scopes import may_open_evidence
        from dean06.ecosystem.review.services import decisions_for_run
        from dean06.kernel.design import navigation
        from dean06.kernel.events import services as events
        from dean06.kernel.files import services as files
        from dean06.kernel.notifications import services as notifications

        cleaning.register_decisions(decisions_for_run)
        files.register_owner_check("review.correctionrequest", may_open_evidence)
        notifications.register_kind("review", "Đối soát dữ liệu")
        events.register_timer(
            "review.remind", timers.remind_due, every=timedelta(hours=1), label="Nhắc phiếu đề nghị sửa sắp hết hạn"
        )
        navigation.register(
            navigation.NavigationItem(
                group="Làm sạch dữ liệu",
                label="Đối soát",
                url_name="review:queue",
                icon="scale",
                permission="review.decide",
                order=40,
            ),
            navigation.NavigationItem(
                group="Làm sạch dữ liệu",
                label="Đề nghị sửa dân cư",
                url_name="review:requests",
                icon="file-pen-line",
                permission="review.handle_corrections",
                order=41,
            ),
        )
