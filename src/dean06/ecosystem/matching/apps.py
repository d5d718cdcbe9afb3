from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "dean06.ecosystem.matching"
    label = "matching"
    verbose_name = "Đối khớp dữ liệu"
