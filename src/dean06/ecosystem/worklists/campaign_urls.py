"""Addresses of campaigns and of the progress of cleaning, under ``/dot-cao-diem/``."""

from django.urls import path

from dean06.ecosystem.worklists import campaign_views

app_name = "campaigns"
urlpatterns = [
    path("", campaign_views.campaign_list, name="list"),
    path("moi/", campaign_views.campaign_new, name="new"),
    path("tien-do/", campaign_views.progress, name="progress"),
    path("tien-do.xlsx", campaign_views.progress_xlsx, name="progress_xlsx"),
    path("<int:campaign_id>/", campaign_views.campaign, name="detail"),
    path("<int:campaign_id>/sua/", campaign_views.campaign_edit, name="edit"),
    path("<int:campaign_id>/dong/", campaign_views.campaign_close, name="close"),
    path("<int:campaign_id>/bao-cao.docx", campaign_views.report_docx, name="docx"),
    path("<int:campaign_id>/so-lieu.xlsx", campaign_views.report_xlsx, name="xlsx"),
]
