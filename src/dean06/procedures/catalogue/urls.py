"""Pages of the app."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.catalogue import pack_views, views

app_name = "catalogue"

urlpatterns = [
    path("", views.index, name="index"),
    path("quan-ly/cong-bo/", pack_views.publish, name="publish"),
    path("quan-ly/nhap-danh-muc/", pack_views.import_list, name="import"),
    path("<str:code>/", views.procedure, name="procedure"),
    path("<str:code>/to-dan/", views.poster, name="poster"),
    path("<str:code>/goi/<int:version_id>/", pack_views.pack, name="pack"),
    path("<str:code>/so-sanh/<int:old_id>/<int:new_id>/", pack_views.compare, name="compare"),
    path("<str:code>/ngung/", pack_views.withdraw, name="withdraw"),
]
