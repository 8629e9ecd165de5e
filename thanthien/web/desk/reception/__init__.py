"""Citizens received: the schedule, the book, conclusions."""

from thanthien.web.desk.reception.urls import urlpatterns

__all__ = ["urlpatterns"]
