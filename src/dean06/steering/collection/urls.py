"""Addresses of this app, under ``/so-lieu/``."""

from django.urls import URLPattern

app_name = "collection"
urlpatterns: list[URLPattern] = []
