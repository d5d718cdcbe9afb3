"""Addresses under /doi-soat/."""

app_name = "review"
urlpatterns: list = []
