"""Dialogue with the people, visits to neighbourhoods, commitments, the party committee's schedule."""

from thanthien.web.desk.engagement.urls import urlpatterns

__all__ = ["urlpatterns"]
