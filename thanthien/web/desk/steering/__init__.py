"""Steering on the desk: the committee, who has which task, chasing, tasks by leaders, reports of agencies."""

from thanthien.web.desk.steering.urls import urlpatterns

__all__ = ["urlpatterns"]
