"""Pages of the files app."""

from django.urls import path

from dean06.kernel.files import views

app_name = "files"
urlpatterns = [path("<int:file_id>/", views.download, name="download")]
