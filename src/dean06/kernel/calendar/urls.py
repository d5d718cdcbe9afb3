from django.urls import path

from dean06.kernel.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("nam/<int:number>/", views.year, name="year_of"),
    path("ngay/them/", views.add_day, name="add_day"),
    path("ngay/<str:iso>/", views.correct_day, name="correct_day"),
    path("ngay/<str:iso>/bo/", views.remove_day, name="remove_day"),
    path("gio-lam-viec/", views.hours, name="hours"),
]
