from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "dean06.web.portal"
    label = "portal"
    verbose_name = "Trang của người dân"
