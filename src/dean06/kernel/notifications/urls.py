"""Pages of the notifications app."""

from django.urls import path

from dean06.kernel.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.my_list, name="list"),
    path("<int:notification_id>/mo/", views.open_one, name="open"),
    path("da-doc-het/", views.read_all, name="read_all"),
    path("luot-gui/", views.deliveries, name="deliveries"),
]
