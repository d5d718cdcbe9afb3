from django.urls import path

from dean06.steering.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("tai-len/", views.upload, name="upload"),
    path("<int:document_id>/", views.review, name="review"),
    path("<int:document_id>/thong-tin/", views.header, name="header"),
    path("<int:document_id>/doi-chieu/", views.compare, name="compare"),
    path("<int:document_id>/them/<int:line>/", views.add, name="add"),
    path("<int:document_id>/giao-viec/", views.issue, name="issue"),
    path("<int:document_id>/dong/", views.close, name="close"),
    path("nhiem-vu/<int:task_id>/", views.edit_task, name="task"),
    path("nhiem-vu/<int:task_id>/tach/", views.split, name="split"),
    path("nhiem-vu/<int:task_id>/gop/", views.merge, name="merge"),
    path("nhiem-vu/<int:task_id>/bo/", views.drop, name="drop"),
    path("nhiem-vu/<int:task_id>/lay-lai/", views.restore, name="restore"),
]
