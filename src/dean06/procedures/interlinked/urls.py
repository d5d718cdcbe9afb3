"""Pages of linked services and connected systems."""

from __future__ import annotations

from django.urls import path

from dean06.procedures.interlinked import views, views_systems

app_name = "interlinked"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:case_id>/", views.case, name="case"),
    path("<int:case_id>/dung-phan-con-lai/", views.stop_rest, name="stop_rest"),
    path("chang/<int:leg_id>/lam-lai/", views.retry_leg, name="retry_leg"),
    path("chang/<int:leg_id>/bo-qua/", views.skip_leg, name="skip_leg"),
    path("dong-y/", views.my_consents, name="my_consents"),
    path("dong-y/<int:consent_id>/", views.answer_consent, name="answer_consent"),
    path("dong-y/<int:consent_id>/ghi-nhan/", views.record_consent, name="record_consent"),
    path("he-thong/", views_systems.systems, name="systems"),
    path("he-thong/<slug:connector>/", views_systems.system, name="system"),
    path("he-thong/<slug:connector>/cho-bo-nganh/", views_systems.block, name="block"),
    path("he-thong/<slug:connector>/mo-lai/", views_systems.unblock, name="unblock"),
    path("he-thong/<slug:connector>/mo-phong/", views_systems.demo, name="demo"),
    path("thong-diep/<int:message_id>/", views_systems.message, name="message"),
    path("thong-diep/<int:message_id>/gui-lai/", views_systems.retry_message, name="retry_message"),
]
