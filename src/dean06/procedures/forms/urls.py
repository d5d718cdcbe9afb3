"""Addresses of the app, under ``/bieu-mau/``."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.forms import views

app_name = "procedure_forms"

urlpatterns = [
    path("xa-phuong/", views.communes, name="communes"),
]
