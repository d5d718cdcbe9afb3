from django.urls import path

from dean06.steering.documents import task_views, views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("tai-len/", views.upload, name="upload"),
    path("<int:document_id>/", views.review, name="review"),
    path("<int:document_id>/thong-tin/", views.header, name="header"),
    path("<int:document_id>/doi-chieu/", views.compare, name="compare"),
    path("<int:document_id>/them/<int:line>/", task_views.add, name="add"),
    path("<int:document_id>/giao-viec/", views.issue, name="issue"),
    path("<int:document_id>/dong/", views.close, name="close"),
    path("<int:document_id>/co-quan/", task_views.choose_body, name="choose_body"),
    path("<int:document_id>/dien/<slug:field>/", task_views.fill, name="fill"),
    path("nhiem-vu/<int:task_id>/the/", task_views.card, name="card"),
    path("nhiem-vu/<int:task_id>/dung/", task_views.confirm, name="confirm"),
    path("nhiem-vu/<int:task_id>/", task_views.edit_task, name="task"),
    path("nhiem-vu/<int:task_id>/tach/", task_views.split, name="split"),
    path("nhiem-vu/<int:task_id>/gop/", task_views.merge, name="merge"),
    path("nhiem-vu/<int:task_id>/bo/", task_views.drop, name="drop"),
    path("nhiem-vu/<int:task_id>/lay-lai/", task_views.restore, name="restore"),
]
