"""Open311: discovery, and version 2 of GeoReport."""

from django.urls import re_path

from thanthien.web.api.open311 import views

app_name = "open311"
FORM = r"\.(?P<form>xml|json)$"
urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^v2/services{FORM}", views.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[\w-]{{1,40}}){FORM}", views.service, name="service"),
    re_path(rf"^v2/requests{FORM}", views.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<name>[^/.]{{1,64}}){FORM}", views.request, name="request"),
    re_path(rf"^v2/tokens/(?P<name>[^/.]{{1,64}}){FORM}", views.token, name="token"),
]
