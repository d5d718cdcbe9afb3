"""The app of the population registry."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """Kernel app: persons, households and their life events."""

    name = "dean06.kernel.population"
    label = "population"
    verbose_name = "Dữ liệu dân cư"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the life events; register the menu and the timer."""
        from dean06.kernel.population import acts_menu, guards, reading_menu, timers

        guards.register()
        acts_menu.register()
        reading_menu.register()
        timers.register()
