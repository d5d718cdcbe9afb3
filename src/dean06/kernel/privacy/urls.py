"""Pages under ``/ai-da-xem/``."""

from __future__ import annotations

from django.urls import path

from dean06.kernel.privacy import views

app_name = "privacy"
urlpatterns = [path("", views.looks, name="looks")]
