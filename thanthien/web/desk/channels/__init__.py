"""The ways on which a unit hears people: duty, letter boxes, the weekly relay, the mailbox."""

from thanthien.web.desk.channels.urls import urlpatterns

__all__ = ["urlpatterns"]
