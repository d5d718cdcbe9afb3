from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "dean06.procedures.feedback"
    label = "feedback"
    verbose_name = "Đánh giá, phản ánh kiến nghị"
