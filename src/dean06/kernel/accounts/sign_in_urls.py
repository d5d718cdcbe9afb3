"""Addresses of django-allauth that are used here, without a namespace: it finds its pages by these names.

Signing up, adding e-mail addresses and social accounts have no address: nobody can reach them.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from dean06.kernel.accounts.profile_views import sessions
from dean06.kernel.accounts.sign_in_views import sign_in

urlpatterns = [
    path("dang-nhap/", sign_in, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("bi-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/doi/", account.password_change, name="account_change_password"),
    path("mat-khau/tao/", account.password_set, name="account_set_password"),
    path("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/dat/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mat-khau/da-dat/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("xac-thuc/", mfa.index, name="mfa_index"),
    path("xac-thuc/nhap-ma/", mfa.authenticate, name="mfa_authenticate"),
    path("xac-thuc/xac-nhan-lai/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("xac-thuc/ung-dung/them/", totp.activate_totp, name="mfa_activate_totp"),
    path("xac-thuc/ung-dung/bo/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("xac-thuc/khoa/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("xac-thuc/khoa/them/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("xac-thuc/khoa/dang-nhap/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("xac-thuc/khoa/xac-nhan-lai/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("xac-thuc/khoa/<int:pk>/sua/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("xac-thuc/khoa/<int:pk>/bo/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("xac-thuc/ma-du-phong/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("xac-thuc/ma-du-phong/tao/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("xac-thuc/ma-du-phong/tai/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("phien/", sessions, name="usersessions_list"),
]
