"""Pages under ``/tai-khoan/``; sign-in itself is in ``sign_in_urls``."""

from django.urls import path

from dean06.kernel.accounts import profile_views, sign_in_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.account_list, name="list"),
    path("moi/", views.create, name="create"),
    path("ra-soat/", views.review, name="review"),
    path("bang-quyen/", views.permissions, name="permissions"),
    path("cua-toi/", profile_views.profile, name="profile"),
    path("cua-toi/phien/<int:session_id>/dong/", profile_views.end_session, name="end_session"),
    path("cua-toi/phien/dong-khac/", profile_views.end_other_sessions, name="end_other_sessions"),
    path("xac-thuc-hai-lop/", profile_views.second_factor, name="second_factor"),
    path("trinh-dien/<int:user_id>/", sign_in_views.demo_sign_in, name="demo_sign_in"),
    path("<int:user_id>/", views.account_page, name="account"),
    path("<int:user_id>/sua/", views.edit, name="edit"),
    path("<int:user_id>/chuyen-cong-tac/", views.move, name="move"),
    path("<int:user_id>/khoa/", views.close, name="close"),
    path("<int:user_id>/mo-lai/", views.reopen, name="reopen"),
    path("<int:user_id>/vai-tro/", views.grant, name="grant"),
    path("<int:user_id>/vai-tro/<int:membership_id>/thu-hoi/", views.revoke, name="revoke"),
    path("<int:user_id>/dat-lai-xac-thuc/", views.reset_second_factor, name="reset_second_factor"),
    path("<int:user_id>/moi-lai/", views.invite, name="invite"),
    path("<int:user_id>/mo-khoa-dang-nhap/", views.unlock, name="unlock"),
    path("<int:user_id>/dong-phien/", views.end_sessions, name="end_sessions"),
]
