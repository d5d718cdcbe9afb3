"""Addresses of the registry's pages, under ``/dan-cu/``."""

from django.urls import path

from dean06.kernel.population import urls_reading, views_acts, views_person, views_proposals

app_name = "population"
urlpatterns = [
    path("khai-sinh/", views_acts.birth, name="birth"),
    path("de-nghi/", views_proposals.queue, name="proposals"),
    path("de-nghi/<int:proposal_id>/", views_proposals.proposal, name="proposal"),
    path("ho/<int:household_id>/", views_person.household, name="household"),
    path("ho/<int:household_id>/<slug:slug>/", views_acts.household_act, name="household_act"),
    path("<int:person_id>/", views_person.person, name="person"),
    path("<int:person_id>/<slug:slug>/", views_acts.person_act, name="person_act"),
    *urls_reading.urlpatterns,
]
