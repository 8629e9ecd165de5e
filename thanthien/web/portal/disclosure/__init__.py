"""What is public: the register, texts with their history, feeds and open data, who to call, schedules."""

from thanthien.web.portal.disclosure.urls import urlpatterns

__all__ = ["urlpatterns"]
