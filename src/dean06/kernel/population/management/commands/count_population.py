"""``dean06 count_population``: count people and households of every unit afresh."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dean06.kernel.population import counting
from dean06.kernel.population.models import HouseholdCount, PopulationCount


class Command(BaseCommand):
    help = "Đếm lại dân số và số hộ của mọi đơn vị từ dữ liệu đang có."

    def handle(self, **options: Any) -> None:
        counting.recount(None)
        self.stdout.write(f"Xong: {PopulationCount.objects.count() + HouseholdCount.objects.count()} số đếm.")
