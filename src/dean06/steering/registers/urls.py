"""Addresses of the registers, under ``/so-theo-doi/``."""

from django.urls import path

from dean06.steering.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("ton-tai/", views.findings, name="findings"),
    path("ton-tai/<int:finding_id>/<slug:act_slug>/", views.finding_act, name="finding_act"),
    path("kien-nghi/", views.record_list, {"slug": "kien-nghi"}, name="recommendations"),
    path("kien-nghi/<int:record_id>/", views.detail, {"slug": "kien-nghi"}, name="recommendation"),
    path("kiem-tra/", views.record_list, {"slug": "kiem-tra"}, name="inspections"),
    path("kiem-tra/<int:record_id>/", views.detail, {"slug": "kiem-tra"}, name="inspection"),
    path("kiem-tra/<int:record_id>/sua/", views.edit_inspection, name="edit_inspection"),
    path("mo-hinh/", views.record_list, {"slug": "mo-hinh"}, name="pilots"),
    path("mo-hinh/<int:record_id>/", views.detail, {"slug": "mo-hinh"}, name="pilot"),
    path("cao-diem/", views.record_list, {"slug": "cao-diem"}, name="campaigns"),
    path("cao-diem/<int:record_id>/", views.detail, {"slug": "cao-diem"}, name="campaign"),
    path("<slug:slug>/", views.record_list, name="list"),
    path("<slug:slug>/moi/", views.create, name="create"),
    path("<slug:slug>/<int:record_id>/", views.detail, name="detail"),
    path("<slug:slug>/<int:record_id>/<slug:act_slug>/", views.act, name="act"),
]
