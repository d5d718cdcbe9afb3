from django.apps import AppConfig


class PortalSyncConfig(AppConfig):
    name = "dean06.procedures.portal_sync"
    label = "portal_sync"
    verbose_name = "Đồng bộ Cổng dịch vụ công quốc gia"
