"""Pages of the app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "procedure_forms"

urlpatterns: list[URLPattern] = []
