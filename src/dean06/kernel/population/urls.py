"""Addresses under ``dan-cu/``."""

from dean06.kernel.population import urls_reading

app_name = "population"
urlpatterns = [
    *urls_reading.urlpatterns,
]
