"""Addresses of the worklists, under ``/viec-lam-sach/``."""

from django.urls import path

from dean06.ecosystem.worklists import item_views, list_views, outcome_views, sheet_views

app_name = "worklists"
urlpatterns = [
    path("", list_views.work_list, name="list"),
    path("cua-toi/", list_views.mine, name="mine"),
    path("giao/", list_views.bulk, name="bulk"),
    path("giao-theo-nhom/", list_views.assign_group, name="assign_group"),
    path("gui-nganh.xlsx", list_views.corrections, name="corrections"),
    path("bang-ket-qua/", outcome_views.outcome_list, name="outcomes"),
    path("bang-ket-qua/<slug:code>/", outcome_views.outcome_edit, name="outcome"),
    path("phieu/<int:sheet_id>/", sheet_views.sheet, name="sheet"),
    path("phieu/<int:sheet_id>/nhap/", sheet_views.entry, name="sheet_entry"),
    path("<int:finding_id>/", item_views.item, name="item"),
    path("<int:finding_id>/<slug:slug>/", item_views.act, name="act"),
]
