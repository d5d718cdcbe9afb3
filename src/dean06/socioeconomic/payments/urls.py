"""Pages of payments, under ``/khoan-thu/``."""

from __future__ import annotations

from django.urls import path

from dean06.socioeconomic.payments import views_public

app_name = "payments"
urlpatterns = [
    path("nop/<str:token>/", views_public.pay, name="pay"),
    path("nop/<str:token>/cong/<slug:gateway>/", views_public.start, name="start"),
    path("cong/<slug:gateway>/thong-bao/", views_public.callback, name="callback"),
    path("cong-demo/<str:attempt>/", views_public.demo_gateway, name="demo_gateway"),
]
