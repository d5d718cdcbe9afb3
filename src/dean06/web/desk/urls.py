"""Addresses of the desk, under ``/mot-cua/``."""

from __future__ import annotations

from django.urls import path

from dean06.web.desk import (
    act_views,
    capture_views,
    office_views,
    papers,
    queue_views,
    reception_form_views,
    reception_views,
)

app_name = "desk"
urlpatterns = [
    path("", queue_views.queue, name="queue"),
    path("tim/", queue_views.search, name="search"),
    path("hang-loat/", queue_views.batch, name="batch"),
    path("co-quan/", office_views.office, name="office"),
    path("co-quan/so-theo-doi/", office_views.book, name="book"),
    path("so-hoa/", capture_views.capture, name="capture"),
    path("so-hoa/tep/<int:file_id>/", capture_views.captured_file, name="captured_file"),
    path("tiep-nhan/", reception_views.choose, name="reception"),
    path("tiep-nhan/ban-nhap/", reception_views.resume, name="resume"),
    path("tiep-nhan/ban-nhap/<int:draft_id>/", reception_form_views.form_page, name="reception_form"),
    path("tiep-nhan/xong/<int:case_id>/", reception_form_views.done, name="reception_done"),
    path("tiep-nhan/thu-tuc/<str:code>/", reception_views.who, name="reception_who"),
    path("ho-so/<int:case_id>/", act_views.case, name="case"),
    path("ho-so/<int:case_id>/thu-tien/", act_views.cash, name="cash"),
    path("ho-so/<int:case_id>/giay-to/<int:document_id>/", papers.document, name="document"),
    path("ho-so/<int:case_id>/giay-to/<int:document_id>/noi-dung/", papers.document_raw, name="document_raw"),
    path("ho-so/<int:case_id>/van-ban/<int:paper_id>/", papers.paper, name="paper"),
    path("ho-so/<int:case_id>/van-ban/<slug:kind>/", papers.make_paper, name="make_paper"),
    path("ho-so/<int:case_id>/xem-truoc/", papers.preview, name="preview"),
    path("ho-so/<int:case_id>/buoc/<slug:action>/", act_views.step, name="step"),
    path("ho-so/<int:case_id>/<slug:slug>/", act_views.act, name="act"),
]
