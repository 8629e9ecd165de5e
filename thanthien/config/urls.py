"""The table of contents."""

from django.urls import include, path

from thanthien.web import entrance

urlpatterns = [
    path("", entrance.front_door, name="front_door"),
    path("accounts/", include("thanthien.web.account")),
    path("accounts/", include("thanthien.web.notices")),
    path("api/v1/", include("thanthien.web.api.v1.urls")),
    path("api/", include("thanthien.web.api.urls")),
    path("open311/", include("thanthien.web.api.open311.urls")),
    path("desk/", include("thanthien.web.desk.urls")),
    path("city/", include("thanthien.web.oversight.urls")),
    path("kiosk/", include("thanthien.web.kiosk.urls")),
    path("healthz", entrance.health, name="health"),
    path("", include("thanthien.web.portal.urls")),
]

handler400 = "thanthien.web.refusals.bad_request"
handler403 = "thanthien.web.refusals.forbidden"
handler404 = "thanthien.web.refusals.not_found"
handler500 = "thanthien.web.refusals.server_error"
