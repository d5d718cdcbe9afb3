from django.apps import AppConfig

from dean06.kernel.design.navigation import NavigationItem, register


class CalendarConfig(AppConfig):
    name = "dean06.kernel.calendar"
    label = "calendar"
    verbose_name = "Lịch làm việc"

    def ready(self) -> None:
        register(NavigationItem("Quản trị", "Lịch làm việc", "calendar:year", "calendar-days", "calendar.edit", 30))
