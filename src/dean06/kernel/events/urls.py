"""Pages of the events app."""

from django.urls import path

from dean06.kernel.events import views

app_name = "events"
urlpatterns = [
    path("", views.event_list, name="list"),
    path("<int:delivery_id>/chay-lai/", views.retry, name="retry"),
]
