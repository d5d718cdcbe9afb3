"""Pages of the app."""

from __future__ import annotations

from django.urls import path

from dean06.kernel.signing import views

app_name = "signing"

urlpatterns = [
    path("", views.verify, name="verify"),
    path("chung-thu-goc.pem", views.roots, name="roots"),
    path("thu-hoi/<int:issuer_id>.crl", views.revocations, name="revocations"),
    path("chung-thu/", views.certificates, name="certificates"),
    path("chung-thu/cap/", views.issue, name="issue"),
    path("chung-thu/nhap/", views.import_certificate, name="import"),
    path("chung-thu/<int:certificate_id>/thu-hoi/", views.revoke, name="revoke"),
    path("<str:code>", views.verify_code, name="verify_code"),
]
