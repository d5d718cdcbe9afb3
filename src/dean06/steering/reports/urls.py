"""Addresses of this app, under ``/bao-cao/``."""

from django.urls import path

from dean06.steering.reports import step_views, views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("moi/", views.create, name="create"),
    path("mau/", step_views.template_list, name="templates"),
    path("mau/<slug:code>/", step_views.template_edit, name="template"),
    path("<int:report_id>/", views.read, name="read"),
    path("<int:report_id>/soan/", views.workshop, name="workshop"),
    path("<int:report_id>/bao-cao.docx", views.docx, name="docx"),
    path("<int:report_id>/bao-cao.pdf", views.pdf, name="pdf"),
    path("<int:report_id>/chot/", step_views.freeze, name="freeze"),
    path("<int:report_id>/mo-lai/", step_views.unfreeze, name="unfreeze"),
    path("<int:report_id>/kiem-tra/", step_views.check, name="check"),
    path("<int:report_id>/phat-hien/", step_views.findings, name="findings"),
    path("<int:report_id>/phat-hien/<int:number>/", step_views.explain, name="explain"),
    path("<int:report_id>/duyet/", step_views.sign, name="sign"),
    path("<int:report_id>/tra-lai/", step_views.return_report, name="return"),
    path("<int:report_id>/phat-hanh/", step_views.issue, name="issue"),
    path("muc/<int:section_id>/luu/", views.save, name="save"),
    path("muc/<int:section_id>/phien-ban/", views.versions, name="versions"),
    path("muc/<int:section_id>/gop-y/", views.comment, name="comment"),
    path("muc/<int:section_id>/ghi-de/", views.overtype, name="overtype"),
    path("muc/<int:section_id>/gan-so/", views.link_number, name="link_number"),
    path("phien-ban/<int:version_id>/lay-lai/", views.restore, name="restore"),
    path("gop-y/<int:comment_id>/xong/", views.resolve, name="resolve"),
    path("ghi-de/<int:overtyped_id>/bo/", views.restore_figure, name="restore_figure"),
]
