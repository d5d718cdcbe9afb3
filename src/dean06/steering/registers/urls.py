"""Addresses of this app, under ``/so-theo-doi/``."""

from django.urls import URLPattern

app_name = "registers"
urlpatterns: list[URLPattern] = []
