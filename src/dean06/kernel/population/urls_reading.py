"""Addresses of reading, statistics and bulk, under ``dan-cu/``."""

from django.urls import path

from dean06.kernel.population import views_bulk, views_reading, views_statistics

urlpatterns = [
    path("xac-thuc/", views_reading.verify, name="verify"),
    path("tra-cuu/", views_reading.search, name="search"),
    path("tra-cuu/bat-thuong/", views_reading.unusual, name="unusual"),
    path("tra-cuu/muc-dich/", views_reading.purpose_list, name="purposes"),
    path("thong-ke/", views_statistics.overview, name="statistics"),
    path("thong-ke/tai-ve/", views_statistics.download, name="statistics_download"),
    path("thong-ke/toan-tinh/", views_statistics.unit, name="statistics_province"),
    path("thong-ke/<slug:code>/", views_statistics.unit, name="statistics_unit"),
    path("nhap/", views_bulk.imports, name="imports"),
    path("nhap/<int:batch_id>/", views_bulk.import_batch, name="import"),
    path("nhap/<int:batch_id>/tiep/", views_bulk.import_go_on, name="import_go_on"),
    path("nhap/<int:batch_id>/dong-khong-nhan/", views_bulk.import_refusals, name="import_refusals"),
    path("xuat/", views_bulk.exports, name="exports"),
    path("xuat/de-nghi/", views_bulk.export_new, name="export_new"),
    path("xuat/<int:export_id>/", views_bulk.export_decide, name="export_decide"),
    path("xuat/<int:export_id>/tep/", views_bulk.export_download, name="export_download"),
]
