"""Addresses of the catalogue and of figures from documents, under ``/chi-tieu/``."""

from django.urls import path
from django.views.generic import RedirectView

from dean06.steering.indicators.catalogue import file_views, settings_views, views
from dean06.steering.indicators.from_documents import views as document_views

app_name = "indicators"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="indicators:catalogue")),
    path("danh-muc/", views.catalogue, name="catalogue"),
    path("danh-muc/them/", views.add, name="add"),
    path("danh-muc/nhap/", file_views.upload, name="import"),
    path("danh-muc/nhap/ap-dung/", file_views.apply, name="import_apply"),
    path("danh-muc/danh-muc.xlsx", file_views.xlsx, name="xlsx"),
    path("danh-muc/danh-muc.yaml", file_views.yaml, name="yaml"),
    path("danh-muc/ky-bao-cao/", settings_views.rules, name="rules"),
    path("danh-muc/ky-bao-cao/<slug:slug>/", settings_views.rule_edit, name="rule_edit"),
    path("danh-muc/don-vi/", settings_views.unit_list, name="units"),
    path("danh-muc/don-vi/goi-y/", views.unit_picker, name="unit_picker"),
    path("danh-muc/don-vi/them/", settings_views.unit_add, name="unit_add"),
    path("danh-muc/don-vi/<str:code>/", settings_views.unit_detail, name="unit"),
    path("danh-muc/don-vi/<str:code>/sua/", settings_views.unit_edit, name="unit_edit"),
    path("tu-van-ban/", document_views.document_list, name="from_documents"),
    path("tu-van-ban/nhan/", document_views.mappings, name="mappings"),
    path("tu-van-ban/nhan/<int:mapping_id>/", document_views.mapping, name="mapping"),
    path("tu-van-ban/so/<int:taken_id>/", document_views.reopen, name="reopen_figure"),
    path("tu-van-ban/<int:document_id>/", document_views.document, name="from_document"),
    path("danh-muc/<str:code>/", views.detail, name="detail"),
    path("danh-muc/<str:code>/sua/", views.change, name="change"),
    path("danh-muc/<str:code>/ngung/", views.end, name="end"),
    path("danh-muc/<str:code>/muc-tieu/them/", views.target_add, name="target_add"),
    path("danh-muc/<str:code>/muc-tieu/<int:target_id>/rut/", views.target_withdraw, name="target_withdraw"),
]
