"""Addresses of the task pages, under ``/nhiem-vu/``."""

from django.urls import path

from dean06.steering.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.task_list, name="list"),
    path("moi/", views.create, name="create"),
    path("nhiem-vu.xlsx", views.export_xlsx, name="export_xlsx"),
    path("phu-luc-I.docx", views.export_docx, name="export_docx"),
    path("co-quan/<slug:code>/", views.agency, name="agency"),
    path("<int:assignment_id>/", views.detail, name="detail"),
    path("<int:assignment_id>/sua/", views.edit, name="edit"),
    path("<int:assignment_id>/<slug:slug>/", views.act, name="act"),
]
