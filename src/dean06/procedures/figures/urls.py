"""Pages of figures."""

from __future__ import annotations

from django.urls import path, re_path

from dean06.procedures.figures import views

app_name = "figures"

urlpatterns = [
    path("", views.overview, name="overview"),
    re_path(r"^phu-luc/(?P<number>II|III)/$", views.appendix, name="appendix"),
    re_path(
        r"^phu-luc/(?P<listing>QD\d+-\d+)/(?P<column>total|online|on_time|late)/$",
        views.appendix_dossiers,
        name="appendix_dossiers",
    ),
    re_path(r"^vuong-mac/(?P<listing>QD\d+-\d+)/$", views.obstacle, name="obstacle"),
    path("vuong-mac/<int:obstacle_id>/xong/", views.resolve_obstacle, name="resolve_obstacle"),
    path("766/", views.index, name="index"),
    re_path(r"^766/(?P<component>\d\.\d)/ho-so/$", views.lost, name="lost"),
    re_path(r"^766/(?P<component>\d\.\d)/diem/$", views.component, name="component"),
]
