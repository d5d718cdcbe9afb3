"""Pages of the exchange with the national portal."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.portal_sync import views

app_name = "portal_sync"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("tu-cong/", views.inbound, name="inbound"),
    path("gui-lai/", views.resend_refused, name="resend_refused"),
    path("<int:record_id>/", views.detail, name="record"),
    path("<int:record_id>/gui-lai/", views.resend, name="resend"),
]
