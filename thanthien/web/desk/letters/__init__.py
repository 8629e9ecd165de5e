"""Letters, ceremonies, visits, greetings, contributors on the desk."""

from thanthien.web.desk.letters.urls import urlpatterns

__all__ = ["urlpatterns"]
