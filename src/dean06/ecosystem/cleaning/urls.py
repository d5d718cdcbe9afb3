"""Addresses of the pages of cleaning, under ``/lam-sach/``."""

from django.urls import path

from dean06.ecosystem.cleaning import views
from dean06.ecosystem.cleaning.finding_views import finding, finding_act, finding_list

app_name = "cleaning"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("huong-dan/", views.guide, name="guide"),
    path("so-lieu.xlsx", views.export, name="export"),
    path("lan-chay/<int:run_id>/", views.run, name="run"),
    path("lan-chay/<int:run_id>/<slug:act>/", views.run_act, name="run_act"),
    path("danh-sach/<slug:sector>/", views.sector, name="sector"),
    path("danh-sach/<slug:sector>/doi-khop/", views.start, name="start"),
    path("danh-sach/<slug:sector>/ket-qua/<slug:result_class>/", views.result_class, name="class"),
    path("danh-sach/<slug:sector>/ban-ghi/", views.records, name="records"),
    path("can-lam-sach/", finding_list, name="findings"),
    path("can-lam-sach/<int:finding_id>/", finding, name="finding"),
    path("can-lam-sach/<int:finding_id>/<slug:act>/", finding_act, name="finding_act"),
    path("chat-luong/", views.matrix, name="matrix"),
    path("chat-luong/<slug:sector>/", views.quality, name="quality"),
]
