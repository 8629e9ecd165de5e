"""People served where they are."""

from thanthien.web.desk.assistance.urls import urlpatterns

__all__ = ["urlpatterns"]
