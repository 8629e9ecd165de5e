"""The start of the day at the one-stop centre, and repairs."""

from thanthien.web.desk.facilities.urls import urlpatterns

__all__ = ["urlpatterns"]
