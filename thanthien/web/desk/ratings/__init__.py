"""Ratings at the counters, as officials see them."""

from thanthien.web.desk.ratings.urls import urlpatterns

__all__ = ["urlpatterns"]
