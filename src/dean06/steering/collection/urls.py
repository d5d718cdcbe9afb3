"""Addresses of this app, under ``/so-lieu/``. A submission is named by the code of its period and of its unit."""

from django.urls import path

from dean06.steering.collection import file_views, overview_views, review_views, views

app_name = "collection"
urlpatterns = [
    path("", views.duties, name="duties"),
    path("tong-hop/", overview_views.overview, name="overview"),
    path("tong-hop/<str:period>/", overview_views.overview, name="overview"),
    path("tong-hop/<str:period>/cham/", overview_views.late, name="late"),
    path("tong-hop/<str:period>/nhac/", overview_views.remind, name="remind"),
    path("tong-hop/<str:period>/duyet/", overview_views.accept_many, name="accept_many"),
    path("tong-hop/<str:period>/khoa/", overview_views.lock, name="lock"),
    path("tep/<int:file_id>/", file_views.result, name="file_result"),
    path("tep/<int:file_id>/bi-tu-choi/", file_views.refused, name="file_refused"),
    path("<str:period>/<str:unit>/", review_views.submission, name="submission"),
    path("<str:period>/<str:unit>/nhap/", views.entry, name="entry"),
    path("<str:period>/<str:unit>/luu/", views.save, name="save"),
    path("<str:period>/<str:unit>/gui/", views.send, name="send"),
    path("<str:period>/<str:unit>/duyet/", review_views.accept, name="accept"),
    path("<str:period>/<str:unit>/mo-lai/", review_views.reopen, name="reopen"),
    path("<str:period>/<str:unit>/mien/", review_views.exempt, name="exempt"),
    path("<str:period>/<str:unit>/thu-hoi-mien/", review_views.withdraw_exemption, name="withdraw_exemption"),
    path("<str:period>/<str:unit>/mau/", file_views.template, name="template"),
    path("<str:period>/<str:unit>/tep/", file_views.upload, name="upload"),
    path("<str:period>/<str:unit>/lich-su/<slug:code>/", review_views.history, name="history"),
]
