"""Oversight: what the province or city opens about its communes."""

from django.urls import include, path

from thanthien.web.oversight import (
    audit,
    criteria,
    documents,
    feedback,
    guides,
    home,
    indices,
    merging,
    people,
    practices,
    procedures,
    reuse,
    rounds,
    workdays,
)

app_name = "oversight"

rooms = [
    *home.urlpatterns,
    *criteria.urlpatterns,
    *people.urlpatterns,
    *merging.urlpatterns,
    *reuse.urlpatterns,
    *workdays.urlpatterns,
    *practices.urlpatterns,
    *rounds.urlpatterns,
    *indices.urlpatterns,
    *documents.urlpatterns,
    *procedures.urlpatterns,
    *feedback.urlpatterns,
    *guides.urlpatterns,
    *audit.urlpatterns,
]
urlpatterns = [path("<slug:unit_code>/", include(rooms), {"local": False})]
