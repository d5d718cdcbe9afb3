"""Addresses of this app, under ``/chi-tieu/``."""

from django.urls import URLPattern

app_name = "indicators"
urlpatterns: list[URLPattern] = []
