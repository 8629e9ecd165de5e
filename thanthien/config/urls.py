"""The table of contents."""

from django.urls import include, path

from thanthien.web import entrance

urlpatterns = [
    path("", entrance.front_door, name="front_door"),
    path("accounts/", include("thanthien.web.account")),
    path("desk/", include("thanthien.web.desk.urls")),
    path("city/", include("thanthien.web.oversight.urls")),
    path("healthz", entrance.health, name="health"),
]

handler400 = "thanthien.web.refusals.bad_request"
handler403 = "thanthien.web.refusals.forbidden"
handler404 = "thanthien.web.refusals.not_found"
handler500 = "thanthien.web.refusals.server_error"
