"""The queue, as officials work with it."""

from thanthien.web.desk.queue.urls import urlpatterns

__all__ = ["urlpatterns"]
