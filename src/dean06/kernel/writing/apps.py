from datetime import timedelta

from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "dean06.kernel.writing"
    label = "writing"
    verbose_name = "Đường ghi"

    def ready(self) -> None:
        """Join the log and the events, which may not know each other."""
        from dean06.kernel.audit import services as audit
        from dean06.kernel.events import services as events
        from dean06.kernel.writing import operations

        events.register_retry(operations.retry_delivery)
        events.register_timer("audit.seal", audit.seal, every=timedelta(minutes=1), label="Niêm phong nhật ký")
