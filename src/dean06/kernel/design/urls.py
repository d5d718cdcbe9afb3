from django.urls import path

from dean06.kernel.design import views

app_name = "design"
urlpatterns = [
    path("", views.components, name="components"),
    path("mau-tra-cuu/", views.sample_search, name="sample_search"),
    path("mau-xac-nhan/", views.sample_confirm, name="sample_confirm"),
    path("mau-ban-in/", views.sample_paper, name="sample_paper"),
]
