from django.urls import path

from dean06.kernel.units import views

app_name = "units"
urlpatterns = [
    path("", views.search, name="search"),
    path("tim.json", views.picker, name="picker"),
    path("ranh-gioi/", views.boundaries, name="boundaries"),
    path("hanh-chinh/<str:code>/", views.unit_by_code, name="unit_by_code"),
    path("hanh-chinh/<str:code>/<str:valid_from>/", views.unit, name="unit"),
    path("co-quan/<slug:code>/", views.agency, name="agency"),
    path("co-quan/<slug:code>/doi-ten/", views.rename, name="rename"),
    path("co-quan/<slug:code>/nguoi-dung-dau/", views.head, name="head"),
    path("co-quan/<slug:code>/ten-goi-khac/", views.alias, name="alias"),
]
