"""Addresses of the app, under ``/bieu-mau/``."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.forms import views

app_name = "procedure_forms"

urlpatterns = [
    path("", views.meter, name="meter"),
    path("co-quan/", views.meter_agencies, name="agencies"),
    path("tu-dien/", views.dictionary, name="dictionary"),
    path("giam-ke-khai.xlsx", views.meter_xlsx, name="meter_xlsx"),
    path("xa-phuong/", views.communes, name="communes"),
    path("<str:code>/", views.funnel, name="funnel"),
]
