"""What must be public, on the desk: the register, publications with their postings, numbers, schedules, the list."""

from thanthien.web.desk.disclosure.urls import urlpatterns

__all__ = ["urlpatterns"]
