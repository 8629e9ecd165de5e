"""Oversight: what the province or city opens about its communes."""

from django.urls import include, path

from thanthien.web.oversight import audit, criteria, home, people

app_name = "oversight"

rooms = [*home.urlpatterns, *criteria.urlpatterns, *people.urlpatterns, *audit.urlpatterns]
urlpatterns = [path("<slug:unit_code>/", include(rooms), {"local": False})]
