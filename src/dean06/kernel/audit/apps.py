from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dean06.kernel.audit"
    label = "audit"
    verbose_name = "Nhật ký truy vết"
