"""Pages of feedback, under ``/phan-anh/``."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.feedback import views, views_public

app_name = "feedback"
urlpatterns = [
    path("", views_public.home, name="home"),
    path("gui/", views_public.send, name="send"),
    path("cua-toi/", views_public.sent, name="sent"),
    path("tra-cuu/", views_public.look_up, name="look_up"),
    path("cong-khai/<slug:code>/", views_public.published, name="published"),
    path("cong-khai/<slug:code>/nhan-xet/", views_public.react, name="react"),
    path("danh-gia-tai-quay/", views_public.rate_at_desk, name="rate_at_desk"),
    path("ho-so/<int:case_id>/danh-gia/", views_public.rate, name="rate"),
    path("xu-ly/", views.queue, name="queue"),
    path("xu-ly/<int:feedback_id>/", views.detail, name="detail"),
    path("xu-ly/<int:feedback_id>/<slug:slug>/", views.act, name="act"),
    path("danh-gia/", views.ratings, name="ratings"),
    path("thoi-han/", views.clock, name="clock"),
]
