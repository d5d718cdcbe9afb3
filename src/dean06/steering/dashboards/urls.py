"""Addresses of the morning board, under ``/dieu-hanh/``."""

from django.urls import path

from dean06.steering.dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.board, name="board"),
    path("co-quan/", views.league, name="league"),
]
