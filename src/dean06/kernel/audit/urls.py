"""Pages of the audit app."""

from django.urls import path

from dean06.kernel.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.log, name="log"),
    path("dong/<int:row_id>/", views.row, name="row"),
    path("xuat/", views.export, name="export"),
]
