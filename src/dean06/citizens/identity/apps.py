from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "dean06.citizens.identity"
    label = "identity"
    verbose_name = "Định danh công dân"
