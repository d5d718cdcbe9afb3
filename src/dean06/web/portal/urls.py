"""Pages under ``/dich-vu-cong/``."""

from __future__ import annotations

from django.urls import path

from dean06.web.portal import views_apply, views_cases, views_me, views_start

app_name = "portal"
urlpatterns = [
    path("", views_start.home, name="home"),
    path("viec/<slug:code>/", views_start.life_event, name="life_event"),
    path("thu-tuc/<str:code>/", views_start.start, name="start"),
    path("thu-tuc/<str:code>/bat-dau/", views_apply.begin, name="begin"),
    path("chu-lon/", views_start.large_type, name="large_type"),
    path("sua-du-lieu/", views_apply.correction, name="correction"),
    path("ban-nhap/<int:draft_id>/", views_apply.apply, name="apply"),
    path("ban-nhap/<int:draft_id>/cau-hoi/<str:step_id>/", views_apply.question, name="question"),
    path("ban-nhap/<int:draft_id>/sua/", views_apply.change, name="change"),
    path("ban-nhap/<int:draft_id>/giay-to/", views_apply.paper_list, name="papers"),
    path("ban-nhap/<int:draft_id>/xem-lai/", views_apply.review, name="review"),
    path("ban-nhap/<int:draft_id>/to-khai.pdf", views_apply.draft_pdf, name="draft_pdf"),
    path("ban-nhap/<int:draft_id>/xoa/", views_apply.discard, name="discard"),
    path("ho-so/", views_cases.mine, name="mine"),
    path("ho-so/<str:code>/", views_cases.case, name="case"),
    path("ho-so/<str:code>/da-gui/", views_cases.sent, name="sent"),
    path("ho-so/<str:code>/bo-sung/", views_cases.supply, name="supply"),
    path("ho-so/<str:code>/rut/", views_cases.withdraw, name="withdraw"),
    path("tra-cuu/", views_cases.look_up, name="look_up"),
    path("giay-to/", views_me.papers, name="wallet"),
    path("giay-to/them/", views_me.add_paper, name="wallet_add"),
    path("giay-to/<int:document_id>/", views_me.paper, name="wallet_paper"),
    path("giay-to/<int:document_id>/tep/", views_me.paper_file, name="wallet_file"),
    path("giay-to/<int:document_id>/bo/", views_me.remove_paper, name="wallet_remove"),
    path("du-lieu/", views_me.data, name="data"),
    path("lien-he/", views_me.contact, name="contact"),
    path("lien-he/xac-nhan/", views_me.confirm_contact, name="confirm_contact"),
    path("lien-he/bo-thu/", views_me.remove_email, name="remove_email"),
    path("lien-he/<slug:channel>/", views_me.change_contact, name="change_contact"),
]
