"""Pages of the app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "portal_sync"

urlpatterns: list[URLPattern] = []
