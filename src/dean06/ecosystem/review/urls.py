"""Addresses under /doi-soat/."""

from django.urls import path

from dean06.ecosystem.review import batch_views, request_views, views
from dean06.ecosystem.review.types import CaseState

app_name = "review"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("lan-hai/", views.queue, {"state": CaseState.SECOND}, name="second"),
    path("bat-dong/", views.queue, {"state": CaseState.DISPUTED}, name="disputed"),
    path("tai-xa/", views.queue, {"state": CaseState.COMMUNE}, name="commune"),
    path("tiep/", views.next_case, name="next"),
    path("hoan-tac/", views.undo, name="undo"),
    path("thong-ke/", views.statistics, name="statistics"),
    path("ca/<int:case_id>/", views.case, name="case"),
    path("ca/<int:case_id>/nhan/", views.take, name="take"),
    path("de-nghi-sua/", request_views.request_list, name="requests"),
    path("de-nghi-sua/lap/<int:decision_id>/", request_views.request_new, name="request_new"),
    path("de-nghi-sua/<int:request_id>/", request_views.request_detail, name="request"),
    path("de-nghi-sua/<int:request_id>/<slug:slug>/", request_views.request_act, name="request_act"),
    path("tep-sua/", batch_views.batch_list, name="batches"),
    path("tep-sua/lap/", batch_views.batch_build, name="batch_build"),
    path("tep-sua/<int:batch_id>/", batch_views.batch_detail, name="batch"),
    path("tep-sua/<int:batch_id>/da-gui/", batch_views.batch_sent, name="batch_sent"),
    path("tep-sua/<int:batch_id>/da-nhap/", batch_views.batch_confirm, name="batch_confirm"),
    path("tep-sua/<int:batch_id>/<slug:form>/", batch_views.batch_download, name="batch_download"),
]
