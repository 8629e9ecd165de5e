"""Addresses for programs beside the versions of the API: how to use it, the calendar of a phone, what Zalo sends."""

from django.urls import path

from thanthien.web.api import calendar, docs, zalo

app_name = "api"
urlpatterns = [
    path("docs/", docs.docs, name="docs"),
    path("docs/en/", docs.docs, {"lang": "en"}, name="docs_en"),
    path("calendar/<str:secret>.ics", calendar.feed, name="calendar"),
    path("zalo/<slug:unit_code>/", zalo.webhook, name="zalo"),
]
