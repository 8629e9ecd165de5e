"""Making the programme known: slogans, activities, loudspeakers."""

from thanthien.web.desk.outreach.urls import urlpatterns

__all__ = ["urlpatterns"]
