"""Means and recognition at the desk: money, outside indices, reviews, commendation, good practices."""

from thanthien.web.desk.resources.urls import urlpatterns

__all__ = ["urlpatterns"]
