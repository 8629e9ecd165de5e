"""Plans of a unit: what is in force, and the way of a new one from a file to tasks."""

from thanthien.web.desk.plans.urls import urlpatterns

__all__ = ["urlpatterns"]
