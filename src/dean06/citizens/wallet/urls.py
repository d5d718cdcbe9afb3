"""Pages of the app."""

from __future__ import annotations

from django.urls import path

from dean06.citizens.wallet import views

app_name = "wallet"

urlpatterns = [
    path("", views.home, name="home"),
    path("so-hoa/", views.digitise, name="digitise"),
    path("cua-nguoi-dan/", views.person, name="person"),
    path("<int:document_id>/tep/", views.file, name="file"),
    path("<int:document_id>/thu-hoi/", views.revoke, name="revoke"),
    path("loai/", views.types, name="types"),
    path("loai/<str:code>/", views.edit_type, name="type"),
]
