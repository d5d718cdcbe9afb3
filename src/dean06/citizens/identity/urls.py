"""Pages under ``/cong-dan/``."""

from __future__ import annotations

from django.urls import path

from dean06.citizens.identity import views
from dean06.citizens.identity.contrib.simulator import views as simulator

app_name = "identity"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-nhap/<slug:code>/", views.begin, name="begin"),
    path("dang-nhap/<slug:code>/ve/", views.finish, name="finish"),
    path("trinh-dien/<int:user_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("muc-bao-dam/", views.assurance, name="assurance"),
    path("vneid-mo-phong/", simulator.number, name="simulator"),
    path("vneid-mo-phong/ma/", simulator.code, name="simulator_code"),
]
