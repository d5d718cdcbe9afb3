"""Addresses of the boards, under ``/dieu-hanh/``."""

from django.urls import path

from dean06.steering.dashboards import views, views_asking, views_figures

app_name = "dashboards"
urlpatterns = [
    path("", views.board, name="board"),
    path("co-quan/", views.league, name="league"),
    path("chi-tieu/<slug:code>/", views_figures.indicator, name="indicator"),
    path("don-vi/<str:code>/", views_figures.unit, name="unit"),
    path("ma-tran/", views_figures.matrix, name="matrix"),
    path("ma-tran.xlsx", views_figures.matrix_xlsx, name="matrix_file"),
    path("man-hinh/", views_figures.wall, name="wall"),
    path("giai-trinh/", views_asking.questions, name="questions"),
    path("giai-trinh/moi/", views_asking.ask, name="ask"),
    path("giai-trinh/<int:request_id>/", views_asking.question, name="question"),
    path("ban-tin/", views_asking.letters, name="letters"),
    path("ban-tin/chon/", views_asking.choose_letter, name="choose_letter"),
    path("ban-tin/<slug:kind>/", views_asking.preview, name="letter_preview"),
]
