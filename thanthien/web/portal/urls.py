"""The portal: what citizens of a unit open. Every address begins with the unit's code, in English with `en`."""

from django.urls import include, path

from thanthien.web.portal import (
    appointments,
    asking,
    dialogues,
    disclosure,
    following,
    guide,
    home,
    home_service,
    installing,
    place_map,
    premises,
    procedures,
    queue,
    rating,
    reception,
    reports,
    search,
    sending,
    surveys,
)

rooms = [
    *home.urlpatterns,
    *guide.urlpatterns,
    *installing.urlpatterns,
    *sending.urlpatterns,
    *home_service.urlpatterns,
    *reception.urlpatterns,
    *appointments.urlpatterns,
    *following.urlpatterns,
    *reports.urlpatterns,
    *place_map.urlpatterns,
    *search.urlpatterns,
    *surveys.urlpatterns,
    *rating.urlpatterns,
    *queue.urlpatterns,
    *disclosure.urlpatterns,
    *procedures.urlpatterns,
    *asking.urlpatterns,
    *premises.urlpatterns,
    *dialogues.urlpatterns,
]
urlpatterns = [
    path("<slug:unit_code>/en/", include((rooms, "portal"), namespace="portal_en"), {"lang": "en"}),
    path("<slug:unit_code>/", include((rooms, "portal"), namespace="portal")),
    path("<slug:unit_code>/en/", include((home.nowhere, "portal_nowhere"), namespace="nowhere_en"), {"lang": "en"}),
    path("<slug:unit_code>/", include((home.nowhere, "portal_nowhere"), namespace="nowhere")),
]  # fmt: skip
