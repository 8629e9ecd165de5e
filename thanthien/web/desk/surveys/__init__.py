"""Surveys on the desk: forms, one survey with its results, links and posters, paper forms, comments."""

from thanthien.web.desk.surveys.urls import urlpatterns

__all__ = ["urlpatterns"]
