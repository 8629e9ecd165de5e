"""What people say, on the desk: the inbox, one report with everything done about it, quick intake, rules."""

from thanthien.web.desk.feedback.urls import urlpatterns

__all__ = ["urlpatterns"]
