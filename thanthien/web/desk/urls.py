"""The desk: what officials of a unit open. Every address begins with the unit's code."""

from django.urls import include, path

from thanthien.web.desk import audit, criteria, figures, home, people, plans, report, score, tasks

app_name = "desk"

rooms = [
    *home.urlpatterns,
    *tasks.urlpatterns,
    *plans.urlpatterns,
    *score.urlpatterns,
    *figures.urlpatterns,
    *report.urlpatterns,
    *criteria.urlpatterns,
    *people.urlpatterns,
    *audit.urlpatterns,
]
urlpatterns = [path("<slug:unit_code>/", include(rooms), {"local": True})]
