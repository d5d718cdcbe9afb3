"""Pages of payments, under ``/khoan-thu/``."""

from __future__ import annotations

from django.urls import path, re_path

from dean06.socioeconomic.payments import views, views_public, views_work

app_name = "payments"
urlpatterns = [
    path("", views.order_list, name="list"),
    path("<int:order_id>/", views.order_page, name="order"),
    path("<int:order_id>/thu-tien-mat/", views.cash, name="cash"),
    path("<int:order_id>/huy/", views.cancel, name="cancel"),
    path("<int:order_id>/hoan-tien/", views.propose, name="propose"),
    re_path(r"^(?P<order_id>\d{1,18})/bien-lai\.(?P<form>pdf|docx)$", views.receipt, name="receipt"),
    path("hoan-tien/", views.refund_list, name="refunds"),
    path("hoan-tien/<int:refund_id>/duyet/", views.decide, name="decide"),
    path("hoan-tien/<int:refund_id>/chi/", views.pay_out, name="pay_out"),
    path("treo/", views_work.stuck, name="stuck"),
    re_path(r"^treo/(?P<act>hoi|bao-lai|ghi-nhan)/$", views_work.stuck_act, name="stuck_act"),
    path("treo/<int:transaction_id>/hoan/", views.propose_unapplied, name="propose_unapplied"),
    path("doi-soat/", views_work.reconciliations, name="reconciliations"),
    path("doi-soat/<int:run_id>/", views_work.reconciliation, name="reconciliation"),
    path("doi-soat/dong/<int:line_id>/", views_work.resolve, name="resolve"),
    path("muc-thu/", views_work.fee_rules, name="fee_rules"),
    path("muc-thu/moi/", views_work.edit_rule, name="new_rule"),
    path("muc-thu/<int:override_id>/", views_work.edit_rule, name="edit_rule"),
    path("muc-thu/<int:override_id>/bo/", views_work.withdraw_rule, name="withdraw_rule"),
    path("muc-thu/tai-khoan/", views_work.edit_account, name="account"),
    path("nop/<str:token>/", views_public.pay, name="pay"),
    path("nop/<str:token>/cong/<slug:gateway>/", views_public.start, name="start"),
    path("cong/<slug:gateway>/thong-bao/", views_public.callback, name="callback"),
    path("cong-demo/<str:attempt>/", views_public.demo_gateway, name="demo_gateway"),
]
