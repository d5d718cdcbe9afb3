from django.urls import path

from dean06.ecosystem.datasets import row_views, sector_views, views

app_name = "datasets"
urlpatterns = [
    path("", sector_views.sectors, name="sectors"),
    path("nop/", views.upload, name="upload"),
    path("nganh/<slug:code>/", sector_views.sector, name="sector"),
    path("nganh/<slug:code>/sua/", sector_views.edit, name="edit_sector"),
    path("nho/<int:mapping_id>/bo/", sector_views.forget, name="forget"),
    path("ban/<int:version_id>/", views.version, name="version"),
    path("ban/<int:version_id>/tien-do/", views.progress, name="progress"),
    path("ban/<int:version_id>/trang-tinh/", views.sheet, name="sheet"),
    path("ban/<int:version_id>/cot/", views.columns, name="columns"),
    path("ban/<int:version_id>/nhan/", views.accept, name="accept"),
    path("ban/<int:version_id>/rut/", views.withdraw, name="withdraw"),
    path("ban/<int:version_id>/mo-ta/", row_views.profile, name="profile"),
    path("ban/<int:version_id>/dong-loi/", row_views.bad_rows, name="bad_rows"),
    path("ban/<int:version_id>/dong-loi/xuat/", row_views.export_bad_rows, name="export_bad_rows"),
    path("ban/<int:version_id>/thay-doi/", row_views.changes, name="changes"),
]
