from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "dean06.steering.assignments"
    label = "assignments"
    verbose_name = "Nhiệm vụ"
