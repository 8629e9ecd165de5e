"""The city's sets and tables of points: upload, review, publish, put away; one choice for all communes."""

from thanthien.web.oversight.criteria.urls import urlpatterns

__all__ = ["urlpatterns"]
